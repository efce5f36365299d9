# SPDX-License-Identifier: EUPL-1.2
"""The map: areas by the share of the group in at most five classes, schools as dots."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from typing import Any

from gemengd.monitor.charts_drawing import Drawing, Spec, r
from gemengd.monitor.charts_palette import GREY, INK, NARROW, PAPER, QUIET, SEQUENTIAL
from gemengd.monitor.labels import EXPECTED
from gemengd.monitor.language import Language
from gemengd.monitor.view import Cell, Row

STEPS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.5)
ROUNDED_SHARE = 0.05
"""Half of ten points: the shares that Statistics Netherlands publishes per postcode are rounded to tens."""
SHADES = {1: (1,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}


def class_width(shares: Sequence[float], margins: Sequence[float]) -> float:
    """The width of a class: so wide that most areas would not change class by chance.

    Args:
        shares: share of the group per area.
        margins: half the 95 % interval of each share.

    Returns:
        The smallest round step that is at least twice the median margin and needs at most five classes.
    """
    uncertain = 2 * statistics.median(margins)
    low, high = min(shares), max(shares)
    fitting = (
        step
        for step in STEPS
        if step >= uncertain - 1e-9 and _number_of_classes(low, high, step) <= len(SEQUENTIAL)
    )
    return next(fitting, STEPS[-1])


def _number_of_classes(low: float, high: float, step: float) -> int:
    return _class_of(high, step) - _class_of(low, step) + 1


def _class_of(share: float, step: float) -> int:
    # The last class is closed: a share of 1 is in it.
    return min(math.floor(share / step + 1e-9), math.ceil(1 / step - 1e-9) - 1)


def margin(row: Row) -> float:
    """Half the 95 % interval of an area's share; of a share that was published rounded, half the rounding."""
    if row["status"] == EXPECTED:
        return ROUNDED_SHARE
    if row.get("margin") is not None:
        return float(row["margin"])
    share, pupils = row["focal_share"], row["pupils"] or 1
    return 1.96 * math.sqrt(max(share * (1 - share), 0.25 / pupils) / pupils)


def area_map(cell: Cell, lang: Language, width: float = NARROW) -> Spec | None:
    """The map; None where there are neither shapes nor points."""
    sheet = _Sheet(cell, width)
    if not sheet.usable:
        return None
    known = [row for row in cell.areas if row["focal_share"] is not None]
    step = (
        class_width([row["focal_share"] for row in known], [margin(row) for row in known]) if known else 1.0
    )
    classes = sorted({_class_of(row["focal_share"], step) for row in known})
    classes = list(range(classes[0], classes[-1] + 1)) if classes else []
    shades = dict(zip(classes, (SEQUENTIAL[i] for i in SHADES.get(len(classes), ())), strict=True))
    drawing = Drawing(width, sheet.height + 14 + _legend_height(len(classes) + 1 + bool(cell.schools), width))
    for row in cell.areas:
        _area(drawing, sheet, row, shades.get(_class_of(row["focal_share"], step)) if row in known else None)
    _schools(drawing, sheet, cell)
    entries = [(shades[c], _words(c, step, lang)) for c in classes]
    _legend(drawing, sheet.height + 22, [*entries, *_further_entries(cell, lang)])
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
        self.shapes = {key: self._drawn(shape) for key, shape in shapes.items()}

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.left + (x - self.x0) * self.scale, 6 + (self.y1 - y) * self.scale

    def inside(self, x: float, y: float) -> bool:
        px, py = self.at(x, y)
        return 0 <= px <= self.width and 0 <= py <= self.height

    def _drawn(self, shape: Any) -> dict[str, Any]:
        import shapely

        small = shapely.simplify(shape, 0.6 / self.scale, preserve_topology=True)
        polygons = [part for part in shapely.get_parts(small) if part.geom_type == "Polygon"]
        # d3 fills what lies to the right of a ring in sheet coordinates: outer rings run clockwise there.
        rings = [[self._ring(p.exterior), *(self._ring(h) for h in p.interiors)] for p in polygons]
        return {"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates": rings}}

    def _ring(self, ring: Any) -> list[list[float]]:
        return [[r(value) for value in self.at(x, y)] for x, y in ring.coords]


def _area(drawing: Drawing, sheet: _Sheet, row: Row, fill: str | None) -> None:
    shape = sheet.shapes.get(row["area_id"])
    if shape is not None:
        feature = shape | {"properties": {"area": row["area_id"]}}
        drawing.shape(feature, fill=fill or PAPER, stroke=GREY, dash=fill is None)
    elif row.get("x") is not None and sheet.inside(row["x"], row["y"]):
        x, y = sheet.at(row["x"], row["y"])
        drawing.dot(x, y, 9, fill=fill or PAPER, stroke=GREY, shape="square", width=0.8)


def _schools(drawing: Drawing, sheet: _Sheet, cell: Cell) -> None:
    small = 3.2 if sheet.width < 480 else 4.4
    for row in cell.schools:
        if row.get("x") is None or not sheet.inside(row["x"], row["y"]):
            continue
        x, y = sheet.at(row["x"], row["y"])
        drawing.dot(x, y, small, fill=PAPER, stroke=INK, about={"school": row["school_id"]})


def _words(number: int, step: float, lang: Language) -> str:
    low, high = number * step, min((number + 1) * step, 1.0)
    return lang.say("{low} to {high}", low=lang.number(low * 100), high=lang.percent(high))


def _legend_height(entries: int, width: float) -> float:
    return 24 * (math.ceil(entries / _columns(width)) + 0.5)


def _columns(width: float) -> int:
    return 2 if width < 480 else 4


def _further_entries(cell: Cell, lang: Language) -> list[tuple[str, str]]:
    school = [("", lang.say("school"))] if cell.schools else []
    return [(PAPER, lang.say("no figures")), *school]


def _legend(drawing: Drawing, top: float, entries: list[tuple[str, str]]) -> None:
    columns = _columns(drawing.width)
    for index, (fill, text) in enumerate(entries):
        x, y = (index % columns) * drawing.width / columns, top + (index // columns) * 24
        if fill:
            drawing.box(x + 1, y - 8, x + 25, y + 8, fill=fill, stroke=GREY)
        else:
            drawing.dot(x + 13, y, 4.4, fill=PAPER, stroke=INK)
        drawing.text(x + 32, y, text, color=QUIET if fill == PAPER else INK)
