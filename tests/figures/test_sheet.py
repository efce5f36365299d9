# SPDX-License-Identifier: EUPL-1.2
"""From metres to pixels."""

from __future__ import annotations

import pytest
import shapely

from gemengd.figures.drawing import Drawing
from gemengd.figures.palette import INK
from gemengd.figures.sheet import Sheet, hatch
from monitor.figure.pictures import marks

WIDTH = 300.0


def square(x, y, size=1000):
    return shapely.to_wkb(shapely.box(x, y, x + size, y + size))


def test_the_north_is_up_and_everything_fits():
    sheet = Sheet({"south": square(0, 0), "north": square(0, 1000)}, (), WIDTH)
    low, high = (sheet.at(500, y)[1] for y in (500, 1500))
    assert high < low
    for feature in sheet.shapes.values():
        for x, y in feature["geometry"]["coordinates"][0][0]:
            assert 0 <= x <= sheet.width
            assert 0 <= y <= sheet.height


def test_what_is_round_stays_round():
    sheet = Sheet({"a": square(0, 0), "b": square(3000, 0)}, (), WIDTH)
    (x0, y0), (x1, y1) = sheet.at(0, 0), sheet.at(1000, 1000)
    assert x1 - x0 == pytest.approx(y0 - y1)


def test_points_are_enough_where_there_are_no_shapes_but_one_is_not():
    assert not Sheet({}, (), WIDTH).usable
    assert not Sheet({}, [(0, 0)], WIDTH).usable
    assert Sheet({}, [(0, 0), (1000, 500)], WIDTH).usable


def test_points_far_from_the_shapes_lie_outside():
    sheet = Sheet({"a": square(0, 0)}, [(50_000, 50_000)], WIDTH)
    assert sheet.inside(500, 500)
    assert not sheet.inside(50_000, 50_000)


def test_hatching_stays_inside_its_shape():
    sheet = Sheet({"a": square(0, 0), "b": square(1000, 0)}, (), WIDTH)
    drawing = Drawing(WIDTH, sheet.height)
    hatch(drawing, sheet.shapes["a"], INK)
    area = shapely.geometry.shape(sheet.shapes["a"]["geometry"]).buffer(0.2)
    lines = [
        shapely.LineString([(d["x"], d["y"]), (d["x2"], d["y2"])]) for d in marks(drawing.spec(), "rule")
    ]
    assert lines
    assert all(area.covers(line) for line in lines)
