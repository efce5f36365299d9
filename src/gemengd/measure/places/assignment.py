# SPDX-License-Identifier: EUPL-1.2
"""Which unit of its cell is nearest to the home area of every row."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
from scipy.spatial import cKDTree

from gemengd.measure.table.keys import Keys
from gemengd.measure.table.reading import read
from gemengd.numeric.arrays import Codes, Flags, Floats, Integers


@dataclass(frozen=True, slots=True)
class Places:
    """Points in metres, one row per key code; `known` is False where a key has no point."""

    points: Floats
    known: Flags


def places(frame: Any, keys: Keys, what: str) -> Places:
    """The points of all keys.

    Raises:
        ValueError: a key has two points, or a coordinate is not finite.
        TypeError: a key has another type than in the table of counts.
    """
    columns = keys.values.columns
    table = read(frame, (*columns, "x", "y"), what)
    for name in columns:
        found, expected = table.schema[name], keys.values.schema[name]
        if found != expected and not _both_text(found, expected):
            raise TypeError(
                f"{what}, column '{name}': found type {found}, expected {expected} as in the counts"
            )
    table = table.cast({name: keys.values.schema[name] for name in columns})
    twice = table.select(columns).is_duplicated()
    if twice.any():
        row = int(twice.arg_max() or 0)
        raise ValueError(f"{what}, row {row}: {dict(zip(table.columns, table.row(row), strict=True))} "
                         "is given more than once; expected one point for each key")  # fmt: skip
    joined = keys.values.join(table, on=columns, how="left", maintain_order="left")
    points = joined.select("x", "y").cast({"x": float, "y": float}).to_numpy()
    known = np.isfinite(points).all(axis=1)
    return Places(points, known)


def _both_text(one: pl.DataType, other: pl.DataType) -> bool:
    texts = (pl.String, pl.Categorical, pl.Enum)
    return isinstance(one, texts) and isinstance(other, texts)


def nearest_units(
    codes: tuple[Codes, Codes, Codes], used: Flags, units: Places, areas: Places
) -> tuple[Codes, Flags]:
    """The code of the nearest unit of every row, and whether the row's own unit is as near.

    Args:
        codes: cell, unit and area of every row.
        used: rows with pupils whose unit and area have points; the other rows keep their own unit.
        units: points of the units.
        areas: points of the areas.
    """
    cell, unit, area = (part[used] for part in codes)
    order = np.argsort(cell, kind="stable")
    bounds = np.flatnonzero(np.diff(cell[order], prepend=-1, append=-1)[: order.size + 1])
    nearest, is_nearest = unit.copy(), np.zeros(unit.size, dtype=np.bool_)
    for low, high in pairwise(bounds):
        rows = order[low:high]
        own, homes = unit[rows], areas.points[area[rows]]
        choices = np.unique(own)
        best, distance = _closest(units.points[choices], homes)
        nearest[rows] = choices[best]
        is_nearest[rows] = np.hypot(*(units.points[own] - homes).T) <= distance
    out, flags = codes[1].copy(), np.zeros(used.size, dtype=np.bool_)
    out[used], flags[used] = nearest, is_nearest
    return out, flags


def _closest(schools: Floats, homes: Floats) -> tuple[Integers, Floats]:
    """For every home the first of the nearest schools, and its distance."""
    points, place = np.unique(homes, axis=0, return_inverse=True)
    _, found = cKDTree(schools).query(points, k=min(2, len(schools)))
    found = found.reshape(len(points), -1)
    away = np.hypot(*np.moveaxis(schools[found] - points[:, None], 2, 0))
    best, distance = found[:, 0].copy(), away.min(axis=1)
    for row in np.flatnonzero((away == distance[:, None]).all(axis=1)):
        every = np.hypot(*(schools - points[row]).T)
        best[row], distance[row] = every.argmin(), every.min()
    return best[place], distance[place]
