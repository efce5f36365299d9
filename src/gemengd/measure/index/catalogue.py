# SPDX-License-Identifier: EUPL-1.2
"""The catalogue as a table, for reading and printing."""

from __future__ import annotations

from dataclasses import fields

import polars as pl

from gemengd.measure.index.registry import INDICES, ORDERED, Index

_FIRST = ("name", "label", "groups")
_INSIDE = "kernel"
"""What only the compiled kernels need to know of an index."""
COLUMNS = (*_FIRST, *(one.name for one in fields(Index) if one.name not in (*_FIRST, _INSIDE)))


def catalogue() -> pl.DataFrame:
    """Every index of `INDICES` and `ORDERED`, one row each, with the attributes of `Index` as columns.

    `high` is null where the index has no upper limit, `complete` where complete segregation has a value that
    depends on the margins of the cell.
    """
    rows = [
        {name: getattr(index, name) for name in COLUMNS} for index in (*INDICES.values(), *ORDERED.values())
    ]
    table = pl.DataFrame(rows, schema_overrides={"complete": pl.Float64, "high": pl.Float64})
    return table.with_columns(pl.col("high").replace(float("inf"), None))
