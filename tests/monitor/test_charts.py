# SPDX-License-Identifier: EUPL-1.2
"""The pictures: what they draw, how legible they are, and that their colours can be told apart."""

from __future__ import annotations

import json
import re
import runpy
from itertools import combinations, pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest

from gemengd.figures import palette as charts_palette
from gemengd.figures.drawing import fit
from gemengd.figures.palette import NARROW, WIDE, contrast, luminance
from gemengd.figures.picture import svg
from gemengd.monitor.figure import charts, charts_map, charts_rows
from gemengd.monitor.figure.municipality import KINDS, figures
from gemengd.monitor.published import map_classes
from gemengd.monitor.speech import language

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("made.py"))))
NL = language("nl")


def marks(spec, kind, **style):
    """The data of all layers with this mark and style."""
    chosen = [x for x in spec["layer"] if x["mark"]["type"] == kind and style.items() <= x["mark"].items()]
    return [datum for layer in chosen for datum in layer["data"]["values"]]


def texts(spec):
    return [datum["t"] for datum in marks(spec, "text")]


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", ["INK", "QUIET", "ACCENT_TEXT"])
@pytest.mark.parametrize("ground", ["PAPER", "BAND", "#f3f7f8", "#fdf3d8"])
def test_text_has_a_contrast_of_at_least_four_and_a_half(name, ground):
    colour = getattr(charts_palette, name)
    assert contrast(colour, getattr(charts_palette, ground, ground)) >= 4.5


@pytest.mark.parametrize("colour", ["ACCENT", "SECOND", "GREY", "INK"])
def test_graphics_have_a_contrast_of_at_least_three(colour):
    assert contrast(getattr(charts_palette, colour), charts_palette.PAPER) >= 3


@pytest.mark.parametrize("colour", charts_palette.GROUPS)
def test_colours_of_groups_are_seen(colour):
    assert contrast(colour, charts_palette.PAPER) >= 3


def test_the_shades_of_the_map_run_from_light_to_dark_in_clear_steps():
    shades = [luminance(shade) for shade in charts_palette.SEQUENTIAL]
    assert all(light - dark > 0.04 for light, dark in pairwise(shades))


