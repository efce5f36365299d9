# SPDX-License-Identifier: EUPL-1.2
"""The units x groups tables of two moments, cell by cell, over the units that occur in either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from gemengd.measure.table.keys import key_codes
from gemengd.measure.table.reading import counts, read, refuse_nulls
from gemengd.numeric.arrays import Floats, Integers

MOMENTS = ("before", "after")


@dataclass(frozen=True, slots=True)
class TwoTables:
    """Counts at two moments.

    Attributes:
        start: where each cell's units begin (cells + 1 numbers).
        count: pupils, (2, units, groups): before and after.
        keys: the `by` columns, one row per cell, sorted.
    """

    start: Integers
    count: Floats
    keys: pl.DataFrame

    @property
    def size(self) -> int:
        """Number of cells."""
        return self.start.size - 1

    def units(self) -> Integers:
        """Units with pupils per cell: before, after, and at both moments (3 x cells)."""
        present = self.count.sum(axis=2) > 0.0
        rows = np.stack([*present, present.all(axis=0)]).astype(np.int64)
        sums = np.concatenate([np.zeros((3, 1), dtype=np.int64), rows.cumsum(axis=1)], axis=1)
        return np.asarray(sums[:, self.start[1:]] - sums[:, self.start[:-1]])

    def pupils(self) -> Floats:
        """Pupils per cell before and after (2 x cells)."""
        cell = np.repeat(np.arange(self.size), np.diff(self.start))
        totals = self.count.sum(axis=2)
        return np.stack([np.bincount(cell, weights=row, minlength=self.size) for row in totals])


def two_tables(
    frames: tuple[Any, Any], by: Sequence[str], unit: Sequence[str], group: str, pupils: str
) -> TwoTables:
    """Count two long tables over the same cells, units and groups.

    Raises:
        ValueError, TypeError: as for `count_cells`; also when a column differs in type between the tables.
    """
    columns = (*by, *unit, group)
    parts = {what: read(frame, (*columns, pupils), what) for what, frame in zip(MOMENTS, frames, strict=True)}
    for what, part in parts.items():
        refuse_nulls(part, (*unit, group), what)
    values = np.concatenate([counts(part, pupils, what) for what, part in parts.items()])
    table = _joined([part.select(columns) for part in parts.values()])
    later = np.repeat([0, 1], [part.height for part in parts.values()])
    kept = values > 0.0
    cell, unit_code, group_code = (key_codes(table, names) for names in (by, unit, (group,)))
    pair = cell.codes.astype(np.int64) * unit_code.size + unit_code.codes
    pairs, place = np.unique(pair[kept], return_inverse=True)
    shape = 2, pairs.size, group_code.size
    flat = np.ravel_multi_index((later[kept], place, group_code.codes[kept]), shape)
    count = np.bincount(flat, weights=values[kept], minlength=int(np.prod(shape))).reshape(shape)
    start = np.searchsorted(pairs // max(unit_code.size, 1), np.arange(cell.size + 1))
    return TwoTables(start.astype(np.int64), count.astype(np.float64), cell.values)


def _joined(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    before, after = (part.schema for part in parts)
    for name, kind in before.items():
        if (kind == pl.String) != (after[name] == pl.String):
            raise TypeError(
                f"column '{name}': found type {kind} in before and {after[name]} in after, "
                "expected the same type in both; cast one of them"
            )
    return pl.concat(parts, how="vertical_relaxed")
