# SPDX-License-Identifier: EUPL-1.2
"""One list of blocks says the same on a page, in a PDF, in Word and as plain text."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import subprocess
import zlib
from datetime import UTC, datetime
from html.parser import HTMLParser

import docx as python_docx
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gemengd.web.documents.writing.blocks import (
    Column,
    Document,
    Figure,
    Heading,
    List,
    Paragraph,
    Run,
    Table,
    UnfitError,
    paragraphs,
    plain,
    unfit_signs,
)
from gemengd.web.documents.writing.forms import FORMS, answer
from gemengd.web.documents.writing.page import fragment
from gemengd.web.documents.writing.pdf import pdf, pdf_html, picture_at
from gemengd.web.documents.writing.text import plain_text, shown_width
from gemengd.web.documents.writing.word import word
from office_files import png
from postgres_server import absent

NOW = datetime(2026, 12, 1, tzinfo=UTC)
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60" viewBox="0 0 200 60">'
    b'<rect x="5" y="5" width="140" height="30" fill="#0b5a78"/></svg>'
)
WHOLE = Document(
    "Agenda voor gemengde scholen",
    "nl",
    (
        Paragraph(("Dit zijn de ", Run("afspraken", strong=True), " van ", Run("allen", emphasis=True), ".")),
        Heading("Doelen"),
        List(("Eén aanmeldmoment", ("Voorrang voor ", Run("de buurt", strong=True))), ordered=True),
        Heading("Cijfers", 3),
        Table(
            "Leerlingen per school",
            (Column("School"), Column("Leerlingen", numeric=True)),
            (("De Weefspoel", "231"), ("’t Anker", "1.120"), ("School & <b>zo</b>", "")),
        ),
        Figure(SVG, "Een balk van 70 procent.", "Wat hangt samen met wonen?"),
        Figure(png(), "Een rood punt."),
        Heading("Verder"),
        List(("Eerst", "Dan"), ordered=True),
        List(("De gemeente", ("De ", Run("besturen", link="https://example.org/?a=1&b=2")))),
    ),
)
SENTENCES = (
    "Agenda voor gemengde scholen",
    "Dit zijn de afspraken van allen.",
    "Doelen",
    "Eén aanmeldmoment",
    "Voorrang voor de buurt",
    "Cijfers",
    "Leerlingen per school",
    "School",
    "De Weefspoel",
    "231",
    "’t Anker",
    "1.120",
    "School & <b>zo</b>",
    "Wat hangt samen met wonen?",
    "Verder",
    "De gemeente",
)


class _Page(HTMLParser):
    """The words of a page, and its elements in order."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.words = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def _flat(text):
    return " ".join(text.split())


def _page_words(document):
    return _flat("".join(_Page(fragment(document)).words))


def _word_words(document):
    written = _read_word(document)
    return _flat(" ".join("".join(text.itertext()) for text in written.element.iter(qn("w:p"))))


def _read_word(document):
    return python_docx.Document(io.BytesIO(word(document, moment=NOW)))


def _pdf_words(document, tmp_path):
    if shutil.which("pdftotext") is None:
        absent("pdftotext is not installed: apt-get install poppler-utils")
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(document))
    done = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True)
    return _flat(done.stdout.decode())


def test_each_form_says_the_same_in_the_same_order(tmp_path):
    forms = {
        "page": _page_words(WHOLE),
        "word": _word_words(WHOLE),
        "text": _flat(plain_text(WHOLE)),
        "pdf": _pdf_words(WHOLE, tmp_path),
    }
    for form, words in forms.items():
        place = 0
        for sentence in SENTENCES:
            assert sentence in words[place:], (form, sentence)
            place = words.index(sentence, place)


