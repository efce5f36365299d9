# SPDX-License-Identifier: EUPL-1.2

"""A long table of counts as compact arrays: cells of units of entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from gemengd.measure.table.keys import Keys, is_sorted, key_codes, row_order
from gemengd.measure.table.reading import Names, counts, names_of, read, refuse_nulls
from gemengd.numeric.arrays import Codes, Flags, Floats, Integers
from gemengd.numeric.compiled import compiled


@dataclass(frozen=True, slots=True)
class Cells:
    """Counts sorted by cell, unit and group; zero counts and units without pupils are left out.

    Attributes:
        unit_start: where each cell's units begin (cells + 1 numbers).
        entry_start: where each unit's entries begin (units + 1 numbers).
        unit: code of each unit, a row of `unit_keys`.
        group: code of the group of each entry, a row of `group_names`.
        count: pupils of each entry.
        fractional: whether any row behind an entry was not a whole number.
        keys: the `by` columns, one row per cell, sorted.
        unit_keys: the `unit` columns, one row per unit code, sorted.
        group_names: name of each group code, sorted.
    """

    unit_start: Integers
    entry_start: Integers
    unit: Integers
    group: Codes
    count: Floats
    fractional: Flags
    keys: pl.DataFrame
    unit_keys: pl.DataFrame
    group_names: pl.Series

    @property
    def size(self) -> int:
        """Number of cells."""
        return self.unit_start.size - 1

    @property
    def cell(self) -> Integers:
        """The cell of each unit."""
        return np.repeat(np.arange(self.size), np.diff(self.unit_start))

    @property
    def owner(self) -> Integers:
        """The unit (position, not code) of each entry."""
        return np.repeat(np.arange(self.unit.size), np.diff(self.entry_start))

    def labels(self) -> pl.DataFrame:
        """The key columns of every unit."""
        units = self.unit_keys[self.unit].drop(self.keys.columns, strict=False)
        return pl.concat([self.keys[self.cell], units], how="horizontal")

    def unit_pupils(self) -> Floats:
        """Pupils of each unit."""
        return _sums(self.entry_start, self.count)

    def group_pupils(self) -> Floats:
        """Pupils of each group in each cell (cells x groups)."""
        totals = np.zeros((self.size, self.group_names.len()))
        _add_groups(self.entry_start[self.unit_start], self.group, self.count, totals)
        return totals

    def has_fractions(self) -> Flags:
        """Whether a cell holds any count that is not a whole number."""
        flags = np.zeros(self.size, dtype=np.bool_)
        if self.fractional.any():
            flags[self.cell[self.owner[self.fractional]]] = True
        return flags


def count_cells(frame: Any, unit: Names, group: str, pupils: str, by: Names = ()) -> Cells:
    """Count a long table into cells.

    Raises:
        ValueError: a column is missing, a key is null, or a count is null, negative or not finite.
    """
    units, cells = names_of(unit), names_of(by)
    if not units:
        raise ValueError("unit names no column; expected the column (or columns) that identify a unit")
    table = read(frame, (*cells, *units, group, pupils))
    refuse_nulls(table, (*units, group))
    values = counts(table, pupils)
    by_keys, unit_keys = key_codes(table, cells), key_codes(table, units)
    return arrange(by_keys, unit_keys, key_codes(table, (group,)), values)


def arrange(by: Keys, unit: Keys, group: Keys, values: Floats) -> Cells:
    """Cells from the keys of every row and its number of pupils."""
    broken = values != np.floor(values)
    any_broken = bool(broken.any())
    # Fractions with one key must be put in order too, or their sum would depend on the order of the rows.
    if any_broken or not is_sorted(by.codes, unit.codes, group.codes):
        order = row_order((by, unit, group), values)
        sorted_codes = by.codes[order], unit.codes[order], group.codes[order]
        compact = _compress(*sorted_codes, values[order], broken[order], any_broken, by.size)
    else:
        compact = _compress(by.codes, unit.codes, group.codes, values, broken, any_broken, by.size)
    return Cells(*compact, keys=by.values, unit_keys=unit.values, group_names=group.values.to_series())


@compiled
def _compress(
    cell: Codes, unit: Codes, group: Codes, values: Floats, broken: Flags, any_broken: bool, cells: int
) -> tuple[Integers, Integers, Integers, Codes, Floats, Flags]:
    """Sum equal keys of sorted rows, drop zeros, and lay out units and entries one after another."""
    rows = cell.size
    unit_start, entry_start = np.zeros(cells + 1, dtype=np.int64), np.zeros(rows + 1, dtype=np.int64)
    units, groups = np.empty(rows, dtype=np.int64), np.empty(rows, dtype=np.int32)
    count, fractional = np.empty(rows), np.zeros(rows, dtype=np.bool_)
    unit_size = entry_size = stop = 0
    last_cell = last_unit = -1
    while stop < rows:
        start = stop
        stop = _end_of_key(cell, unit, group, start)
        total = values[start]
        for row in range(start + 1, stop):
            total += values[row]
        if total <= 0.0:
            continue
        if cell[start] != last_cell or unit[start] != last_unit:
            last_cell, last_unit = cell[start], unit[start]
            units[unit_size], entry_start[unit_size] = last_unit, entry_size
            unit_size += 1
            unit_start[last_cell + 1] += 1
        groups[entry_size], count[entry_size] = group[start], total
        if any_broken:
            fractional[entry_size] = broken[start:stop].any()
        entry_size += 1
    entry_start[unit_size] = entry_size
    return (
        np.cumsum(unit_start),
        entry_start[: unit_size + 1].copy(),
        units[:unit_size].copy(),
        groups[:entry_size].copy(),
        count[:entry_size].copy(),
        fractional[:entry_size].copy(),
    )


@compiled
def _sums(start: Integers, values: Floats) -> Floats:
    """Sum of every stretch `start[i] … start[i + 1]`."""
    out = np.zeros(start.size - 1)
    for i in range(out.size):
        for j in range(start[i], start[i + 1]):
            out[i] += values[j]
    return out


@compiled
def _add_groups(start: Integers, group: Codes, count: Floats, totals: Floats) -> None:
    for c in range(totals.shape[0]):
        for entry in range(start[c], start[c + 1]):
            totals[c, group[entry]] += count[entry]


@compiled
def _end_of_key(cell: Codes, unit: Codes, group: Codes, start: int) -> int:
    stop = start + 1
    while (
        stop < cell.size
        and group[stop] == group[start]
        and unit[stop] == unit[start]
        and cell[stop] == cell[start]
    ):
        stop += 1
    return stop
