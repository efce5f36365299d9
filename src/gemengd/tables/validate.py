# SPDX-License-Identifier: EUPL-1.2
"""The checks that a table passes before it may stand in a workspace."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from gemengd.tables.contribution import PROVENANCE
from gemengd.tables.findings import MOST_SHOWN, Finding, InvalidTable
from gemengd.tables.schema import Column, Table
from gemengd.tables.signs import sign_findings


def validate(table: Table, frame: pl.DataFrame, *, what: str | None = None) -> pl.DataFrame:
    """The frame with the table's columns and types, or a refusal of the whole.

    Args:
        table: the canonical table it should be.
        frame: rows, optionally with the columns `_file` and `_row` that findings quote.
        what: how to call the frame in the refusal; the table's name by default.

    Returns:
        The canonical columns in their order (without provenance).

    Raises:
        InvalidTable: with up to 20 findings, each naming file, row, column, value found and value expected.
    """
    what = what or f"Table '{table.name}'"
    missing = [
        name for name, column in table.columns.items() if name not in frame.columns and not column.optional
    ]
    if missing:
        found = ", ".join(column for column in frame.columns if column not in PROVENANCE)
        raise InvalidTable(
            what, [Finding(name, f"only the columns {found}", "this column") for name in missing]
        )
    typed, wrong_type = _typed(table, frame)
    findings = [*wrong_type, *_value_findings(table, typed)]
    total = len(findings)
    if not findings:
        findings, total = _key_findings(table, typed)
    if findings:
        raise InvalidTable(what, findings, total)
    return typed.select(list(table.columns))


def _typed(table: Table, frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Finding]]:
    absent = [pl.lit(None).alias(name) for name in table.columns if name not in frame.columns]
    frame = frame.with_columns(absent)
    findings: list[Finding] = []
    for name, dtype in table.dtypes.items():
        cast = frame.get_column(name).cast(dtype, strict=False)
        lost = cast.is_null() & frame.get_column(name).is_not_null()
        if lost.any():
            findings += _findings(frame.filter(lost), name, f"a value of type {dtype}")
        frame = frame.with_columns(cast.alias(name))
    return frame, findings


def _value_findings(table: Table, frame: pl.DataFrame) -> Iterator[Finding]:
    for name, column in table.columns.items():
        wrong = frame.filter(_broken(name, column))
        if wrong.height:
            yield from _findings(wrong, name, column.expected or "a value")
        yield from sign_findings(name, column, frame)
    if {"low", "high"} <= set(table.columns):
        turned = frame.filter(pl.col("high") < pl.col("low"))
        yield from _findings(turned, "high", "a count not below 'low'")
    if {"first_year", "last_year"} <= set(table.columns):
        turned = frame.filter(pl.col("last_year") < pl.col("first_year"))
        yield from _findings(turned, "last_year", "a year not before 'first_year'")


def _broken(name: str, column: Column) -> pl.Expr:
    value = pl.col(name)
    broken = value.is_null() & pl.lit(not column.optional)
    if column.pattern is not None:
        broken = broken | ~value.str.contains(column.pattern)
    if column.choices is not None:
        broken = broken | ~value.is_in(column.choices)
    if column.between is not None:
        low, high = column.between
        broken = broken | (value < low) | (value > high)
    if column.dtype is pl.Float64:
        broken = broken | value.is_nan()
    return broken.fill_null(False)


def _findings(wrong: pl.DataFrame, column: str, expected: str) -> list[Finding]:
    return [
        Finding(column, _shown(row[column]), expected, row=row.get("_row"), file=row.get("_file"))
        for row in wrong.head(MOST_SHOWN).iter_rows(named=True)
    ]


def _shown(value: object) -> str:
    return "nothing" if value is None else repr(value)


def _key_findings(table: Table, frame: pl.DataFrame) -> tuple[list[Finding], int]:
    repeated = frame.filter(~pl.struct(table.key).is_first_distinct())
    if not repeated.height:
        return [], 0
    findings = [
        Finding(
            " + ".join(table.key),
            ", ".join("nothing" if row[name] is None else str(row[name]) for name in table.key)
            + " a second time",
            "each combination once",
            row=row.get("_row"),
            file=row.get("_file"),
            mend="Remove the double row, or add the two up if both count.",
        )
        for row in repeated.head(MOST_SHOWN).iter_rows(named=True)
    ]
    return findings, repeated.height
