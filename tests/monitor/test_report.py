# SPDX-License-Identifier: EUPL-1.2
"""The pages of the report, without a browser."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import os
import re
import runpy
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest

from gemengd.monitor.figure.municipality import KINDS
from gemengd.monitor.reporting.page import index_page, report_page
from gemengd.monitor.reporting.report import _write, report

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("made.py"))))
VOID = {"meta", "link", "br", "img", "input"}


class Outline(HTMLParser):
    """Headings, identifiers, links and the balance of tags of a page."""

    def __init__(self, page):
        super().__init__()
        self.headings, self.ids, self.links, self.open = [], [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a":
            self.links.append(values.get("href"))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def page():
    return report_page(made.view(), "nl")


def test_the_page_is_well_formed_with_headings_in_order(page):
    outline = Outline(page)
    assert outline.open == []
    assert outline.headings[0] == 1
    assert outline.headings.count(1) == 1
    assert all(
        after - before <= 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False)
    )


def test_every_link_inside_the_page_arrives(page):
    outline = Outline(page)
    assert len(outline.ids) == len(set(outline.ids))
    assert {link[1:] for link in outline.links if link.startswith("#")} <= set(outline.ids)


def test_nothing_is_loaded_from_elsewhere(page):
    assert not re.search(r"<(script|link|iframe|img)\b", page)
    assert not re.search(r'(src|href)="https?://', page)
    assert not re.search(r'\sstyle="', page)


def test_the_policy_allows_this_style_and_nothing_else(page):
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in page


def test_the_table_beside_a_figure_is_a_csv_with_a_name(page):
    links = re.findall(r'<a download="([^"]+)" href="data:text/csv;charset=utf-8;base64,([^"]+)"', page)
    names = [name for name, _ in links]
    assert "GM0001-po-parental_education-schools-2025.csv" in names
    content = dict(links)["GM0001-po-parental_education-schools-2025.csv"]
    rows = list(csv.DictReader(io.StringIO(base64.b64decode(content).decode("utf-8-sig"))))
    assert [row["school_id"] for row in rows] == ["00AA00", "00AB00"]
    assert rows[1]["difference"] == "-0.3"


def test_every_figure_stands_with_source_year_numbers_and_definition(page):
    feet = re.findall(r'<p class="foot">(.*?)</p>', page, re.DOTALL)
    assert len(feet) == len(KINDS)
    for foot in feet:
        assert "Bron: hand" in foot
        assert "2025/26" in foot
        assert "3.210 leerlingen" in foot
        assert "14 scholen" in foot
    assert sum("definitie" in foot for foot in feet) == sum(bool(kind.definitions) for kind in KINDS.values())


def test_fictional_data_are_called_so_in_title_banner_and_every_foot():
    page = report_page(made.view(fictional=True), "nl")
    assert "<title>Gemeente Teststad (fictief)" in page
    assert "Fictieve voorbeeldgegevens" in page
    feet = re.findall(r'<p class="foot">(.*?)</p>', page, re.DOTALL)
    assert all("fictieve gegevens" in foot for foot in feet)
    assert re.search(r'download="fictief-GM0001', page)


def test_real_data_are_not_called_fictional(page):
    assert "ictie" not in page


def test_an_estimate_carries_a_notice_and_says_so_in_every_foot():
    estimated = made.number(se=None, status="expected_from_area")
    page = report_page(made.view(made.cell(estimated)), "nl")
    assert '<div class="notice"><p>Geschat op basis van de buurt.' in page
    feet = re.findall(r'<p class="foot">(.*?)</p>', page, re.DOTALL)
    # The way to school is counted, whatever is known of the groups.
    assert sum("geschat op basis van de buurt" in foot for foot in feet) == len(feet) - 1


def test_a_municipality_without_figures_says_what_to_do():
    view = made.view()
    empty = type(view)(view.municipality_id, view.name, (), (), view.manifest, 1)
    assert "Van deze gemeente zijn er geen cijfers. Lees leerlingen per groep in" in report_page(empty, "nl")


def test_names_are_escaped():
    cell = made.full_cell(schools=(made.school(name="<script>alert(1)</script>"),))
    assert "<script>alert" not in report_page(made.view(cell), "nl")


def test_a_formula_in_a_name_is_no_formula_in_the_csv():
    cell = made.full_cell(schools=(made.school(name="=1+1"),))
    page = report_page(made.view(cell), "nl")
    content = re.search(r'schools-2025.csv" href="data:text/csv;charset=utf-8;base64,([^"]+)"', page).group(1)
    assert "'=1+1" in base64.b64decode(content).decode()


def test_english_has_no_dutch_sentence_left():
    page = report_page(made.view(), "en")
    assert '<html lang="en">' in page
    assert "How mixed?" in page
    text = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    assert not re.search(r"\b(leerlingen|scholen|gemeente|buurt)\b", text)


def test_the_index_lists_by_name_and_knows_its_languages():
    page = index_page(
        {"GM0518": "'s-Gravenhage", "GM0014": "Groningen", "GM0363": "Amsterdam"},
        "nl",
        ("nl", "en"),
        fictional=False,
    )
    assert re.findall(r'<li><a href="(GM\d+)\.nl\.html">', page) == ["GM0363", "GM0518", "GM0014"]
    assert 'href="index.en.html"' in page


class Fake:
    """A workspace whose monitor holds one municipality."""

    manifest = made.view().manifest
    characteristics = made.cell().characteristic and {"parental_education": made.cell().characteristic}
    version = 3
    folder = Path()

    def monitor(self, name):
        return made.frames([(100, 40), (120, 60)], [(110, 50), (110, 50)])[name]

    def table(self, name):
        return __import__("gemengd.tables").tables.TABLES[name].empty()


def test_the_report_writes_every_language_and_the_index(tmp_path):
    seen = []
    written = report(Fake(), ["GM0001"], tmp_path / "out", progress=lambda *step: seen.append(step))
    names = {"index.html", "index.en.html", "GM0001.nl.html", "GM0001.en.html"}
    assert {path.name for path in written} == names == {path.name for path in (tmp_path / "out").iterdir()}
    assert seen == [("report", 1, 1)]


def test_an_unknown_municipality_writes_nothing(tmp_path):
    with pytest.raises(KeyError):
        report(Fake(), ["GM9999"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_interrupted_write_leaves_the_page_that_was_there(tmp_path, monkeypatch):
    page = tmp_path / "GM0001.nl.html"
    page.write_text("earlier", encoding="utf-8")

    def full(descriptor):
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="disk full"):
        _write(page, "new")
    assert page.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [page]
