# SPDX-License-Identifier: EUPL-1.2
"""Differences between places, in words."""

from __future__ import annotations

import pytest

from gemengd.monitor.figure.comparison import differences
from gemengd.monitor.published.comparison import compared
from gemengd.monitor.speech import language
from monitor.figure.comparison.places_made import pair, place

NL, EN = language("nl"), language("en")


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (0.40, "almost certainly higher in B than in A: 10 points"),
        (0.20, "almost certainly higher in A than in B: 10 points"),
        (0.32, "probably higher in B than in A: 2 points"),
        (0.31, "may be higher in B than in A: 1 point"),
        (0.30, "cannot be said with these figures: 0 points"),
    ],
)
def test_a_difference_in_words(other, words):
    assert words in differences.say(pair(0.30, other), EN).sentences[0]


def test_the_excess_is_told_where_chance_differs():
    one, other = place("GM0001", "A", 0.30), place("GM0002", "B", 0.40, expected=0.15)
    told = differences.say(compared([one, other], "D", (2025, 2025)), EN).sentences[0]
    assert "Counted above the chance level" in told
    assert "Counted above" not in differences.say(pair(0.3, 0.4), EN).sentences[0]
