# SPDX-License-Identifier: EUPL-1.2
"""The curves behind the indices: concentration profile and segregation (Lorenz) curve of every cell."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from gemengd.measure.index.blocks import Texts, two_group_status
from gemengd.measure.table.arithmetic import ratio
from gemengd.measure.table.cells import count_cells
from gemengd.measure.table.reading import Names, names_of, refuse_clash
from gemengd.measure.table.roles import Focus, Pairs, pairs
from gemengd.numeric.arrays import Floats, Integers
from gemengd.numeric.compiled import compiled

NUMBERS = ("share", "units", "focal", "reference", "pupils", "focal_at_or_above")
RESULTS = ("position", *NUMBERS, "status")


def concentration(
    frame: Any,
    *,
    unit: Names,
    group: str,
    pupils: str,
    by: Names = (),
    focal: Focus = None,
    reference: Focus = None,
) -> pl.DataFrame:
    """Cumulative shares of pupils over units in the order of their focal share.

    Plotting `focal` against `reference` gives the segregation curve (Duncan & Duncan 1955): Gini is one less
    twice the area under it, D its greatest distance to the diagonal. `focal` against `pupils` is the Lorenz
    curve of the focal group. `focal_at_or_above` against `share` is the concentration profile (Hong &
    Sadahiro 2014, as PySAL cites it): the part of the focal group in units with at least that focal share.

    Args:
        frame: one row per count, as for `indices`.
        unit: column or columns that name the unit.
        group: column that names the group.
        pupils: column with the number of pupils.
        by: columns whose combinations are the cells.
        focal: focal group or groups, as for `indices`.
        reference: group or groups compared with; default all others.

    Returns:
        Per cell a row with `position` 0 where the curves start, and one for every different focal share from
        low to high: `share`, the number of `units` with it, the cumulative shares `focal`, `reference` and
        `pupils` of the cell up to and with those units, `focal_at_or_above`, and `status`. A cell in which a
        group is absent has the first row only, without numbers.

    Raises:
        ValueError, TypeError: as for `indices`.
    """
    keys = names_of(by)
    refuse_clash(keys, RESULTS)
    cells = count_cells(frame, unit, group, pupils, keys)
    counts = pairs(cells, focal, reference)
    status = two_group_status(counts)
    return _tidy(cells.keys, counts, status)


def _tidy(keys: pl.DataFrame, counts: Pairs, status: Texts) -> pl.DataFrame:
    defined = (counts.A > 0.0) & (counts.O > 0.0)
    size = np.diff(counts.start)
    cell = np.repeat(np.arange(size.size), size)
    # A quotient is rounded correctly, so equal shares are equal numbers and stand together.
    order = np.lexsort((ratio(counts.focal, counts.focal + counts.reference), cell))
    order = order[defined[cell[order]]]
    last, curves = _steps(cell[order], counts.focal[order], counts.reference[order])
    rows = np.concatenate([np.arange(size.size), cell[order][last]])
    numbers = np.concatenate([_starts(defined), _scaled(curves, counts, rows[size.size :])], axis=1)
    position = np.argsort(rows, kind="stable")
    rows, numbers = rows[position], numbers[:, position]
    first = np.flatnonzero(np.diff(rows, prepend=-1))
    step = np.arange(rows.size) - np.repeat(first, np.diff(first, append=rows.size))
    columns = dict(zip(NUMBERS, numbers, strict=True))
    return (
        keys[rows]
        .with_columns(
            pl.Series("position", step, dtype=pl.Int64),
            *(pl.Series(name, values, nan_to_null=True) for name, values in columns.items()),
            pl.Series("status", status[rows].tolist(), dtype=pl.String),
        )
        .with_columns(pl.col("units").cast(pl.Int64))
    )


def _starts(defined: Any) -> Floats:
    """The first row of every cell: nothing counted yet, and all focal pupils in units with 0 or more."""
    zero = np.where(defined, 0.0, np.nan)
    return np.stack([zero, zero, zero, zero, zero, zero + 1.0])


def _scaled(curves: Floats, counts: Pairs, cell: Integers) -> Floats:
    """Counts to shares of the cell."""
    share, units, focal, reference, above = curves
    A, O = counts.A[cell], counts.O[cell]
    return np.stack([share, units, focal / A, reference / O, (focal + reference) / (A + O), above / A])


@compiled
def _steps(cell: Integers, a: Floats, o: Floats) -> tuple[Integers, Floats]:
    """The last unit of every run of equal shares; share, units, and cumulative counts up to there."""
    last, curves = np.empty(cell.size, dtype=np.int64), np.empty((5, cell.size))
    size = 0
    focal = reference = before = units = 0.0
    for j in range(cell.size):
        if j == 0 or cell[j] != cell[j - 1]:
            focal = reference = before = units = 0.0
        focal, reference, units = focal + a[j], reference + o[j], units + 1.0
        if j + 1 < cell.size and cell[j + 1] == cell[j] and a[j + 1] * o[j] == a[j] * o[j + 1]:
            continue
        last[size] = j
        curves[0, size], curves[1, size] = a[j] / (a[j] + o[j]), units
        curves[2, size], curves[3, size], curves[4, size] = focal, reference, before
        before, units = focal, 0.0
        size += 1
    below = curves[:, :size].copy()
    stop = size
    # From the focal pupils below each step to those at or above it: their cell's total is on its last step.
    for i in range(size - 1, -1, -1):
        if i == size - 1 or cell[last[i]] != cell[last[i + 1]]:
            stop = i
        below[4, i] = below[2, stop] - below[4, i]
    return last[:size].copy(), below
