# SPDX-License-Identifier: EUPL-1.2
"""Bounds of the indices 1 − Σ w(a, o)/w(A, O), with w concave and homogeneous of degree one.

w is a o/t for eta2, sqrt(a o) for Hutchens, and t times the entropy for H; M is (w(A, O) − Σ w)/T. A tangent
of w lies above it, a chord below it inside its cone of city shares. Put in the place of w(A, O), either
leaves a ratio of sums over units, which Dinkelbach's method solves exactly; the tangent gives the upper
bound, branch and bound over cones gives the lower one.
"""

from __future__ import annotations

import numpy as np

from gemengd.measure.certainty.bounds.ratio import certain, vertex
from gemengd.measure.certainty.bounds.weights import ETA2, chord, most_mixed, tangent, value, weight
from gemengd.numeric.arrays import Flags, Floats, Integers
from gemengd.numeric.compiled import compiled

ENUMERATED = 4096
"""Cells with this many choices of corners or fewer are enumerated for eta2."""

_GOLDEN = 0.5 * (np.sqrt(5.0) - 1.0)
_TOLERANCE = 1e-7
_NODES = 300
_SLACK = 1e-12


@compiled
def _floor(
    kind: int, mean: bool, a: Floats, o: Floats, s: Floats, cone: tuple[float, float], guess: float
) -> tuple[float, float]:
    """A certified lower bound over the tables of a cone of city shares, and the index of a real table."""
    c1, c2 = chord(kind, cone[0], cone[1])
    level, reached = guess, 1.0e300
    for _ in range(60):
        k1, k2 = (c1 - level, c2 - level) if mean else ((1.0 - level) * c1, (1.0 - level) * c2)
        total = A = O = 0.0
        for j in range(a.shape[1]):
            x, y = a[0, j], o[0, j]
            if not certain(a, o, j):
                x, y = most_mixed(kind, a, o, s, j, k1, k2)
            total += weight(kind, x, y)
            A += x
            O += y
        if A > 0.0 and O > 0.0:
            reached = min(reached, value(kind, mean, total, A, O))
        lines = c1 * A + c2 * O
        base = A + O if mean else lines
        if base <= 0.0:
            return 0.0, reached
        found = (lines - total) / base
        if abs(found - level) < 1e-13:
            return max(min(level, found) - _SLACK, 0.0), reached
        level = found
    return 0.0, reached  # not settled, so not certified


@compiled
def smallest(kind: int, mean: bool, a: Floats, o: Floats, s: Floats) -> tuple[float, float]:
    """A certified lower bound of the index, and the index of a real table near it."""
    AL, AH, OL, OH = a[0].sum(), a[1].sum(), o[0].sum(), o[1].sum()
    lows, highs = np.empty(2 * _NODES), np.empty(2 * _NODES)
    lows[0], highs[0], size = AL / (AL + OH), AH / (AH + OL), 1
    bound, reached = 1.0e300, 1.0e300
    for node in range(_NODES):
        if size == 0:
            break
        size -= 1
        cone = (lows[size], highs[size])
        low, found = _floor(kind, mean, a, o, s, cone, min(reached, 0.1))
        reached = min(reached, found)
        if low >= reached - _TOLERANCE or node + size >= _NODES - 2 or cone[1] - cone[0] < 1e-9:
            bound = min(bound, low)
            continue
        middle = (cone[0] + cone[1]) / 2.0
        lows[size], highs[size] = cone[0], middle
        lows[size + 1], highs[size + 1] = middle, cone[1]
        size += 2
    return min(bound, reached), reached


@compiled
def _roof(
    kind: int, mean: bool, a: Floats, o: Floats, w: Floats, s: Floats, share: float, sums: Floats
) -> float:
    """A certified upper bound from one tangent; `sums` gets Σ w, A and O of the table it stands on."""
    c1, c2 = tangent(kind, share)
    level = 0.0
    for _ in range(60):
        total = A = O = 0.0
        for j in range(a.shape[1]):
            best, x, y, kept = -np.inf, 0.0, 0.0, 0.0
            for i in range(1 if certain(a, o, j) else 6):
                u, v = vertex(i, a, o, s, j)
                lines = c1 * u + c2 * v
                found = lines - w[i, j] - level * (u + v if mean else lines)
                if found > best:
                    best, x, y, kept = found, u, v, w[i, j]
            total += kept
            A += x
            O += y
        lines = c1 * A + c2 * O
        base = A + O if mean else lines
        if base <= 0.0:
            return level + _SLACK
        found = (lines - total) / base
        sums[0], sums[1], sums[2] = total, A, O
        if found <= level + 1e-14:
            return level + _SLACK
        level = found
    return np.inf  # not settled, so not certified


