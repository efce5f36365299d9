# SPDX-License-Identifier: EUPL-1.2
"""The areas that schools draw from: who lives there, and which schools stand there."""

from __future__ import annotations

import polars as pl

from gemengd.monitor import statuses
from gemengd.monitor.building import points, residents
from gemengd.monitor.building.composition import EXPECTED, Compositions
from gemengd.monitor.building.counts import Counts
from gemengd.monitor.frames import CELL, conform
from gemengd.monitor.settings import Settings

AREA_CELL = ("year", "sector", "characteristic", "basis", "homes")
"""Areas are described for a year, sector and characteristic, never mixing ways of knowing."""


def area_compositions(compositions: Compositions, counts: Counts, shares: pl.DataFrame) -> pl.DataFrame:
    """The pupils who live in each area, whatever school they attend; residents where no homes are known.

    Returns:
        The columns of AREA_CELL, area_id, pupils (in known groups) and focal_pupils.
    """
    homes = compositions.cells.select(*CELL, "homes")
    living = compositions.measurable().filter(pl.col("area_id").is_not_null()).join(homes, on=CELL)
    of_pupils = living.group_by(*AREA_CELL, "area_id").agg(
        pl.col("pupils").sum(), focal_pupils=pl.col("pupils").filter("focal").sum()
    )
    cells = compositions.cells.filter(pl.col("homes") == "residents", pl.col("status") == statuses.OK)
    of_residents = residents.around(cells.select(AREA_CELL).unique(), shares, counts.areas).select(
        *AREA_CELL, "area_id", pupils="known", focal_pupils="focal"
    )
    return pl.concat([of_pupils, of_residents]).sort(*AREA_CELL, "area_id")


def areas(compositions_of_areas: pl.DataFrame, counts: Counts) -> pl.DataFrame:
    """Frame `areas`."""
    particulars = counts.areas.select("area_id", "level", "municipality_id", "x", "y")
    status = (
        pl.when(pl.col("homes") == "residents")
        .then(pl.lit(statuses.FROM_RESIDENTS))
        .when(pl.col("basis") == EXPECTED)
        .then(pl.lit(statuses.EXPECTED_FROM_AREA))
        .when(pl.col("pupils") == 0)
        .then(pl.lit(statuses.NO_PUPILS))
        .otherwise(pl.lit(statuses.OK))
    )
    share = pl.when(pl.col("pupils") > 0).then(pl.col("focal_pupils") / pl.col("pupils"))
    return conform(
        "areas",
        compositions_of_areas.join(particulars, on="area_id", how="left").with_columns(
            focal_share=share, status=status
        ),
    )


def near_areas(
    counts: Counts, schools: pl.DataFrame, area_ids: pl.Series, settings: Settings
) -> pl.DataFrame:
    """The areas near each school: those whose point is near, and the area in which it stands.

    Returns:
        school_id, area_id.
    """
    wanted = counts.areas.join(pl.DataFrame({"area_id": area_ids.unique()}), on="area_id", how="semi")
    placed = wanted.filter(pl.col("x").is_not_null() & pl.col("y").is_not_null()).select(
        "x", "y", other="area_id"
    )
    near = _pairs(schools, placed, settings)
    own = points.own_areas(counts, schools, area_ids).select("school_id", "area_id")
    own = own.join(wanted, on="area_id", how="semi")
    return pl.concat([near.rename({"other": "area_id"}), own]).unique().sort("school_id", "area_id")


def offer(counts: Counts, schools: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The other schools of the sector near each school, in every year.

    Returns:
        year, school_id, near_schools, near_kinds (different denominations among them; null where no
        denomination is known). A school whose place is not known has no row.
    """
    open_in = counts.flows.filter(pl.col("high") > 0).select("year", "sector", "school_id").unique()
    placed = schools.filter(pl.col("x").is_not_null())
    near = _pairs(schools, placed.select("x", "y", other="school_id"), settings)
    standing = schools.filter(pl.col("area_id").is_not_null()).select("school_id", "area_id", "sector")
    same_area = standing.join(standing, on=["area_id", "sector"], suffix="_other").select(
        "school_id", other="school_id_other"
    )
    pairs = pl.concat([near, same_area]).unique().filter(pl.col("school_id") != pl.col("other"))
    kinds = schools.select("denomination", other="school_id")
    others = open_in.rename({"school_id": "other"}).join(kinds, on="other")
    known = placed.select("school_id").vstack(standing.select("school_id")).unique()
    found = (
        open_in.join(pairs, on="school_id")
        .join(others, on=["year", "sector", "other"])
        .group_by("year", "school_id")
        .agg(
            near_schools=pl.col("other").n_unique(), near_kinds=pl.col("denomination").drop_nulls().n_unique()
        )
    )
    kinds_known = pl.when(pl.col("near_kinds") > 0).then("near_kinds")
    return (
        open_in.select("year", "school_id")
        .join(known, on="school_id", how="semi")
        .join(found, on=["year", "school_id"], how="left")
        .with_columns(pl.col("near_schools").fill_null(0), near_kinds=kinds_known)
    )


def _pairs(schools: pl.DataFrame, others: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Schools and what lies within the distance that is near for their sector."""
    placed = schools.filter(pl.col("x").is_not_null())
    secondary = pl.col("sector") == "vo"
    parts = [
        points.pairs_within(placed.filter(which).select("x", "y", key="school_id"), others, metres)
        for which, metres in (
            (secondary, settings.near_metres_secondary),
            (~secondary, settings.near_metres),
        )
    ]
    return pl.concat(parts).rename({"key": "school_id"})
