# SPDX-License-Identifier: EUPL-1.2
"""The sentences about municipalities, schools, areas and the way to school."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

from gemengd.monitor.figure import story_flows, story_places
from gemengd.monitor.published.view import Peer
from gemengd.monitor.speech import language

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("made.py"))))
NL = language("nl")


def peers(own, *others):
    strip = tuple(Peer(f"GM{i:04}", f"P{i}", i, each) for i, each in enumerate(others, start=2))
    return " ".join(story_places.peers(made.cell(own, peers=strip), NL).sentences)


def test_peers_are_counted_by_what_can_be_said():
    said = peers(
        made.number(), made.number(estimate=0.2), made.number(estimate=0.4), made.number(estimate=0.311)
    )
    assert "In 1 daarvan is de segregatie waarschijnlijk of vrijwel zeker lager" in said
    assert "In 1 daarvan is de segregatie waarschijnlijk of vrijwel zeker hoger" in said
    assert "Voor 1 daarvan is het verschil met deze cijfers niet te zeggen." in said


def test_estimated_municipalities_are_compared_without_certainty():
    own = made.number(estimate=0.28, se=None, status="expected_from_area")
    said = peers(own, made.number(estimate=0.09, se=None), made.number(estimate=0.35, se=None))
    assert "ongeveer 28 van elke 100, in de andere 9 tot 35" in said
    assert "niet te zeggen" in said


def test_a_municipality_without_peers_says_so():
    assert "geen gemeenten" in peers(made.number())


def schools(*rows, **more):
    return story_places.schools(made.cell(schools=rows, **more), NL)


def test_schools_that_are_no_mirror_are_counted_and_told_apart():
    rows = [
        made.school("a"),
        made.school("b", verdict="no_mirror"),
        made.school("c", verdict="no_mirror_few_schools"),
    ]
    said = " ".join(schools(*rows).sentences)
    assert (
        "Op 2 van de 3 scholen verschilt het aandeel leerlingen met laagopgeleide ouders 20 punten of meer"
        in said
    )
    assert "Bij 1 daarvan zijn er dichtbij weinig andere scholen" in said


@pytest.mark.parametrize(("count", "words"), [(1, "De ene school"), (3, "Alle 3 scholen")])
def test_only_mirrors(count, words):
    assert schools(*(made.school(str(i)) for i in range(count))).sentences[0].startswith(words)


def test_hidden_schools_are_counted_without_being_named():
    hidden = made.school(
        "z", verdict="unknown", status="too_few_to_publish", focal_share=None, difference=None
    )
    said = " ".join(schools(made.school("a"), hidden).sentences)
    assert "1 school is weggelaten" in said
    assert "School z" not in said


def test_no_school_is_named_in_a_sentence():
    rows = [made.school(str(i), verdict="no_mirror") for i in range(40)]
    said = " ".join(schools(*rows).sentences)
    assert "School" not in said
    assert "toont de 30 scholen" in said


def test_an_estimated_school_is_called_so():
    estimated = made.number(status="expected_from_area", se=None)
    cell = made.cell(estimated, schools=(made.school(status="expected_from_area"),))
    assert story_places.schools(cell, NL).sentences[0].startswith("Geschat op basis van de buurt")


def test_an_estimated_school_without_verdict_cannot_be_judged():
    estimated = made.number(status="expected_from_area", se=None)
    cell = made.cell(estimated, schools=(made.school(verdict="unknown", status="expected_from_area"),))
    assert not story_places.schools(cell, NL).known


def test_no_schools():
    assert not schools().known


def test_areas_run_from_low_to_high():
    rows = (
        made.area("1", focal_share=0.03),
        made.area("2", focal_share=0.5),
        made.area("3", focal_share=None),
    )
    said = story_places.areas(made.cell(areas=rows), NL).sentences[0]
    assert said.startswith("In 2 buurten loopt het aandeel leerlingen met laagopgeleide ouders")
    assert said.endswith("van 3% in Area 1 tot 50% in Area 2.")


def test_one_area_and_no_area():
    assert "één buurt" in story_places.areas(made.cell(areas=(made.area(),)), NL).sentences[0]
    assert not story_places.areas(made.cell(), NL).known


def test_a_concentrated_group_is_said():
    rows = [made.area(str(i), focal_share=0.02) for i in range(9)] + [made.area("x", focal_share=0.9)]
    assert "woont in 1 buurt" in story_places.areas(made.cell(areas=tuple(rows)), NL).sentences[-1]


def test_a_hidden_area_forbids_a_statement_about_the_whole():
    rows = [made.area(str(i), focal_share=0.02) for i in range(9)]
    rows += [made.area("x", focal_share=0.9), made.area("y", focal_share=None)]
    assert len(story_places.areas(made.cell(areas=tuple(rows)), NL).sentences) == 1


def test_the_ways_to_school_that_are_known_are_told():
    cell = made.cell(made.number(), made.number("share_nearest", 0.44), made.number("share_leaving", 0.003))
    said = story_flows.flows(cell, NL).sentences
    assert said[0] == "44% van de leerlingen gaat naar de dichtstbijzijnde school."
    assert said[1].startswith("Minder dan 1% van de leerlingen die hier wonen")


def test_a_hidden_share_is_said_to_be_left_out():
    hidden = made.number("share_leaving", None, None, status="too_few_to_publish")
    said = story_flows.flows(made.cell(made.number(), made.number("share_nearest", 0.4), hidden), NL)
    assert "minder dan 10 leerlingen" in said.sentences[-1]


def test_distances_name_the_furthest_and_the_nearest_group():
    numbers = [
        made.number("distance", 0.8),
        made.number("distance:low", 0.7),
        made.number("distance:high", 0.94),
    ]
    said = story_flows.distance(made.cell(made.number(), *numbers), NL).sentences
    assert said[1] == "Het verst: ‘hoog (hbo, wo)’ (0,9 km); het dichtst bij: ‘laag’ (0,7 km)."


def test_equal_distances_name_nobody():
    numbers = [
        made.number("distance", 0.8),
        made.number("distance:low", 0.81),
        made.number("distance:high", 0.82),
    ]
    assert len(story_flows.distance(made.cell(made.number(), *numbers), NL).sentences) == 1


def test_the_groups_of_an_expected_composition_have_names():
    cell = made.cell(characteristic="benefit", groups=(made.group("benefit", 0.2), made.group("other", 0.8)))
    assert "20% bij de groep ‘inwoners met een uitkering’" in story_flows.groups(cell, NL).sentences[0]


def test_hidden_groups_are_not_summed():
    rows = (made.group("low", None), made.group("high", None))
    assert "te weinig leerlingen" in story_flows.groups(made.cell(groups=rows), NL).sentences[0]
