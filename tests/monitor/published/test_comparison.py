# SPDX-License-Identifier: EUPL-1.2
"""Differences between municipalities and their errors."""

from __future__ import annotations

import math

import pytest

from gemengd.language.certainty import Certainty, certainty, certainty_of_test
from gemengd.monitor.published.comparison import MOST_PLACES, compared
from monitor.figure.comparison.places_made import pair, place


def test_a_difference_is_that_of_the_levels_with_its_margin():
    found = pair(0.3, 0.4).between_places[0]
    assert found.difference == pytest.approx(0.1, abs=0.002)
    assert found.low < found.difference < found.high


@pytest.mark.parametrize(
    ("p", "word"),
    [
        (0.04, Certainty.ALMOST_CERTAIN),
        (0.05, Certainty.PROBABLE),
        (0.19, Certainty.PROBABLE),
        (0.2, Certainty.UNKNOWN),
        (1.0, Certainty.UNKNOWN),
        (None, Certainty.UNKNOWN),
    ],
)
def test_a_p_value_has_a_word(p, word):
    assert certainty_of_test(p) is word


def test_counted_and_estimated_are_not_set_beside_each_other():
    estimated = place("GM0002", "B", 0.40, se=None, status="expected_from_area")
    found = compared([place("GM0001", "A", 0.30), estimated], "D", (2025, 2025)).between_places[0]
    assert (found.difference, found.sure) == (None, Certainty.UNKNOWN)


def test_one_test_has_the_same_word_as_its_error():
    for difference in (0.0, 0.005, 0.01, 0.02, 0.05):
        p = 1 - math.erf(difference / 0.02 / math.sqrt(2))
        assert certainty_of_test(p) is certainty(difference, 0.02)


def test_many_differences_make_the_words_more_careful():
    alone = pair(0.30, 0.33).between_places[0].sure
    others = [place(f"GM{i:04}", f"P{i}", 0.3) for i in range(3, 9)]
    cells = [place("GM0001", "A", 0.30), place("GM0002", "B", 0.33), *others]
    together = compared(cells, "D", (2025, 2025))
    found = next(d for d in together.between_places if (d.first, d.second) == ("GM0001", "GM0002"))
    assert alone is Certainty.ALMOST_CERTAIN
    assert found.sure.value > alone.value
    assert len(together.between_places) == MOST_PLACES * (MOST_PLACES - 1) // 2
