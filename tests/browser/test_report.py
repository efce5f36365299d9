# SPDX-License-Identifier: EUPL-1.2
"""The report of the fictional region in Chromium: accessible, narrow, by keyboard, without errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from browsing import SCREENSHOTS, Visits, unfold, violations
from gemengd.monitor.building.building import build
from gemengd.monitor.reporting.report import report
from gemengd.monitor.settings import Settings
from gemengd.sources.example import contribution
from gemengd.tables import Workspace

pytestmark = pytest.mark.browser

PAGES = ["index.html", "index.en.html", "GM9901.nl.html", "GM9901.en.html"]
NOW = datetime(2026, 1, 1, tzinfo=UTC)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The report of one municipality of the example region, served as files."""
    folder = tmp_path_factory.mktemp("report")
    workspace = Workspace(folder / "workspace")
    workspace.add([contribution()], now=NOW)
    settings = Settings()
    workspace.store_monitor(build(workspace, settings), settings=settings.as_dict(), now=NOW)
    report(workspace, ["GM9901"], folder / "out")
    (folder / "out" / "favicon.ico").touch()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder / "out")))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def open_page(browser: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Open a page of the report; the test fails when the browser complains about anything."""
    with Visits(browser, address) as visits:
        yield visits.open


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(open_page, name, width):
    page = open_page(name, width)
    unfold(page)
    assert violations(page) == []


def test_axe_would_find_something(open_page):
    page = open_page("GM9901.nl.html")
    page.evaluate("document.querySelector('.summary').style.color = '#cccccc'")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    page.evaluate("document.querySelectorAll('svg').forEach(s => s.removeAttribute('aria-label'))")
    found = {each.split(":")[0] for each in violations(page)}
    assert {"html-has-lang", "svg-img-alt", "color-contrast"} <= found


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_needs_no_sideways_scrolling(open_page, name):
    page = open_page(name, 320, 640)
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_wide_table_scrolls_inside_its_region(open_page):
    page = open_page("GM9901.nl.html", 320, 640)
    unfold(page)
    regions = page.locator(".scroll")
    assert regions.count() > 10
    for index in range(regions.count()):
        region = regions.nth(index)
        assert (region.get_attribute("tabindex"), region.get_attribute("role")) == ("0", "region")
        assert region.get_attribute("aria-label")


def test_text_in_pictures_is_at_least_twelve_pixels_on_a_phone(open_page):
    page = open_page("GM9901.nl.html", 320, 640)
    smallest = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll('svg text')]
        .filter(text => text.checkVisibility())
        .map(text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))"""
    )
    assert smallest >= 12


@pytest.mark.parametrize(("name", "language"), [("GM9901.nl.html", "nl"), ("GM9901.en.html", "en")])
def test_the_language_is_that_of_the_page_and_not_of_the_browser(open_page, name, language):
    page = open_page(name)
    assert page.locator("html").get_attribute("lang") == language


def test_the_first_tab_skips_to_the_content(open_page):
    page = open_page("GM9901.nl.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Naar de inhoud"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_headings_go_down_one_level_at_a_time(open_page):
    page = open_page("GM9901.nl.html")
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_link_opens_the_part_that_was_folded(open_page):
    page = open_page("GM9901.nl.html")
    page.get_by_role("link", name="Voortgezet onderwijs, naar opleiding van de ouders").click()
    assert (
        page.locator("#vo-parental-education .headline").first.is_visible()
        or page.locator("#vo-parental-education > summary").is_visible()
    )


def test_the_table_comes_as_a_file_with_a_name(open_page):
    page = open_page("GM9901.nl.html", accept_downloads=True)
    page.locator("#po-parental-education-schools summary").click()
    with page.expect_download() as download:
        page.locator("#po-parental-education-schools a[download]").click()
    assert download.value.suggested_filename == "fictief-GM9901-po-parental_education-schools-2025.csv"
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert text.startswith("school_id,name,pupils,focal_share")


def test_the_language_switch_arrives_at_the_same_municipality(open_page):
    page = open_page("GM9901.nl.html")
    page.get_by_role("link", name="English").click()
    assert page.locator("h1").text_content() == "Municipality of Oosterhaven (fictional)"


def test_the_first_three_blocks_are_on_the_first_screen(open_page):
    page = open_page("GM9901.nl.html", 1280, 900)
    for key in ("level", "causes", "trend"):
        box = page.locator(f"#po-parental-education-{key} .picture").bounding_box()
        assert box["y"] + box["height"] <= 900


def test_the_council_gets_two_printed_sides(open_page):
    page = open_page("GM9901.nl.html")
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 2


@pytest.mark.parametrize("name", ["GM9901.nl.html", "GM9901.en.html"])
@pytest.mark.parametrize("width", [1280, 320])
def test_screenshots_are_made_for_who_wants_to_look(open_page, name, width):
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / f"report-{name.removesuffix('.html')}-{width}.png"
    open_page(name, width).screenshot(path=path, full_page=True)
    assert path.stat().st_size > 20_000
