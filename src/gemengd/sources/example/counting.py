# SPDX-License-Identifier: EUPL-1.2
"""From children to the canonical tables `pupils` and `residents`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from gemengd.sources.example.families import Children
from gemengd.sources.example.plan import EDUCATION, ORIGIN, TRACKS, YEARS, Ints
from gemengd.tables import PUPILS, RESIDENTS

SUPPRESSED_YEAR, SUPPRESSED_MUNICIPALITY, SUPPRESSED_BELOW = 2020, "GM9903", 5
"""Where counts by origin below 5 were held back, so that the example also shows counts that are intervals."""

CELL = ("year", "municipality_id", "school_id", "area_id", "track")


def described(children: Children, area_ids: Sequence[str]) -> pl.DataFrame:
    """The children as the register knows them: one row each, a column for each characteristic."""
    return pl.DataFrame(
        {
            "entry": children.entry,
            "area_id": _named(area_ids, children.area),
            "home_known": children.home_known,
            "parental_education": _named(
                (*EDUCATION, "unknown"), children.education, children.education_known
            ),
            "origin": _named((*ORIGIN, "unknown"), children.origin, children.origin_known),
            "track": _named(TRACKS, children.track),
        }
    )


def pupils(
    register: pl.DataFrame, careers: Iterable[tuple[Mapping[int, Ints], pl.DataFrame]]
) -> pl.DataFrame:
    """The canonical table `pupils`.

    Args:
        register: the children, as `described`.
        careers: for each sector the school of every child by year (as `careers.primary`) and the schools.

    Returns:
        Counts by year, school, home neighbourhood and track, for `all` and for each social characteristic.
    """
    attending = pl.concat([_attending(register, by_year, schools) for by_year, schools in careers])
    everybody = attending.with_columns(all=pl.lit("all"))
    counted = [_counted(everybody, name, CELL) for name in ("all", "parental_education", "origin")]
    held_back = (
        (pl.col("year") == SUPPRESSED_YEAR)
        & (pl.col("municipality_id") == SUPPRESSED_MUNICIPALITY)
        & (pl.col("characteristic") == "origin")
        & (pl.col("low") < SUPPRESSED_BELOW)
    )
    table = pl.concat(counted).with_columns(
        low=pl.when(held_back).then(0).otherwise("low"),
        high=pl.when(held_back).then(SUPPRESSED_BELOW - 1).otherwise("high"),
        stage=pl.lit(None, pl.String),
    )
    return table.select(*PUPILS.columns).sort(PUPILS.key)


def residents(register: pl.DataFrame, area_ids: Sequence[str]) -> pl.DataFrame:
    """The canonical table `residents`: children of 4 to 17 by neighbourhood and group, zeros included."""
    years = pl.concat([_living(register, year) for year in YEARS]).with_columns(all=pl.lit("all"))
    names = ("all", "parental_education", "origin")
    return pl.concat([_with_zeros(years, area_ids, name) for name in names])


def _attending(register: pl.DataFrame, by_year: Mapping[int, Ints], schools: pl.DataFrame) -> pl.DataFrame:
    ids = schools.select("school_id", "municipality_id")
    secondary = schools.get_column("sector").first() == "vo"
    years = []
    for year, school in by_year.items():
        there = np.flatnonzero(school >= 0)
        frame = pl.concat([register[there], ids[school[there]]], how="horizontal")
        years.append(frame.with_columns(year=pl.lit(year)))
    return pl.concat(years).with_columns(
        area_id=pl.when("home_known").then("area_id"),
        track=pl.col("track") if secondary else pl.lit(None, pl.String),
    )


def _living(register: pl.DataFrame, year: int) -> pl.DataFrame:
    return register.filter(pl.col("entry").is_between(year - 13, year)).with_columns(year=pl.lit(year))


def _counted(frame: pl.DataFrame, name: str, cell: tuple[str, ...]) -> pl.DataFrame:
    counts = frame.group_by(*cell, pl.col(name).alias("group")).agg(low=pl.len().cast(pl.Int64))
    return counts.with_columns(high=pl.col("low"), characteristic=pl.lit(name))


def _with_zeros(years: pl.DataFrame, area_ids: Sequence[str], name: str) -> pl.DataFrame:
    counts = _counted(years, name, ("year", "area_id"))
    grid = counts.select("year").unique().join(pl.DataFrame({"area_id": area_ids}), how="cross")
    grid = grid.join(counts.select("characteristic", "group").unique(), how="cross")
    full = grid.join(counts, on=["year", "area_id", "characteristic", "group"], how="left")
    counted = full.with_columns(pl.col("low", "high").fill_null(0)).with_columns(
        value=pl.col("low").cast(pl.Float64)
    )
    return counted.select(*RESIDENTS.columns).sort(RESIDENTS.key)


def _named(names: Sequence[str], codes: Ints, known: npt.NDArray[np.bool_] | None = None) -> pl.Series:
    shown = codes if known is None else np.where(known, codes, len(names) - 1)
    return pl.Series(names, dtype=pl.String).gather(shown)
