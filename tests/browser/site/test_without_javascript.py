# SPDX-License-Identifier: EUPL-1.2
"""Without JavaScript everything is there: pictures, tables, forms."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from accounts import PASSWORD, code_of
from browser.site.listed import CHOICE, PLACES

pytestmark = pytest.mark.browser

PICTURES = "() => [...document.images].map(image => image.complete ? image.naturalWidth : -1)"


@pytest.fixture
def plain_visit(visit: Callable[..., Any]) -> Callable[..., Any]:
    """Open a page in a browser in which scripts are off."""
    return partial(visit, java_script_enabled=False)


@pytest.mark.parametrize(
    "path",
    [f"/?{CHOICE}", f"/gemeente/GM9901/?{CHOICE}", "/school/99AA00/", f"/vergelijken/?{PLACES}", "/kaart/"],
)
def test_pictures_and_tables_are_there(plain_visit, path):
    page = plain_visit(path, 1280, 20_000)
    page.wait_for_load_state("networkidle")
    assert page.locator("noscript").count() == 0 or page.locator("main img, main svg").count()
    widths = page.evaluate(PICTURES)
    assert widths
    assert min(widths) > 0
    for summary in page.locator("main details > summary").all():
        summary.click()
    if path != f"/?{CHOICE}":
        assert page.locator("main table").first.is_visible()


def test_the_table_of_the_country_is_one_link_away(plain_visit):
    page = plain_visit(f"/?{CHOICE}")
    page.locator("main a[href*='/land/figuur/map/']").click()
    assert page.locator("main tbody tr").count() == 3


def test_one_finds_and_chooses(plain_visit):
    page = plain_visit("/")
    page.fill("#place", "lindermeer")
    page.locator(".gm-hero__find button").click()
    assert page.url.endswith("/gemeente/GM9902/")
    page.select_option("#choice-sector", "vo")
    page.locator(".gm-choices__button").click()
    assert "sector=vo" in page.url
    assert page.locator("#choice-sector").input_value() == "vo"


def test_one_signs_in_and_out(plain_visit, visitors):
    page = plain_visit("/account/login/")
    page.fill("#id_login", visitors.members["editor"].email)
    page.fill("#id_password", PASSWORD)
    page.locator("main button[type=submit]").click()
    page.fill("#id_code", code_of())
    page.locator("main button[type=submit]").click()
    assert page.locator("h1").inner_text() == "Uw organisaties"
    page.locator("header button", has_text="Uitloggen").click()
    assert page.locator("header a[href='/account/login/']").is_visible()
