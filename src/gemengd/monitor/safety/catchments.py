# SPDX-License-Identifier: EUPL-1.2
"""What is said of a school's catchment, so that no hidden area follows from it.

Which areas lie near a school can be worked out from their points, so the pupils nearby are a sum over areas
that a reader can write down.
"""

from __future__ import annotations

import polars as pl

from gemengd.monitor.building.points import pairs_within
from gemengd.monitor.labels import HIDDEN
from gemengd.monitor.safety.hiding import hide, is_made
from gemengd.monitor.settings import Settings

AREA = ("year", "sector", "characteristic", "area_id")
SCHOOL = ("year", "school_id", "characteristic")
NEAR = Settings()
ROUNDED = 0.01
"""Shares of a catchment are published in whole percents."""


def catchments(
    schools: pl.DataFrame, areas: pl.DataFrame, flows: pl.DataFrame, threshold: int
) -> pl.DataFrame:
    """Catchment shares in whole percents, and none from which a hidden area follows.

    Args:
        schools: protected but for their catchments.
        areas: protected.
        flows: school by home area, not protected.
        threshold: no count below this is published.
    """
    if "own_share" not in schools.columns:
        return schools
    secret = areas.filter(pl.col("status") == HIDDEN)
    joined = _flagged(schools, secret, flows)
    around = _around(threshold)
    joined = joined.with_columns(_lost_near=around).with_columns(
        pl.col("own_share", "near_share", "difference").round(2),
        pl.col("log_ratio").round(1),
        pl.col("probability").round(3),
    )
    joined = hide(joined, pl.col("_own"), ("own_share",))
    joined = hide(joined, pl.col("_lost_near"), ("near_share",))
    joined = hide(joined, pl.col("_near_size") | (pl.col("near_pupils") < threshold), ("near_pupils",))
    lost = pl.when(pl.col("reference") == "near").then("_lost_near").otherwise("_own")
    joined = hide(joined, lost, ("difference", "log_ratio", "probability"))
    verdict = pl.when(lost).then(pl.lit("unknown")).otherwise("verdict")
    return joined.with_columns(verdict=verdict).select(schools.columns)


def _around(threshold: int) -> pl.Expr:
    """Whether the share nearby gives away an area, or is itself a share of few pupils."""
    focal = pl.col("near_share") * pl.col("near_pupils")
    few = (focal < threshold) | (pl.col("near_pupils") - focal < threshold)
    # Rounding has to leave room for a hidden area; four times, as catchments overlap.
    narrow = pl.col("_near_split") & (ROUNDED * pl.col("near_pupils") < 4 * threshold)
    return pl.col("_stands") | (~is_made() & (few | narrow)).fill_null(value=False)


def _flagged(schools: pl.DataFrame, secret: pl.DataFrame, flows: pl.DataFrame) -> pl.DataFrame:
    """Schools with what they have to do with hidden areas, as Boolean columns."""
    stands = secret.select(AREA).unique().with_columns(_stands=pl.lit(value=True))
    unsized = secret.filter(pl.col("pupils").is_null())
    flags = (
        (_mostly_from(secret, flows), SCHOOL, "_own"),
        (stands, AREA, "_stands"),
        (_near(schools, secret), SCHOOL, "_near_split"),
        (_near(schools, unsized), SCHOOL, "_near_size"),
    )
    for rows, key, name in flags:
        marks = rows.select(key).unique().with_columns(pl.lit(value=True).alias(name))
        schools = schools.join(marks, on=key, how="left").with_columns(pl.col(name).fill_null(value=False))
    return schools


def _mostly_from(secret: pl.DataFrame, flows: pl.DataFrame) -> pl.DataFrame:
    """Schools of which hidden areas are more than half of the catchment."""
    school = ("year", "school_id")
    totals = flows.group_by(school).agg(total=pl.col("pupils").sum())
    areas = secret.select(AREA).unique()
    inside = flows.join(areas, on=["year", "sector", "area_id"]).group_by(*school, "characteristic")
    weights = inside.agg(pl.col("pupils").sum()).join(totals, on=school)
    return weights.filter(pl.col("pupils") > 0.5 * pl.col("total"))


def _near(schools: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """Schools with one of these areas nearby, or standing in one of them."""
    standing = schools.join(areas.select(AREA).unique(), on=AREA, how="semi").select(SCHOOL)
    points = schools.filter(pl.col("x").is_not_null()).unique("school_id")
    others = areas.filter(pl.col("x").is_not_null()).unique("area_id").select("x", "y", other="area_id")
    secondary = pl.col("sector") == "vo"
    pairs = pl.concat(
        pairs_within(points.filter(which).select("x", "y", key="school_id"), others, metres)
        for which, metres in ((secondary, NEAR.near_metres_secondary), (~secondary, NEAR.near_metres))
    ).rename({"key": "school_id", "other": "area_id"})
    beside = areas.select(AREA).unique().join(pairs, on="area_id")
    found = schools.join(beside, on=["year", "sector", "characteristic", "school_id"], how="semi")
    return pl.concat([standing, found.select(SCHOOL)])
