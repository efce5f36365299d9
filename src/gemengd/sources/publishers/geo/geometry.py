# SPDX-License-Identifier: EUPL-1.2
"""GeoJSON features to points and shapes in the Dutch grid (EPSG:28992, metres)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from gemengd.sources.opening.content import Content
from gemengd.tables import Finding, InvalidTable

if TYPE_CHECKING:
    from numpy.typing import NDArray

RD = 28992
WGS84 = "OGC:CRS84"


def features(content: Content) -> pl.DataFrame:
    """The properties of the features as text, with `_file` and `_row` (number of the feature, from 1).

    Names of properties come in one spelling (capitals, underscores); a property that is absent is "".
    """
    assert content.document is not None
    rows = [feature.get("properties") or {} for feature in content.document["features"]]
    columns = {
        name: [_text(row.get(original)) for row in rows]
        for name, original in zip(content.names, content.header, strict=True)
    }
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return frame.with_columns(
        pl.lit(content.member.name).alias("_file"), pl.Series("_row", range(1, len(rows) + 1), dtype=pl.Int64)
    )


def shapes(content: Content, kinds: tuple[str, ...]) -> NDArray[np.object_]:
    """The geometries of the features in EPSG:28992, mended where they cross themselves.

    Args:
        content: a GeoJSON file; without `crs` its coordinates are degrees (RFC 7946).
        kinds: the types of geometry that are right, for example `("Polygon", "MultiPolygon")`.

    Raises:
        InvalidTable: another type of geometry, an unknown coordinate system, or coordinates outside it.
    """
    import shapely

    assert content.document is not None
    raw = [feature.get("geometry") for feature in content.document["features"]]
    for row, geometry in enumerate(raw, start=1):
        kind = (geometry or {}).get("type")
        if kind not in kinds:
            raise _refusal(content, str(kind or "no geometry"), " or ".join(kinds), row)
    try:
        read = shapely.from_geojson([json.dumps(geometry) for geometry in raw])
    except shapely.errors.GEOSException as error:
        raise _refusal(
            content, f"a geometry that cannot be read ({error})", "complete coordinates", None
        ) from error
    moved = _to_rd(content, read)
    return np.array([_mended(shape) for shape in moved], dtype=object)


def points_inside(geometries: NDArray[np.object_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A point inside each shape (metres east, metres north); the point itself for a point."""
    import shapely

    points = shapely.point_on_surface(geometries)
    return shapely.get_x(points), shapely.get_y(points)


def wkb(geometries: NDArray[np.object_]) -> list[bytes]:
    """The shapes as well-known binary."""
    import shapely

    return list(shapely.to_wkb(geometries))


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _to_rd(content: Content, read: NDArray[np.object_]) -> NDArray[np.object_]:
    import shapely
    from pyproj import Transformer

    system = _system(content)
    bounds = shapely.total_bounds(read)
    if system.is_geographic and (np.abs(bounds) > 360).any():
        mend = "Name the coordinate system in the member 'crs', or save the file in degrees (EPSG:4326)."
        raise _refusal(
            content, f"coordinates such as {bounds[0]:.0f}, {bounds[1]:.0f}", "degrees", None, mend
        )
    transformer = Transformer.from_crs(system, RD, always_xy=True)

    def move(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))

    moved: NDArray[np.object_] = shapely.transform(read, move)
    return moved


def _system(content: Content) -> Any:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    assert content.document is not None
    member = content.document.get("crs") or {}
    name = (member.get("properties") or {}).get("name", WGS84)
    try:
        return CRS.from_user_input(name)
    except CRSError as error:
        raise _refusal(content, f"the coordinate system {name!r}", "an EPSG code", None) from error


def _mended(shape: Any) -> Any:
    """A polygon that crosses itself as valid polygons; lines and points that fall off are dropped."""
    import shapely

    if shape.is_valid:
        return shape
    parts = shapely.get_parts(shapely.make_valid(shape))
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])


def _refusal(
    content: Content, found: str, expected: str, row: int | None, mend: str | None = None
) -> InvalidTable:
    return InvalidTable(
        content.member.name, [Finding("geometry", found, expected, row, content.member.name, mend)]
    )
