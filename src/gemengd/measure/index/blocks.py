# SPDX-License-Identifier: EUPL-1.2
"""The results of one family of indices over all cells, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gemengd.measure.index import codes
from gemengd.measure.index.chance.atkinson import chance_atkinson
from gemengd.measure.index.chance.averages import chance_averages, chance_gini_averages
from gemengd.measure.index.chance.exact import chance_multigroup, chance_two_group
from gemengd.measure.index.chance.gini import chance_gini
from gemengd.measure.index.kernels.averages import average_cells
from gemengd.measure.index.kernels.multigroup import multigroup_cells
from gemengd.measure.index.kernels.two_group import two_group_cells
from gemengd.measure.index.registry import INDICES, INFORMATION, kernels_of
from gemengd.measure.table.arithmetic import ratio
from gemengd.measure.table.cells import Cells
from gemengd.measure.table.roles import Pairs
from gemengd.measure.table.status import (
    FOCAL_ABSENT,
    FRACTIONAL_COUNTS,
    NO_PUPILS,
    OK,
    ONE_GROUP,
    ONE_UNIT,
    REFERENCE_ABSENT,
)
from gemengd.numeric.arrays import Flags, Floats, Integers

Texts = npt.NDArray[np.object_]
Draws = tuple[int, int]
"""Number of random allocations and seed of the simulated chance levels."""

_ATKINSON = 0.5


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


def two_group_block(
    names: Sequence[str], counts: Pairs, *, chance: Draws | None, b: float = _ATKINSON
) -> Block:
    """Two-group indices; `chance` is None for no chance levels, `b` the parameter of Atkinson's."""
    units = np.diff(counts.start)
    status = two_group_status(counts)
    defined = (counts.A > 0.0) & (counts.O > 0.0)
    whole = defined & ~counts.fractional
    which = kernels_of(names)
    estimate, se, expected, error = (np.full((which.size, units.size), np.nan) for _ in range(4))
    arrays = counts.start, counts.focal, counts.reference
    two_group_cells(*arrays, defined, which, estimate, se, b)
    se[:, ~whole] = np.nan
    if chance is not None:
        chance_two_group(*arrays, whole, which, expected)
        error[:, whole] = 0.0
        _simulate(names, arrays, whole, (b, chance), (expected, error))
    pupils = counts.A + counts.O
    complete = np.stack([_complete(name, counts.O, pupils) for name in names])
    return Block(names, estimate, se, expected, error, complete, units, pupils, status)


def _simulate(
    names: Sequence[str],
    counts: tuple[Integers, Floats, Floats],
    whole: Flags,
    settings: tuple[float, Draws],
    out: tuple[Floats, Floats],
) -> None:
    """The chance levels that have no closed form, and their Monte-Carlo errors."""
    b, draws = settings
    for row, name in enumerate(names):
        if name == "gini":
            chance_gini(*counts, whole, *draws, out[0][row], out[1][row])
        elif name == "atkinson":
            chance_atkinson(*counts, whole, b, *draws, out[0][row], out[1][row])


def _complete(name: str, reference: Floats, pupils: Floats) -> Floats:
    """Value of a two-group index at complete segregation, in every cell."""
    value = INDICES[name].complete
    return ratio(reference, pupils) if value is None else np.full(pupils.size, value)


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


def multigroup_block(names: Sequence[str], cells: Cells, *, chance: bool, draws: Draws = (200, 0)) -> Block:
    """Indices of all groups; `draws` are for the chance level of the multigroup Gini."""
    totals = cells.group_pupils()
    fractional = cells.has_fractions()
    defined = (totals > 0.0).sum(axis=1) > 1
    asked = defined, defined & ~fractional
    parts = []
    if information := [name for name in names if name in INFORMATION]:
        parts.append(_information(information, cells, totals, asked, chance))
    if averages := [name for name in names if name not in INFORMATION]:
        parts.append(_averages(averages, cells, totals, asked, draws if chance else None))
    found = [name for part in parts for name in part[0]]
    rows = [found.index(name) for name in names]
    arrays = (np.concatenate(arrays)[rows] for arrays in zip(*(part[1] for part in parts), strict=True))
    estimate, se, expected, error, complete = arrays
    units, status = np.diff(cells.unit_start), multigroup_status(cells, totals, fractional)
    return Block(names, estimate, se, expected, error, complete, units, totals.sum(axis=1), status)


_Part = tuple[Sequence[str], tuple[Floats, ...]]
"""Names, and the arrays estimate, se, expected, expected_error and complete."""


def _information(
    names: Sequence[str], cells: Cells, totals: Floats, asked: tuple[Flags, Flags], chance: bool
) -> _Part:
    """M and H."""
    estimate, se, expected = (np.full((len(INFORMATION), cells.size), np.nan) for _ in range(3))
    entropy = np.full(cells.size, np.nan)
    entries = cells.unit_start, cells.entry_start, cells.group, cells.count
    multigroup_cells(*entries, asked[0], totals.shape[1], estimate, se, entropy)
    se[:, ~asked[1]] = np.nan
    if chance:
        chance_multigroup(cells.unit_start, cells.unit_pupils(), totals, asked[1], entropy, expected)
    complete = np.stack([entropy, np.ones(cells.size)])
    rows = [INFORMATION.index(name) for name in names]
    arrays = (estimate, se, expected, 0.0 * expected, complete)
    return names, tuple(array[rows] for array in arrays)


def _averages(
    names: Sequence[str], cells: Cells, totals: Floats, asked: tuple[Flags, Flags], draws: Draws | None
) -> _Part:
    """The weighted means of two-group indices, and the diversities."""
    which = kernels_of(names)
    estimate, se, expected, error = (np.full((which.size, cells.size), np.nan) for _ in range(4))
    entries = cells.unit_start, cells.entry_start, cells.group, cells.count
    average_cells(*entries, asked[0], totals.shape[1], which, estimate, se)
    se[:, ~asked[1]] = np.nan
    if draws is not None:
        margins = cells.unit_start, cells.unit_pupils(), totals, asked[1]
        chance_averages(*margins, which, estimate, expected)
        error[:, asked[1]] = 0.0
        for row in np.flatnonzero(which == codes.GINI_MULTIGROUP):
            chance_gini_averages(*margins, *draws, expected[row], error[row])
    fixed = np.array([[INDICES[name].complete is None] for name in names])
    return names, (estimate, se, expected, error, np.where(fixed, estimate, 1.0))


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
