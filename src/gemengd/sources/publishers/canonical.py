# SPDX-License-Identifier: EUPL-1.2
"""Rows of publishers to canonical tables: counted cells, schools, municipalities."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from gemengd.sources.publishers.places import in_small_letters

ALL = ("all", "all")
"""Characteristic and group of all pupils or residents together."""


def counted(
    groups: Mapping[str, tuple[str, str]], *unit: str, **particulars: pl.Expr
) -> Callable[[pl.DataFrame, int], pl.DataFrame]:
    """What makes long cells from columns of counts.

    Args:
        groups: column of counts to the characteristic and group of its cells.
        unit: the columns that say whose the cells are, such as `school_id` and `track`.
        particulars: further columns.
    """

    def make(rows: pl.DataFrame, year: int) -> pl.DataFrame:
        parts = [
            rows.select(
                pl.lit(year).alias("year"),
                *unit,
                pl.lit(characteristic).alias("characteristic"),
                pl.lit(group).alias("group"),
                pl.col(f"{column}_low").alias("low"),
                pl.col(f"{column}_high").alias("high"),
                "_file",
                "_row",
                **particulars,
            )
            for column, (characteristic, group) in groups.items()
        ]
        return pl.concat(parts)

    return make


def listed(**columns: pl.Expr) -> Callable[[pl.DataFrame, int], pl.DataFrame]:
    """What makes the table of schools from rows of one location each.

    Args:
        columns: canonical column to how it is made; the school, its municipality and the year are there.
    """

    def make(rows: pl.DataFrame, year: int) -> pl.DataFrame:
        years = {"first_year": pl.lit(year), "last_year": pl.lit(year)}
        return rows.select("school_id", "municipality_id", "_file", "_row", **columns, **years)

    return make


def municipalities(name: str, *, in_capitals: bool = False) -> Callable[[pl.DataFrame, int], pl.DataFrame]:
    """What makes the areas of the municipalities that rows name.

    Args:
        name: the column with their names.
        in_capitals: True where the names stand in capitals.
    """

    def make(rows: pl.DataFrame, _year: int) -> pl.DataFrame:
        known = rows.filter(pl.col("municipality_id").is_not_null())
        first = known.unique("municipality_id", keep="first", maintain_order=True).sort("municipality_id")
        names = first.get_column(name).to_list()
        return pl.DataFrame(
            {
                "area_id": first.get_column("municipality_id"),
                "level": ["gemeente"] * len(names),
                "name": pl.Series(map(in_small_letters, names) if in_capitals else names, dtype=pl.String),
                "municipality_id": first.get_column("municipality_id"),
            },
            schema_overrides={"level": pl.String},
        )

    return make
