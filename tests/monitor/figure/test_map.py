# SPDX-License-Identifier: EUPL-1.2
"""The map: what it says of areas, and what it draws."""

from __future__ import annotations

from gemengd.figures import palette
from gemengd.figures.palette import INK, PAPER
from gemengd.monitor.figure import map as map_figure
from gemengd.monitor.speech import language
from monitor import made
from monitor.figure.pictures import marks

NL = language("nl")


SIDE = {f"{1011 + i}": made.square(120_000 + 1000 * i, 480_000) for i in range(4)}


def cell(*shares, **more):
    areas = tuple(made.area(f"{1011 + i}", focal_share=share, **more) for i, share in enumerate(shares))
    return made.cell(areas=areas, shapes=SIDE, schools=(made.school(),))


def test_areas_run_from_low_to_high():
    rows = (
        made.area("1", focal_share=0.03),
        made.area("2", focal_share=0.5),
        made.area("3", focal_share=None),
    )
    said = map_figure.say(made.cell(areas=rows), NL).sentences[0]
    assert said.startswith("In 2 buurten loopt het aandeel leerlingen met laagopgeleide ouders")
    assert said.endswith("van 3% in Area 1 tot 50% in Area 2.")


def test_one_area_and_no_area():
    assert "één buurt" in map_figure.say(made.cell(areas=(made.area(),)), NL).sentences[0]
    assert not map_figure.say(made.cell(), NL).known


def test_a_concentrated_group_is_said():
    rows = [made.area(str(i), focal_share=0.02) for i in range(9)] + [made.area("x", focal_share=0.9)]
    assert "woont in 1 buurt" in map_figure.say(made.cell(areas=tuple(rows)), NL).sentences[-1]


def test_a_hidden_area_forbids_a_statement_about_the_whole():
    rows = [made.area(str(i), focal_share=0.02) for i in range(9)]
    rows += [made.area("x", focal_share=0.9), made.area("y", focal_share=None)]
    assert len(map_figure.say(made.cell(areas=tuple(rows)), NL).sentences) == 1


def test_hidden_areas_are_drawn_without_colour():
    shapes = {"1011": made.square(120_000, 480_000), "1013": made.square(121_000, 480_000)}
    spec = map_figure.draw(made.full_cell(shapes=shapes), NL)
    dashed = marks(spec, "geoshape", fill=palette.PAPER)
    assert [shape["properties"]["area"] for shape in dashed] == ["1013"]


def test_a_map_without_shapes_shows_points_and_without_points_nothing():
    points = map_figure.draw(made.full_cell(shapes={}), NL)
    assert marks(points, "point", shape="square")
    nowhere = {"x": None, "y": None}
    cell = made.cell(areas=(made.area(**nowhere),), schools=(made.school(**nowhere),))
    assert map_figure.draw(cell, NL) is None


def test_picture_table_and_sentence_say_it_alike():
    of = cell(0.08, 0.149, 0.38, 0.53, pupils=400.0)
    spec = map_figure.draw(of, NL)
    hatched = [x for x in spec["layer"] if x["mark"]["type"] == "rule" and x["mark"]["color"] in (INK, PAPER)]
    assert hatched
    assert [row["class"] for row in map_figure.table(of, NL).rows][1] == "0 tot 15%, onzeker"
    assert any("1 gebied is gearceerd" in sentence for sentence in map_figure.say(of, NL).sentences)


def test_hatches_lie_above_all_areas():
    spec = map_figure.draw(cell(0.149, 0.08, 0.38, 0.53, pupils=400.0), NL)
    kinds = [layer["mark"]["type"] for layer in spec["layer"]]
    assert kinds.index("rule") > max(i for i, kind in enumerate(kinds) if kind == "geoshape")


def test_the_key_shows_the_hatching_above_its_box():
    spec = map_figure.draw(cell(0.149, 0.08, 0.38, 0.53, pupils=400.0), NL)
    kinds = [(layer["mark"]["type"], layer["mark"].get("fill")) for layer in spec["layer"]]
    lines = [i for i, (kind, _) in enumerate(kinds) if kind == "line"]
    assert lines[0] > kinds.index(("rect", PAPER))
