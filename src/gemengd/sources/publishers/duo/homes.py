# SPDX-License-Identifier: EUPL-1.2
"""Homes of pupils in DUO files that do not describe the schools themselves."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from gemengd.sources.publishers import codes
from gemengd.sources.publishers.duo.flow_tables import ABROAD, ELSEWHERE
from gemengd.sources.publishers.steps import Step, adds, refuses

UNKNOWN = ("", "40")
"""Home codes that say nothing, after leading zeros: a code of zeros is no postcode either."""


def read(column: str) -> tuple[Step, ...]:
    """Home codes to `area_id`: four digits, a country, or null where the home is unknown.

    A code that is no postcode, no country and not "unknown" is refused.

    Args:
        column: the home code.
    """
    plain = pl.col(column).str.strip_chars_start("0")
    country = plain.replace_strict(ELSEWHERE, default=None, return_dtype=pl.String)
    strange = pl.col("area_id").is_null() & ~plain.is_in(UNKNOWN)
    return (
        adds(area_id=pl.coalesce(country, codes.postcode4(column))),
        refuses(strange, column, "four digits, or 10, 20, 30 or 40 (abroad, unknown)"),
    )


def added_up(cells: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """Cells with `low` and `high`, one per key: a postcode may lie in several places, and unknown homes too.

    Args:
        cells: the columns of `key`, with `low` and `high`.
        key: names of the columns that together occur once in the result.
    """
    return cells.group_by(key, maintain_order=True).agg(pl.col("low", "high").sum())


def areas(rows: pl.DataFrame, _year: int = 0) -> pl.DataFrame:
    """The home postcodes and countries in `area_id`, as canonical areas; municipalities are not known."""
    present = rows.get_column("area_id").drop_nulls().unique().sort()
    inside = present.filter(~present.is_in(list(ABROAD)))
    outside = [code for code in ABROAD if code in set(present)]
    return pl.DataFrame(
        {
            "area_id": [*inside, *outside],
            "level": ["pc4"] * len(inside) + ["abroad"] * len(outside),
            "name": [None] * len(inside) + [ABROAD[code] for code in outside],
        },
        schema={"area_id": pl.String, "level": pl.String, "name": pl.String},
    )


def schools_wanted(rows: pl.DataFrame, lists: str) -> str:
    """The note that the schools have to come from another file.

    Args:
        rows: with `school_id`.
        lists: the kinds of file that describe them.
    """
    schools = rows.get_column("school_id").n_unique()
    return (
        f"The file has no names or municipalities of its {schools:,} school locations. Import a list of "
        f"locations as well ({lists}): pupils of a location that no list describes are in no figure."
    )
