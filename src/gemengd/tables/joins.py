# SPDX-License-Identifier: EUPL-1.2
"""How well the tables of a workspace fit together: what finds its counterpart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from gemengd.tables.characteristics import Characteristic

SCHOOL_LISTED = "school_listed"
SCHOOL_POINT = "school_point"
AREA_SHAPE = "area_shape"
AREA_POINT = "area_point"
AREA_RESIDENTS = "area_residents"
AREA_SHARE = "area_share"

JOINS = {
    SCHOOL_LISTED: "school is in a list of schools",
    SCHOOL_POINT: "school has a point",
    AREA_SHAPE: "home area has a shape",
    AREA_POINT: "home area has a point",
    AREA_RESIDENTS: "home area has residents in {residents_year}",
    AREA_SHARE: "home area has a known share by {characteristic} in {residents_year}",
}
"""What is looked up, in words."""


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
        One entry per school year × sector × join: `what` (a key of `JOINS`), for residents also
        `residents_year` and `characteristic`, and `matched`, `units`, `weighted` (share of pupils, 0-1).
        The sector is None for schools that no source describes.
    """
    totals = _totals(tables)
    return [entry for join in _joins(tables, characteristics) for entry in _rates(totals, join)]


@dataclass(frozen=True)
class _Join:
    """What is looked up: by which column, in which codes; for residents also of when and by what."""

    what: str
    key: str
    known: pl.Series
    residents_year: int | None = None
    characteristic: str | None = None


def _joins(tables: Mapping[str, pl.DataFrame], characteristics: Mapping[str, Characteristic]) -> list[_Join]:
    schools, areas, residents = tables["schools"], tables["areas"], tables["residents"]
    located = pl.col("x").is_not_null() & pl.col("y").is_not_null()
    years = residents["year"].unique().sort().to_list()
    return [
        _Join(SCHOOL_LISTED, "school_id", schools["school_id"]),
        _Join(SCHOOL_POINT, "school_id", schools.filter(located)["school_id"]),
        _Join(AREA_SHAPE, "area_id", tables["shapes"]["area_id"]),
        _Join(AREA_POINT, "area_id", areas.filter(located)["area_id"]),
        *(
            _Join(AREA_RESIDENTS, "area_id", residents.filter(year=year)["area_id"].unique(), year)
            for year in years
        ),
        *(
            _Join(AREA_SHARE, "area_id", known, year, characteristic)
            for (year, characteristic), known in _compositions(residents, characteristics).items()
        ),
    ]


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


def _rates(totals: pl.DataFrame, join: _Join) -> list[dict[str, Any]]:
    key, known = join.key, join.known
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
    about = {
        "what": join.what,
        "residents_year": join.residents_year,
        "characteristic": join.characteristic,
    }
    return [about | row for row in rates.iter_rows(named=True)]
