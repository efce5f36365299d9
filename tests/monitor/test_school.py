# SPDX-License-Identifier: EUPL-1.2
"""What is said and drawn of one school, also where little is known."""

from __future__ import annotations

import runpy
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from gemengd.figures.palette import ACCENT, BAND, NARROW, WIDE
from gemengd.monitor.figure import school_words as story_school
from gemengd.monitor.figure.school import school_kinds
from gemengd.monitor.figure.school_drawing import beside as draw_beside
from gemengd.monitor.figure.school_drawing import by_chance, interval
from gemengd.monitor.published.school import Nearby, School
from gemengd.monitor.speech import language

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("made.py"))))
NL, EN = language("nl"), language("en")


def school(*rows, **more):
    cell = made.cell(chosen=2025)
    given = rows or (made.school(),)
    return School("00AA00", "De Regenboog", "GM0001", "Teststad", cell, tuple(given), **more)


def series(*shares, **more):
    first = 2026 - len(shares)
    return tuple(made.school(year=first + i, focal_share=share, **more) for i, share in enumerate(shares))


def said(told):
    return " ".join(told.sentences)


def test_the_school_is_held_beside_its_catchment():
    told = story_school.beside(school(), EN)
    assert told.headline == "40 of every 100"
    assert "At De Regenboog, about 40 of every 100 are" in said(told)
    assert "In the areas where its pupils live it is about 30." in said(told)
    assert "The school mirrors its catchment: the difference is less than 20 points." in said(told)


@pytest.mark.parametrize(
    ("difference", "verdict", "words"),
    [
        (0.25, "no_mirror", "25 points higher than in its catchment"),
        (-0.25, "no_mirror", "25 points lower than in its catchment"),
        (-0.25, "no_mirror_few_schools", "few other schools nearby to choose from"),
    ],
)
def test_a_school_that_is_no_mirror(difference, verdict, words):
    assert words in said(story_school.beside(school(made.school(difference=difference, verdict=verdict)), EN))


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.001, "almost certain that this difference is more than chance"),
        (0.3, "probably more than chance"),
        (0.7, "may be more than chance"),
        (0.95, "cannot be said"),
        (None, ""),
    ],
)
def test_the_exact_test_decides_how_sure_a_difference_is(p, words):
    told = said(story_school.beside(school(made.school(probability=p)), EN))
    assert words in told
    assert ("chance" in told) == (p is not None)


def test_no_test_is_told_of_an_estimate_from_the_neighbourhood():
    row = made.school(status="expected_from_area", probability=0.001, reference="near")
    told = said(story_school.beside(school(row), EN))
    assert told.startswith("Estimated from the neighbourhood")
    assert "chance" not in told
    assert "not which families of an area choose this school" in told
    assert interval(row) is None
    assert by_chance(row) is None


def test_a_change_is_told_with_its_certainty():
    rising = said(story_school.beside(school(*series(0.2, 0.25, 0.4)), EN))
    assert "From 2023/24 to 2025/26 the share at the school went from 20 to 40" in rising
    assert "almost certain that the share at the school has risen" in rising
    falling = said(story_school.beside(school(*series(0.40, 0.39)), EN))
    assert "Whether that is a real change cannot be said" in falling


def test_years_that_were_estimated_are_not_compared_with_years_that_were_counted():
    old = made.school(year=2020, focal_share=0.1, status="expected_from_area")
    assert "went from" not in said(story_school.beside(school(old, made.school()), EN))


def test_a_hidden_school_says_why_and_draws_nothing():
    hidden = school(
        made.school(focal_share=None, difference=None, verdict="unknown", status="too_few_to_publish")
    )
    told = story_school.beside(hidden, NL)
    assert not told.known
    assert "te weinig leerlingen om te tonen" in said(told)
    assert "minder dan 10 leerlingen" in said(told)
    assert draw_beside(hidden, NL) is None


def test_a_catchment_that_is_not_published_is_missed_by_name():
    told = said(
        story_school.beside(school(made.school(own_share=None, difference=None, verdict="unknown")), EN)
    )
    assert "The share in its catchment is not known or not published." in told
    assert "mirror" not in told


def test_the_words_blame_nobody():
    every = [story_school.beside, story_school.homes, story_school.nearby]
    near = (Nearby(made.school("00AB00"), 0.4),)
    text = " ".join(said(say(school(nearby=near), NL)) for say in every)
    assert not any(word in text for word in ("slecht ", "zwart", "wit", "schuld", "probleem"))


def test_the_pictures_show_school_catchment_mirror_and_margin():
    spec = draw_beside(school(*series(0.2, 0.25, 0.4)), NL, WIDE)
    kinds = [
        (layer["mark"]["type"], layer["mark"].get("color") or layer["mark"].get("fill"))
        for layer in spec["layer"]
    ]
    assert ("area", BAND) in kinds
    assert ("line", ACCENT) in kinds
    dotted = [layer for layer in spec["layer"] if layer["mark"].get("strokeDash") == [2, 3]]
    assert len(dotted) >= 3


def test_of_one_year_a_row_is_drawn():
    spec = draw_beside(school(), NL, NARROW)
    assert not any(layer["mark"]["type"] == "line" for layer in spec["layer"])


def test_without_a_place_or_neighbours_that_is_said():
    alone = school()
    assert "geen andere school" in said(story_school.nearby(alone, NL))
    nowhere = school(made.school(x=None))
    assert "niet bekend" in said(story_school.nearby(nowhere, NL))


def test_a_rough_place_is_told():
    near = (Nearby(made.school("00AB00", located="area"), 0.4),)
    assert "ruwe schatting" in said(story_school.nearby(school(nearby=near), NL))


@pytest.mark.parametrize("lang", [NL, EN])
@pytest.mark.parametrize("key", ["beside", "homes", "nearby"])
def test_every_figure_survives_empty_rows(lang, key):
    empty = dict.fromkeys(made.school(), None)
    row = empty | {"year": 2025, "school_id": "00AA00", "name": "X", "status": "no_pupils", "sector": "po"}
    kind = school_kinds(school(row))[key]
    assert kind.say(made.cell(), lang).sentences
    assert kind.table(made.cell(), lang).csv()


def test_the_share_of_the_municipality_is_left_out_when_hidden():
    one = school(whole=None)
    assert "Teststad" not in said(story_school.homes(one, EN))
    assert "Of all pupils at the schools of Teststad, about 22" in said(
        story_school.homes(replace(one, whole=0.22), EN)
    )
