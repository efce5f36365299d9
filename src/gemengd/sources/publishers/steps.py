# SPDX-License-Identifier: EUPL-1.2
"""The steps of which the reading of a layout is made: a column becomes something, or must be something."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from gemengd.sources.publishers import codes
from gemengd.sources.publishers.checks import Checks

Step = Callable[[pl.DataFrame, Checks], pl.DataFrame]
"""Takes rows and gives them back with more columns; what is wrong with them goes to the checks."""

DATE_FORMS = ("%Y%m%d", "%Y-%m-%d")
_TWICE = "Remove the double row or file; the same file may have been given twice."


def becomes(name: str, column: str, value: pl.Expr, expected: str) -> Step:
    """A column is read into another one; what cannot be read is refused.

    Args:
        name: what it becomes.
        column: the column of the file, for the refusal.
        value: how it is read; null where it cannot be.
        expected: what should stand there.
    """

    def step(rows: pl.DataFrame, checks: Checks) -> pl.DataFrame:
        rows = rows.with_columns(value.alias(name))
        checks.rows(rows.filter(pl.col(name).is_null()), column, expected)
        return rows

    return step


def adds(**values: pl.Expr) -> Step:
    """Columns that are made from others and may be null."""
    return lambda rows, checks: rows.with_columns(**values)  # noqa: ARG005 - nothing can be wrong


def counts(*columns: str) -> Step:
    """Columns of counts become intervals, `<name>_low` and `<name>_high`."""
    return lambda rows, checks: codes.with_counts(rows, list(columns), checks)


def refuses(
    wrong: pl.Expr, column: str, expected: str, *, shown: pl.Expr | None = None, mend: str | None = None
) -> Step:
    """Rows that cannot be right.

    Args:
        wrong: true for such a row.
        column: the column of the file, for the refusal.
        expected: what should stand there.
        shown: what to show of the row; by default what stands in the column.
        mend: what the owner of the file can do.
    """

    def step(rows: pl.DataFrame, checks: Checks) -> pl.DataFrame:
        found = rows.filter(wrong)
        if shown is not None:
            found = found.with_columns(shown.alias("shown"))
        checks.rows(found, column, expected, shown=None if shown is None else "shown", mend=mend)
        return rows

    return step


def once(key: Sequence[str], column: str, expected: str, *, mend: str | None = None) -> Step:
    """Rows of which the key stands in an earlier row; a school code that was not read is no key."""
    again = ~pl.struct(key).is_first_distinct()
    if list(key) == ["school_id"]:
        again &= pl.col("school_id").is_not_null()
    return refuses(again, column, expected, mend=mend)


def once_together(key: Sequence[str], named: str | None = None, hidden: Sequence[str] = ()) -> Step:
    """Rows of which the whole key stands in an earlier row, with the key shown.

    Args:
        key: the columns.
        named: how the refusal names them together; by default their names.
        hidden: columns that belong to the key too but are not shown.
    """

    def step(rows: pl.DataFrame, checks: Checks) -> pl.DataFrame:
        present = [column for column in key if column in rows.columns]
        again = ~pl.struct([*hidden, *present]).is_first_distinct()
        shown = pl.concat_str(present, separator=", ", ignore_nulls=True) + " a second time"
        title = named or " + ".join(present)
        return refuses(again, title, "each combination once", shown=shown, mend=_TWICE)(rows, checks)

    return step


def day(column: str) -> pl.Expr:
    """A date written as 20171001 or 2017-10-01; null for anything else."""
    return pl.coalesce(pl.col(column).str.to_date(form, strict=False) for form in DATE_FORMS)


def school_year(column: str) -> pl.Expr:
    """The year in which the school year of a date starts, from a column of dates."""
    date = pl.col(column)
    return (date.dt.year() - (date.dt.month() < codes.FIRST_MONTH).cast(pl.Int32)).cast(pl.Int32)
