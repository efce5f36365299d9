# SPDX-License-Identifier: EUPL-1.2
"""The outlines of municipalities, made from the shapes of the areas in them."""

from __future__ import annotations

from collections.abc import Mapping

COARSENESS = 80.0
"""Metres by which an outline may differ from the areas; on a map of the country a pixel is some 500 m."""


def outlines(shapes: Mapping[str, bytes], municipality_of: Mapping[str, str | None]) -> dict[str, bytes]:
    """The outline of every municipality of which areas have a shape.

    Args:
        shapes: area to WKB (EPSG:28992).
        municipality_of: area to municipality code.

    Returns:
        Municipality code to WKB (EPSG:28992), sorted by code.
    """
    import shapely

    parts: dict[str, list[bytes]] = {}
    for area, wkb in shapes.items():
        if code := municipality_of.get(area):
            parts.setdefault(code, []).append(wkb)
    made = {}
    for code in sorted(parts):
        # Grid of a metre: neighbouring shapes that differ by less than that close up.
        whole = shapely.union_all(shapely.make_valid(shapely.from_wkb(parts[code])), grid_size=1.0)
        made[code] = shapely.to_wkb(shapely.simplify(whole, COARSENESS, preserve_topology=True))
    return made
