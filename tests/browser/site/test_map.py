# SPDX-License-Identifier: EUPL-1.2
"""The map that moves: it comes from the site alone, works by keyboard, and says what its list says."""

from __future__ import annotations

from typing import Any

import pytest

from browser.site.listed import CHOICE
from browser.site.test_keyboard import FOCUSED, to

pytestmark = pytest.mark.browser

PLACE = f"/kaart/?{CHOICE}&gemeente=GM9901"


def ready(page: Any) -> Any:
    """The map, once it is drawn."""
    drawn = page.locator("#map[data-ready]")
    drawn.wait_for(timeout=60_000)
    return drawn


def test_the_map_is_drawn_and_the_keyboard_reaches_it(visit):
    page = visit(PLACE)
    assert ready(page).locator("canvas").is_visible()
    canvas = to(page, "#map canvas")
    assert "pijltjestoetsen" in canvas.get_attribute("aria-label")
    page.keyboard.press("+")
    page.keyboard.press("Tab")
    assert not canvas.evaluate(FOCUSED)


def test_the_list_shows_a_place_on_the_map_and_says_its_figure(visit):
    page = visit(PLACE)
    ready(page)
    to(page, ".gm-map-list > summary")
    page.keyboard.press("Enter")
    button = to(page, "[data-show]")
    name = button.inner_text()
    page.keyboard.press("Enter")
    said = page.locator("[data-said]")
    said.wait_for()
    assert name in said.inner_text()
    assert said.get_attribute("aria-live") == "polite"


def test_the_map_on_a_phone_leaves_room_to_scroll_past_it(visit):
    page = visit("/kaart/", 320, 640)
    box = ready(page).bounding_box()
    assert box["width"] <= 320
    assert box["height"] <= 0.9 * 640
