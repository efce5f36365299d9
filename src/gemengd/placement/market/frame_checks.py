# SPDX-License-Identifier: EUPL-1.2
"""Refuse tables that cannot be compiled, naming what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from gemengd.tables import Finding, InvalidTable


def need_columns(table: str, frame: pl.DataFrame, columns: Sequence[str]) -> None:
    """Refuse a table that lacks a column."""
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        found = f"columns {frame.columns}"
        raise InvalidTable(
            table, [Finding(column=name, found=found, expected="this column") for name in missing]
        )


def refuse_rows(table: str, frame: pl.DataFrame, wrong: pl.Expr, column: str, expected: str) -> None:
    """Refuse a table with rows for which `wrong` holds, named by their applicant and programme."""
    rows = frame.filter(wrong)
    if rows.height:
        findings = [Finding(column, _named(row, column), expected) for row in rows.head(20).to_dicts()]
        raise InvalidTable(table, findings, rows.height)


def refuse_repeats(
    table: str, frame: pl.DataFrame, key: Sequence[str], expected: str, *, codes: Sequence[str] = ()
) -> None:
    """Refuse a table in which a key stands twice; `codes` hold the same key as numbers, to look faster."""
    if frame.select(codes or key).n_unique() < frame.height:
        refuse_rows(table, frame.sort(key), pl.struct(key).is_duplicated(), key[-1], expected)


def _named(row: dict[str, object], column: str) -> str:
    keys = ("applicant", "family", "programme", "seat_type", "type")
    where = [f"{name} {row[name]!r}" for name in keys if name in row and name != column]
    return f"{row[column]!r}" + (f" at {', '.join(where)}" if where else "")
