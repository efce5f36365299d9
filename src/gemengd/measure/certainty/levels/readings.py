# SPDX-License-Identifier: EUPL-1.2
"""The index of the counts of every cell, with the calibration that belongs to its units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from gemengd.measure.certainty.levels import dissimilarity, entropy
from gemengd.measure.certainty.levels.mixing import Z
from gemengd.measure.index.blocks import Texts, two_group_block
from gemengd.measure.table.cells import count_cells
from gemengd.measure.table.reading import Names, names_of
from gemengd.measure.table.roles import Focus, Pairs, pairs
from gemengd.measure.table.status import FRACTIONAL_COUNTS, OK
from gemengd.numeric.arrays import Flags, Floats, Integers
from gemengd.numeric.calibration import Calibration, Reading

LEVELS = (
    0.0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.125, 0.15, 0.175,
    0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0,
)  # fmt: skip
"""True levels of D at which readings are worked out; closest where chance weighs most."""

CALIBRATED = ("D", "H")
"""The indices with a calibration. H is that of the focal and the reference group."""


@dataclass(frozen=True, slots=True)
class Readings:
    """Readings of every cell; arrays of shape (indices, cells) or (indices, cells, levels).

    Attributes:
        keys: the key columns of the cells.
        names: the indices.
        counts: focal and reference pupils of the units.
        value: the index of the counts, NaN where it is not defined.
        true: true level at each step, NaN where nothing can be calibrated.
        means: mean reading there.
        errors: its standard deviation.
        calibrated: per cell, whether it has a calibration.
        status: reason per cell.
    """

    keys: pl.DataFrame
    names: Sequence[str]
    counts: Pairs
    value: Floats
    true: Floats
    means: Floats
    errors: Floats
    calibrated: Flags
    status: Texts

    def reading(self, index: int, cell: int) -> Reading | None:
        """The reading of a cell, None where it has no calibration."""
        if not self.calibrated[cell]:
            return None
        curve = (tuple(part[index, cell].tolist()) for part in (self.true, self.means, self.errors))
        return Reading(float(self.value[index, cell]), Calibration(*curve))


def read_cells(
    frame: Any,
    unit: Names,
    group: str,
    pupils: str,
    by: Names,
    index: Names,
    roles: tuple[Focus, Focus],
) -> Readings:
    """Count a table and calibrate every cell with two units or more and whole counts of both groups.

    Raises:
        ValueError: an index has no calibration, or the table is refused (see `measure.indices`).
    """
    names = names_of(index)
    if not names or len(set(names)) < len(names) or not set(names) <= set(CALIBRATED):
        raise ValueError(f"index is {list(names)}; expected different names from {list(CALIBRATED)}")
    cells = count_cells(frame, unit, group, pupils, names_of(by))
    counts = pairs(cells, *roles)
    block = two_group_block(["D"], counts, chance=None)
    asked = np.asarray(block.status == OK)
    shape = (len(names), counts.A.size, len(LEVELS))
    true, means, errors = (np.full(shape, np.nan) for _ in range(3))
    value = np.full(shape[:2], np.nan)
    for row, name in enumerate(names):
        value[row] = _values(name, counts, np.isin(block.status.astype(str), [OK, FRACTIONAL_COUNTS]))
        _calibrate(name, counts, np.flatnonzero(asked), (true[row], means[row], errors[row]))
    means = np.maximum.accumulate(means, axis=2)
    return Readings(cells.keys, names, counts, value, true, means, errors, asked, block.status)


def _calibrate(name: str, counts: Pairs, asked: Integers, out: tuple[Floats, Floats, Floats]) -> None:
    size, levels = counts.focal + counts.reference, np.array(LEVELS)
    if name == "D":
        out[0][asked] = levels
        dissimilarity.calibrate(counts.start, size, counts.A, asked, levels, Z, *out[1:])
    else:
        entropy.calibrate(counts.start, size, counts.A, asked, levels, Z, *out)


def _values(name: str, counts: Pairs, defined: Flags) -> Floats:
    """The index of the counts; from the same kernels as `measure.indices`."""
    out = np.full(counts.A.size, np.nan)
    if name == "D":
        out = two_group_block(["D"], counts, chance=None).estimate[0]
        return np.where(defined, out, np.nan)
    for cell in np.flatnonzero(defined):
        part = slice(counts.start[cell], counts.start[cell + 1])
        focal, size = counts.focal[part], counts.focal[part] + counts.reference[part]
        out[cell] = entropy.of_counts(size, focal)
    return out
