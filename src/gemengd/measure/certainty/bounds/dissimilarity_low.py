# SPDX-License-Identifier: EUPL-1.2
"""The lower bound of the dissimilarity index.

In shares p = a/A and q = o/O the problem is a linear programme in which only 1/A and 1/O are free besides the
shares. For a given A/O it is solved by filling up, and the result has one peak in A/O. With known sizes of
the units, A says everything, and the result has one valley in A.
"""

from __future__ import annotations

import numpy as np

from gemengd.numeric.arrays import Floats
from gemengd.numeric.compiled import compiled

_GOLDEN = 0.5 * (np.sqrt(5.0) - 1.0)
_SLACK = 1e-12


@compiled
def log_range(a: Floats, o: Floats, least: float) -> Floats:
    """Logarithms of the smallest and largest A/O, where a group that may be absent has `least` pupils."""
    AL, AH, OL, OH = a[0].sum(), a[1].sum(), o[0].sum(), o[1].sum()
    AL, OL = (AL if AL > 0.0 else min(least, AH)), (OL if OL > 0.0 else min(least, OH))
    return np.array([np.log(AL / OH), np.log(AH / OL)])


@compiled
def _overlap(a: Floats, o: Floats, ratio: float) -> float:
    """The largest Σ min(a/A, o/O) of real tables with A/O = `ratio`; −1 where there is none.

    Pupils are raised from their least counts: first where one group's least is under the other's (which
    takes pupils of one group only), then where both rise together.
    """
    AL, AH, OL, OH = a[0].sum(), a[1].sum(), ratio * o[0].sum(), ratio * o[1].sum()
    shared = focal = reference = together = 0.0
    for j in range(a.shape[1]):
        al, ah, ol, oh = a[0, j], a[1, j], ratio * o[0, j], ratio * o[1, j]
        shared += min(al, ol)
        focal += max(min(ol, ah) - al, 0.0)
        reference += max(min(al, oh) - ol, 0.0)
        together += max(min(ah, oh) - max(al, ol), 0.0)
    low, high = max(AL, OL), min(AH, OH)
    if low > high * (1.0 + 1e-12) or high <= 0.0:
        return -1.0
    best = 0.0
    turns = (low, high, AL + focal, OL + reference, AL + focal + together, OL + reference + together)
    for turn in turns:
        A = min(max(turn, low), high)
        if A <= 0.0:
            continue
        left, right = A - AL - focal, A - OL - reference
        common = min(focal, A - AL) + min(reference, A - OL) + max(min(together, left, right), 0.0)
        best = max(best, (shared + common) / A)
    return best


@compiled
def lowest(a: Floats, o: Floats, least: float) -> float:
    """The smallest D of real tables with free totals; the overlap has one peak in the ratio A/O.

    Args:
        a: least and most focal pupils (2 x units).
        o: the same of reference pupils.
        least: the fewest pupils a group has if it has any: 1 where counts are whole numbers.
    """
    span = log_range(a, o, least)
    left, right = span[0], span[1]
    x, y = right - _GOLDEN * (right - left), left + _GOLDEN * (right - left)
    fx, fy = _overlap(a, o, np.exp(x)), _overlap(a, o, np.exp(y))
    best = max(fx, fy, _overlap(a, o, np.exp(left)), _overlap(a, o, np.exp(right)))
    for _ in range(90):
        if fx >= fy:
            right, y, fy = y, x, fx
            x = right - _GOLDEN * (right - left)
            fx = _overlap(a, o, np.exp(x))
        else:
            left, x, fx = x, y, fy
            y = left + _GOLDEN * (right - left)
            fy = _overlap(a, o, np.exp(y))
        best = max(best, fx, fy)
    return max(1.0 - best - _SLACK, 0.0)


@compiled
def _unevenness(a: Floats, sizes: Floats, share: float) -> float:
    """The smallest D of real tables with the given unit sizes and city share."""
    T, over, under = sizes.sum(), 0.0, 0.0
    for j in range(sizes.size):
        over += max(a[0, j] - sizes[j] * share, 0.0)
        under += max(sizes[j] * share - a[1, j], 0.0)
    return float(max(over, under) / (share * (1.0 - share) * T))


@compiled
def lowest_sized(a: Floats, sizes: Floats) -> float:
    """The smallest D of real tables whose units have known sizes; it has one valley in the city share."""
    T = sizes.sum()
    left, right = max(a[0].sum(), min(1e-9 * T, a[1].sum())) / T, min(a[1].sum() / T, 1.0 - 1e-12)
    if right <= left:
        return _unevenness(a, sizes, min(left, right))
    x, y = right - _GOLDEN * (right - left), left + _GOLDEN * (right - left)
    fx, fy = _unevenness(a, sizes, x), _unevenness(a, sizes, y)
    best = min(fx, fy, _unevenness(a, sizes, left), _unevenness(a, sizes, right))
    for _ in range(90):
        if fx <= fy:
            right, y, fy = y, x, fx
            x = right - _GOLDEN * (right - left)
            fx = _unevenness(a, sizes, x)
        else:
            left, x, fx = x, y, fy
            y = left + _GOLDEN * (right - left)
            fy = _unevenness(a, sizes, y)
        best = min(best, fx, fy)
    return max(best - _SLACK, 0.0)
