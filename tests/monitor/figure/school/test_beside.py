# SPDX-License-Identifier: EUPL-1.2
"""The school beside its catchment, also where little is known."""

from __future__ import annotations

import pytest

from gemengd.figures.palette import ACCENT, BAND, NARROW, WIDE
from gemengd.monitor.figure.school import beside
from gemengd.monitor.figure.school.spans import by_chance, interval
from gemengd.monitor.speech import language
from monitor import made
from monitor.figure.school.schools_made import said, school, series

NL, EN = language("nl"), language("en")


def test_the_school_is_held_beside_its_catchment():
    told = beside.say(school(), EN)
    assert told.headline == "40 of every 100 pupils"
    assert "At De Regenboog, about 40 of every 100 are" in said(told)
    assert "In the areas where its pupils live it is about 30." in said(told)
    assert "The school has 10 percentage points more." in said(told)
    assert "The group is 1.3 times as large at the school as there." in said(told)
    assert "from 20 percentage points on; this one is smaller." in said(told)
    assert told.caption.startswith("are in the group ‘")


def test_a_small_share_beside_a_large_one_is_told_as_such():
    row = made.school(focal_share=0.04, own_share=0.20, difference=-0.16, probability=1e-6)
    told = said(beside.say(school(row), EN))
    assert "The school has 16 percentage points less." in told
    assert "The group is 5.0 times as large there as at the school." in told
    assert "almost certain that this difference is more than chance" in told
    assert "mirror" not in told


def test_an_estimated_school_says_so_before_its_number():
    told = beside.say(school(made.school(status="expected_from_area")), EN)
    assert told.headline == "About 40 of every 100 pupils"
    assert "estimated" in told.caption


@pytest.mark.parametrize(
    ("difference", "verdict", "words"),
    [
        (0.25, "no_mirror", "The school has 25 percentage points more."),
        (-0.25, "no_mirror", "The school has 25 percentage points less."),
        (-0.25, "no_mirror_few_schools", "few other schools nearby to choose from"),
    ],
)
def test_a_school_that_is_no_mirror(difference, verdict, words):
    assert words in said(beside.say(school(made.school(difference=difference, verdict=verdict)), EN))


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.001, "almost certain that this difference is more than chance"),
        (0.049, "almost certain that this difference is more than chance"),
        (0.05, "probably more than chance"),
        (0.3, "cannot be said"),
        (None, ""),
    ],
)
def test_the_exact_test_decides_how_sure_a_difference_is(p, words):
    told = said(beside.say(school(made.school(probability=p)), EN))
    assert words in told
    assert ("chance" in told) == (p is not None)


def test_no_test_is_told_of_an_estimate_from_the_neighbourhood():
    row = made.school(status="expected_from_area", probability=0.001, reference="near")
    told = said(beside.say(school(row), EN))
    assert told.startswith("Estimated from the neighbourhood")
    assert "chance" not in told
    assert "not which families of an area choose this school" in told
    assert interval(row) is None
    assert by_chance(row) is None


def test_a_change_is_told_with_its_certainty():
    rising = said(beside.say(school(*series(0.2, 0.25, 0.4)), EN))
    assert "From 2023/24 to 2025/26 the share at the school went from 20 to 40" in rising
    assert "almost certain that the share at the school has risen" in rising
    falling = said(beside.say(school(*series(0.40, 0.39)), EN))
    assert "Whether that is a real change cannot be said" in falling


def test_years_that_were_estimated_are_not_compared_with_years_that_were_counted():
    old = made.school(year=2020, focal_share=0.1, status="expected_from_area")
    assert "went from" not in said(beside.say(school(old, made.school()), EN))


def test_a_hidden_school_says_why_and_draws_nothing():
    hidden = school(
        made.school(focal_share=None, difference=None, verdict="unknown", status="too_few_to_publish")
    )
    told = beside.say(hidden, NL)
    assert not told.known
    assert "te weinig leerlingen om te tonen" in said(told)
    assert "minder dan 10 leerlingen" in said(told)
    assert beside.draw(hidden, NL) is None


def test_a_catchment_that_is_not_published_is_missed_by_name():
    told = said(beside.say(school(made.school(own_share=None, difference=None, verdict="unknown")), EN))
    assert "The share in its catchment is not known or not published." in told
    assert "mirror" not in told


def test_the_pictures_show_school_catchment_mirror_and_margin():
    spec = beside.draw(school(*series(0.2, 0.25, 0.4)), NL, WIDE)
    kinds = [
        (layer["mark"]["type"], layer["mark"].get("color") or layer["mark"].get("fill"))
        for layer in spec["layer"]
    ]
    assert ("area", BAND) in kinds
    assert ("line", ACCENT) in kinds
    dotted = [layer for layer in spec["layer"] if layer["mark"].get("strokeDash") == [2, 3]]
    assert len(dotted) >= 3


def test_of_one_year_a_row_is_drawn():
    spec = beside.draw(school(), NL, NARROW)
    assert not any(layer["mark"]["type"] == "line" for layer in spec["layer"])
