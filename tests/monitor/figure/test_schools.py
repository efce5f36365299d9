# SPDX-License-Identifier: EUPL-1.2
"""Schools and their catchment: counted, not named, not ranked."""

from __future__ import annotations

import re

import pytest

from gemengd.figures import palette
from gemengd.figures.palette import NARROW, WIDE
from gemengd.monitor.figure import schools
from gemengd.monitor.speech import language
from monitor import made
from monitor.figure.pictures import marks, texts

NL = language("nl")


def said_of(*rows, **more):
    return schools.say(made.cell(schools=rows, **more), NL)


def test_schools_that_are_no_mirror_are_counted_and_told_apart():
    rows = [
        made.school("a"),
        made.school("b", verdict="no_mirror"),
        made.school("c", verdict="no_mirror_few_schools"),
    ]
    said = " ".join(said_of(*rows).sentences)
    assert (
        "Op 2 van de 3 scholen verschilt het aandeel leerlingen met laagopgeleide ouders 20 procentpunten of"
        in said
    )
    assert "Bij 1 daarvan zijn er dichtbij weinig andere scholen" in said


@pytest.mark.parametrize(("count", "words"), [(1, "Op de ene school"), (3, "Op geen van de 3 scholen")])
def test_small_differences_only(count, words):
    assert said_of(*(made.school(str(i)) for i in range(count))).sentences[0].startswith(words)


def test_a_small_difference_may_still_be_surely_more_than_chance():
    rows = [made.school("a", probability=1e-6), *(made.school(str(i), probability=0.04) for i in range(20))]
    said = " ".join(said_of(*rows).sentences)
    assert "Op geen van de 21 scholen is het verschil 20 procentpunten of meer." in said
    assert "Op 1 school is het verschil vrijwel zeker groter dan door toeval." in said
    assert "spiegel" not in said


def test_schools_stand_in_the_table_by_name():
    rows = [made.school("1", name="Zuid", difference=0.3), made.school("2", name="Berg", difference=-0.1)]
    table = schools.table(made.cell(schools=tuple(rows)), NL)
    assert [row["name"] for row in table.rows] == ["Berg", "Zuid"]


def test_hidden_schools_are_counted_without_being_named():
    hidden = made.school(
        "z", verdict="unknown", status="too_few_to_publish", focal_share=None, difference=None
    )
    said = " ".join(said_of(made.school("a"), hidden).sentences)
    assert "1 school is weggelaten" in said
    assert "School z" not in said


def test_no_school_is_named_in_a_sentence():
    rows = [made.school(str(i), verdict="no_mirror") for i in range(40)]
    said = " ".join(said_of(*rows).sentences)
    assert "School" not in said
    assert "toont de 30 scholen" in said


def test_an_estimated_school_is_called_so():
    estimated = made.number(status="expected_from_area", se=None)
    cell = made.cell(estimated, schools=(made.school(status="expected_from_area"),))
    assert schools.say(cell, NL).sentences[0].startswith("Geschat op basis van de buurt")


def test_an_estimated_school_without_verdict_cannot_be_judged():
    estimated = made.number(status="expected_from_area", se=None)
    cell = made.cell(estimated, schools=(made.school(verdict="unknown", status="expected_from_area"),))
    assert not schools.say(cell, NL).known


def test_no_schools():
    assert not said_of().known


def test_a_dumbbell_runs_from_the_catchment_to_the_school():
    spec = schools.draw(made.full_cell(), NL)
    catchments = marks(spec, "point", fill=palette.PAPER, stroke=palette.INK)
    at_school = marks(spec, "point", fill=palette.ACCENT)
    assert [datum["school"] for datum in at_school if "school" in datum] == ["00AA00", "00AB00"]
    assert at_school[0]["x"] > catchments[0]["x"]
    assert at_school[1]["x"] < catchments[1]["x"]


def test_at_most_thirty_schools_are_drawn_and_none_gets_a_rank():
    rows = tuple(made.school(f"{i:06}", difference=i / 100) for i in range(50))
    drawn = schools.drawn_schools(made.cell(schools=rows))
    assert len(drawn) == 30
    assert min(row["difference"] for row in drawn) == 0.2
    assert not any(re.match(r"\d+\.", text) for text in texts(schools.draw(made.cell(schools=rows), NL)))


def test_names_stay_inside_the_picture():
    rows = tuple(
        made.school(f"{i:06}", name="Openbare Basisschool De Allerlangste Naam Ooit Bedacht")
        for i in range(3)
    )
    for width in (NARROW, WIDE):
        for text in texts(schools.draw(made.cell(schools=rows), NL, width)):
            assert len(text) * palette.TEXT * 0.56 <= width