def test_the_page_is_one_that_can_be_heard():
    page = _Page(fragment(WHOLE))
    assert [tag for tag, _ in page.elements if re.fullmatch(r"h\d", tag)] == ["h1", "h2", "h3", "h2"]
    assert [th["scope"] for th in page.all("th")] == ["col", "col", "row", "row", "row"]
    assert [img["alt"] for img in page.all("img")] == ["Een balk van 70 procent.", "Een rood punt."]
    assert page.all("a") == [
        {"class": "nl-link", "href": "https://example.org/?a=1&b=2", "rel": "noreferrer"}
    ]
    assert len(page.all("ol")) == 2
    assert [div["aria-label"] for div in page.all("div")] == ["Leerlingen per school"]
    assert ["numeric" in th["class"] for th in page.all("th")][:2] == [False, True]


def test_a_picture_on_a_page_runs_nothing():
    [first, second] = _Page(fragment(WHOLE)).all("img")
    assert first["src"].startswith("data:image/svg+xml;base64,")
    assert second["src"].startswith("data:image/png;base64,")


def _unpacked(written):
    parts = [written]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", written, re.DOTALL):
        with contextlib.suppress(zlib.error):
            parts.append(zlib.decompress(packed))
    return b"\n".join(parts)


def test_the_pdf_is_tagged_and_says_its_language():
    document = _unpacked(pdf(WHOLE))
    assert b"/StructTreeRoot" in document
    assert re.search(rb"/Marked\s+true", document)
    assert re.search(rb"/Lang\s*\(nl\)", document)
    assert b"pdfuaid:part" in document
    for tag in (b"H1", b"H2", b"H3", b"Table", b"TH", b"TD", b"L", b"LI", b"Figure", b"Caption"):
        assert re.search(rb"/S\s*/" + tag + rb"\b", document), tag
    assert len(re.findall(rb"/Alt\s*\(", document)) + len(re.findall(rb"/Alt\s*<", document)) >= 2


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://127.0.0.1/", "picture:2", "picture:-1", "picture:x", "picture:²"]
)
def test_nothing_but_its_own_pictures_is_fetched(url):
    with pytest.raises(ValueError, match="its own pictures only"):
        picture_at(WHOLE, url)


def test_the_pdf_reads_from_the_right_where_its_language_does():
    assert 'lang="ar" dir="rtl"' in pdf_html(Document("مدرسة", "ar", (Paragraph("مدرسة مختلطة"),)))


def test_word_has_real_headings_and_says_its_language():
    written = _read_word(WHOLE)
    styles = [
        (p.style.name, p.text) for p in written.paragraphs if p.style.name.startswith(("Head", "Title"))
    ]
    assert styles == [
        ("Title", "Agenda voor gemengde scholen"),
        ("Heading 1", "Doelen"),
        ("Heading 2", "Cijfers"),
        ("Heading 1", "Verder"),
    ]
    assert written.core_properties.title == "Agenda voor gemengde scholen"
    assert (written.core_properties.language, written.core_properties.created.year) == ("nl", 2026)
    languages = {element.get(qn("w:val")) for element in written.styles.element.iter(qn("w:lang"))}
    assert languages == {"nl-NL"}


def test_word_marks_the_header_row_and_what_the_table_shows():
    [table] = _read_word(WHOLE).tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells == [
        ["School", "Leerlingen"],
        ["De Weefspoel", "231"],
        ["’t Anker", "1.120"],
        ["School & <b>zo</b>", ""],
    ]
    headers = [
        row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows
    ]
    assert headers == [True, False, False, False]
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Leerlingen per school"
    sides = [row.cells[1].paragraphs[0].alignment for row in table.rows]
    assert {str(side) for side in sides} == {"RIGHT (2)"}


def test_word_has_text_at_its_pictures_and_they_fit_on_the_page():
    written = _read_word(Document("x", "nl", (Figure(SVG, "Een balk."), Figure(png(), "Een punt."))))
    shapes = written.inline_shapes
    assert [shape._inline.docPr.get("descr") for shape in shapes] == ["Een balk.", "Een punt."]
    section = written.sections[0]
    for shape in shapes:
        assert shape.width <= section.page_width - section.left_margin - section.right_margin
    assert section.page_width.mm == pytest.approx(210, abs=0.1)


