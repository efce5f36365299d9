# SPDX-License-Identifier: EUPL-1.2
"""Classes of the map, and the areas of which the class is in doubt."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

from gemengd.figures.palette import INK, PAPER, contrast
from gemengd.monitor.figure import charts_map, figure_tables, story_places
from gemengd.monitor.figure.map_features import map_features
from gemengd.monitor.published.map_classes import classes
from gemengd.monitor.speech import language

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("made.py"))))
NL = language("nl")
SIDE = {f"{1011 + i}": made.square(120_000 + 1000 * i, 480_000) for i in range(4)}


def cell(*shares, **more):
    areas = tuple(made.area(f"{1011 + i}", focal_share=share, **more) for i, share in enumerate(shares))
    return made.cell(areas=areas, shapes=SIDE, schools=(made.school(),))


def doubts(of):
    used = classes(of)
    return used.step, [used.doubtful(row) for row in of.areas]


def test_an_area_beside_a_border_is_in_doubt_and_one_in_the_middle_is_not():
    step, found = doubts(cell(0.08, 0.149, 0.38, 0.53, pupils=400.0))
    assert step == 0.15
    assert found == [False, True, False, False]


def test_the_outer_borders_are_no_borders():
    _, found = doubts(cell(0.001, 0.999, pupils=400.0))
    assert found == [False, False]


def test_a_larger_area_is_sooner_sure():
    assert doubts(cell(0.08, 0.13, pupils=100.0))[1][1]
    assert not doubts(cell(0.08, 0.13, pupils=100_000.0))[1][1]


@pytest.mark.parametrize("status", ["expected_from_area", "from_residents"])
def test_nothing_is_said_of_an_estimate(status):
    assert doubts(cell(0.08, 0.149, 0.38, status=status))[1] == [False, False, False]


def test_the_hatching_is_seen_on_every_colour():
    of = cell(0.05, 0.2, 0.35, 0.5, pupils=400.0)
    used = classes(of)
    assert all(contrast(used.ink(row), used.colours[used.number(row)]) >= 3 for row in of.areas)


def test_picture_table_and_sentence_say_it_alike():
    of = cell(0.08, 0.149, 0.38, 0.53, pupils=400.0)
    spec = charts_map.area_map(of, NL)
    hatched = [x for x in spec["layer"] if x["mark"]["type"] == "rule" and x["mark"]["color"] in (INK, PAPER)]
    assert hatched
    assert [row["class"] for row in figure_tables.areas(of, NL).rows][1] == "0 tot 15%, onzeker"
    assert any("1 gebied is gearceerd" in sentence for sentence in story_places.areas(of, NL).sentences)


def test_hatches_lie_above_all_areas():
    spec = charts_map.area_map(cell(0.149, 0.08, 0.38, 0.53, pupils=400.0), NL)
    kinds = [layer["mark"]["type"] for layer in spec["layer"]]
    assert kinds.index("rule") > max(i for i, kind in enumerate(kinds) if kind == "geoshape")


def test_the_key_shows_the_hatching_above_its_box():
    spec = charts_map.area_map(cell(0.149, 0.08, 0.38, 0.53, pupils=400.0), NL)
    kinds = [(layer["mark"]["type"], layer["mark"].get("fill")) for layer in spec["layer"]]
    lines = [i for i, (kind, _) in enumerate(kinds) if kind == "line"]
    assert lines[0] > kinds.index(("rect", PAPER))


def test_features_hold_no_counts_and_leave_out_what_has_no_place():
    of = made.cell(
        areas=(made.area("1011", pupils=411.0), made.area("1019")),
        shapes=SIDE,
        schools=(made.school(pupils=217.0), made.school("00AB00", x=None)),
    )
    found = map_features(of, NL)
    assert [each["properties"]["id"] for each in found["features"]] == ["1011", "00AA00"]
    properties = [json.dumps(each["properties"]) for each in found["features"]]
    assert not any(count in text for count in ("411", "217") for text in properties)
    assert found["features"][1]["geometry"]["coordinates"] == pytest.approx((4.88, 52.31), abs=0.02)


def test_hidden_areas_have_neither_class_nor_colour():
    of = made.cell(
        areas=(made.area("1011", focal_share=None, status="too_few_to_publish"), made.area("1012")),
        shapes=SIDE,
    )
    hidden = map_features(of, NL)["features"][0]["properties"]
    assert hidden["class"] is hidden["colour"] is None
    assert hidden["words"] == "Geen cijfers: te weinig leerlingen om te tonen."
