# SPDX-License-Identifier: EUPL-1.2
"""Sharp bounds of isolation: Σ a²/t over Σ a, a ratio of sums, unit by unit (Dinkelbach 1967)."""

from __future__ import annotations

import numpy as np

from gemengd.numeric.arrays import Flags, Floats, Integers
from gemengd.numeric.compiled import compiled

_ROUNDS = 100


@compiled
def vertex(i: int, a: Floats, o: Floats, s: Floats, j: int) -> tuple[float, float]:
    """Corner `i` (0 … 5) of the possible (a, o) of unit `j`; some may coincide."""
    if i == 0:
        return a[1, j], o[0, j]
    if i == 1:
        return a[0, j], o[1, j]
    if i == 2:
        return a[0, j], s[0, j] - a[0, j]
    if i == 3:
        return s[0, j] - o[0, j], o[0, j]
    if i == 4:
        return a[1, j], s[1, j] - a[1, j]
    return s[1, j] - o[1, j], o[1, j]


@compiled
def certain(a: Floats, o: Floats, j: int) -> bool:
    """Whether unit `j` has one possible (a, o)."""
    return bool(a[0, j] == a[1, j] and o[0, j] == o[1, j])


@compiled
def _square(a: float, o: float) -> float:
    return a * a / (a + o) if a > 0.0 else 0.0


@compiled
def _most_isolated(a: Floats, o: Floats, s: Floats, j: int, slope: float) -> tuple[float, float]:
    """The corner that maximises a²/t − slope · a: the function is convex, so no other point does."""
    best_a, best_o = vertex(0, a, o, s, j)
    for i in range(1, 6):
        x, y = vertex(i, a, o, s, j)
        if _square(x, y) - slope * x > _square(best_a, best_o) - slope * best_a:
            best_a, best_o = x, y
    return best_a, best_o


@compiled
def _least_isolated(
    a: Floats, o: Floats, s: Floats, j: int, slope: float, whole: bool
) -> tuple[float, float]:
    """The point that minimises a²/t − slope · a: as many others as possible, then a convex function of a."""
    free = s[1, j] - o[1, j]  # up to here all the reference pupils fit
    x = o[1, j] * (1.0 / np.sqrt(1.0 - slope) - 1.0) if slope < 1.0 else np.inf
    if x > free:
        x = max(free, slope * s[1, j] / 2.0)
    x = min(max(x, a[0, j]), a[1, j])
    if whole:
        down, up = np.floor(x), np.ceil(x)
        first = _square(down, min(o[1, j], s[1, j] - down)) - slope * down
        x = up if _square(up, min(o[1, j], s[1, j] - up)) - slope * up < first else down
    return x, min(o[1, j], s[1, j] - x)


@compiled
def isolation_bound(a: Floats, o: Floats, s: Floats, upper: bool, whole: bool) -> float:
    """The largest or smallest isolation of one cell.

    Args:
        a: least and most focal pupils (2 x units).
        o: the same of reference pupils.
        s: the same of both.
        upper: whether the largest is asked.
        whole: whether counts are whole numbers.
    """
    value = 0.0 if upper else 1.0
    for _ in range(_ROUNDS):
        squares = focal = 0.0
        for j in range(a.shape[1]):
            if upper:
                x, y = _most_isolated(a, o, s, j, value)
            else:
                x, y = _least_isolated(a, o, s, j, value, whole)
            squares += _square(x, y)
            focal += x
        gain = squares - value * focal
        if focal <= 0.0 or (gain <= 0.0 if upper else gain >= 0.0):
            break
        value = squares / focal
    return min(value, 1.0)


@compiled
def isolation_cells(
    start: Integers, a: Floats, o: Floats, s: Floats, asked: Flags, whole: Flags, bounds: Floats
) -> None:
    """Fill `bounds[0, c]` and `bounds[1, c]` for every cell that is asked."""
    for c in range(asked.size):
        if asked[c]:
            part = slice(start[c], start[c + 1])
            for side in range(2):
                bounds[side, c] = isolation_bound(a[:, part], o[:, part], s[:, part], side == 1, whole[c])
