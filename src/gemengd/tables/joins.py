# SPDX-License-Identifier: EUPL-1.2
"""How well the tables of a workspace fit together: what finds its counterpart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl


def join_rates(tables: Mapping[str, pl.DataFrame]) -> list[dict[str, Any]]:
    """Join rates per school year and sector, by number of units and by pupils.

    A home code that stands for "abroad" or "unknown" counts as a miss, so that the rates say what part of all
    pupils a figure rests on.

    Args:
        tables: the canonical tables.

    Returns:
        One entry per school year × sector × join: `matched`, `units`, `weighted` (share of pupils, 0-1).
    """
    totals = _totals(tables)
    if not totals.height:
        return []
    joins = {
        "school has a point": ("school_id", _located_schools(tables["schools"])),
        "home area has a shape": ("area_id", tables["shapes"]["area_id"]),
        "home area has a point": ("area_id", tables["areas"].filter(pl.col("x").is_not_null())["area_id"]),
    }
    for (year, characteristic), areas in _compositions(tables["residents"]):
        joins[f"home area has residents by {characteristic} {year}"] = ("area_id", areas)
    return [entry for what, (key, known) in joins.items() for entry in _rates(totals, what, key, known)]


def _totals(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    pupils = tables["pupils"].filter(pl.col("characteristic") == "all")
    sectors = tables["schools"].select("school_id", "sector")
    return pupils.join(sectors, on="school_id", how="left").select(
        "year", "sector", "school_id", "area_id", pupils=pl.col("high")
    )


def _located_schools(schools: pl.DataFrame) -> pl.Series:
    return schools.filter(pl.col("x").is_not_null() & pl.col("y").is_not_null())["school_id"]


def _compositions(residents: pl.DataFrame) -> list[tuple[tuple[int, str], pl.Series]]:
    known = residents.filter(pl.col("value").is_not_null(), pl.col("characteristic") != "age")
    cells = known.group_by("year", "characteristic", maintain_order=True).agg(pl.col("area_id").unique())
    cells = cells.sort("year", "characteristic")
    return [
        ((row["year"], row["characteristic"]), pl.Series(row["area_id"]))
        for row in cells.iter_rows(named=True)
    ]


def _rates(totals: pl.DataFrame, what: str, key: str, known: pl.Series) -> list[dict[str, Any]]:
    # Without home areas (null throughout) there is nothing to join.
    if totals[key].null_count() == totals.height:
        return []
    matched = pl.col(key).is_in(known.implode()).fill_null(False)
    rates = (
        totals.with_columns(matched=matched)
        .group_by("year", "sector")
        .agg(
            matched=pl.col(key).filter(pl.col("matched")).n_unique(),
            units=pl.col(key).n_unique(),
            weighted=pl.col("pupils").filter(pl.col("matched")).sum() / pl.col("pupils").sum(),
        )
        .sort("year", "sector")
    )
    return [{"what": what, **row} for row in rates.iter_rows(named=True)]
