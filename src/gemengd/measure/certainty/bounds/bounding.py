# SPDX-License-Identifier: EUPL-1.2
"""Segregation indices of counts that are known as intervals: bounds that hold whatever the counts are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from gemengd.measure.certainty.bounds.concave import concave_cells
from gemengd.measure.certainty.bounds.dissimilarity import dissimilarity_cells
from gemengd.measure.certainty.bounds.gini import gini_cells
from gemengd.measure.certainty.bounds.intervals import Boxes, Intervals, boxes, read_intervals, tight
from gemengd.measure.certainty.bounds.multigroup import multigroup_cells
from gemengd.measure.certainty.bounds.ratio import isolation_cells
from gemengd.measure.certainty.bounds.weights import ENTROPY, ETA2, HUTCHENS
from gemengd.measure.index.blocks import Texts, multigroup_block
from gemengd.measure.index.kernels.two_group import two_group_cells
from gemengd.measure.index.registry import kernels_of
from gemengd.measure.table.reading import Names, names_of, refuse_clash
from gemengd.measure.table.roles import Focus
from gemengd.measure.table.status import FOCAL_ABSENT, NO_PUPILS, OK, ONE_GROUP, REFERENCE_ABSENT
from gemengd.numeric.arrays import Flags, Floats

TWO = ("D", "isolation", "exposure", "eta2", "gini", "hutchens")
SEVERAL = ("M", "H")
BOUNDED_INDICES = (*TWO, *SEVERAL)
"""The indices that have bounds."""

NUMBERS = ("bound_low", "bound_high", "reached_low", "reached_high")
RESULTS = ("index", *NUMBERS, "units", "uncertain_units", "status")

BOUNDED = "bounded"
GROUP_MAY_BE_ABSENT = "group_may_be_absent"
INCONSISTENT = "inconsistent"

BOUNDS_STATUSES: dict[str, str] = {
    BOUNDED: "Some counts are known as intervals: the index lies between the bounds.",
    GROUP_MAY_BE_ABSENT: (
        "Some counts are known as intervals, and a group may have no pupils at all; the bounds hold for "
        "every table in which the index is defined."
    ),
    INCONSISTENT: "The totals of a unit contradict its counts: no table is possible.",
}
"""Statuses of `bounds` beside those of the other measures."""


def bounds(
    frame: Any,
    *,
    unit: Names,
    group: str,
    low: str,
    high: str,
    by: Names = (),
    totals: Names | None = None,
    focal: Focus = None,
    reference: Focus = None,
    index: Names = BOUNDED_INDICES,
) -> pl.DataFrame:
    """Certified bounds of every index, where counts are known as intervals.

    Every table of whole (or real) counts within the intervals, and within the units' totals if these are
    given, has an index between `bound_low` and `bound_high`. How sharp each bound is, and why, is written in
    docs/reference/measure-bounds.md.

    Args:
        frame: one row per count. A combination of unit and group that is absent has no pupils for certain.
        unit: column or columns that name the unit.
        group: column that names the group.
        low: column with the smallest possible count (`<5` has 0).
        high: column with the largest possible count (`<5` has 4).
        by: columns whose combinations are the cells.
        totals: one column with the pupils of the whole unit over all groups, or two with the least and most
            of them; the same number on every row of the unit, or null where it is not known.
        focal: focal group or groups, as for `indices`.
        reference: group or groups compared with.
        index: names from `BOUNDED_INDICES`.

    Returns:
        One row per cell and index with `bound_low`, `bound_high`; `reached_low`, `reached_high`, values of
        tables that were found (null where none was sought): the sharp bound lies between the two; `units`
        that may have pupils, `uncertain_units` among them, and `status`.

    Raises:
        ValueError, TypeError: as for `indices`; also when a lower limit lies above the upper one.
    """
    names, keys = names_of(index), names_of(by)
    _check(names)
    refuse_clash(keys, RESULTS)
    intervals = read_intervals(frame, keys, unit, group, (low, high), totals)
    rows = [_two_group(intervals, [n for n in names if n in TWO], focal, reference)]
    rows.append(_multigroup(intervals, [n for n in names if n in SEVERAL]))
    return _tidy(intervals, names, rows)


def _check(names: Sequence[str]) -> None:
    unknown = [name for name in names if name not in BOUNDED_INDICES]
    if unknown or not names or len(set(names)) < len(names):
        raise ValueError(f"index is {list(names)}; expected different names from {list(BOUNDED_INDICES)}")


@dataclass
class _Found:
    """Bounds by index, each (2 x cells), the status of every cell, and whether its limits are whole."""

    status: Texts
    whole: Flags
    bound: dict[str, Floats] = field(default_factory=dict)
    reached: dict[str, Floats] = field(default_factory=dict)

    def put(self, name: str, bound: Floats, reached: Floats | None = None) -> None:
        self.bound[name] = bound
        self.reached[name] = np.full_like(bound, np.nan) if reached is None else reached


def _two_group(intervals: Intervals, names: Sequence[str], focal: Focus, reference: Focus) -> _Found:
    if not names:
        return _Found(np.full(intervals.cells.size, OK, dtype=object), intervals.whole())
    limits, contradicted = boxes(intervals, focal, reference)
    totals = limits.totals(intervals.cells.size)
    known = _single(limits, intervals.cells.size)
    status = _status(totals, known, contradicted | intervals.inconsistent)
    asked = np.isin(status, (BOUNDED, GROUP_MAY_BE_ABSENT))
    found = _Found(status, intervals.whole())
    for name in names:
        _KERNELS[name](found, name, limits, asked)
    _copy(found, names, _point_values(limits, names, status == OK), status == OK)
    return found


def _point_values(limits: Boxes, names: Sequence[str], known: Flags) -> Floats:
    """The indices of the cells with one possible table (indices x cells)."""
    kept = limits.focal[1] + limits.reference[1] > 0.0
    start = np.concatenate([[0], np.cumsum(kept)])[limits.start]
    which = kernels_of(names)
    estimate, error = (np.full((which.size, known.size), np.nan) for _ in range(2))
    two_group_cells(start, limits.focal[1, kept], limits.reference[1, kept], known, which, estimate, error)
    return estimate


def _single(limits: Boxes, size: int) -> Flags:
    """Cells with one possible table of the two groups."""
    cell = np.repeat(np.arange(size), np.diff(limits.start))
    open_units = (limits.focal[0] != limits.focal[1]) | (limits.reference[0] != limits.reference[1])
    return np.asarray(np.bincount(cell, weights=open_units, minlength=size) == 0)


def _status(totals: Floats, known: Flags, contradicted: Flags) -> Texts:
    """The first reason that applies to each cell; `totals` as of `Boxes.totals`."""
    status = np.full(known.size, BOUNDED, dtype=object)
    status[(totals[0] == 0.0) | (totals[2] == 0.0)] = GROUP_MAY_BE_ABSENT
    status[known] = OK
    status[totals[3] == 0.0] = REFERENCE_ABSENT
    status[totals[1] == 0.0] = FOCAL_ABSENT
    status[(totals[1] == 0.0) & (totals[3] == 0.0)] = NO_PUPILS
    status[contradicted] = INCONSISTENT
    return status


def _copy(found: _Found, names: Sequence[str], exact: Floats, known: Flags) -> None:
    """Where the counts are known, both bounds are the index itself."""
    for name, values in zip(names, exact, strict=True):
        for side in range(2):
            found.bound[name][side, known] = values[known]
            found.reached[name][side, known] = values[known]


def _isolation(found: _Found, name: str, limits: Boxes, asked: Flags) -> None:
    bound = np.full((2, asked.size), np.nan)
    arrays = limits.start, limits.focal, limits.reference, limits.both
    isolation_cells(*arrays, asked, found.whole, bound)
    bound = 1.0 - bound[::-1] if name == "exposure" else bound
    found.put(name, bound, bound.copy())


def _dissimilarity(found: _Found, name: str, limits: Boxes, asked: Flags) -> None:
    if name in found.bound:
        return
    bound, reached = np.full((2, asked.size), np.nan), np.full((2, asked.size), np.nan)
    arrays = limits.start, limits.focal, limits.reference, limits.both
    dissimilarity_cells(*arrays, asked, found.whole, bound, reached)
    found.put(name, bound, reached)


def _gini(found: _Found, name: str, limits: Boxes, asked: Flags) -> None:
    _dissimilarity(found, "D", limits, asked)
    bound = np.full((2, asked.size), np.nan)
    gini_cells(limits.start, limits.focal, limits.reference, asked, found.bound["D"], bound)
    found.put(name, bound)


def _concave(found: _Found, name: str, limits: Boxes, asked: Flags) -> None:
    kind = ETA2 if name == "eta2" else HUTCHENS
    found.put(name, *_between(limits, asked, kind, mean=False))


def _between(limits: Boxes, asked: Flags, kind: int, *, mean: bool) -> tuple[Floats, Floats]:
    bound, reached = np.full((2, asked.size), np.nan), np.full((2, asked.size), np.nan)
    arrays = limits.start, limits.focal, limits.reference, limits.both
    concave_cells(*arrays, asked, kind, mean, bound, reached)
    return bound, reached


_KERNELS = {
    "D": _dissimilarity,
    "isolation": _isolation,
    "exposure": _isolation,
    "eta2": _concave,
    "gini": _gini,
    "hutchens": _concave,
}


def _multigroup(intervals: Intervals, names: Sequence[str]) -> _Found:
    cells = intervals.cells
    if not names:
        return _Found(np.full(cells.size, OK, dtype=object), intervals.whole())
    low, high = _group_totals(intervals)
    status = np.full(cells.size, BOUNDED, dtype=object)
    status[(low > 0.0).sum(axis=1) < 2] = GROUP_MAY_BE_ABSENT
    status[intervals.exact()] = OK
    status[(high > 0.0).sum(axis=1) == 1] = ONE_GROUP
    status[(high > 0.0).sum(axis=1) == 0] = NO_PUPILS
    status[intervals.inconsistent] = INCONSISTENT
    found = _Found(status, intervals.whole())
    asked = np.isin(status, (BOUNDED, GROUP_MAY_BE_ABSENT))
    _bound_groups(found, intervals, names, asked, (high > 0.0).sum(axis=1))
    exact = multigroup_block(names, cells, chance=False).estimate
    _copy(found, names, exact, status == OK)
    return found


def _group_totals(intervals: Intervals) -> tuple[Floats, Floats]:
    cell, size = intervals.cells.cell, intervals.cells.size
    sides = []
    for side in (intervals.low, intervals.high):
        sums = np.zeros((size, side.shape[1]))
        np.add.at(sums, cell, side)
        sides.append(sums)
    return sides[0], sides[1]


def _bound_groups(
    found: _Found, intervals: Intervals, names: Sequence[str], asked: Flags, groups: Floats
) -> None:
    """Two groups are solved as such; more than two get outer bounds."""
    size = asked.size
    several = np.full((2, 2, size), np.nan)
    limits = (intervals.low, intervals.high), (intervals.least, intervals.most)
    multigroup_cells(intervals.cells.unit_start, *limits, asked & (groups > 2), several)
    two = asked & (groups == 2)
    pair = _pair_boxes(intervals) if two.any() else None
    for name in names:
        bound, reached = several[SEVERAL.index(name)], np.full((2, size), np.nan)
        if pair is not None:
            solved, met = _between(pair, two, ENTROPY, mean=name == "M")
            bound[:, two], reached[:, two] = solved[:, two], met[:, two]
        found.put(name, bound, reached)


def _pair_boxes(intervals: Intervals) -> Boxes:
    """The first group that can have pupils in the cell against all others."""
    _, high = _group_totals(intervals)
    first = (high > 0.0).argmax(axis=1)[intervals.cells.cell]
    mask = np.arange(high.shape[1]) == first[:, None]
    parts = [
        tuple(np.where(side, limit, 0.0).sum(axis=1) for limit in (intervals.low, intervals.high))
        for side in (mask, ~mask)
    ]
    both = intervals.least, intervals.most
    return tight(intervals.cells, parts[0], parts[1], both)[0]


def _tidy(intervals: Intervals, names: Sequence[str], parts: Sequence[_Found]) -> pl.DataFrame:
    cells = intervals.cells
    of = {name: part for part in parts for name in part.bound}
    unsure = (intervals.low != intervals.high).any(axis=1)
    counts = np.bincount(cells.cell, weights=unsure, minlength=cells.size).astype(np.int64)
    stacked = np.stack([np.concatenate([of[n].bound[n], of[n].reached[n]]) for n in names])
    status = np.stack([of[name].status for name in names])
    rows = np.repeat(np.arange(cells.size), len(names))
    return cells.keys[rows].with_columns(
        pl.Series("index", list(names) * cells.size, dtype=pl.String),
        *(
            pl.Series(column, stacked[:, row].T.ravel(), nan_to_null=True)
            for row, column in enumerate(NUMBERS)
        ),
        pl.Series("units", np.diff(cells.unit_start)[rows], dtype=pl.Int64),
        pl.Series("uncertain_units", counts[rows], dtype=pl.Int64),
        pl.Series("status", status.T.ravel().tolist(), dtype=pl.String),
    )
