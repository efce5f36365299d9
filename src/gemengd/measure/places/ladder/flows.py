# SPDX-License-Identifier: EUPL-1.2
"""The flows behind the ladder of counterfactuals: rows, their classes, and where each class may go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from gemengd.measure.places.assignment import Places, places
from gemengd.measure.places.ladder.assignment import Assignment, Choice
from gemengd.measure.table.arithmetic import ratio, totals_by
from gemengd.measure.table.cells import Cells, arrange
from gemengd.measure.table.keys import Keys, key_codes
from gemengd.measure.table.reading import counts, read, refuse_nulls
from gemengd.numeric.arrays import Flags, Floats, Integers


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns of the flows."""

    by: tuple[str, ...]
    unit: tuple[str, ...]
    area: tuple[str, ...]
    group: str
    pupils: str
    track: str | None
    denomination: str | None
    capacity: str | None


class Flows:
    """Pupils by school, home area and group; those without a point at either end are left out.

    Attributes:
        cell, unit, area, group: keys of every row.
        pupils: pupils of every row.
        left_out: per cell, pupils of a school or an area without a point.
        kind: class of every row: cell, area, track and wish together.
    """

    def __init__(self, frame: Any, columns: Columns, unit_points: Any, area_points: Any) -> None:
        table, values = _read(frame, columns)
        keys = [
            key_codes(table, names) for names in (columns.by, columns.unit, columns.area, (columns.group,))
        ]
        self._read_points(keys[1], keys[2], columns, (unit_points, area_points))
        seen = self.units.known[keys[1].codes] & self.areas.known[keys[2].codes]
        self.left_out = totals_by(keys[0].codes, np.where(seen, 0.0, values), keys[0].size)
        kept = np.flatnonzero(seen & (values > 0.0))
        kept = kept[np.argsort(keys[0].codes[kept], kind="stable")]
        self.cell, self.unit, self.area, self.group = (Keys(key.codes[kept], key.values) for key in keys)
        self.pupils = values[kept]
        self.track = _codes(table, columns.track, kept)
        self.wish = _wishes(table, columns.denomination, self.wish_codes, kept)
        self._classes()

    def _read_points(self, unit: Keys, area: Keys, columns: Columns, frames: tuple[Any, Any]) -> None:
        self.units: Places = places(frames[0], unit, "unit_points")
        self.areas: Places = places(frames[1], area, "area_points")
        self.offer = _joined(unit, frames[0], columns.denomination)
        names = [] if self.offer is None else self.offer.drop_nulls().unique().sort().to_list()
        self.wish_codes = {name: code for code, name in enumerate(names)}
        room = _joined(unit, frames[0], columns.capacity)
        self.room = None if room is None else _as_places(room, columns.capacity or "")

    def _classes(self) -> None:
        parts = np.stack([self.cell.codes, self.area.codes, self.track, self.wish])
        distinct, kind = np.unique(parts, axis=1, return_inverse=True)
        self.kind: Integers = kind.ravel()
        self.kind_cell, self.kind_area, self.kind_track, self.kind_wish = distinct

    @property
    def size(self) -> int:
        """Number of cells."""
        return self.cell.size

    def counted(self) -> Cells:
        """The counts as they are."""
        return arrange(self.cell, self.unit, self.group, self.pupils)

    def distance(self) -> Floats:
        """Mean metres from home to school, per cell."""
        away = self.units.points[self.unit.codes] - self.areas.points[self.area.codes]
        return self._mean(self.cell.codes, self.pupils, np.hypot(*away.T))

    def _mean(self, cell: Any, pupils: Floats, metres: Floats) -> Floats:
        return ratio(totals_by(cell, pupils * metres, self.size), totals_by(cell, pupils, self.size))

    def choices(self) -> list[tuple[Integers, Integers, Choice]]:
        """For every cell its classes, its schools and what they can choose from."""
        return [self._choice(cell) for cell in range(self.size)]

    def _choice(self, cell: int) -> tuple[Integers, Integers, Choice]:
        rows = slice(*np.searchsorted(self.cell.codes, [cell, cell + 1]))
        first, last = np.searchsorted(self.kind_cell, [cell, cell + 1])
        kinds = np.arange(first, last)
        schools, place = np.unique(self.unit.codes[rows].astype(np.int64), return_inverse=True)
        offers = np.zeros((int(self.track.max(initial=0)) + 1, schools.size), dtype=np.bool_)
        offers[self.track[rows], place] = True
        homes, points = self.areas.points[self.kind_area[kinds]], self.units.points[schools]
        distance = np.hypot(*np.moveaxis(homes[:, None] - points[None], 2, 0))
        pupils = totals_by(self.kind[rows] - first, self.pupils[rows], kinds.size)
        now = totals_by(place, self.pupils[rows], schools.size)
        room = now if self.room is None else self.room[schools]
        there = np.where(np.isnan(room), now, room)
        wished = self._wished(kinds, schools)
        return kinds, schools, Choice(pupils, distance, offers[self.kind_track[kinds]], wished, there)

    def _wished(self, kinds: Integers, schools: Integers) -> Flags:
        """Whether a school answers to the wish of a class; a class without a wish is content anywhere."""
        if self.offer is None:
            return np.ones((kinds.size, schools.size), dtype=np.bool_)
        offered = [self.wish_codes.get(name, -1) for name in self.offer.gather(schools).to_list()]
        wish = self.kind_wish[kinds][:, None]
        return np.asarray((wish < 0) | (wish == np.array(offered, dtype=np.int64)[None]))

    def moved(self, parts: Sequence[tuple[Integers, Integers, Assignment | None]]) -> tuple[Cells, Floats]:
        """The counts, and the mean metres, when every class goes where it is assigned.

        Cells without an assignment have no pupils in the result.
        """
        filled = [(kinds, schools, part) for kinds, schools, part in parts if part is not None]
        if not filled:
            return self._rebuilt(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0))
        kind = np.concatenate([kinds[part.of] for kinds, _, part in filled])
        school = np.concatenate([schools[part.to] for _, schools, part in filled])
        return self._rebuilt(kind, school, np.concatenate([part.part for _, _, part in filled]))

    def _rebuilt(self, kind: Integers, school: Integers, part: Floats) -> tuple[Cells, Floats]:
        order = np.argsort(kind, kind="stable")
        kind, school, part = kind[order], school[order], part[order]
        times = np.bincount(kind, minlength=self.kind_cell.size)
        first = np.cumsum(times) - times
        repeat = times[self.kind]
        rows = np.repeat(np.arange(self.kind.size), repeat)
        within = np.arange(rows.size) - np.repeat(np.cumsum(repeat) - repeat, repeat)
        place = first[self.kind[rows]] + within
        units, pupils = school[place].astype(np.int32), self.pupils[rows] * part[place]
        away = self.units.points[units] - self.areas.points[self.area.codes[rows]]
        metres = self._mean(self.cell.codes[rows], pupils, np.hypot(*away.T))
        cell, group = (Keys(key.codes[rows], key.values) for key in (self.cell, self.group))
        return arrange(cell, Keys(units, self.unit.values), group, pupils), metres


