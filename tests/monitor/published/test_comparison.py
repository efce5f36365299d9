# SPDX-License-Identifier: EUPL-1.2
"""Differences between municipalities and their errors."""

from __future__ import annotations

import math

import pytest

from gemengd.language.certainty import Certainty, certainty, certainty_of_test
from gemengd.monitor.published.comparison import MOST_PLACES, compared, error
from monitor import made
from monitor.figure.comparison.places_made import pair, place


def test_the_error_of_a_difference_joins_both_errors():
    found = pair(0.3, 0.4).between_places[0]
    assert found.difference == pytest.approx(0.1)
    # made.number gives an interval of two errors to both sides, which counts as a little more than one error.
    assert found.se == pytest.approx(math.hypot(0.02, 0.02) / 1.959964, rel=1e-4)


def test_an_error_that_was_rounded_away_is_taken_from_the_interval():
    assert error(made.number(estimate=0.4, se=0.0, low=0.35, high=0.45)) == pytest.approx(0.05 / 1.959964)
    assert error(made.number(estimate=0.4, se=None)) is None


@pytest.mark.parametrize(("p", "word"), [(0.04, 0.95), (0.3, 0.8), (0.7, 0.6), (0.9, 0.0), (None, 0.0)])
def test_a_p_value_has_a_word(p, word):
    assert certainty_of_test(p).value == word


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
    assert found.sure.value < alone.value
    assert len(together.between_places) == MOST_PLACES * (MOST_PLACES - 1) // 2
