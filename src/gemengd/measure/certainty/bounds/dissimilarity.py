# SPDX-License-Identifier: EUPL-1.2
"""Upper bound of the dissimilarity index; docs/reference/measure-bounds.md has the reasoning.

D = max over sets S of a(S)/A − o(S)/O, so some S puts every unit of S at its focal corner
(most a, least o) and every other unit at its reference corner. Which S is best is a subset-sum problem:
few units are enumerated, for many a Lagrangian bound is certified over the whole range of o(S)/O.
"""

from __future__ import annotations

import numpy as np

from gemengd.measure.certainty.bounds.dissimilarity_low import log_range, lowest, lowest_sized
from gemengd.measure.certainty.bounds.ratio import certain
from gemengd.numeric.arrays import Flags, Floats, Integers
from gemengd.numeric.compiled import compiled

ENUMERATED = 12
"""Cells with this many uncertain units or fewer are enumerated, so that their upper bound is attained."""

_GOLDEN = 0.5 * (np.sqrt(5.0) - 1.0)
_TOLERANCE = 1e-7
_NODES = 400
_SLACK = 1e-12


@compiled
def _root(a: Floats, o: Floats, kappa: float, multiplier: float, level: float) -> float:
    """The D at which Σ max(focal corner, reference corner) is zero: no table with o(S)/O = kappa has more.

    `level` is where the search starts. The sum is convex and decreasing in D, so Newton's steps end.
    """
    for _ in range(60):
        total = slope = 0.0
        for j in range(a.shape[1]):
            inside = (1.0 - kappa - level) * a[1, j] - multiplier * (1.0 - kappa) * o[0, j]
            outside = multiplier * kappa * o[1, j] - (kappa + level) * a[0, j]
            if inside >= outside:
                total += inside
                slope += a[1, j]
            else:
                total += outside
                slope += a[0, j]
        if slope <= 0.0:
            return 1.0
        step = total / slope
        level += step
        if abs(step) < 1e-14:
            break
    return level


@compiled
def _ceiling(
    a: Floats, o: Floats, low: float, high: float, span: Floats, level: float
) -> tuple[float, float]:
    """The best certified bound over kappa in [low, high], and its multiplier.

    With one multiplier the sum is convex in kappa, so its ends decide for the whole interval.
    """
    left, right = span[0], span[1]
    x, y = right - _GOLDEN * (right - left), left + _GOLDEN * (right - left)
    fx = max(_root(a, o, low, np.exp(x), level), _root(a, o, high, np.exp(x), level))
    fy = max(_root(a, o, low, np.exp(y), level), _root(a, o, high, np.exp(y), level))
    for _ in range(40):
        if fx <= fy:
            right, y, fy = y, x, fx
            x = right - _GOLDEN * (right - left)
            fx = max(_root(a, o, low, np.exp(x), fy), _root(a, o, high, np.exp(x), fy))
        else:
            left, x, fx = x, y, fy
            y = left + _GOLDEN * (right - left)
            fy = max(_root(a, o, low, np.exp(y), fx), _root(a, o, high, np.exp(y), fx))
        if right - left < 1e-9:
            break
    return (fx, np.exp(x)) if fx <= fy else (fy, np.exp(y))


@compiled
def _climb(a: Floats, o: Floats, inside: Flags) -> float:
    """D of the table whose units stand at the corners `inside` says, after flips while they raise it."""
    sums = np.zeros(4)
    for j in range(inside.size):
        _add(sums, a, o, j, inside[j], 1.0)
    best = _gap(sums)
    improved = True
    while improved:
        improved = False
        for j in range(inside.size):
            if certain(a, o, j):
                continue
            _add(sums, a, o, j, inside[j], -1.0)
            _add(sums, a, o, j, not inside[j], 1.0)
            if _gap(sums) > best + _SLACK:
                best, improved = _gap(sums), True
                inside[j] = not inside[j]
            else:
                _add(sums, a, o, j, not inside[j], -1.0)
                _add(sums, a, o, j, inside[j], 1.0)
    return best


@compiled
def _add(sums: Floats, a: Floats, o: Floats, j: int, inside: bool, sign: float) -> None:
    """Sums: a in S, a outside S, o in S, o outside S."""
    if inside:
        sums[0] += sign * a[1, j]
        sums[2] += sign * o[0, j]
    else:
        sums[1] += sign * a[0, j]
        sums[3] += sign * o[1, j]