def test_word_begins_each_numbered_list_at_one_and_keeps_links():
    written = _read_word(WHOLE)
    numbers = [p._p.pPr.numPr.numId.val for p in written.paragraphs if p.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]
    links = [p.hyperlinks[0].address for p in written.paragraphs if p.hyperlinks]
    assert links == ["https://example.org/?a=1&b=2"]
    strong = [run.text for p in written.paragraphs for run in p.runs if run.bold]
    assert strong == ["afspraken", "de buurt"]


def test_plain_text_is_aligned():
    table = Table(
        "Scholen",
        (Column("Naam"), Column("Aantal", numeric=True)),
        (("東京", "1"), ("e\u0301e\u0301n", "1.200"), ("Zuid", "")),
    )
    text = plain_text(Document("Titel", "nl", (table,)))
    assert text.splitlines() == [
        "Titel",
        "=====",
        "",
        "Scholen",
        "",
        "Naam  Aantal",
        "----  ------",
        "東京       1",
        "e\u0301e\u0301n    1.200",
        "Zuid",
    ]


def test_a_table_that_is_too_wide_for_lines_is_told_row_by_row():
    table = Table("Breed", (Column("Naam"), Column("Toelichting")), (("Zuid", "woord " * 30),))
    text = plain_text(Document("Titel", "nl", (table,)))
    assert "Naam: Zuid" in text
    assert max(map(len, text.splitlines())) <= 72


def test_plain_text_tells_pictures_and_links_in_its_language():
    text = plain_text(WHOLE)
    assert "[Figuur: Een balk van 70 procent.]" in text
    assert "besturen (https://example.org/?a=1&b=2)" in text


SCRIPT = "<script>alert(1)</script>"


def test_marks_of_a_page_are_words_in_every_form(tmp_path):
    hostile = Document(
        SCRIPT,
        "nl",
        (
            Heading(SCRIPT),
            Paragraph((Run(SCRIPT, strong=True), "{{ x }} {% now %} &amp;")),
            List((SCRIPT,)),
            Table(SCRIPT, (Column(SCRIPT),), ((SCRIPT,),)),
            Figure(SVG, f'"{SCRIPT}', SCRIPT),
        ),
    )
    page = _Page(fragment(hostile))
    assert page.all("script") == []
    assert "".join(page.words).count(SCRIPT) == 8
    assert "{{ x }} {% now %} &amp;" in "".join(page.words)
    assert "<script" not in pdf_html(hostile)
    assert SCRIPT in _pdf_words(hostile, tmp_path)
    assert SCRIPT in _word_words(hostile)
    assert SCRIPT in plain_text(hostile)


@pytest.mark.parametrize(
    "sign", ["\x00", "\x07", "\x1b", "\x85", "\u2028", "\u202e", "\u2066", "\ud800", "\ufffe"]
)
def test_signs_that_cannot_be_shown_or_turn_text_around_are_refused_with_their_place(sign):
    text = f"ab{sign}c"
    for make in (
        lambda: Paragraph(text),
        lambda: Heading(text),
        lambda: List((text,)),
        lambda: Table("x", (Column("y"),), ((text,),)),
        lambda: Figure(SVG, text),
        lambda: Document(text, "nl", ()),
        lambda: Run("x", link=f"https://example.org/{sign}"),
    ):
        with pytest.raises(UnfitError, match=f"U\\+{ord(sign):04X}"):
            make()


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:x",
        "data:text/html,x",
        "//x",
        "file:///etc",
        "https://a b",
        'https://"',
    ],
)
def test_links_that_are_no_address_are_refused(link):
    with pytest.raises(UnfitError):
        Run("hier", link=link)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Heading(" "),
        lambda: Heading("x", 1),
        lambda: Heading("x", 7),
        lambda: Paragraph(""),
        lambda: List(()),
        lambda: Figure(SVG, ""),
        lambda: Figure(b"GIF89a", "x"),
        lambda: Figure(b"<svg><!DOCTYPE a><!ENTITY b 'c'></svg>", "x"),
        lambda: Figure(b"<svg>\x01</svg>", "x"),
        lambda: Figure(b"<svg>\xff</svg>", "x"),
        lambda: Table("x", (), ()),
        lambda: Table("x", (Column("a"), Column("b")), (("1",),)),
        lambda: Table("x", (Column("a"),), (("",),)),
        lambda: Column(""),
        lambda: Document("x", "Nederlands!", ()),
        lambda: Document("x", "nl", (Heading("a", 3),)),
        lambda: Document("x", "nl", (Heading("a"), Heading("b", 4))),
    ],
)
def test_what_some_readers_could_not_use_is_refused(make):
    with pytest.raises(UnfitError):
        make()