def _read(frame: Any, columns: Columns) -> tuple[pl.DataFrame, Floats]:
    keys = (*columns.by, *columns.unit, *columns.area, columns.group, columns.pupils)
    optional = [name for name in (columns.track, columns.denomination) if name is not None]
    table = read(frame, (*keys, *optional), "flows")
    track = () if columns.track is None else (columns.track,)
    refuse_nulls(table, (*columns.unit, *columns.area, columns.group, *track), "flows")
    return table, counts(table, columns.pupils, "flows")


def _codes(table: pl.DataFrame, column: str | None, kept: Integers) -> Integers:
    if column is None:
        return np.zeros(kept.size, dtype=np.int64)
    return key_codes(table, (column,)).codes[kept].astype(np.int64)


def _wishes(table: pl.DataFrame, column: str | None, known: dict[Any, int], kept: Integers) -> Integers:
    """Code of the wish of every row; −1 where there is none, or where no school answers to it."""
    if column is None:
        return np.full(kept.size, -1, dtype=np.int64)
    return np.array([known.get(wish, -1) for wish in table[column].gather(kept).to_list()], dtype=np.int64)


def _joined(unit: Keys, points: Any, column: str | None) -> pl.Series | None:
    """A column of the schools' frame, one value per school."""
    if column is None:
        return None
    names = unit.values.columns
    table = read(points, (*names, column), "unit_points").unique(names, keep="first")
    return unit.values.join(table, on=names, how="left", maintain_order="left")[column]


def _as_places(room: pl.Series, column: str) -> Floats:
    if not room.dtype.is_numeric() and room.dtype != pl.Null:
        raise TypeError(
            f"unit_points, column '{column}': found type {room.dtype}, expected numbers of places"
        )
    values = room.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    if (values < 0.0).any():
        raise ValueError(
            f"unit_points, column '{column}': found {np.nanmin(values)}, expected places, zero or more"
        )
    return np.asarray(values)