@compiled
def _gap(sums: Floats) -> float:
    A, O = sums[0] + sums[1], sums[2] + sums[3]
    return sums[0] / A - sums[2] / O if A > 0.0 and O > 0.0 else 0.0


@compiled
def _enumerated(a: Floats, o: Floats, unsure: Integers) -> float:
    """The largest D over all choices of corners; certain units go where they add most.

    For a fixed choice of the unsure units' corners the counts are fixed, so D is the sum of positive gaps.
    """
    best, units = 0.0, a.shape[1]
    x, y = a[1].copy(), o[0].copy()
    for code in range(1 << unsure.size):
        for bit in range(unsure.size):
            j = unsure[bit]
            inside = (code >> bit) & 1
            x[j], y[j] = (a[1, j], o[0, j]) if inside else (a[0, j], o[1, j])
        A, O = x.sum(), y.sum()
        if A <= 0.0 or O <= 0.0:
            continue
        total = 0.0
        for j in range(units):
            total += abs(x[j] / A - y[j] / O)
        best = max(best, total / 2.0)
    return best


@compiled
def highest(a: Floats, o: Floats) -> tuple[float, float]:
    """A certified upper bound of D, and the D of a table that was found."""
    unsure = np.empty(a.shape[1], dtype=np.int64)
    size = 0
    for j in range(a.shape[1]):
        if not certain(a, o, j):
            unsure[size] = j
            size += 1
    if size <= ENUMERATED:
        value = _enumerated(a, o, unsure[:size])
        return value, value
    return _searched(a, o)


@compiled
def _searched(a: Floats, o: Floats) -> tuple[float, float]:
    """Branch and bound over kappa = o(S)/O; every interval ends with a certified bound."""
    span = log_range(a, o, 1.0)
    span[0] -= 1e-6
    span[1] += 1e-6
    lows, highs = np.empty(2 * _NODES), np.empty(2 * _NODES)
    lows[0], highs[0], size = 0.0, 1.0, 1
    reached = relaxed = bound = 0.0
    inside = np.empty(a.shape[1], dtype=np.bool_)
    for node in range(_NODES):
        if size == 0:
            break
        size -= 1
        low, high = lows[size], highs[size]
        value, _ = _ceiling(a, o, low, high, span, max(relaxed, 0.5))
        if value <= max(relaxed, reached) + _TOLERANCE or node + size >= _NODES - 2:
            bound = max(bound, value)
            continue
        middle = (low + high) / 2.0
        point, best = _ceiling(a, o, middle, middle, span, value)
        if point > relaxed:
            relaxed = point
            _corners(a, o, middle, best, point, inside)
            reached = max(reached, _climb(a, o, inside))
        lows[size], highs[size] = low, middle
        lows[size + 1], highs[size + 1] = middle, high
        size += 2
    return min(max(bound, reached) + _SLACK, 1.0), reached


@compiled
def _corners(a: Floats, o: Floats, kappa: float, multiplier: float, level: float, inside: Flags) -> None:
    for j in range(inside.size):
        focal = (1.0 - kappa - level) * a[1, j] - multiplier * (1.0 - kappa) * o[0, j]
        inside[j] = focal >= multiplier * kappa * o[1, j] - (kappa + level) * a[0, j]


@compiled
def dissimilarity_cells(
    start: Integers,
    a: Floats,
    o: Floats,
    s: Floats,
    asked: Flags,
    whole: Flags,
    bounds: Floats,
    reached: Floats,
) -> None:
    """Fill the bounds (2 x cells), and the D of a table found near the upper one (row 1 of `reached`)."""
    for c in range(asked.size):
        if not asked[c]:
            continue
        part = slice(start[c], start[c + 1])
        focal, reference, both = a[:, part], o[:, part], s[:, part]
        sized = True
        for j in range(both.shape[1]):
            sized &= both[0, j] == both[1, j]
        bounds[0, c] = (
            lowest_sized(focal, both[1]) if sized else lowest(focal, reference, 1.0 if whole[c] else 1e-9)
        )
        bounds[1, c], reached[1, c] = highest(focal, reference)
