# SPDX-License-Identifier: EUPL-1.2
"""From what each source says to one set of canonical tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from gemengd.tables.findings import MOST_SHOWN, Finding, InvalidTable
from gemengd.tables.mergers import current_codes
from gemengd.tables.schema import TABLES, Table
from gemengd.tables.spelling import best_name
from gemengd.tables.validate import validate

_ORDER = "_order"
"""Rank of a source: newest reference date first, then newest import."""


@dataclass(frozen=True)
class Given:
    """A source as it is kept: its entry in the manifest and its validated tables."""

    entry: dict[str, Any]
    tables: dict[str, pl.DataFrame]


def resolve(given: Sequence[Given]) -> dict[str, pl.DataFrame]:
    """One frame per canonical table.

    Schools, areas and shapes that several sources name become one row: the newest reference date wins
    and older sources fill the empty cells; names of areas are kept in their best spelling. Municipality
    codes are brought to today's. Counts are never merged: when two sources count the same thing, the import
    is refused, except for `all` and `age`: there counts by home area stand, and among equals the newest.

    Args:
        given: the sources, oldest import first.

    Raises:
        InvalidTable: two sources count the same pupils or residents.
    """
    tables = {
        "pupils": _counted(given, "pupils", ["year", "school_id", "characteristic"]),
        "residents": _counted(given, "residents", ["year", "area_id", "characteristic"]),
        "mergers": _stacked(given, "mergers").drop(_ORDER, "_source").unique(maintain_order=True),
        "schools": _merged(given, TABLES["schools"]),
        "areas": _merged(given, TABLES["areas"]),
        "shapes": _merged(given, TABLES["shapes"]),
    }
    codes = current_codes(tables["mergers"])
    for name in ("schools", "areas"):
        tables[name] = tables[name].with_columns(pl.col("municipality_id").replace(codes))
    return {name: validate(table, tables[name]) for name, table in TABLES.items()}


def _stacked(given: Sequence[Given], name: str) -> pl.DataFrame:
    ranks = _ranks(given)
    frames = [
        source.tables[name].with_columns(
            pl.lit(rank, pl.Int64).alias(_ORDER), pl.lit(source.entry["id"]).alias("_source")
        )
        for source, rank in zip(given, ranks, strict=True)
        if name in source.tables
    ]
    empty = (
        TABLES[name]
        .empty()
        .with_columns(pl.lit(None, pl.Int64).alias(_ORDER), pl.lit(None, pl.String).alias("_source"))
    )
    return pl.concat([empty, *frames])


def _ranks(given: Sequence[Given]) -> list[int]:
    order = sorted(
        range(len(given)), key=lambda index: (given[index].entry["reference_date"] or "", index), reverse=True
    )
    return [order.index(index) for index in range(len(given))]


def _counted(given: Sequence[Given], name: str, cell: list[str]) -> pl.DataFrame:
    stacked = _stacked(given, name)
    totals = pl.col("characteristic").is_in(["all", "age"])
    imported = {source.entry["id"]: index for index, source in enumerate(given)}
    order = pl.col("_source").replace_strict(imported, return_dtype=pl.Int64, default=None)
    # Totals by home area tell more than totals alone, whichever came last.
    by_area = pl.col("area_id").is_not_null().any().over([*cell, "_source"])
    preference = order + pl.when(by_area).then(len(given)).otherwise(0)
    chosen = stacked.filter(totals).filter(preference == preference.max().over(cell))
    social = stacked.filter(~totals)
    _refuse_double(social, name, cell)
    return pl.concat([chosen, social]).drop(_ORDER, "_source")


def _refuse_double(stacked: pl.DataFrame, name: str, cell: list[str]) -> None:
    sources = (
        stacked.group_by(cell).agg(pl.col("_source").unique().sort()).filter(pl.col("_source").list.len() > 1)
    )
    if not sources.height:
        return
    findings = [
        Finding(
            "characteristic",
            f"{', '.join(str(row[column]) for column in cell)} in the sources {' and '.join(row['_source'])}",
            "one source",
            mend=f"Take one of them out first: `gemengd sources remove {row['_source'][0]}`.",
        )
        for row in sources.sort(cell).head(MOST_SHOWN).iter_rows(named=True)
    ]
    raise InvalidTable(f"Table '{name}'", findings, sources.height)


def _merged(given: Sequence[Given], table: Table) -> pl.DataFrame:
    stacked = _stacked(given, table.name).sort(_ORDER, maintain_order=True)
    rules = {"first_year": pl.col("first_year").min(), "last_year": pl.col("last_year").max()}
    # A point is taken whole: x from one source and y from another would be nowhere.
    whole = pl.col("x").is_not_null() & pl.col("y").is_not_null()
    rules |= {name: pl.col(name).filter(whole).first() for name in ("x", "y", "located")}
    if table.name == "areas":
        rules["name"] = best_name("name")
    columns = [
        rules.get(name, pl.col(name).drop_nulls().first()) for name in table.columns if name not in table.key
    ]
    return (
        stacked.group_by(table.key, maintain_order=True)
        .agg(columns)
        .select(list(table.columns))
        .sort(table.key)
    )
