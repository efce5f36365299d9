# SPDX-License-Identifier: EUPL-1.2
"""Changes between years, and their trends."""

from __future__ import annotations

from gemengd.monitor.figure.comparison import changes, trends
from gemengd.monitor.published.comparison import compared
from gemengd.monitor.speech import language
from monitor.figure.comparison.places_made import place

NL, EN = language("nl"), language("en")


def test_changes_between_years():
    both = [place("GM0001", "A", 0.30, 0.35), place("GM0002", "B", 0.40, 0.40)]
    told = compared(both, "D", (2024, 2025))
    sentences = changes.say(told, EN).sentences
    assert "almost certainly risen in A: 5 points" in sentences[0]
    assert "Whether dissimilarity (D) has changed in B cannot be said" in sentences[1]
    assert "A from 30 to 35 and B from 40 to 40" in trends.say(told, EN).sentences[0]


def test_a_year_that_a_place_lacks_is_no_change():
    told = compared([place("GM0001", "A", 0.30, 0.35), place("GM0002", "B", 0.40)], "D", (2024, 2025))
    assert told.between_years[1].difference is None
    assert changes.say(told, EN).sentences[1].startswith("B: ")
