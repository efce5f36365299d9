# SPDX-License-Identifier: EUPL-1.2
"""A long table of interval counts as arrays of units: what every count may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from gemengd.measure.table.arithmetic import totals_by
from gemengd.measure.table.cells import Cells, arrange
from gemengd.measure.table.keys import Keys, key_codes
from gemengd.measure.table.reading import Names, counts, names_of, read, refuse_nulls
from gemengd.measure.table.roles import FOCAL, NEITHER, REFERENCE, Focus, assign_roles
from gemengd.numeric.arrays import Flags, Floats, Integers


@dataclass(frozen=True, slots=True)
class Intervals:
    """Counts known as intervals.

    Attributes:
        cells: layout of cells, units and groups, with the largest counts as counts.
        low: smallest count, units x groups.
        high: largest count, units x groups.
        least: smallest number of pupils of each unit, over all groups.
        most: largest number of pupils of each unit, over all groups.
        inconsistent: cells in which the totals of a unit contradict its counts.
    """

    cells: Cells
    low: Floats
    high: Floats
    least: Floats
    most: Floats
    inconsistent: Flags

    def exact(self) -> Flags:
        """Cells in which every count is known."""
        return ~self._any((self.low != self.high).any(axis=1))

    def whole(self) -> Flags:
        """Cells in which every limit is a whole number."""
        broken = (self.low != np.floor(self.low)) | (self.high != np.floor(self.high))
        return ~self._any(broken.any(axis=1))

    def _any(self, units: Flags) -> Flags:
        return totals_by(self.cells.cell, units.astype(np.float64), self.cells.size) > 0.0


@dataclass(frozen=True, slots=True)
class Boxes:
    """Possible focal and reference counts (a, o) of every unit: a rectangle cut by two limits of a + o.

    The limits are tight: each is attained together with the others' side it is named for, so (most_focal,
    least_reference) and (least_focal, most_reference) are possible. All arrays have one number per unit.

    Attributes:
        start: where each cell's units begin.
        focal: least and most focal pupils (2 x units).
        reference: least and most reference pupils (2 x units).
        both: least and most pupils of the two together (2 x units).
    """

    start: Integers
    focal: Floats
    reference: Floats
    both: Floats

    def totals(self, cells: int) -> Floats:
        """Least and most focal, least and most reference pupils per cell (4 x cells)."""
        cell = np.repeat(np.arange(cells), np.diff(self.start))
        return np.stack([totals_by(cell, row, cells) for row in (*self.focal, *self.reference)])


def read_intervals(
    frame: Any, by: Names, unit: Names, group: str, limits: tuple[str, str], totals: Names | None
) -> Intervals:
    """Read the limits of every count.

    Raises:
        ValueError: a column is missing, a key is null, a limit is no count, a lower limit lies above the
            upper one, or a unit has two different totals.
    """
    extra = () if totals is None else names_of(totals)
    if len(extra) > 2:
        raise ValueError(f"totals is {list(extra)}; expected one column, or two: least and most")
    table = read(frame, (*names_of(by), *names_of(unit), group, *limits, *extra))
    refuse_nulls(table, (*names_of(unit), group))
    low, high = (counts(table, name) for name in limits)
    _refuse_crossed(low, high, limits)
    keys = [key_codes(table, names) for names in (names_of(by), names_of(unit), (group,))]
    cells = arrange(keys[0], keys[1], keys[2], high)
    units, groups = cells.unit.size, cells.group_names.len()
    pair = cells.cell * keys[1].size + cells.unit
    kept = np.flatnonzero(high > 0.0)
    kept = kept[np.isin(keys[0].codes[kept].astype(np.int64) * keys[1].size + keys[1].codes[kept], pair)]
    place = np.searchsorted(pair, keys[0].codes[kept].astype(np.int64) * keys[1].size + keys[1].codes[kept])
    flat = place * groups + keys[2].codes[kept]
    dense = [totals_by(flat, side[kept], units * groups).reshape(units, groups) for side in (low, high)]
    sizes = _sizes(table, extra, (place, kept), dense)
    return _tightened(cells, keys, (dense[0], dense[1]), sizes)


def _tightened(
    cells: Cells, keys: Sequence[Keys], limits: tuple[Floats, Floats], sizes: tuple[Floats, Floats]
) -> Intervals:
    """Limits narrowed to what the units' totals leave, over the units that may have pupils then."""
    (low, high), (least, most) = limits, sizes
    lowest, highest = (side.sum(axis=1) for side in limits)
    wrong = (lowest > most) | (highest < least) | (least > most)
    flags = totals_by(cells.cell, wrong.astype(np.float64), cells.size) > 0.0
    others = (highest[:, None] - high, lowest[:, None] - low)
    low, high = np.maximum(low, least[:, None] - others[0]), np.minimum(high, most[:, None] - others[1])
    low = np.where(wrong[:, None], 0.0, low)
    high = np.maximum(np.where(wrong[:, None], 1.0, high), low)
    unit, group = np.nonzero(high > 0.0)
    codes = cells.cell[unit], cells.unit[unit], group
    again = [Keys(code.astype(np.int32), key.values) for code, key in zip(codes, keys, strict=True)]
    kept = (high > 0.0).any(axis=1)
    final = arrange(again[0], again[1], again[2], high[unit, group])
    return Intervals(final, low[kept], high[kept], least[kept], most[kept], flags)


