# SPDX-License-Identifier: EUPL-1.2
"""A long table of counts as complete tables with totals, and back.

Every cell of a table becomes one row of the sheet, totals included, sorted so that each table is one block:
a null in a key column means "all of them together".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from gemengd.measure.protection.table import Table
from gemengd.numeric.arrays import Integers

TABLE, LEVEL, COUNT, WEIGHT, SECRET = "__table", "__level", "__count", "__weight", "__secret"
MOST = 100_000_000
"""Pupils of one table, at most: the flows are 32-bit numbers."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The key columns of a long table.

    Attributes:
        by: columns that tell the tables apart.
        tree: columns of the rows, outermost first; the last one names the row itself.
        column: the column that holds the groups.
    """

    by: tuple[str, ...]
    tree: tuple[str, ...]
    column: str

    @property
    def all(self) -> tuple[str, ...]:
        """All key columns."""
        return (*self.by, *self.tree, self.column)


def complete(table: pl.DataFrame, keys: Keys) -> pl.DataFrame:
    """Every row × column of each table, with count, weight and secret; what is absent counts zero.

    Repeated keys are added up, keep the largest weight, and are secret if any is.
    """
    found = table.group_by(keys.all).agg(pl.col(COUNT).sum(), pl.col(WEIGHT).max(), pl.col(SECRET).any())
    numbers = found.select(keys.by).unique().sort(keys.by) if keys.by else pl.DataFrame(height=1)
    numbers = numbers.with_row_index(TABLE).with_columns(pl.col(TABLE).cast(pl.Int64))
    found = (
        found.join(numbers, on=keys.by) if keys.by else found.with_columns(pl.lit(0, pl.Int64).alias(TABLE))
    )
    units = found.select(TABLE, *keys.by, *keys.tree).unique()
    groups = found.select(TABLE, keys.column).unique()
    grid = units.join(groups, on=TABLE)
    values = found.select(TABLE, *keys.tree, keys.column, COUNT, WEIGHT, SECRET)
    joined = grid.join(values, on=[TABLE, *keys.tree, keys.column], how="left")
    return joined.with_columns(
        pl.col(COUNT).fill_null(0), pl.col(WEIGHT).fill_null(1.0), pl.col(SECRET).fill_null(value=False)
    )


def with_totals(grid: pl.DataFrame, keys: Keys) -> pl.DataFrame:
    """The sheet: all cells and totals, by table, level of the tree, row and column, totals last."""
    parts = [
        _summed(grid, keys, (TABLE, *keys.by, *keys.tree[:level], *columns), level)
        for level in range(len(keys.tree) + 1)
        for columns in ((keys.column,), ())
    ]
    order = [TABLE, LEVEL, *keys.tree, keys.column]
    return pl.concat(parts).sort(order, nulls_last=True)


def _summed(grid: pl.DataFrame, keys: Keys, kept: Sequence[str], level: int) -> pl.DataFrame:
    leaf = level == len(keys.tree) and keys.column in kept
    summed = grid.group_by(kept).agg(
        pl.col(COUNT).sum(),
        pl.col(WEIGHT).max() if leaf else pl.lit(0.0).alias(WEIGHT),
        pl.col(SECRET).any() if leaf else pl.lit(value=False).alias(SECRET),
    )
    missing = [pl.lit(None, grid.schema[name]).alias(name) for name in keys.all if name not in kept]
    whole = summed.with_columns(*missing, pl.lit(level, pl.Int64).alias(LEVEL))
    return whole.select(TABLE, LEVEL, *keys.all, COUNT, WEIGHT, SECRET)


def parents(sheet: pl.DataFrame, keys: Keys) -> Integers:
    """For each row of each table, the row of the same table it is added into; −1 for the total row."""
    heads = sheet.filter(pl.col(keys.column).is_null())
    heads = heads.with_columns(pl.int_range(pl.len()).over(TABLE).alias("__place"))
    found = np.full(heads.height, -1, dtype=np.int64)
    levels = heads[LEVEL].to_numpy()
    for level in range(1, len(keys.tree) + 1):
        on = [TABLE, *keys.tree[: level - 1]]
        above = heads.filter(pl.col(LEVEL) == level - 1).select(*on, "__place")
        below = heads.filter(pl.col(LEVEL) == level).select(on)
        found[levels == level] = below.join(above, on=on, how="left", maintain_order="left")[
            "__place"
        ].to_numpy()
    return found


def tables(sheet: pl.DataFrame, keys: Keys) -> Iterator[Table]:
    """The tables of a sheet in its order.

    Raises:
        ValueError: a table has more pupils than the flows can count.
    """
    heads = sheet.filter(pl.col(keys.column).is_null())
    sizes = heads.group_by(TABLE, maintain_order=True).agg(pl.len())["len"].to_numpy()
    cells = sheet.group_by(TABLE, maintain_order=True).agg(pl.len())["len"].to_numpy()
    parent, level = parents(sheet, keys), heads[LEVEL].to_numpy()
    values = [sheet[name].to_numpy() for name in (COUNT, WEIGHT, SECRET)]
    row, cell = 0, 0
    for rows, size in zip(sizes, cells, strict=True):
        counts, weight, secret = (part[cell : cell + size].reshape(rows, -1) for part in values)
        if counts[0, -1] > MOST:
            raise ValueError(f"a table of {counts[0, -1]} pupils: found more than {MOST}; split it with `by`")
        leaf = level[row : row + rows] == len(keys.tree)
        yield Table(counts, parent[row : row + rows], leaf, weight, secret)
        row, cell = row + rows, cell + size
