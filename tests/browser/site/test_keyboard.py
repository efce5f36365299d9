# SPDX-License-Identifier: EUPL-1.2
"""What one comes to do on the site is done by keyboard alone."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from accounts import PASSWORD, code_of
from working import do_what_waits

pytestmark = pytest.mark.browser

FOCUSED = "element => element === document.activeElement"
MOST_TABS = 80


def to(page: Any, selector: str) -> Any:
    """Press Tab until an element has the focus, which must be seen."""
    wanted = page.locator(selector).first
    for _ in range(MOST_TABS):
        if wanted.evaluate(FOCUSED):
            shown = "element => getComputedStyle(element).outlineStyle + getComputedStyle(element).boxShadow"
            assert wanted.evaluate(shown) != "nonenone"
            return wanted
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector}")


def fill(page: Any, selector: str, words: str) -> None:
    """Type in a field."""
    to(page, selector)
    page.keyboard.type(words)


def press(page: Any, selector: str) -> None:
    """Use a button or link, and wait for the page to which it leads."""
    to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_another_characteristic_is_chosen(visit):
    page = visit("/gemeente/GM9901/")
    to(page, "#choice-kenmerk")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#choice-kenmerk").input_value()
    press(page, ".gm-choices__button")
    assert f"kenmerk={chosen}" in page.url
    assert page.locator("#choice-kenmerk").input_value() == chosen
    assert page.locator(".gm-headline__main").first.is_visible()


def test_a_school_is_found(visit):
    page = visit("/")
    fill(page, "#find", "de weefspoel")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/school/99AA00/")
    assert page.locator("h1").inner_text().startswith("De Weefspoel")


def test_a_table_is_opened_and_scrolled(visit):
    page = visit("/gemeente/GM9901/figuur/schools/", 320, 640)
    page.locator("details.gm-data").evaluate("details => details.open = false")
    to(page, "details.gm-data > summary")
    page.keyboard.press("Enter")
    region = to(page, "details.gm-data [role=region]")
    page.keyboard.press("ArrowRight")
    region.locator("xpath=self::*[@tabindex=0]").wait_for()
    page.wait_for_timeout(300)
    assert region.evaluate("element => element.scrollLeft") > 0


def test_one_signs_in_with_password_and_code(visit, visitors):
    editor = visitors.members["editor"]
    page = visit("/organisatie/")
    fill(page, "#id_login", editor.email)
    fill(page, "#id_password", PASSWORD)
    press(page, "main button[type=submit]")
    assert page.locator("h1").inner_text() == "De tweede stap"
    fill(page, "#id_code", code_of())
    press(page, "main button[type=submit]")
    assert page.url.endswith("/organisatie/")
    assert page.locator("h1").inner_text() == "Uw organisaties"


def test_a_wrong_password_is_told_where_the_reader_is(visit, visitors):
    page = visit("/account/login/")
    fill(page, "#id_login", visitors.members["editor"].email)
    fill(page, "#id_password", "niet-het-goede-woord")
    press(page, "main button[type=submit]")
    assert page.locator("#errors").evaluate(FOCUSED)
    assert "horen niet bij elkaar" in page.inner_text("#errors")
    assert page.title().startswith("Fout")


def test_a_build_is_asked_for_and_published(visit, visitors, settings, tmp_path: Path):
    settings.GEMENGD_WORKSPACE = shutil.copytree(settings.GEMENGD_WORKSPACE, tmp_path / "workspace")
    page = visit("/beheer/", storage_state=visitors.state("keeper"))
    to(page, "#id_publication_threshold")
    page.keyboard.press("Control+A")
    page.keyboard.type("15")
    press(page, "form[action$='opbouwen/'] button")
    assert page.locator("h1").inner_text() == "Opbouwen"
    do_what_waits()
    page.reload()
    press(page, "form[action$='tonen/'] button")
    assert page.locator("h1").inner_text() == "Een versie publiceren"
    do_what_waits()
    page.reload()
    assert "is gepubliceerd op" in page.inner_text("main")
    page.goto(f"{visitors.address}/gemeente/GM9901/")
    assert "minder dan 15 leerlingen" in page.text_content("main")


def test_an_explanation_is_written_and_read_by_everybody(visit, visitors):
    page = visit(f"/organisatie/{visitors.board.pk}/scholen/", storage_state=visitors.state("editor"))
    press(page, "main a[href$='/99AA00/']")
    fill(page, "#id_text", "Wij groeien met de nieuwe buurt mee.")
    fill(page, "#id_contribution", "45")
    fill(page, "#id_contribution_year", "2025")
    press(page, "main button[type=submit]")
    assert "Opgeslagen" in page.inner_text(".gm-messages")
    school = visit("/school/99AA00/")
    assert "Wij groeien met de nieuwe buurt mee." in school.inner_text("#board ~ blockquote")
    assert "Stichting Oost" in school.inner_text(".gm-said")
    assert "45" in school.inner_text(".gm-said__facts")
