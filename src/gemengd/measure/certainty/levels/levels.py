# SPDX-License-Identifier: EUPL-1.2
"""The level of segregation in every cell, chance taken out, with an interval that covers what it claims."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from gemengd.measure.certainty.levels.chance import random_probabilities
from gemengd.measure.certainty.levels.readings import Readings, read_cells
from gemengd.measure.table.reading import Names, names_of, refuse_clash
from gemengd.measure.table.roles import Focus
from gemengd.numeric.arrays import Floats

CURVE = ("levels", "means", "errors")
RESULTS = ("index", "raw", "expected", "level", "low", "high", "p_random", "units", "pupils", "status")


def levels(
    frame: Any,
    *,
    unit: Names,
    group: str,
    pupils: str,
    by: Names = (),
    index: Names = ("D",),
    focal: Focus = None,
    reference: Focus = None,
    confidence: float = 0.95,
    seed: int = 0,
    curve: bool = False,
) -> pl.DataFrame:
    """The level of D or H that is not chance, for every cell.

    What is sought is the index of the shares that these units would have in the long run: the units are all
    the units there are, only who came to them might have been otherwise. For every true level it is worked
    out what the index of counts reads on average and how far it spreads (`numeric.calibration`); the level
    given is the one at which the reading found is the average, its interval the levels at which the reading
    is not unusual.

    Args:
        frame: one row per count, as for `indices`.
        unit: column or columns that name the unit.
        group: column that names the group.
        pupils: column with the number of pupils.
        by: columns whose combinations are the cells.
        index: "D", "H" (of the focal and the reference group) or both.
        focal: focal group or groups, as for `indices`.
        reference: group or groups compared with; default all others.
        confidence: coverage of `low … high`. docs/reference/measure-levels.md has the coverage measured.
        seed: seed of the random allocations behind `p_random` where counts are small.
        curve: whether to give the calibration too, as lists `levels`, `means` and `errors`.

    Returns:
        One row per cell and index, sorted by cell: `raw` (the index of the counts), `expected` (the chance
        level, exact), `level`, `low`, `high`, `p_random` (how often random allocation is as uneven, by
        Pearson's X²), `units`, `pupils`, `status`. Where counts are fractions or there is one unit, only
        `raw` is given.

    Raises:
        ValueError: as for `indices`; also for an index without calibration.
        TypeError: as for `indices`.

    Example:
        >>> table = pl.DataFrame({"school": ["a", "a", "b", "b"], "group": ["x", "y"] * 2,
        ...                       "pupils": [10, 90, 30, 70]})
        >>> found = levels(table, unit="school", group="group", pupils="pupils", focal="x")
        >>> [round(found[name][0], 2) for name in ("raw", "level", "p_random")]
        [0.31, 0.31, 0.0]
    """
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence is {confidence}; expected a number between 0 and 1, such as 0.95")
    refuse_clash(names_of(by), (*RESULTS, *(CURVE if curve else ())))
    found = read_cells(frame, unit, group, pupils, by, index, (focal, reference))
    p_random = random_probabilities(found.counts, found.calibrated, seed)
    return _tidy(found, _estimates(found, confidence), p_random, curve=curve)


def _estimates(found: Readings, confidence: float) -> Floats:
    """Level, low and high (3 x indices x cells)."""
    out = np.full((3, *found.value.shape), np.nan)
    for row, cell in np.ndindex(*found.value.shape):
        reading = found.reading(row, cell)
        if reading is not None:
            ends = reading.calibration.interval(reading.value, confidence)
            out[:, row, cell] = (reading.level, *ends)
    return out


def _tidy(found: Readings, estimates: Floats, p_random: Floats, *, curve: bool) -> pl.DataFrame:
    each, cells = len(found.names), found.keys.height
    columns = {
        "raw": found.value,
        "expected": found.means[:, :, 0],
        **dict(zip(("level", "low", "high"), estimates, strict=True)),
        "p_random": np.broadcast_to(p_random, found.value.shape),
    }
    units = np.diff(found.counts.start)
    curves = dict(zip(CURVE, (found.true, found.means, found.errors), strict=True)) if curve else {}
    return found.keys[np.repeat(np.arange(cells), each)].with_columns(
        pl.Series("index", list(found.names) * cells, dtype=pl.String),
        *(pl.Series(name, values.T.ravel(), nan_to_null=True) for name, values in columns.items()),
        pl.Series("units", np.repeat(units, each), dtype=pl.Int64),
        pl.Series("pupils", np.repeat(found.counts.A + found.counts.O, each)),
        pl.Series("status", np.repeat(found.status, each).tolist(), dtype=pl.String),
        *(_lists(name, values) for name, values in curves.items()),
    )


def _lists(name: str, values: Floats) -> pl.Series:
    rows = values.transpose(1, 0, 2).reshape(-1, values.shape[2])
    lists = [None if np.isnan(row).any() else row.tolist() for row in rows]
    return pl.Series(name, lists, dtype=pl.List(pl.Float64))
