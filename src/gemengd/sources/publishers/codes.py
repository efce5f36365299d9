# SPDX-License-Identifier: EUPL-1.2
"""Codes and counts of Dutch public data in the canonical form."""

from __future__ import annotations

from datetime import date

import polars as pl

from gemengd.sources.publishers.checks import Checks
from gemengd.tables.counts import from_text

FIRST_MONTH = 8
"""School years start on 1 August."""


def municipality(column: str) -> pl.Expr:
    """`363`, `0363` or `GM0363` to `GM0363`; null for anything else."""
    digits = pl.col(column).str.extract(r"^(?:GM)?(\d{1,4})$", 1)
    return pl.lit("GM") + digits.str.zfill(4)


def school(institution: str, location: str) -> pl.Expr:
    """BRIN and location to six characters, whether the location is written with two characters or six.

    Null where the two do not make a school code (two digits and two letters or digits, then two more).
    """
    six = pl.when(pl.col(location).str.len_chars() == 6).then(pl.col(location))
    joined = six.otherwise(pl.col(institution) + pl.col(location).str.zfill(2)).str.to_uppercase()
    return pl.when(joined.str.contains(r"^\d{2}[A-Z0-9]{4}$")).then(joined)


def postcode4(column: str) -> pl.Expr:
    """The four digits at the start of a postcode; null where there are none."""
    return pl.col(column).str.extract(r"^([1-9]\d{3})(?:\s*[A-Za-z]{2})?$", 1)


def optional_text(column: str) -> pl.Expr:
    """A text, null where it is empty."""
    return pl.when(pl.col(column) != "").then(pl.col(column))


def school_year(day: date) -> int:
    """The year in which the school year of a day starts: 1 October 2017 and January 2018 are both 2017."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def with_counts(frame: pl.DataFrame, columns: list[str], checks: Checks) -> pl.DataFrame:
    """Text counts to the columns `<name>_low` and `<name>_high` (Int64); other values become findings.

    Args:
        frame: with `_file` and `_row`.
        columns: names of text columns with whole numbers or `<5`.
        checks: gathers cells that are empty, no number, or negative.
    """
    plain = frame.select(pl.col(columns).cast(pl.Int64, strict=False))
    for column in columns:
        exact = plain.get_column(column)
        if exact.null_count():
            low, high = from_text(column)
            frame = frame.with_columns(low.alias(f"{column}_low"), high.alias(f"{column}_high"))
        else:
            frame = frame.with_columns(exact.alias(f"{column}_low"), exact.alias(f"{column}_high"))
        below = pl.col(f"{column}_low")
        mend = "The line may be cut off or shifted; download the file again."
        checks.rows(
            frame.filter(below.is_null()),
            column,
            "a whole number or a suppressed count such as <5",
            mend=mend,
        )
        checks.rows(frame.filter(below < 0), column, "a count of 0 or more")
    return frame