def test_the_two_parts_of_a_bar_differ_for_every_kind_of_colour_blindness():
    teal, brown = (
        [int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in (charts_palette.ACCENT, charts_palette.SECOND)
    )
    # Blue against yellow-brown is seen by protanopes and deuteranopes: the blue channels lie far apart.
    assert abs(teal[2] - brown[2]) > 80


def test_a_hundred_pupils_are_drawn():
    cell = made.cell(made.number(estimate=0.314, low=0.29, high=0.33, expected=0.05))
    spec = charts.level(cell, NL)
    accent, paper = charts_palette.ACCENT, charts_palette.PAPER
    sure, perhaps = marks(spec, "point", fill=accent), marks(spec, "point", fill=paper, stroke=accent)
    others = marks(spec, "point", fill=charts_palette.GREY)
    assert (len(sure), len(perhaps) - 1, len(others)) == (29, 4, 67)  # one ring stands in the key


def test_no_margin_is_drawn_for_an_estimate_without_one():
    cell = made.cell(made.number(se=None, status="expected_from_area"))
    assert marks(charts.level(cell, NL), "point", fill=charts_palette.PAPER) == []


def test_the_parts_that_are_read_add_up():
    numbers = (made.number(), made.number("D_nearest", 0.366), made.number("D_choice", 0.0885))
    assert [t for t in texts(charts.causes(made.cell(*numbers), NL)) if t[-1].isdigit()] == ["37", "+9", "46"]


def test_a_missing_year_is_a_gap_in_the_line():
    years = [made.number(year=year) for year in (2018, 2019, 2021, 2022)]
    spec = charts.trend(made.cell(*years), NL)
    lines = [layer for layer in spec["layer"] if layer["mark"]["type"] == "line"]
    assert [len(layer["data"]["values"]) for layer in lines] == [2, 2]


def test_one_year_is_no_line():
    assert charts.trend(made.cell(), NL) is None


def test_the_own_municipality_is_named_in_bold():
    spec = charts_rows.peers(made.full_cell(), NL)
    assert [datum["t"] for datum in marks(spec, "text", fontWeight=700)] == ["Teststad", "26"]


def test_a_dumbbell_runs_from_the_catchment_to_the_school():
    spec = charts_rows.schools(made.full_cell(), NL)
    catchments = marks(spec, "point", fill=charts_palette.PAPER, stroke=charts_palette.INK)
    at_school = marks(spec, "point", fill=charts_palette.ACCENT)
    assert [datum["school"] for datum in at_school if "school" in datum] == ["00AA00", "00AB00"]
    assert at_school[0]["x"] > catchments[0]["x"]
    assert at_school[1]["x"] < catchments[1]["x"]


def test_at_most_thirty_schools_are_drawn_and_none_gets_a_rank():
    rows = tuple(made.school(f"{i:06}", difference=i / 100) for i in range(50))
    drawn = charts_rows.drawn_schools(made.cell(schools=rows))
    assert len(drawn) == 30
    assert min(row["difference"] for row in drawn) == 0.2
    assert not any(
        re.match(r"\d+\.", text) for text in texts(charts_rows.schools(made.cell(schools=rows), NL))
    )


@pytest.mark.parametrize("margin", [0.01, 0.03, 0.08, 0.2])
def test_classes_are_as_wide_as_the_uncertainty(margin):
    shares = [i / 100 for i in range(3, 61)]
    step = map_classes.class_width(shares, [margin] * len(shares))
    assert step >= 2 * margin
    assert len({map_classes.class_of(share, step) for share in shares}) <= 5


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_every_share_has_a_class_also_the_last(share):
    for step in map_classes.STEPS:
        assert 0 <= map_classes.class_of(share, step) < 1 / step + 1


def test_hidden_areas_are_drawn_without_colour():
    shapes = {"1011": made.square(120_000, 480_000), "1013": made.square(121_000, 480_000)}
    spec = charts_map.area_map(made.full_cell(shapes=shapes), NL)
    dashed = marks(spec, "geoshape", fill=charts_palette.PAPER)
    assert [shape["properties"]["area"] for shape in dashed] == ["1013"]


def test_a_map_without_shapes_shows_points_and_without_points_nothing():
    points = charts_map.area_map(made.full_cell(shapes={}), NL)
    assert marks(points, "point", shape="square")
    nowhere = {"x": None, "y": None}
    cell = made.cell(areas=(made.area(**nowhere),), schools=(made.school(**nowhere),))
    assert charts_map.area_map(cell, NL) is None


def test_long_names_are_cut():
    assert fit("Een heel lange naam van een school", 100) == "Een heel lang…"
    assert fit("kort", 100) == "kort"


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_no_text_is_smaller_than_twelve_pixels_on_a_phone(width):
    for figure in figures(made.view(), "nl"):
        for spec in filter(None, (figure.spec, figure.wide)):
            for layer in spec["layer"]:
                if layer["mark"]["type"] == "text":
                    # A picture of 300 pixels stands in a page of 320 with 12 on either side.
                    assert layer["mark"]["fontSize"] * min(296 / NARROW, 1) >= 12


def test_names_stay_inside_the_picture():
    rows = tuple(
        made.school(f"{i:06}", name="Openbare Basisschool De Allerlangste Naam Ooit Bedacht")
        for i in range(3)
    )
    for width in (NARROW, WIDE):
        for text in texts(charts_rows.schools(made.cell(schools=rows), NL, width)):
            assert len(text) * charts_palette.TEXT * 0.56 <= width


def test_every_figure_draws_without_script_style_or_a_role_that_a_reader_would_trip_over():
    for figure in figures(made.view(), "nl"):
        if figure.spec:
            picture = svg(figure.spec, figure.alt)
            assert picture.startswith('<svg role="img" aria-label="')
            assert not re.search(r"<script|style=|onload|class=|id=", picture)
            assert len(re.findall("role=", picture)) == 1


def test_the_same_data_give_the_same_specification():
    first, second = (json.dumps([f.spec for f in figures(made.view(), "en")]) for _ in range(2))
    assert first == second


def test_every_kind_has_a_picture_a_sentence_and_a_table():
    drawn = {figure.key: figure for figure in figures(made.view(), "nl")}
    assert set(drawn) == set(KINDS)
    assert [key for key, figure in drawn.items() if figure.spec is None] == ["indices"]
    assert all(figure.said.sentences and figure.table.rows for figure in drawn.values())


def test_files_have_different_names():
    names = [figure.file_name for figure in figures(made.view(), "nl")]
    assert all(one != other for one, other in combinations(names, 2))


def test_the_alternative_text_is_escaped():
    assert 'aria-label="&lt;b&gt;"' in svg(charts.level(made.cell(), NL), "<b>")
