# SPDX-License-Identifier: EUPL-1.2
"""How well the tables of a workspace fit together: what finds its counterpart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from gemengd.tables.characteristics import Characteristic


def join_rates(
    tables: Mapping[str, pl.DataFrame], characteristics: Mapping[str, Characteristic]
) -> list[dict[str, Any]]:
    """Join rates per school year and sector, by number of units and by pupils.

    A home code that stands for "abroad" or "unknown" counts as a miss, so that the rates say what part of all
    pupils a figure rests on.

    Args:
        tables: the canonical tables.
        characteristics: the characteristics known, by name.

    Returns:
        One entry per school year × sector × join: `matched`, `units`, `weighted` (share of pupils, 0-1). The
        sector is None for schools that no source describes.
    """
    totals = _totals(tables)
    areas, residents = tables["areas"], tables["residents"]
    located = pl.col("x").is_not_null() & pl.col("y").is_not_null()
    joins = {
        "school is in the list of schools": ("school_id", tables["schools"]["school_id"]),
        "school has a point": ("school_id", tables["schools"].filter(located)["school_id"]),
        "home area has a shape": ("area_id", tables["shapes"]["area_id"]),
        "home area has a point": ("area_id", areas.filter(located)["area_id"]),
    }
    for year in residents["year"].unique().sort():
        joins[f"home area has residents in {year}"] = (
            "area_id",
            residents.filter(pl.col("year") == year)["area_id"].unique(),
        )
    for (year, characteristic), known in _compositions(residents, characteristics).items():
        joins[f"home area has a known share by {characteristic} in {year}"] = ("area_id", known)
    return [entry for what, (key, known) in joins.items() for entry in _rates(totals, what, key, known)]


def _totals(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    pupils = tables["pupils"].filter(pl.col("characteristic") == "all")
    sectors = tables["schools"].select("school_id", "sector")
    return pupils.join(sectors, on="school_id", how="left").select(
        "year", "sector", "school_id", "area_id", pupils=pl.col("high")
    )


def _compositions(
    residents: pl.DataFrame, characteristics: Mapping[str, Characteristic]
) -> dict[tuple[int, str], pl.Series]:
    """The areas of which the share of the focal groups was published, per year and characteristic."""
    cells = residents.select("year", "characteristic").unique().sort("year", "characteristic")
    compositions = {}
    for year, name in cells.iter_rows():
        focal = characteristics[name].focal if name in characteristics else ()
        published = residents.filter(
            pl.col("year") == year,
            pl.col("characteristic") == name,
            pl.col("group").is_in(focal),
            pl.col("value").is_not_null(),
        )
        complete = published.group_by("area_id").len().filter(pl.col("len") == len(focal))
        if focal:
            compositions[year, name] = complete["area_id"]
    return compositions


def _rates(totals: pl.DataFrame, what: str, key: str, known: pl.Series) -> list[dict[str, Any]]:
    # Counts without any home area have nothing to join.
    countable = totals.filter(pl.col(key).is_not_null().any().over("year", "sector"))
    rates = (
        countable.with_columns(matched=pl.col(key).is_in(known.implode()).fill_null(value=False))
        .group_by("year", "sector")
        .agg(
            matched=pl.col(key).filter(pl.col("matched")).n_unique(),
            units=pl.col(key).n_unique(),
            weighted=pl.col("pupils").filter(pl.col("matched")).sum() / pl.col("pupils").sum(),
        )
        .sort("year", "sector")
    )
    return [{"what": what, **row} for row in rates.iter_rows(named=True)]
