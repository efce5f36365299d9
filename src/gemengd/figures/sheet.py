# SPDX-License-Identifier: EUPL-1.2
"""A sheet with places on it: from metres to pixels."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from gemengd.figures.drawing import Drawing

HATCH = 6.0
"""Pixels between the lines over an area."""


class Sheet:
    """A sheet on which places stand at their scale, as large as the width allows.

    Args:
        shapes: place to WKB in metres.
        points: x and y in metres of what else stands on it; they count where there are no shapes.
        width: width in pixels.

    Attributes:
        usable: False where there is too little to draw; then the other attributes are not there.
        width, height: size in pixels.
        shapes: place to a GeoJSON feature in pixels.
    """

    def __init__(
        self, shapes: Mapping[str, bytes], points: Sequence[tuple[float, float]], width: float
    ) -> None:
        import shapely

        decoded = shapely.from_wkb(list(shapes.values())) if shapes else []
        boxes = [shape.bounds for shape in decoded] or [(x, y, x, y) for x, y in points]
        self.usable = len(boxes) > 1 or bool(shapes)
        if not self.usable:
            return
        self.x0, self.y1 = min(box[0] for box in boxes), max(box[3] for box in boxes)
        x1, y0 = max(box[2] for box in boxes), min(box[1] for box in boxes)
        most = width * 0.95
        self.scale = min((width - 12) / max(x1 - self.x0, 1), most / max(self.y1 - y0, 1))
        self.left = (width - (x1 - self.x0) * self.scale) / 2
        self.width, self.height = width, (self.y1 - y0) * self.scale + 12
        self.shapes = dict(zip(shapes, self._drawn(decoded), strict=True)) if shapes else {}

    def at(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Pixels of a point, or of arrays of points."""
        return self.left + (x - self.x0) * self.scale, 6 + (self.y1 - y) * self.scale

    def inside(self, x: float, y: float) -> bool:
        """True where a point in metres lies on the sheet."""
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


def hatch(drawing: Drawing, shape: dict[str, Any], color: str) -> None:
    """Slanting lines over a shape.

    Args:
        drawing: where they are drawn.
        shape: a feature in pixels, as `Sheet.shapes` holds them.
        color: colour of the lines.
    """
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
