# SPDX-License-Identifier: EUPL-1.2
"""The map: areas by the share of the group in at most five classes, schools as dots."""

from __future__ import annotations

import math
from typing import Any

from gemengd.figures.drawing import Drawing, Spec
from gemengd.figures.palette import GREY, INK, NARROW, PAPER, QUIET
from gemengd.figures.table import Row
from gemengd.language.language import Language
from gemengd.monitor.published.map_classes import Classes, classes
from gemengd.monitor.published.view import Cell

HATCH = 6.0
"""Pixels between the lines over an area whose class is in doubt."""


def area_map(cell: Cell, lang: Language, width: float = NARROW) -> Spec | None:
    """The map; None where there are neither shapes nor points."""
    sheet = _Sheet(cell, width)
    if not sheet.usable:
        return None
    used = classes(cell)
    entries = [(colour, used.words(number, lang)) for number, colour in used.colours.items()]
    entries += _further_entries(cell, used, lang)
    drawing = Drawing(width, sheet.height + 14 + _legend_height(len(entries), width))
    for row in cell.areas:
        _area(drawing, sheet, row, used)
    # After all areas: marks of one style are one layer, which the colour of a later area would cover.
    for row in cell.areas:
        if row["area_id"] in sheet.shapes and used.doubtful(row):
            _hatch(drawing, sheet.shapes[row["area_id"]], used.ink(row))
    _schools(drawing, sheet, cell)
    _legend(drawing, sheet.height + 22, entries)
    return drawing.spec()


class _Sheet:
    """From metres to pixels."""

    def __init__(self, cell: Cell, width: float) -> None:
        import shapely

        decoded = shapely.from_wkb(list(cell.shapes.values())) if cell.shapes else []
        shapes = dict(zip(cell.shapes, decoded, strict=True)) if cell.shapes else {}
        points = [(row["x"], row["y"]) for row in (*cell.areas, *cell.schools) if row.get("x") is not None]
        boxes = [shape.bounds for shape in shapes.values()] or [(x, y, x, y) for x, y in points]
        self.usable = len(boxes) > 1 or bool(shapes)
        if not self.usable:
            return
        self.x0, self.y1 = min(box[0] for box in boxes), max(box[3] for box in boxes)
        x1, y0 = max(box[2] for box in boxes), min(box[1] for box in boxes)
        most = width * 0.95
        self.scale = min((width - 12) / max(x1 - self.x0, 1), most / max(self.y1 - y0, 1))
        self.left = (width - (x1 - self.x0) * self.scale) / 2
        self.height = (self.y1 - y0) * self.scale + 12
        self.width, self.bounds = width, (self.x0, y0, x1, self.y1)
        self.shapes = dict(zip(shapes, self._drawn(decoded), strict=True)) if shapes else {}

    def at(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Pixels of a point, or of arrays of points."""
        return self.left + (x - self.x0) * self.scale, 6 + (self.y1 - y) * self.scale

    def inside(self, x: float, y: float) -> bool:
        px, py = self.at(x, y)
        return bool(0 <= px <= self.width and 0 <= py <= self.height)

    def _drawn(self, shapes: Any) -> list[dict[str, Any]]:
        """Shapes in metres as features in sheet coordinates; all at once, as a country has hundreds."""
        import numpy as np
        import shapely

        def move(xy: Any) -> Any:
            x, y = self.at(xy[:, 0], xy[:, 1])
            return np.round(np.column_stack([x, y]), 1)

        small = shapely.simplify(shapes, 0.6 / self.scale, preserve_topology=True)
        return [_feature(shape) for shape in shapely.transform(small, move)]


def _feature(shape: Any) -> dict[str, Any]:
    import shapely

    polygons = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    # d3 fills what lies to the right of a ring in sheet coordinates: outer rings run clockwise there.
    rings = [[_ring(p.exterior), *(_ring(hole) for hole in p.interiors)] for p in polygons]
    return {"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates": rings}}


def _ring(ring: Any) -> Any:
    import shapely

    return shapely.get_coordinates(ring).tolist()


def _area(drawing: Drawing, sheet: _Sheet, row: Row, used: Classes) -> None:
    number = used.number(row)
    fill = None if number is None else used.colours[number]
    shape = sheet.shapes.get(row["area_id"])
    if shape is not None:
        feature = shape | {"properties": {"area": row["area_id"]}}
        drawing.shape(feature, fill=fill or PAPER, stroke=GREY, dash=fill is None)
    elif row.get("x") is not None and sheet.inside(row["x"], row["y"]):
        x, y = sheet.at(row["x"], row["y"])
        drawing.dot(x, y, 9, fill=fill or PAPER, stroke=GREY, shape="square", width=0.8)


def _hatch(drawing: Drawing, shape: dict[str, Any], color: str) -> None:
    """Slanting lines over a shape in sheet coordinates."""
    import shapely

    area = shapely.make_valid(shapely.geometry.shape(shape["geometry"]))
    x0, y0, x1, y1 = area.bounds
    first, last = math.ceil((x0 + y0) / HATCH), math.floor((x1 + y1) / HATCH)
    # A line x + y = c runs from the lower left to the upper right of the sheet.
    lines = [((c * HATCH - y0, y0), (c * HATCH - y1, y1)) for c in range(first, last + 1)]
    for line in shapely.get_parts(shapely.intersection(shapely.linestrings(lines), area)) if lines else ():
        if line.geom_type == "LineString" and not line.is_empty:
            (ax, ay), (bx, by) = line.coords[0], line.coords[-1]
            drawing.rule(ax, ay, bx, by, color=color, width=0.7)


def _schools(drawing: Drawing, sheet: _Sheet, cell: Cell) -> None:
    small = 3.2 if sheet.width < 480 else 4.4
    for row in cell.schools:
        if row.get("x") is None or not sheet.inside(row["x"], row["y"]):
            continue
        x, y = sheet.at(row["x"], row["y"])
        drawing.dot(x, y, small, fill=PAPER, stroke=INK, about={"school": row["school_id"]})


def _legend_height(entries: int, width: float) -> float:
    return 24 * (math.ceil(entries / _columns(width)) + 0.5)


def _columns(width: float) -> int:
    return 2 if width < 480 else 4


def _further_entries(cell: Cell, used: Classes, lang: Language) -> list[tuple[str, str]]:
    doubt = [("hatch", lang.say("class in doubt"))] if any(used.doubtful(row) for row in cell.areas) else []
    school = [("", lang.say("school"))] if cell.schools else []
    return [*doubt, (PAPER, lang.say("no figures")), *school]


def _legend(drawing: Drawing, top: float, entries: list[tuple[str, str]]) -> None:
    columns = _columns(drawing.width)
    for index, (fill, text) in enumerate(entries):
        x, y = (index % columns) * drawing.width / columns, top + (index // columns) * 24
        if fill == "hatch":
            drawing.box(x + 1, y - 8, x + 25, y + 8, fill=PAPER, stroke=GREY)
            for foot in (x + 3, x + 9):
                # A path is a layer of its own, so that the box does not cover it.
                drawing.line([(foot, y + 8), (foot + 16, y - 8)], color=INK, width=0.7)
        elif fill:
            drawing.box(x + 1, y - 8, x + 25, y + 8, fill=fill, stroke=GREY)
        else:
            drawing.dot(x + 13, y, 4.4, fill=PAPER, stroke=INK)
        drawing.text(x + 32, y, text, color=QUIET if fill == PAPER else INK)
