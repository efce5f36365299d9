# SPDX-License-Identifier: EUPL-1.2
"""Differences between places, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gemengd.language.certainty import Certainty
from gemengd.monitor.figure.comparison import differences
from gemengd.monitor.published.comparison import compared
from gemengd.monitor.speech import language
from monitor import made
from monitor.figure.comparison.places_made import pair, place

NL, EN = language("nl"), language("en")


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (0.40, "almost certainly higher in B than in A: 10 points"),
        (0.20, "almost certainly higher in A than in B: 10 points"),
        (0.32, "probably higher in B than in A: 2 points"),
        (0.31, "cannot be said with these figures: 1 point"),
        (0.30, "cannot be said with these figures: 0 points"),
    ],
)
def test_a_difference_in_words(other, words):
    assert words in differences.say(pair(0.30, other), EN).sentences[0]


def test_chance_is_inside_the_difference():
    one, other = place("GM0001", "A", 0.30), place("GM0002", "B", 0.32, expected=0.15)
    found = compared([one, other], "D", (2025, 2025)).between_places[0]
    assert found.difference == pytest.approx(other.number("D").level - one.number("D").level)
    assert found.difference < 0.02


@pytest.mark.parametrize("index", ["H", "M", "eta2", "isolation"])
def test_other_indices_have_no_word(index):
    cells = [made.cell(made.number(index, value), made.number()) for value in (0.2, 0.6)]
    cells = [
        replace(cell, municipality_id=code) for cell, code in zip(cells, ("GM0001", "GM0002"), strict=True)
    ]
    found = compared(cells, index, (2025, 2025)).between_places[0]
    assert found.difference == pytest.approx(0.4)
    assert found.sure is Certainty.UNKNOWN
    assert (found.low, found.p_adjusted) == (None, None)
