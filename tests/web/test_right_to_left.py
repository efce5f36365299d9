# SPDX-License-Identifier: EUPL-1.2
"""The site can be read from right to left once it has such a language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import gemengd.web

SITE = Path(gemengd.web.__file__).parent
SHEETS = sorted(path for path in SITE.rglob("*.css") if "vendor" not in path.parts and "static" in path.parts)
SIDES = re.compile(
    r"(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)\b"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|(?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)\b"
    r"|(?:^|[{;\s])(?:left|right)\s*:"
    r"|background-position\s*:[^;}]*\b(?:left|right)\b",
    re.MULTILINE,
)
BOTH_WAYS = {"forms.css": 2}
"""Rules that stand there once for each direction, as CSS has no other form: the sign of a select."""


@pytest.fixture
def arabic(settings):
    """The site with a language that is read from right to left."""
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "العربية")]


@pytest.mark.parametrize("path", ["zoeken/", "methode/", "versie/", "account/login/", "bestaat-niet/"])
def test_a_page_in_such_a_language_is_laid_out_from_right_to_left(client, site, arabic, path):
    page = client.get(f"/ar/{path}").content.decode()
    assert re.search(r'<html lang="ar" dir="rtl"', page)


@pytest.mark.parametrize(("prefix", "language"), [("", "nl"), ("en/", "en")])
def test_our_languages_are_read_from_left_to_right(client, site, prefix, language):
    page = client.get(f"/{prefix}zoeken/").content.decode()
    assert f'<html lang="{language}" dir="ltr"' in page


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_style_sheets_name_begin_and_end_and_no_left_and_right(sheet):
    rules = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len(SIDES.findall(rules)) == BOTH_WAYS.get(sheet.name, 0)


def test_the_test_of_style_sheets_would_find_a_side():
    for rule in ("margin-left: 1px", "text-align: right", "a { left: 0 }", "float:left", "padding-right:0"):
        assert SIDES.search(rule)
    for rule in (
        "margin-inline-start: 1px",
        "text-align: start",
        "border-inline-end: 0",
        "inset-inline-start: 0",
    ):
        assert not SIDES.search(rule)
