# SPDX-License-Identifier: EUPL-1.2
"""Small workspaces made by hand, and the real national one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
import pytest

from gemengd.tables import TABLES, Characteristic, known_characteristics, validate

Rows = Sequence[tuple[Any, ...]]


@dataclass
class HandMade:
    """Tables that answer like a workspace."""

    tables: dict[str, pl.DataFrame]
    characteristics: dict[str, Characteristic] = field(default_factory=known_characteristics)
    manifest: dict[str, Any] = field(default_factory=lambda: {"fictional": True})

    def table(self, name: str) -> pl.DataFrame:
        return self.tables[name]


def _frame(table: str, columns: Sequence[str], rows: Rows, **constants: Any) -> pl.DataFrame:
    dtypes = TABLES[table].dtypes
    frame = pl.DataFrame(rows, schema={column: dtypes[column] for column in columns}, orient="row")
    frame = frame.with_columns(
        pl.lit(value, dtypes[column]).alias(column) for column, value in constants.items()
    )
    return validate(TABLES[table], frame)


def _intervals(rows: Rows) -> Rows:
    return [(*row[:-1], *(row[-1] if isinstance(row[-1], tuple) else (row[-1], row[-1]))) for row in rows]


@pytest.fixture(scope="session")
def hand_made() -> Callable[..., HandMade]:
    """Make a workspace from short rows.

    pupils: (year, school, area, characteristic, group, number or (low, high)); the totals are summed from the
    first characteristic unless rows of `all` are given. schools: (school, municipality, sector, area, x, y,
    denomination). areas: (area, level, municipality, x, y, density). residents: (year, area, characteristic,
    group, value). shapes: (area, wkb).
    """

    def make(
        pupils: Rows = (), schools: Rows = (), areas: Rows = (), residents: Rows = (), shapes: Rows = ()
    ) -> HandMade:
        counted = _frame(
            "pupils",
            ("year", "school_id", "area_id", "characteristic", "group", "low", "high"),
            _intervals(pupils),
        )
        if not counted.filter(characteristic="all").height and counted.height:
            counted = pl.concat([counted, _totals(counted)])
        return HandMade(
            {
                "pupils": counted,
                "schools": _frame(
                    "schools",
                    ("school_id", "municipality_id", "sector", "area_id", "x", "y", "denomination"),
                    schools,
                    first_year=2000,
                    last_year=2030,
                    name="a school",
                ),
                "areas": _frame(
                    "areas", ("area_id", "level", "municipality_id", "x", "y", "address_density"), areas
                ),
                "shapes": _frame("shapes", ("area_id", "wkb"), shapes),
                "residents": _frame(
                    "residents",
                    ("year", "area_id", "characteristic", "group", "value"),
                    residents,
                    low=0,
                    high=0,
                ),
                "mergers": TABLES["mergers"].empty(),
            }
        )

    return make


def _totals(counted: pl.DataFrame) -> pl.DataFrame:
    first = counted.filter(pl.col("characteristic") == counted["characteristic"].min())
    key = ["year", "school_id", "area_id"]
    sums = first.group_by(key, maintain_order=True).agg(pl.col("low", "high").sum())
    return sums.with_columns(
        characteristic=pl.lit("all"),
        group=pl.lit("all"),
        track=pl.lit(None, pl.String),
        stage=pl.lit(None, pl.String),
    ).select(counted.columns)


@pytest.fixture(scope="session")
def row() -> Callable[..., dict[str, Any]]:
    """The one row of a frame that has these values."""

    def one(frame: pl.DataFrame, **values: Any) -> dict[str, Any]:
        found = frame.filter([pl.lit(True), *(pl.col(name) == value for name, value in values.items())])
        assert found.height == 1, f"{found.height} rows with {values}"
        return found.row(0, named=True)

    return one
