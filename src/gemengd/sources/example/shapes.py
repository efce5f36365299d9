# SPDX-License-Identifier: EUPL-1.2
"""The map of the region: neighbourhoods that share their borders, drawn around the planned points.

The cells are those of a Voronoi diagram, cut off at a coast around all points and then bent by a smooth
wave, so that borders look grown rather than ruled. Every border line is bent once, before polygons are made
of it: neighbours share each vertex exactly.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import shapely

from gemengd.sources.example.plan import Floats

REACH = {"GM9901": 1150.0, "GM9902": 1250.0, "GM9903": 2500.0}
"""How far the land goes on around a planned point, metres."""

BAY = 1600.0
"""Bays narrower than twice this are land, metres."""

STEP = 120.0
"""Longest straight piece of a border before it is bent, metres."""

WAVES = ((170.0, 5200.0, 0.4), (75.0, 1700.0, 1.9), (28.0, 640.0, 4.1))
"""Height, length (metres) and phase of each wave. The sum of 2 pi height / length stays below 1, so that no
two points change places."""


def bent(points: Floats) -> Floats:
    """Planned points as drawn on the map, shape (n, 2), whole metres."""
    x, y = points[:, 0], points[:, 1]
    moved = points.astype(np.float64).copy()
    for height, length, phase in WAVES:
        moved[:, 0] += height * np.sin(2 * np.pi * y / length + phase)
        moved[:, 1] += height * np.sin(2 * np.pi * x / length + 2.3 * phase)
    return np.rint(moved)


def drawn(areas: pl.DataFrame) -> list[Any]:
    """One polygon for every neighbourhood.

    Args:
        areas: `x`, `y` (planned, metres) and `municipality_id`.

    Returns:
        Shapely polygons in the order of the rows, EPSG:28992.
    """
    points = shapely.points(areas.select("x", "y").to_numpy().astype(np.float64))
    land = _land(points, areas.get_column("municipality_id").to_list())
    pieces = _pieces(points, land)
    owner = shapely.STRtree(points).nearest([piece.representative_point() for piece in pieces])
    return [_one(pieces, owner == row) for row in range(areas.height)]


def joined(polygons: list[Any], member_of: list[str]) -> dict[str, Any]:
    """Municipality code to the union of its neighbourhoods."""
    shapes = np.array(polygons, dtype=object)
    codes = np.array(member_of)
    return {
        code: shapely.normalize(shapely.coverage_union_all(shapes[codes == code]))
        for code in sorted(set(member_of))
    }


def _land(points: Any, member_of: list[str]) -> Any:
    circles = shapely.buffer(points, np.array([REACH[code] for code in member_of]))
    return shapely.union_all(circles).buffer(BAY).buffer(-2 * BAY / 1.5).buffer(BAY / 3)


def _pieces(points: Any, land: Any) -> list[Any]:
    borders = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=land, only_edges=True)
    # The borders run on into the sea: where they meet the coast, the union makes the vertex that both share.
    lines = shapely.union_all([borders, land.boundary])
    dense = shapely.segmentize(shapely.get_parts(shapely.line_merge(lines)), STEP)
    pieces = shapely.get_parts(shapely.polygonize(dense))
    return list(pieces[shapely.contains(land, shapely.point_on_surface(pieces))])


def _one(pieces: list[Any], mine: Any) -> Any:
    shape = shapely.union_all([piece for piece, is_mine in zip(pieces, mine, strict=True) if is_mine])
    return shapely.normalize(shapely.transform(shape, bent))