def _refuse_crossed(low: Floats, high: Floats, names: tuple[str, str]) -> None:
    if (low > high).any():
        row = int(np.argmax(low > high))
        raise ValueError(
            f"the table, row {row}, column '{names[0]}': found {low[row]}, more than '{names[1]}' "
            f"{high[row]}; expected the smallest count that is possible"
        )


def _sizes(
    table: pl.DataFrame, columns: Sequence[str], rows: tuple[Integers, Integers], dense: Sequence[Floats]
) -> tuple[Floats, Floats]:
    """Least and most pupils of every unit: as given, or what its counts allow."""
    free = [side.sum(axis=1) for side in dense]
    if columns:
        for limit, name in zip(free, (columns[0], columns[-1]), strict=True):
            _put_totals(table, name, rows, limit)
    return free[0], free[1]


def _put_totals(table: pl.DataFrame, name: str, rows: tuple[Integers, Integers], limit: Floats) -> None:
    place, kept = rows
    given = table[name].gather(kept).is_not_null().to_numpy()
    place, kept = place[given], kept[given]
    values = counts(table.with_columns(pl.col(name).fill_null(0)), name)[kept]
    limit[place] = values
    if (limit[place] != values).any():
        row = int(kept[np.argmax(limit[place] != values)])
        raise ValueError(
            f"the table, row {row}, column '{name}': found {table[name][row]}, and another number on a "
            "different row of the same unit; expected the pupils of the whole unit on each of its rows"
        )


def boxes(intervals: Intervals, focal: Focus, reference: Focus) -> tuple[Boxes, Flags]:
    """The two counts of every unit, and the cells in which totals contradict them."""
    cells = intervals.cells
    roles, row = assign_roles(cells, focal, reference)
    role = roles[row[cells.cell]]
    parts = [_summed(intervals, role == wanted) for wanted in (FOCAL, REFERENCE, NEITHER)]
    rest = parts[2]
    both = intervals.least - rest[1], intervals.most - rest[0]
    return tight(cells, parts[0], parts[1], both)


def _summed(intervals: Intervals, mask: Flags) -> tuple[Floats, Floats]:
    return tuple(np.where(mask, side, 0.0).sum(axis=1) for side in (intervals.low, intervals.high))


def tight(
    cells: Cells, focal: tuple[Floats, Floats], reference: tuple[Floats, Floats], both: tuple[Floats, Floats]
) -> tuple[Boxes, Flags]:
    """Boxes whose limits are attained, and the cells in which there is no possible table."""
    (al, ah), (ol, oh), (sl, sh) = focal, reference, both
    sl, sh = np.maximum(sl, al + ol), np.minimum(sh, ah + oh)
    lows = np.maximum(al, sl - oh), np.maximum(ol, sl - ah)
    highs = np.minimum(ah, sh - ol), np.minimum(oh, sh - al)
    wrong = (sl > sh) | (lows[0] > highs[0]) | (lows[1] > highs[1])
    flags = totals_by(cells.cell, wrong.astype(np.float64), cells.size) > 0.0
    arrays = (np.stack([lows[0], highs[0]]), np.stack([lows[1], highs[1]]), np.stack([sl, sh]))
    return Boxes(cells.unit_start, *arrays), flags
