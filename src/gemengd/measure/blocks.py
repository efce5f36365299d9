# SPDX-License-Identifier: EUPL-1.2
"""The results of one family of indices over all cells, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gemengd.measure.cells import Cells
from gemengd.measure.chance import chance_multigroup, chance_two_group
from gemengd.measure.chance_gini import chance_gini
from gemengd.measure.compiled import Flags, Floats, Integers
from gemengd.measure.kernels_multigroup import multigroup_cells
from gemengd.measure.kernels_two_group import two_group_cells
from gemengd.measure.registry import INDICES, MULTIGROUP, TWO_GROUP
from gemengd.measure.roles import Pairs
from gemengd.measure.status import (
    FOCAL_ABSENT,
    FRACTIONAL_COUNTS,
    NO_PUPILS,
    OK,
    ONE_GROUP,
    ONE_UNIT,
    REFERENCE_ABSENT,
)

Texts = npt.NDArray[np.object_]
_GINI = TWO_GROUP.index("gini")


@dataclass(frozen=True, slots=True)
class Block:
    """Arrays of shape (indices, cells) or (cells,); NaN means "has no value".

    Attributes:
        names: the indices, one per row.
        estimate: the index.
        se: its standard error.
        expected: its mean under random allocation.
        expected_error: Monte-Carlo standard error of `expected`; 0 where it is exact.
        complete: its value at complete segregation.
        units: units with pupils of the groups used.
        pupils: pupils of the groups used.
        status: reason per cell.
    """

    names: Sequence[str]
    estimate: Floats
    se: Floats
    expected: Floats
    expected_error: Floats
    complete: Floats
    units: Integers
    pupils: Floats
    status: Texts


def two_group_block(names: Sequence[str], counts: Pairs, *, chance: tuple[int, int] | None) -> Block:
    """Two-group indices; `chance` is (draws, seed) of the simulated ones, or None for no chance levels."""
    units = np.diff(counts.start)
    status = two_group_status(counts)
    defined = (counts.A > 0.0) & (counts.O > 0.0)
    whole = defined & ~counts.fractional
    which = np.array([TWO_GROUP.index(name) for name in names])
    estimate, se, expected, error = (np.full((which.size, units.size), np.nan) for _ in range(4))
    arrays = counts.start, counts.focal, counts.reference
    two_group_cells(*arrays, defined, which, estimate, se)
    se[:, ~whole] = np.nan
    if chance is not None:
        chance_two_group(*arrays, whole, which, expected)
        error[:, whole] = 0.0
        for row in np.flatnonzero(which == _GINI):
            chance_gini(*arrays, whole, *chance, expected[row], error[row])
    complete = np.array([[INDICES[name].complete] for name in names], dtype=np.float64)
    return Block(names, estimate, se, expected, error, complete, units, counts.A + counts.O, status)


def two_group_status(counts: Pairs) -> Texts:
    """The first reason that applies to each cell."""
    return _first_reason(
        {
            NO_PUPILS: (counts.A == 0.0) & (counts.O == 0.0),
            FOCAL_ABSENT: counts.A == 0.0,
            REFERENCE_ABSENT: counts.O == 0.0,
            ONE_UNIT: np.diff(counts.start) == 1,
            FRACTIONAL_COUNTS: counts.fractional,
        }
    )


def multigroup_block(names: Sequence[str], cells: Cells, *, chance: bool) -> Block:
    """M and H over all groups."""
    totals = cells.group_pupils()
    fractional = cells.has_fractions()
    defined = (totals > 0.0).sum(axis=1) > 1
    whole = defined & ~fractional
    estimate, se, expected = (np.full((len(MULTIGROUP), cells.size), np.nan) for _ in range(3))
    entropy = np.full(cells.size, np.nan)
    entries = cells.unit_start, cells.entry_start, cells.group, cells.count
    multigroup_cells(*entries, defined, totals.shape[1], estimate, se, entropy)
    se[:, ~whole] = np.nan
    if chance:
        chance_multigroup(cells.unit_start, cells.unit_pupils(), totals, whole, entropy, expected)
    complete = np.where([[INDICES[name].complete is None] for name in MULTIGROUP], entropy, 1.0)
    rows = [MULTIGROUP.index(name) for name in names]
    return Block(
        names,
        estimate[rows],
        se[rows],
        expected[rows],
        0.0 * expected[rows],
        complete[rows],
        np.diff(cells.unit_start),
        totals.sum(axis=1),
        multigroup_status(cells, totals, fractional),
    )


def multigroup_status(cells: Cells, totals: Floats, fractional: Flags) -> Texts:
    """The first reason that applies to each cell."""
    groups = (totals > 0.0).sum(axis=1)
    return _first_reason(
        {
            NO_PUPILS: groups == 0,
            ONE_GROUP: groups == 1,
            ONE_UNIT: np.diff(cells.unit_start) == 1,
            FRACTIONAL_COUNTS: fractional,
        }
    )


def _first_reason(reasons: dict[str, Flags]) -> Texts:
    size = next(iter(reasons.values())).size
    status = np.full(size, OK, dtype=object)
    for reason, applies in reversed(reasons.items()):
        status[applies] = reason
    return status