def test_typed_text_becomes_paragraphs():
    assert [plain(one.words) for one in paragraphs(" Een.\r\n\r\n\tTwee.\u2028Drie. \n")] == [
        "Een.",
        "Twee.",
        "Drie.",
    ]


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_a_file_to_keep(form):
    response = answer(WHOLE, form, "agenda")
    assert response["Content-Disposition"] == f'attachment; filename="agenda.{form}"'
    start = {"pdf": b"%PDF", "docx": b"PK\x03\x04", "txt": b"Agenda"}[form]
    assert response.content.startswith(start)


TEXT = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Co", "Cn", "Cf")), min_size=1, max_size=30
).filter(lambda text: text.strip() and not list(unfit_signs(text)))
RUN = st.builds(Run, TEXT, strong=st.booleans(), emphasis=st.booleans())
WORDS = TEXT | st.lists(RUN | TEXT, min_size=1, max_size=3).map(tuple)
CELL = TEXT | st.just("")


@st.composite
def _tables(draw):
    columns = draw(st.lists(st.builds(Column, TEXT, st.booleans()), min_size=1, max_size=4))
    row = st.tuples(TEXT, *[CELL] * (len(columns) - 1))
    return Table(draw(TEXT), tuple(columns), tuple(draw(st.lists(row, max_size=4))))


BLOCK = st.one_of(
    st.builds(Heading, TEXT),
    st.builds(Paragraph, WORDS),
    st.builds(List, st.lists(WORDS, min_size=1, max_size=3).map(tuple), st.booleans()),
    _tables(),
    st.builds(Figure, st.sampled_from([png()]), TEXT, CELL),
)
DOCUMENTS = st.builds(Document, TEXT, st.sampled_from(["nl", "en"]), st.lists(BLOCK, max_size=6).map(tuple))


def _words_of(document):
    """Every text of a document that all forms say, in order."""
    yield document.title
    for block in document.blocks:
        match block:
            case Heading():
                yield block.text
            case Paragraph():
                yield plain(block.words)
            case List():
                yield from map(plain, block.items)
            case Table():
                yield block.caption
                yield from (column.heading for column in block.columns)
                yield from (cell for row in block.rows for cell in row)
            case Figure():
                yield block.caption


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DOCUMENTS)
def test_no_word_of_any_document_is_lost(document):
    wanted = [_flat(text).replace(" ", "") for text in _words_of(document)]
    page = _page_words(document).replace(" ", "")
    written = _word_words(document).replace(" ", "")
    for words in (page, written):
        place = 0
        for text in wanted:
            assert text in words[place:]
            place = words.index(text, place) + len(text)
    text = "".join(plain_text(document).split())
    assert all("".join(one.split()) in text for one in wanted)


@settings(max_examples=15, deadline=None)
@given(DOCUMENTS)
def test_any_document_becomes_a_tagged_pdf(document):
    assert b"/StructTreeRoot" in _unpacked(pdf(document))


@given(TEXT)
def test_no_text_is_narrower_than_nothing(text):
    assert 0 <= shown_width(text) <= 2 * len(text)
