# SPDX-License-Identifier: EUPL-1.2
"""Where schools stand: their points, and the areas around them."""

from __future__ import annotations

import numpy as np
import polars as pl

from gemengd.monitor.building.counts import Counts

AREA = "area"
"""A school whose own point is not known stands at the point of its area."""


def school_points(counts: Counts) -> pl.DataFrame:
    """The schools with the best point known.

    Returns:
        Table `schools` with x, y and `located`; `located` is `area` where the point is that of the school's
        area, null where no point is known.
    """
    points = counts.areas.filter(pl.col("x").is_not_null() & pl.col("y").is_not_null()).select(
        "area_id", area_x="x", area_y="y"
    )
    own = pl.col("x").is_not_null() & pl.col("y").is_not_null()
    placed = pl.col("area_x").is_not_null()
    return (
        counts.schools.join(points, on="area_id", how="left")
        .with_columns(
            x=pl.when(own).then("x").otherwise("area_x"),
            y=pl.when(own).then("y").otherwise("area_y"),
            located=pl.when(own).then(pl.col("located").fill_null("given")).when(placed).then(pl.lit(AREA)),
        )
        .drop("area_x", "area_y")
    )


def own_areas(counts: Counts, schools: pl.DataFrame, wanted: pl.Series) -> pl.DataFrame:
    """The area in which each school stands, at every level that the wanted areas have.

    Where the table `schools` names an area of another level than the pupils' home areas (a postcode beside
    neighbourhoods), the area is found from the point and the shapes.

    Args:
        counts: the counts.
        schools: as `school_points` returns.
        wanted: codes of the areas that matter.

    Returns:
        school_id, level, area_id; at most one row per school and level.
    """
    levels = counts.areas.select("area_id", "level").join(
        pl.DataFrame({"area_id": wanted.unique()}), on="area_id", how="semi"
    )
    levels = levels.filter(pl.col("level") != "abroad")
    of_level = counts.areas.select("area_id", "level").join(levels.select("level").unique(), on="level")
    said = schools.select("school_id", "area_id").join(of_level, on="area_id")
    open_cases = (
        schools.filter(pl.col("x").is_not_null() & (pl.col("located") != AREA))
        .select("school_id", "x", "y")
        .join(levels.select("level").unique(), how="cross")
        .join(said, on=["school_id", "level"], how="anti")
    )
    found = _within(open_cases, counts.shapes.join(levels, on="area_id"))
    return pl.concat([said.select("school_id", "level", "area_id"), found])


def pairs_within(points: pl.DataFrame, others: pl.DataFrame, metres: float) -> pl.DataFrame:
    """All pairs of a point and another within a distance.

    Args:
        points: `key`, x, y.
        others: `other`, x, y.
        metres: the distance.

    Returns:
        key, other; a pair whose two points coincide is a pair too.
    """
    from scipy.spatial import cKDTree

    schema = {"key": points.schema["key"], "other": others.schema["other"]}
    if not points.height or not others.height:
        return pl.DataFrame(schema=schema)
    tree = cKDTree(others.select("x", "y").to_numpy())
    hits = tree.query_ball_point(points.select("x", "y").to_numpy(), metres, return_sorted=True)
    sizes = np.fromiter((len(hit) for hit in hits), dtype=np.int64, count=len(hits))
    flat = np.concatenate([np.asarray(hit, dtype=np.int64) for hit in hits])
    return pl.DataFrame(
        {
            "key": points["key"].gather(np.repeat(np.arange(points.height), sizes)),
            "other": others["other"].gather(flat),
        },
        schema=schema,
    )


def _within(cases: pl.DataFrame, shapes: pl.DataFrame) -> pl.DataFrame:
    """The shape of the level asked that holds each point; the first by code where borders are shared."""
    schema = {**cases.select("school_id", "level").schema, "area_id": shapes.schema["area_id"]}
    if not cases.height or not shapes.height:
        return pl.DataFrame(schema=schema)
    import shapely

    tree = shapely.STRtree(shapely.from_wkb(shapes["wkb"].to_numpy()))
    coordinates = shapely.points(cases.select("x", "y").to_numpy())
    case, shape = tree.query(coordinates, predicate="intersects")
    hits: pl.DataFrame = pl.concat(
        [
            cases[case].select("school_id", wanted="level"),
            shapes[shape].select("area_id", "level"),
        ],
        how="horizontal",
    )
    right = hits.filter(pl.col("wanted") == pl.col("level")).sort("school_id", "level", "area_id")
    return right.unique(["school_id", "level"], keep="first", maintain_order=True).select(list(schema))
