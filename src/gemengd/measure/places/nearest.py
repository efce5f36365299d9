# SPDX-License-Identifier: EUPL-1.2
"""The counterfactual in which every pupil goes to the nearest school."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from gemengd.measure.index.blocks import Block, multigroup_block, two_group_block
from gemengd.measure.index.kernels.two_group import slopes
from gemengd.measure.index.registry import INDICES, TWO_GROUP
from gemengd.measure.places.assignment import Places, nearest_units, places
from gemengd.measure.table.arithmetic import ratio, totals_by
from gemengd.measure.table.cells import Cells, arrange
from gemengd.measure.table.keys import Keys, key_codes, row_order
from gemengd.measure.table.reading import Names, counts, names_of, read, refuse_clash, refuse_nulls
from gemengd.measure.table.roles import FOCAL, REFERENCE, Focus, Pairs, assign_roles, pairs
from gemengd.numeric.arrays import Flags, Floats

NUMBERS = ("actual", "actual_se", "nearest", "nearest_se", "choice", "choice_se", "share_at_nearest")
RESULTS = ("index", *NUMBERS, "units", "units_nearest", "pupils", "pupils_left_out", "status")


def nearest_school(
    flows: Any,
    *,
    unit: Names,
    area: Names,
    group: str,
    pupils: str,
    unit_points: Any,
    area_points: Any,
    by: Names = (),
    focal: Focus = None,
    reference: Focus = None,
    index: str = "D",
) -> pl.DataFrame:
    """Segregation as it is, as it would be if every pupil went to the nearest school, and the difference.

    Distances are straight lines from the point of the home area to the points of the schools that have
    pupils in the same cell; a school has room for everyone. Of schools equally near the one with the
    smallest key is taken.

    Args:
        flows: one row per count of pupils by unit, home area and group (and `by`).
        unit: column or columns that name the school.
        area: column or columns that name the home area.
        group: column that names the group.
        pupils: column with the number of pupils.
        unit_points: frame with the `unit` columns and `x`, `y` in metres (EPSG:28992).
        area_points: frame with the `area` columns and `x`, `y` in metres.
        by: columns whose combinations are the cells.
        focal: focal group or groups, as for `indices`.
        reference: group or groups compared with.
        index: one name from `INDICES`.

    Returns:
        One row per cell: `index`, `actual`, `nearest` (what the Inspectorate calls residential segregation)
        and `choice` = actual − nearest, each with its standard error; `share_at_nearest`, the share of the
        pupils used whose school is as near as the nearest one; `units` (schools that have such pupils),
        `units_nearest` (of these, the ones that are the nearest of anybody), `pupils`,
        `pupils_left_out` (of a school or an area without a point; left out on both sides) and
        `status`. The error of `choice` is given for two-group indices only.

    Raises:
        ValueError, TypeError: as for `indices`; also when a point is given twice or is not finite.
    """
    keys, units, areas = names_of(by), names_of(unit), names_of(area)
    refuse_clash(keys, RESULTS)
    if index not in INDICES:
        raise ValueError(f"index is {index!r}; expected one of {list(INDICES)}")
    table = read(flows, (*keys, *units, *areas, group, pupils), "flows")
    refuse_nulls(table, (*units, *areas, group), "flows")
    rows = _Rows(table, (keys, units, areas, (group,)), counts(table, pupils, "flows"))
    chosen = rows.assign(
        places(unit_points, rows.unit, "unit_points"), places(area_points, rows.area, "area_points")
    )
    return _compare(rows, chosen, index, (focal, reference))


class _Rows:
    """The flows: keys of every row, the pupils used, and those left out."""

    def __init__(self, table: pl.DataFrame, columns: Sequence[tuple[str, ...]], pupils: Floats) -> None:
        keys = [key_codes(table, names) for names in columns]
        order = row_order(keys, pupils)
        self.cell, self.unit, self.area, self.group = (Keys(key.codes[order], key.values) for key in keys)
        self.pupils = pupils[order]
        self.left_out = np.zeros(pupils.size)

    def assign(self, units: Places, areas: Places) -> tuple[Keys, Flags]:
        """The nearest unit of every row, and whether its own unit is as near."""
        known = units.known[self.unit.codes] & areas.known[self.area.codes]
        self.left_out = np.where(known, 0.0, self.pupils)
        self.pupils = np.where(known, self.pupils, 0.0)
        codes, is_nearest = nearest_units(
            (self.cell.codes, self.unit.codes, self.area.codes), self.pupils > 0.0, units, areas
        )
        return Keys(codes, self.unit.values), is_nearest

    def sum(self, values: Floats) -> Floats:
        """Totals per cell."""
        return totals_by(self.cell.codes, values, self.cell.size)

    def counted(self, unit: Keys) -> Cells:
        return arrange(self.cell, unit, self.group, self.pupils)


class _Side(NamedTuple):
    """The actual or the counterfactual schools: the unit of every row, and the counts they give."""

    unit: Keys
    cells: Cells
    pairs: Pairs


def _compare(rows: _Rows, chosen: tuple[Keys, Flags], index: str, focus: tuple[Focus, Focus]) -> pl.DataFrame:
    cells = [rows.counted(rows.unit), rows.counted(chosen[0])]
    if index in TWO_GROUP:
        units = (rows.unit, chosen[0])
        sides = [_Side(unit, one, pairs(one, *focus)) for unit, one in zip(units, cells, strict=True)]
        actual, nearest = (two_group_block([index], side.pairs, chance=None) for side in sides)
        used = _used(rows, cells[0], focus)
        error = _choice_error(rows, sides, index, used)
    else:
        actual, nearest = (multigroup_block([index], one, chance=False) for one in cells)
        used, error = np.ones(rows.pupils.size), np.full(rows.cell.size, np.nan)
    near = rows.sum(rows.pupils * (used > 0.0) * chosen[1])
    left_out = rows.sum(rows.left_out * (used > 0.0))
    return _table(rows.cell.values, index, (actual, nearest), (error, near, left_out))


def _used(rows: _Rows, cells: Cells, focus: tuple[Focus, Focus]) -> Floats:
    """Role of every row: 1 focal, 2 reference, 0 neither."""
    roles, row = assign_roles(cells, *focus)
    return roles[row[rows.cell.codes], rows.group.codes].astype(np.float64)


def _choice_error(rows: _Rows, sides: Sequence[_Side], index: str, role: Floats) -> Floats:
    """Delta method for the difference of two indices of the same pupils: Σ n (slope − slope)²."""
    actual, nearest = (_slopes_by_row(rows, side, index, role) for side in sides)
    variance = rows.sum(rows.pupils * (actual - nearest) ** 2)
    return np.asarray(np.sqrt(np.where(sides[0].pairs.fractional, np.nan, variance)))


def _slopes_by_row(rows: _Rows, side: _Side, index: str, role: Floats) -> Floats:
    """How the index changes with a pupil of every row."""
    counted, cells = side.pairs, side.cells
    da, do = np.zeros(counted.focal.size), np.zeros(counted.focal.size)
    if not da.size:
        return np.zeros(role.size)
    defined = (counted.A > 0.0) & (counted.O > 0.0)
    slopes(counted.start, counted.focal, counted.reference, defined, INDICES[index].kernel, da, do)
    # Units are sorted by cell and code, so a row finds its unit by bisection.
    place = cells.cell[counted.unit] * side.unit.size + cells.unit[counted.unit]
    wanted = rows.cell.codes.astype(np.int64) * side.unit.size + side.unit.codes
    position = np.minimum(np.searchsorted(place, wanted), place.size - 1)
    return np.select([role == FOCAL, role == REFERENCE], [da[position], do[position]], 0.0)


def _table(
    keys: pl.DataFrame, index: str, blocks: tuple[Block, Block], rest: tuple[Floats, Floats, Floats]
) -> pl.DataFrame:
    actual, nearest = blocks
    error, near, left_out = rest
    choice = actual.estimate[0] - nearest.estimate[0]
    estimates = actual.estimate[0], actual.se[0], nearest.estimate[0], nearest.se[0]
    numbers = *estimates, choice, np.where(np.isnan(choice), np.nan, error), ratio(near, actual.pupils)
    return keys.with_columns(
        pl.Series("index", [index] * keys.height, dtype=pl.String),
        *(pl.Series(name, array, nan_to_null=True) for name, array in zip(NUMBERS, numbers, strict=True)),
        pl.Series("units", actual.units, dtype=pl.Int64),
        pl.Series("units_nearest", nearest.units, dtype=pl.Int64),
        pl.Series("pupils", actual.pupils),
        pl.Series("pupils_left_out", left_out),
        pl.Series("status", actual.status.tolist(), dtype=pl.String),
    )