@compiled
def largest(kind: int, mean: bool, a: Floats, o: Floats, s: Floats) -> tuple[float, float]:
    """A certified upper bound of the index, and the index of a table near it."""
    w, sums = np.empty((6, a.shape[1])), np.zeros(3)
    for j in range(a.shape[1]):
        for i in range(6):
            x, y = vertex(i, a, o, s, j)
            w[i, j] = weight(kind, x, y)
    left, right = _inner_shares(a, o)
    x, y = right - _GOLDEN * (right - left), left + _GOLDEN * (right - left)
    fx = _roof(kind, mean, a, o, w, s, x, sums)
    reached = value(kind, mean, sums[0], sums[1], sums[2])
    fy = _roof(kind, mean, a, o, w, s, y, sums)
    bound = min(fx, fy)
    for _ in range(50):
        if fx <= fy:
            right, y, fy = y, x, fx
            x = right - _GOLDEN * (right - left)
            fx = _roof(kind, mean, a, o, w, s, x, sums)
        else:
            left, x, fx = x, y, fy
            y = left + _GOLDEN * (right - left)
            fy = _roof(kind, mean, a, o, w, s, y, sums)
        reached = max(reached, value(kind, mean, sums[0], sums[1], sums[2]))
        bound = min(bound, fx, fy)
        if bound - reached < 1e-9:
            break
    return max(bound, reached), reached


@compiled
def _inner_shares(a: Floats, o: Floats) -> tuple[float, float]:
    """Smallest and largest focal share of the cell, kept off 0 and 1."""
    AL, AH, OL, OH = a[0].sum(), a[1].sum(), o[0].sum(), o[1].sum()
    least, most = max(AL, min(0.5, AH)), max(OL, min(0.5, OH))
    return least / (least + OH), AH / (AH + most)


@compiled
def enumerated_eta2(a: Floats, o: Floats, s: Floats) -> float:
    """The largest eta2 over all corners, or −1 where there are too many; it is attained at corners."""
    units = a.shape[1]
    choice, corners, tables = np.zeros(units, dtype=np.int64), np.ones(units, dtype=np.int64), 1
    for j in range(units):
        if not certain(a, o, j):
            corners[j] = 4 if s[0, j] == a[0, j] + o[0, j] and s[1, j] == a[1, j] + o[1, j] else 6
            tables *= corners[j]
            if tables > ENUMERATED:
                return -1.0
    best = 0.0
    for _ in range(tables):
        total = A = O = 0.0
        for j in range(units):
            x, y = vertex(_corner(choice[j], corners[j]), a, o, s, j)
            total += weight(ETA2, x, y)
            A += x
            O += y
        best = max(best, value(ETA2, False, total, A, O))
        for j in range(units):
            choice[j] += 1
            if choice[j] < corners[j]:
                break
            choice[j] = 0
    return best


@compiled
def _corner(choice: int, corners: int) -> int:
    """A rectangle has corners 0, 1, 2 and 4; the others coincide with these."""
    return 4 if corners == 4 and choice == 3 else choice


@compiled
def concave_cells(
    start: Integers,
    a: Floats,
    o: Floats,
    s: Floats,
    asked: Flags,
    kind: int,
    mean: bool,
    bounds: Floats,
    reached: Floats,
) -> None:
    """Fill the bounds and the index of tables met near them (both 2 x cells)."""
    for c in range(asked.size):
        if not asked[c]:
            continue
        part = slice(start[c], start[c + 1])
        focal, reference, both = a[:, part], o[:, part], s[:, part]
        bounds[0, c], reached[0, c] = smallest(kind, mean, focal, reference, both)
        best = enumerated_eta2(focal, reference, both) if kind == ETA2 else -1.0
        if best >= 0.0:
            bounds[1, c] = reached[1, c] = best
        else:
            bounds[1, c], reached[1, c] = largest(kind, mean, focal, reference, both)
