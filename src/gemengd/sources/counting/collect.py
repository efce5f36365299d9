# SPDX-License-Identifier: EUPL-1.2
"""The counts out of the engine, refused as a whole when pupils could not be placed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gemengd.sources.counting.fetch import fetched
from gemengd.tables.findings import Finding, InvalidTable
from gemengd.tables.schema import PUPILS
from gemengd.tables.validate import validate

if TYPE_CHECKING:
    import ibis
    import polars as pl


def collect(counts: ibis.Table, *, what: str = "The microdata") -> pl.DataFrame:
    """Run the expression of `count` on its engine and take over the counts.

    Args:
        counts: the expression.
        what: how to call the microdata in a refusal.

    Returns:
        The canonical table `pupils`, in the order of its key: the same on every engine.

    Raises:
        InvalidTable: rows without year or school, values that belong to no group, wrong weights, or codes
            that the table cannot hold; with numbers of pupils and never with a value of one.
    """
    frame = fetched(counts, PUPILS.key, what)
    findings = _refused(frame)
    if findings:
        raise InvalidTable(what, findings)
    validate(PUPILS, _one_of_each(frame), what=what)
    return frame


def _one_of_each(frame: pl.DataFrame) -> pl.DataFrame:
    """For every value of every column one row: enough to check the values, in little memory.

    That every key stands there once needs no check, as the rows were grouped by it.
    """
    import polars as pl

    codes = [name for name in PUPILS.columns if name not in ("low", "high")]
    return frame.filter(pl.any_horizontal(pl.col(name).is_first_distinct() for name in codes))


def _refused(frame: pl.DataFrame) -> list[Finding]:
    import polars as pl

    everybody = frame.filter(characteristic="all")
    findings = [
        Finding(argument, _pupils(lost), f"a {argument} for every pupil", mend=mend)
        for argument, column, mend in _PLACES
        if (lost := _total(everybody.filter(pl.col(column).is_null())))
    ]
    nowhere = frame.filter(pl.col("group").is_null()).group_by("characteristic", maintain_order=True)
    for (name,), rows in sorted(nowhere, key=lambda part: str(part[0])):
        findings.append(_without_group(str(name), _total(rows)))
    return findings


_PLACES = (
    ("year", "year", "Years are whole numbers, dates, or text such as 2023 or 2023/2024."),
    ("school", "school_id", "Leave rows without a school out first: table.filter(table.school.notnull())."),
)


def _without_group(name: str, number: int) -> Finding:
    if name == "weights":
        return Finding(name, f"{number} rows with an empty or negative weight", "whole numbers of 0 or more")
    mend = (
        "values_in(table, column) lists the values; name them in Categories(groups=...), or say otherwise= "
        "or missing='unknown'."
    )
    return Finding(
        f"characteristics.{name}",
        f"{_pupils(number)} with a value of no group",
        "a group for each",
        mend=mend,
    )


def _total(rows: pl.DataFrame) -> int:
    return int(rows["low"].sum())


def _pupils(number: int) -> str:
    return f"{number:,} pupil{'s' if number != 1 else ''}"
