# SPDX-License-Identifier: EUPL-1.2
"""The surroundings of every point: its k nearest residents, or everyone within a distance.

Points are laid on a grid of squares. Around a point a block of squares is found, by sums over the grid, that
must hold its k nearest residents; only the points in that block are looked at. They are counted in rings of
equal area; only the rings that a k falls in are sorted. Residents at exactly the same distance form one ring,
of which a part is taken in proportion where k falls inside it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gemengd.numeric.arrays import Flags, Floats, Integers
from gemengd.numeric.compiled import compiled

_POINTS_A_SQUARE = 8.0
_RINGS = 512
"""Rings of equal area in which the points around a point are first counted."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Points sorted by the square they lie in.

    Attributes:
        points: x, y, pupils and focal pupils (4 x points), in the order of `order`.
        order: which point stands at each place.
        start: where the points of each square begin, square by square, row by row.
        squares: rows and columns of the grid are equally many.
        side: metres.
        origin: the corner with the smallest x and y.
        sums: pupils in all squares with a smaller row and column.
    """

    points: Floats
    order: Integers
    start: Integers
    squares: int
    side: float
    origin: Floats
    sums: Floats


def lay_out(xy: Floats, pupils: Floats, focal: Floats) -> Grid:
    """A grid over points (points x 2, metres)."""
    origin, extent = xy.min(axis=0), float(np.ptp(xy, axis=0).max())
    squares = max(int(np.sqrt(len(xy) / _POINTS_A_SQUARE)), 1)
    side = max(extent / squares * (1.0 + 1e-9), 1e-9)
    column, row = np.minimum(((xy - origin) // side).astype(np.int64), squares - 1).T
    square = row * squares + column
    order = np.argsort(square, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(square, minlength=squares**2))])
    sums = np.zeros((squares + 1, squares + 1))
    totals = np.bincount(square, weights=pupils, minlength=squares**2).reshape(squares, squares)
    sums[1:, 1:] = totals.cumsum(axis=0).cumsum(axis=1)
    points = np.ascontiguousarray(np.stack([*xy.T, pupils, focal])[:, order])
    return Grid(points, order, start.astype(np.int64), squares, side, origin, sums)


@compiled
def _block(sums: Floats, row: int, column: int, reach: int) -> float:
    """Pupils in the squares at most `reach` rows and columns away."""
    last = sums.shape[0] - 1
    low, high = max(row - reach, 0), min(row + reach + 1, last)
    left, right = max(column - reach, 0), min(column + reach + 1, last)
    return float(sums[high, right] - sums[low, right] - sums[high, left] + sums[low, left])


@compiled
def _reach(sums: Floats, row: int, column: int, k: float) -> int:
    """The smallest block that holds k pupils."""
    low, high = 0, sums.shape[0] - 1
    while low < high:
        middle = (low + high) // 2
        # Sums of fractions may be a bit too high or low; asking for a little more is safe.
        if _block(sums, row, column, middle) >= k * (1.0 + 1e-9):
            high = middle
        else:
            low = middle + 1
    return low


@compiled
def _gather(
    place: int,
    points: Floats,
    start: Integers,
    squares: int,
    block: tuple[int, int, int],
    away: Floats,
    near: Integers,
) -> int:
    """Squared distances to, and places of, all points in a block; return how many."""
    row, column, reach = block
    size, x, y = 0, points[0, place], points[1, place]
    left, right = max(column - reach, 0), min(column + reach + 1, squares)
    for line in range(max(row - reach, 0), min(row + reach + 1, squares)):
        for other in range(start[line * squares + left], start[line * squares + right]):
            across, along = points[0, other] - x, points[1, other] - y
            away[size], near[size] = across * across + along * along, other
            size += 1
    return size


@compiled
def _count_rings(
    away: Floats, near: Integers, size: int, limit: float, points: Floats, ring: Integers, counted: Floats
) -> None:
    """Ring of each point, and pupils and focal pupils of each ring; beyond `limit` the ring is the last."""
    counted[:] = 0.0
    last = counted.shape[1] - 1
    scale = last / limit if limit > 0.0 else 0.0
    for i in range(size):
        ring[i] = int(min(away[i] * scale, float(last)))
        counted[0, ring[i]] += points[2, near[i]]
        counted[1, ring[i]] += points[3, near[i]]


@compiled
def _rings_of(counted: Floats, ks: Floats, ring: Integers, before: Floats, flagged: Flags) -> None:
    """The ring that each k falls in, and pupils and focal pupils in the rings inside it."""
    flagged[:] = False
    pupils = focal = 0.0
    at = 0
    for i in range(ks.size):
        while at < _RINGS and pupils + counted[0, at] < ks[i]:
            pupils, focal = pupils + counted[0, at], focal + counted[1, at]
            at += 1
        ring[i], before[0, i], before[1, i] = at, pupils, focal
        flagged[at] = True


@compiled
def _within_ring(
    away: Floats, near: Integers, order: Integers, points: Floats, k: float, before: float, focal: float
) -> tuple[float, float]:
    """Share and squared radius of the k nearest; `order` holds the points of the ring from near to far.

    There are `before` pupils in the rings inside it, of whom `focal` are focal.
    """
    i = 0
    while i < order.size:
        distance, pupils, among = away[order[i]], 0.0, 0.0
        while i < order.size and away[order[i]] == distance:
            pupils += points[2, near[order[i]]]
            among += points[3, near[order[i]]]
            i += 1
        if before + pupils >= k:
            part = (k - before) / pupils
            return (focal + part * among) / k, distance
        before, focal = before + pupils, focal + among
    # Fractions may add up to a hair less than k: then everyone is near.
    return focal / before, away[order[-1]]


@compiled
def _in_order(away: Floats, ring: Integers, size: int, flagged: Flags, chosen: Integers) -> Integers:
    """The points in flagged rings, from near to far."""
    count = 0
    for i in range(size):
        if flagged[ring[i]]:
            chosen[count] = i
            count += 1
    return chosen[:count][np.argsort(away[chosen[:count]])]


@compiled
def nearest_shares(
    places: Integers,
    points: Floats,
    start: Integers,
    squares: int,
    side: float,
    origin: Floats,
    sums: Floats,
    ks: Floats,
    share: Floats,
    radius: Floats,
) -> None:
    """Fill the focal share among the k nearest residents and how far they live, for the points at `places`.

    `ks` rise, and none is above the number of pupils. `share` and `radius` are points x ks.
    """
    n = points.shape[1]
    away, near = np.empty(n), np.empty(n, dtype=np.int64)
    ring, chosen, wanted = np.empty(n, np.int64), np.empty(n, np.int64), np.empty(ks.size, np.int64)
    counted, before = np.empty((2, _RINGS + 1)), np.empty((2, ks.size))
    flagged = np.empty(_RINGS + 1, dtype=np.bool_)
    for place in places:
        row = min(int((points[1, place] - origin[1]) // side), squares - 1)
        column = min(int((points[0, place] - origin[0]) // side), squares - 1)
        inner = _reach(sums, row, column, ks[-1])
        # The k nearest lie no farther than the far corner of that block; all that near is in the wider one.
        limit = ((inner + 1) * side) ** 2 * 2.0
        wider = int(np.ceil((inner + 1) * np.sqrt(2.0)))
        size = _gather(place, points, start, squares, (row, column, wider), away, near)
        _count_rings(away, near, size, limit, points, ring, counted)
        _rings_of(counted, ks, wanted, before, flagged)
        order = _in_order(away, ring, size, flagged, chosen)
        first = 0
        for i in range(ks.size):
            while first + 1 < order.size and ring[order[first]] < wanted[i]:
                first += 1
            last = first
            while last < order.size and ring[order[last]] == wanted[i]:
                last += 1
            found = _within_ring(away, near, order[first:last], points, ks[i], before[0, i], before[1, i])
            share[place, i], radius[place, i] = found[0], np.sqrt(found[1])


@compiled
def shares_within(
    places: Integers,
    points: Floats,
    start: Integers,
    squares: int,
    side: float,
    origin: Floats,
    radii: Floats,
    share: Floats,
    residents: Floats,
) -> None:
    """Fill the focal share among, and the number of, all residents within each distance (rising)."""
    reach = int(min(radii[-1] // side + 1.0, float(squares)))
    sums = np.empty((2, radii.size))
    for place in places:
        row = min(int((points[1, place] - origin[1]) // side), squares - 1)
        column = min(int((points[0, place] - origin[0]) // side), squares - 1)
        left, right = max(column - reach, 0), min(column + reach + 1, squares)
        sums[:] = 0.0
        for line in range(max(row - reach, 0), min(row + reach + 1, squares)):
            for other in range(start[line * squares + left], start[line * squares + right]):
                across = points[0, other] - points[0, place]
                along = points[1, other] - points[1, place]
                away = across * across + along * along
                for i in range(radii.size):
                    if away <= radii[i] * radii[i]:
                        sums[0, i] += points[2, other]
                        sums[1, i] += points[3, other]
                        break
        pupils = focal = 0.0
        for i in range(radii.size):
            pupils, focal = pupils + sums[0, i], focal + sums[1, i]
            share[place, i], residents[place, i] = focal / pupils, pupils
