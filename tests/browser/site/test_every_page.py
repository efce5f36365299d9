# SPDX-License-Identifier: EUPL-1.2
"""Every page in Chromium, wide and narrow: accessible, without sideways scrolling, in one language."""

from __future__ import annotations

import os
import re
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from browser.site.listed import PAGES, Listed
from browsing import SCREENSHOTS, overflow, unfold, violations
from gemengd.tables import Workspace
from gemengd.web.api.data.resources import RESOURCES
from postgres_server import VARIABLE

pytestmark = pytest.mark.browser

FOLDER = SCREENSHOTS / "site"
ON_POSTGRESQL = VARIABLE in os.environ
ASKED = [listed for listed in PAGES if listed.role != "visitor"] if ON_POSTGRESQL else PAGES
"""On PostgreSQL the pages of who signed in: public ones ask the database one question only."""
WIDTHS = (1280, 320)
TABLES = [one.name for one in RESOURCES]
SKIP = {"nl": "Ga naar de inhoud", "en": "Skip to the content"}
DUTCH = "de het een en van niet scholen leerlingen met voor naar deze wordt je u uw dit zijn bij ook kies"
ENGLISH = "the a and with not schools pupils from this are your you figures which their these choose"
FOREIGN = {
    "nl": re.compile(rf"(?<![\w‘'./-])(?:{ENGLISH.replace(' ', '|')})(?![\w’'./-])"),
    "en": re.compile(rf"(?<![\w‘'./-])(?:{DUTCH.replace(' ', '|')})(?![\w’'./-])"),
}
"""Words of the other language, in small letters; names begin with a capital."""
WORDS = """() => {
  const own = document.documentElement.lang, said = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const mine = node => node.closest("[lang]").lang === own && !node.closest("code, pre, script, textarea");
  while (walker.nextNode()) if (mine(walker.currentNode.parentElement)) said.push(walker.currentNode.data);
  for (const each of document.querySelectorAll("[alt], [aria-label], [title]"))
    if (mine(each)) said.push(each.alt, each.title, each.getAttribute("aria-label"));
  return [document.title, ...said].filter(Boolean).map(each => each.trim()).filter(Boolean);
}"""
PICTURES = """async () => {
  const pending = () => [...document.images].filter(image => !image.complete || !image.naturalWidth);
  for (const image of document.images) image.loading = "eager";
  for (let turn = 0; turn < 200 && (turn < 2 || pending().length); turn += 1)
    await new Promise(done => setTimeout(done, 25));
  return pending().map(image => image.currentSrc);
}"""
"""Waits for all pictures, also those that a new width asks for; gives those that did not come."""


@pytest.fixture(autouse=True)
def troubles(settings: Any) -> None:
    """The addresses of failures are there."""
    settings.ROOT_URLCONF = "browser.site.troubles"


@pytest.fixture
def names(example_workspace: Path) -> list[str]:
    """What is in one language on every page: what sources say of themselves, and the names of tables."""
    sources = Workspace(example_workspace).manifest["sources"]
    said = [[one["title"], one["attribution"], *one["notes"]] for one in sources]
    return [*chain(*said), *(f"of {name}" for name in TABLES)]


@pytest.mark.parametrize("listed", ASKED, ids=str)
def test_a_page_is_accessible_at_both_widths_and_in_one_language(visit, visitors, names, listed: Listed):
    path = visitors.path(listed.path)
    page = visit(path, status=listed.status, storage_state=visitors.state(listed.role))
    look(page, listed, "nl", names)
    if ON_POSTGRESQL:
        return
    answer = page.goto(f"{visitors.address}/en{path}")
    assert answer.status == listed.status
    look(page, listed, "en", names)
    is_strict(answer.header_value("content-security-policy"), framed=listed.name.endswith("-embed"))


def look(page: Any, listed: Listed, language: str, names: list[str]) -> None:
    """Everything that holds for every page."""
    assert page.locator("h1").inner_text().startswith(listed.dutch if language == "nl" else listed.english)
    assert page.locator("html").get_attribute("lang") == language
    assert foreign(page, language, names) == []
    for way in page.locator(".gm-crumbs").all():
        assert way.locator("a").first.get_attribute("href") == {"nl": "/", "en": "/en/"}[language]
    if not listed.name.endswith("-embed"):
        skips_to_the_content(page, language)
    if ON_POSTGRESQL:
        # Looks and English do not depend on the database; the run on SQLite holds the page to them.
        assert page.evaluate(PICTURES) == []
        return
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        photograph(page, f"{listed}-{language}-{width}")
        unfold(page)
        assert overflow(page) <= 0
        # The rules ask nothing of the language but that it is named.
        if language == "nl":
            assert violations(page) == []
        fold(page)


def is_strict(policy: str, *, framed: bool) -> None:
    """Nothing from elsewhere and nothing in the page itself; only what is meant for it may be framed."""
    assert "default-src 'self'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"(script|style|default)-src[^;]*(\*|data:|http)", policy)
    assert ("frame-ancestors *" in policy) is framed
    assert ("frame-ancestors 'none'" in policy) is not framed


def test_axe_would_find_a_field_without_a_label_and_pale_letters(visit):
    page = visit("/account/login/")
    page.evaluate("document.querySelector('label[for=id_login]').remove()")
    page.evaluate("document.querySelector('.gm-text p').style.color = '#cccccc'")
    found = {each.split(":")[0] for each in violations(page)}
    assert found == {"label", "color-contrast"}


def test_a_word_of_the_other_language_would_be_found(visit, names):
    page = visit("/en/toegankelijkheid/")
    page.evaluate("document.querySelector('h2').textContent = 'Wat de scholen zijn'")
    assert foreign(page, "en", names) == ["Wat de scholen zijn"]


def foreign(page: Any, language: str, names: list[str]) -> list[str]:
    """What stands on a page in the other language, but for names."""
    said = page.evaluate(WORDS)
    for name in names:
        said = [words.replace(name, "") for words in said]
    return [words for words in said if FOREIGN[language].search(words)]


def skips_to_the_content(page: Any, language: str) -> None:
    """The first stop of the keyboard is the link that skips the menu, and it works."""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == SKIP[language]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def photograph(page: Any, name: str) -> None:
    """Keep what a page looks like, with all its pictures."""
    assert page.evaluate(PICTURES) == []
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FOLDER / f"{name}.png", full_page=True)


def fold(page: Any) -> None:
    """Close what `unfold` opened."""
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = false)")
