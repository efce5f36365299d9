# SPDX-License-Identifier: EUPL-1.2
"""Is it getting better: a change is said as surely as it is."""

from __future__ import annotations

import pytest

from gemengd.monitor.figure import trend
from gemengd.monitor.speech import language
from monitor import made

NL = language("nl")


def sentences(change, *years, lang=NL):
    return " ".join(trend.say(made.cell(*years, change), lang).sentences)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (-0.05, "De segregatie is vrijwel zeker gedaald."),
        (-0.012, "De segregatie is waarschijnlijk gedaald."),
        (-0.005, "De segregatie is misschien gedaald."),
        (-0.001, "Of dat een echte verandering is, is met deze cijfers niet te zeggen."),
        (0.0, "Of dat een echte verandering is, is met deze cijfers niet te zeggen."),
        (0.005, "De segregatie is misschien gestegen."),
        (0.012, "De segregatie is waarschijnlijk gestegen."),
        (0.05, "De segregatie is vrijwel zeker gestegen."),
    ],
)
def test_a_change_is_said_as_surely_as_it_is(change, words):
    first, last = made.number(year=2020, estimate=0.3), made.number(estimate=0.3 + change)
    assert words in sentences(made.number("D_change", change, units=5), first, last)


def test_the_headline_is_the_difference_of_the_numbers_that_are_read():
    first, last = made.number(year=2020, estimate=0.524), made.number(estimate=0.459)
    change = made.number("D_change", -0.065, units=5)
    said = trend.say(made.cell(first, last, change), NL)
    assert "van 52 naar 46" in said.sentences[0]
    assert said.headline == "−6 punten"


def test_a_changed_chance_level_is_mentioned():
    first, last = made.number(year=2020), made.number(estimate=0.35)
    said = sentences(made.number("D_change", 0.04, units=5, expected=0.02), first, last)
    assert "Het toevalsniveau veranderde in dezelfde tijd met +2 punten." in said


def test_one_year_has_no_trend():
    said = trend.say(made.cell(made.number(year=2017)), NL)
    assert not said.known
    assert "één schooljaar, 2017/18" in said.sentences[0]


def test_years_counted_in_another_way_are_not_compared():
    said = sentences(made.number("D_change", None, None, status="break_in_series"), made.number())
    assert "anders geteld" in said


def test_a_missing_year_is_a_gap_in_the_line():
    years = [made.number(year=year) for year in (2018, 2019, 2021, 2022)]
    spec = trend.draw(made.cell(*years), NL)
    lines = [layer for layer in spec["layer"] if layer["mark"]["type"] == "line"]
    assert [len(layer["data"]["values"]) for layer in lines] == [2, 2]


def test_one_year_is_no_line():
    assert trend.draw(made.cell(), NL) is None
