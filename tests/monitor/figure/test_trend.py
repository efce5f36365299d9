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
    ("change", "p_value", "words", "headline"),
    [
        (-0.05, 0.049, "De segregatie is vrijwel zeker gedaald.", "5 minder van de 100"),
        (-0.05, 0.05, "De segregatie is waarschijnlijk gedaald.", "5 minder van de 100"),
        (-0.05, 0.2, "Of de segregatie is veranderd, is met deze cijfers niet te zeggen.", "Niet te zeggen"),
        (-0.05, None, "Of de segregatie is veranderd, is met deze cijfers niet te zeggen.", "Niet te zeggen"),
        (0.05, 0.19, "De segregatie is waarschijnlijk gestegen.", "5 meer van de 100"),
        (0.05, 0.0, "De segregatie is vrijwel zeker gestegen.", "5 meer van de 100"),
        (0.004, 0.01, "De segregatie is vrijwel zeker gestegen.", "Bijna geen verandering"),
    ],
)
def test_a_change_is_said_as_surely_as_it_is(change, p_value, words, headline):
    first, last = made.number(year=2020, estimate=0.3), made.number(estimate=0.3 + change)
    said = trend.say(made.cell(first, last, made.number("D_change", change, units=5, p_value=p_value)), NL)
    assert words in said.sentences
    assert said.headline == headline


def test_the_change_is_rounded_from_its_exact_value():
    first, last = made.number(year=2020, estimate=0.524), made.number(estimate=0.459)
    change = made.number("D_change", -0.063, units=5, low=-0.09, high=-0.036)
    said = trend.say(made.cell(first, last, change), NL)
    assert "In 2020/21 was het 52 van de 100 leerlingen uit deze groep, in 2025/26 46." in said.sentences
    assert said.headline == "6 minder van de 100"
    assert "is het verschil −6,3 van de 100 (marge −9,0 tot en met −3,6)" in " ".join(said.sentences)


def test_what_a_lottery_would_give_is_told_where_it_changed():
    first, last = made.number(year=2020, expected=0.06), made.number(estimate=0.35, expected=0.12)
    said = sentences(made.number("D_change", 0.01, units=5, p_value=0.6), first, last)
    assert "Een loting had in 2020/21 6 gegeven en in 2025/26 12." in said


def test_an_estimated_change_is_never_sure():
    years = [made.number(year=year, se=None, status="expected_from_area") for year in (2020, 2025)]
    change = made.number("D_change", -0.2, None, units=5, status="expected_from_area")
    said = trend.say(made.cell(*years, change), NL)
    assert said.headline == "Niet te zeggen"
    assert "geschat" in said.caption


def test_a_year_with_one_school_is_no_end_of_a_trend():
    change = made.number("D_change", None, None, status="one_unit")
    said = trend.say(made.cell(made.number(year=2020), change), NL)
    assert not said.known
    assert "één school" in said.sentences[0]


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
