# SPDX-License-Identifier: EUPL-1.2
"""Two people who write at once, and results of the search, in Chromium: accessible, wide and narrow."""

from __future__ import annotations

import pytest

from browsing import SCREENSHOTS, overflow, violations
from gemengd.web.search.services import rebuild

pytestmark = pytest.mark.browser


def looked_at(page, name):
    """Accessible and without sideways scrolling at both widths; kept as a picture."""
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        assert overflow(page) <= 0
        page.screenshot(path=SCREENSHOTS / "site" / f"{name}-{width}.png", full_page=True)


def test_who_saves_second_sees_both_texts_and_can_save_after_all(visit, visitors):
    address = visitors.path("/organisatie/{board}/scholen/99AA00/")
    first, second = (visit(address, storage_state=visitors.state("editor")) for _ in range(2))
    first.fill("#id_text", "Wij liggen naast de haven. Kom kijken!")
    first.locator(".gm-form button").click()
    second.fill("#id_text", "Wij liggen naast het park. Kom kijken!")
    second.locator(".gm-form button").click()
    assert second.locator(".gm-overtaken ins").inner_text().split("\n")[1] == "het park"
    assert "de haven" in second.locator(".gm-beside").inner_text()
    assert "park" in second.locator("#id_text").input_value()
    looked_at(second, "overtaken")
    second.locator(".gm-form button").click()
    second.locator(".utrecht-alert--ok").wait_for()
    # Chromium tells of every answer that is an error; here one was meant.
    complaints = visit.__self__.complaints
    assert [one for one in complaints if "status of 422" not in one] == []
    complaints.clear()


def test_results_of_the_search_are_accessible(visit):
    rebuild()
    page = visit("/zoeken/?q=school")
    assert page.locator(".gm-results mark").count() > 0
    looked_at(page, "results")
