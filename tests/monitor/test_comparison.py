# SPDX-License-Identifier: EUPL-1.2
"""Municipalities beside each other: differences, their errors, and the words for them."""

from __future__ import annotations

import math
import runpy
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from gemengd.figures.palette import NARROW, WIDE
from gemengd.language.certainty import Certainty, certainty, certainty_of_test
from gemengd.monitor.figure import (
    comparison_drawing as charts_comparison,
)
from gemengd.monitor.figure import (
    comparison_words as story_comparison,
)
from gemengd.monitor.figure.comparison import comparison_kinds
from gemengd.monitor.published.comparison import MOST_PLACES, compared, comparison_view, error
from gemengd.monitor.speech import language

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("made.py"))))
NL, EN = language("nl"), language("en")


def place(code, name, *estimates, se=0.01, **more):
    """A cell with D in the last years."""
    first = 2026 - len(estimates)
    numbers = [
        made.number(estimate=each, se=se, year=first + i, **_chance(each) | more)
        for i, each in enumerate(estimates)
    ]
    return replace(made.cell(*numbers), municipality_id=code, name=name)


def _chance(estimate):
    return {"expected": 0.05, "excess": None if estimate is None else (estimate - 0.05) / 0.95}


def pair(one, other, **more):
    return compared(
        [place("GM0001", "A", one, **more), place("GM0002", "B", other, **more)], "D", (2025, 2025)
    )


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
    assert words in story_comparison.differences(pair(0.30, other), EN).sentences[0]


def test_what_is_read_adds_up():
    both = pair(0.455, 0.4)
    assert "A 46 and B 40" in story_comparison.levels(both, EN).sentences[0]
    assert "6 points" in story_comparison.differences(both, EN).sentences[0]


def test_many_differences_make_the_words_more_careful():
    alone = pair(0.30, 0.33).between_places[0].sure
    others = [place(f"GM{i:04}", f"P{i}", 0.3) for i in range(3, 9)]
    cells = [place("GM0001", "A", 0.30), place("GM0002", "B", 0.33), *others]
    together = compared(cells, "D", (2025, 2025))
    found = next(d for d in together.between_places if (d.first, d.second) == ("GM0001", "GM0002"))
    assert alone is Certainty.ALMOST_CERTAIN
    assert found.sure.value < alone.value
    assert len(together.between_places) == MOST_PLACES * (MOST_PLACES - 1) // 2


def test_the_excess_is_told_where_chance_differs():
    one, other = place("GM0001", "A", 0.30), place("GM0002", "B", 0.40, expected=0.15)
    told = story_comparison.differences(compared([one, other], "D", (2025, 2025)), EN).sentences[0]
    assert "Counted above the chance level" in told
    assert "Counted above" not in story_comparison.differences(pair(0.3, 0.4), EN).sentences[0]


def test_an_estimate_from_the_neighbourhood_has_no_certainty():
    found = pair(0.3, 0.4, se=None, status="expected_from_area", low=None, high=None)
    assert "cannot be said" in story_comparison.differences(found, EN).sentences[0]
    assert story_comparison.levels(found, EN).sentences[0] == "Estimated from the neighbourhood."


def test_a_hidden_place_says_why():
    one, other = place("GM0001", "A", 0.3), place("GM0002", "B", None, se=None, status="too_few_to_publish")
    told = compared([one, other], "D", (2025, 2025))
    assert "B: te weinig leerlingen om te tonen." in story_comparison.levels(told, NL).sentences
    assert "te weinig leerlingen om te tonen" in story_comparison.differences(told, NL).sentences[0]


def test_changes_between_years():
    both = [place("GM0001", "A", 0.30, 0.35), place("GM0002", "B", 0.40, 0.40)]
    told = compared(both, "D", (2024, 2025))
    sentences = story_comparison.changes(told, EN).sentences
    assert "almost certainly risen in A: 5 points" in sentences[0]
    assert "Whether dissimilarity (D) has changed in B cannot be said" in sentences[1]
    assert "A from 30 to 35 and B from 40 to 40" in story_comparison.trends(told, EN).sentences[0]


def test_one_place_and_one_year_say_what_to_choose():
    alone = compared([place("GM0001", "A", 0.3)], "D", (2025, 2025))
    assert story_comparison.differences(alone, EN).sentences == (
        "Choose another municipality to see a difference.",
    )
    assert story_comparison.changes(alone, EN).sentences == ("Choose an earlier year to see a change.",)
    assert charts_comparison.differences(alone, EN) is None
    assert charts_comparison.trends(alone, EN) is None


def test_a_year_that_a_place_lacks_is_no_change():
    told = compared([place("GM0001", "A", 0.30, 0.35), place("GM0002", "B", 0.40)], "D", (2024, 2025))
    assert told.between_years[1].difference is None
    assert story_comparison.changes(told, EN).sentences[1].startswith("B: ")


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_pictures_of_eight_places_stay_on_their_sheet(width):
    cells = [place(f"GM{i:04}", f"Plaats {i}", 0.1 + i / 20, 0.2 + i / 20) for i in range(MOST_PLACES)]
    told = compared(cells, "D", (2024, 2025))
    draws = (
        charts_comparison.levels,
        charts_comparison.differences,
        charts_comparison.trends,
        charts_comparison.changes,
    )
    for draw in draws:
        spec = draw(told, NL, width)
        for layer in spec["layer"]:
            for datum in layer["data"]["values"]:
                assert -1 <= datum.get("x", 0) <= width + 1
                assert -1 <= datum.get("y", 0) <= spec["height"] + 1


@pytest.mark.parametrize("lang", [NL, EN])
def test_every_figure_has_sentences_and_a_table(lang):
    told = compared([place("GM0001", "A", 0.30, 0.35), place("GM0002", "B", 0.40, 0.41)], "D", (2024, 2025))
    for kind in comparison_kinds(told).values():
        assert kind.say(told.cell, lang).known
        assert kind.table(told.cell, lang).rows


def test_the_foot_counts_all_places_together():
    told = pair(0.3, 0.4)
    view = comparison_view(told, [made.view(), made.view()])
    assert view.place("po", 2025) == {"sector": "po", "year": 2025, "pupils": 6420, "schools": 28}
    assert view.municipality_id == "GM0001-GM0002"
