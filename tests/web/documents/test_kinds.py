# SPDX-License-Identifier: EUPL-1.2
"""A file is what its content says; what could do harm is refused with a reason that a sender understands."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gemengd.web.documents.checking.kinds import recognise
from gemengd.web.documents.checking.refusal import RefusedError
from office_files import DOCX, archive, docx, jpeg, packed_objects, pdf, png, xlsx

CSV = "school;leerlingen\nDe Weefspoel;231\n’t Anker;-5\n".encode()
GOOD = {
    "a.pdf": pdf(),
    "b.docx": docx(),
    "c.xlsx": xlsx({"xl/printerSettings/printerSettings1.bin": b"\1\2"}),
    "d.csv": CSV,
    "e.txt": "school,gemeente\nEén,Zuid\n".encode("cp1252"),
    "f.png": png(),
    "g.JPG": jpeg(),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_is_taken_is_recognised_by_its_content(name):
    assert recognise(GOOD[name], name).name in (name.lower().split(".")[1], "csv")


def test_a_file_of_word_itself_is_taken():
    import docx as python_docx

    out = io.BytesIO()
    written = python_docx.Document()
    written.add_picture(io.BytesIO(png()))
    written.save(out)
    assert recognise(out.getvalue(), "a.docx").name == "docx"


def test_a_sheet_of_another_program_is_taken():
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write(0, 0, "School")
    assert recognise(out.getvalue(), "a.xlsx").name == "xlsx"


def test_a_pdf_of_our_own_is_taken():
    from weasyprint import HTML

    written = HTML(
        string="<html lang=nl><title>x</title><p>tekst<a href='https://example.org'>x</a>"
    ).write_pdf()
    assert recognise(written, "a.pdf").name == "pdf"


def with_prefix(parts):
    """An archive behind something else, with its places put right."""
    whole = io.BytesIO(b"GIF89a" + b"\0" * 50)
    with zipfile.ZipFile(whole, "a") as packed:
        for name, body in parts.items():
            packed.writestr(name, body)
    return whole.getvalue()


RELATION = '<r><Relationship Type="x/attachedTemplate" Target="http://x/" TargetMode="{}"/></r>'
BAD = {
    "an empty file": ("a.csv", b"", "leeg"),
    "a program": ("a.csv", b"\x7fELF;\0\0", "soort bestand"),
    "a page": ("a.csv", b" <html><script>;</script>", "soort bestand"),
    "a script": ("a.txt", b"#!/bin/sh\necho a,b\n", "soort bestand"),
    "an old Word file": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "soort bestand"),
    "a name that lies": ("a.pdf", png(), "naam"),
    "a name without an end": ("a", png(), "naam"),
    "a formula": ("a.csv", b"naam;x\nJan;=cmd|' /C calc'!A0\n", "formule"),
    "a formula in quotes": ("a.csv", b'naam,x\nJan,"=1+1"\n', "formule"),
    "a plus that calls": ("a.csv", b"naam;x\nJan;+HYPERLINK(1)\n", "formule"),
    "a macro": ("a.docx", docx({"word/vbaProject.bin": b"x"}), "macro"),
    "a macro by its type": (
        "a.docx",
        archive({"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml"}),
        "macro",
    ),
    "an object": ("a.docx", docx({"word/embeddings/oleObject1.bin": b"x"}), "macro"),
    "a macro in a sheet inside": (
        "a.docx",
        docx({"word/embeddings/a.xlsx": xlsx({"xl/vbaProject.bin": b"x"})}),
        "macro",
    ),
    "a sheet in a sheet inside": (
        "a.docx",
        docx({"word/embeddings/a.xlsx": xlsx({"xl/embeddings/b.xlsx": xlsx()})}),
        "macro",
    ),
    "a template from elsewhere": (
        "a.docx",
        docx({"word/_rels/settings.xml.rels": RELATION.format("External")}),
        "haalt iets op",
    ),
    "a template from elsewhere, written otherwise": (
        "a.docx",
        docx({"word/_rels/settings.xml.rels": RELATION.format("&#69;xternal")}),
        "haalt iets op",
    ),
    "entities": ("a.docx", docx({"word/x.xml": '<!DOCTYPE a [<!ENTITY b "c">]>'}), "beschadigd"),
    "a bomb": ("a.docx", docx({"word/media/a.bmp": b"\0" * 40_000_000}), "te groot"),
    "another archive": ("a.docx", archive({"a.txt": "x"}), "geen tekst"),
    "a way out": ("a.docx", docx({"../../etc/passwd": "x"}), "beschadigd"),
    "an archive before which something stands": ("a.docx", with_prefix(DOCX), "soort bestand"),
    "an archive behind a start of its own": (
        "a.docx",
        b"PK\x03\x04" + with_prefix(DOCX),
        "bestand voor of achter",
    ),
    "an archive behind which something stands": ("a.docx", docx() + b"<script>", "bestand voor of achter"),
    "half an archive": ("a.docx", docx()[:-40], "bestand voor of achter"),
    "a picture behind which something stands": ("a.png", png() + docx(), "achter de afbeelding"),
    "a photograph behind which something stands": ("a.jpg", jpeg() + b"<?php", "achter de afbeelding"),
    "half a picture": ("a.png", png()[:-6], "beschadigd"),
    "half a photograph": ("a.jpg", jpeg()[:-2], "beschadigd"),
    "a picture that was changed": ("a.png", png().replace(b"\0\0\0\1\x08", b"\0\0\0\2\x08"), "beschadigd"),
    "a picture larger than any screen": ("a.png", png(60_000, 60_000), "te groot"),
    "a photograph larger than any screen": ("a.jpg", jpeg(60_000, 60_000), "te groot"),
    "a program in a PDF": ("a.pdf", pdf(b"<< /S /JavaScript /JS (x) >>"), "programma"),
    "a program in a PDF, written otherwise": ("a.pdf", pdf(b"<< /S /J#61vaScript >>"), "programma"),
    "a program in a PDF, packed": ("a.pdf", pdf(packed_objects(b"<< /S /Launch >>")), "programma"),
    "a file in a PDF": ("a.pdf", pdf(b"<< /Type /EmbeddedFile >>"), "programma"),
    "a locked PDF": ("a.pdf", pdf(b"<< /Encrypt 5 0 R >>"), "wachtwoord"),
    "half a PDF": ("a.pdf", pdf()[:-8], "niet compleet"),
    "a PDF with an archive behind it": ("a.pdf", pdf() + docx(), "niet compleet"),
    "a PDF that packs a bomb": ("a.pdf", pdf(packed_objects(b"\0" * 60_000_000)), "te groot"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_not_taken_is_refused_with_the_reason(what):
    name, content, reason = BAD[what]
    with pytest.raises(RefusedError, match=reason):
        recognise(content, name)


def test_entries_that_share_their_bytes_are_refused():
    whole = bytearray(docx({"word/media/a.png": b"x" * 3000}))
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        entry = packed.getinfo("word/media/a.png")
    # Its size in the list at the end says more than there is.
    at = whole.rfind(b"PK\x01\x02")
    struct.pack_into("<I", whole, at + 20, len(whole) + entry.compress_size)
    with pytest.raises(RefusedError):
        recognise(bytes(whole), "a.docx")


@pytest.mark.parametrize(
    "content",
    [
        b"a;b\n" + b"\n" * 5_000_000,
        b"a;b" + b" " * 5_000_000,
        pdf(b"<<" * 2_000_000),
        pdf(b"stream\n" * 500_000),
        pdf(b"obj stream\nendstream\n" * 200_000),
        b"\xff\xd8\xff" + b"\xff" * 3_000_000,
    ],
    ids=["lines", "spaces", "objects", "streams", "many streams", "filling"],
)
def test_no_file_keeps_the_site_busy(content):
    # A look that goes over the file again for each of its parts would take hours: that it ends is the test.
    with contextlib.suppress(RefusedError):
        recognise(content, "a.csv")


@given(st.binary(max_size=300), st.sampled_from(sorted(GOOD)), st.integers(0, 400))
def test_whatever_is_sent_is_taken_or_refused(noise, name, place):
    content = GOOD[name]
    for spoiled in (noise, content[:place] + noise, content[:place] + noise + content[place + len(noise) :]):
        # Anything but a kind or a refusal is an error of the site.
        with contextlib.suppress(RefusedError):
            assert recognise(spoiled, name)
