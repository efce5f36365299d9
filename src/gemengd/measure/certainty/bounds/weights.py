# SPDX-License-Identifier: EUPL-1.2
"""The concave functions w(a, o) of eta2, Hutchens and H: values, tangents, chords, best points of a unit."""

from __future__ import annotations

import numpy as np

from gemengd.numeric.arrays import Floats
from gemengd.numeric.compiled import compiled

ETA2, HUTCHENS, ENTROPY = 0, 1, 2


@compiled
def weight(kind: int, a: float, o: float) -> float:
    """w(a, o); 0 where either is 0."""
    if a <= 0.0 or o <= 0.0:
        return 0.0
    if kind == ETA2:
        return a * o / (a + o)
    if kind == HUTCHENS:
        return float(np.sqrt(a * o))
    return float((a + o) * np.log(a + o) - a * np.log(a) - o * np.log(o))


@compiled
def value(kind: int, mean: bool, total: float, A: float, O: float) -> float:
    """The index, from Σ w and the totals of the groups; `mean` says M instead of H."""
    whole = weight(kind, A, O)
    if whole <= 0.0:
        return 0.0
    return max((whole - total) / (A + O if mean else whole), 0.0)


@compiled
def tangent(kind: int, share: float) -> tuple[float, float]:
    """Gradient of w where the focal share is `share`."""
    if kind == ETA2:
        return (1.0 - share) ** 2, share * share
    if kind == HUTCHENS:
        steep = float(np.sqrt((1.0 - share) / share))
        return 0.5 * steep, 0.5 / steep
    return float(-np.log(share)), float(-np.log(1.0 - share))


@compiled
def chord(kind: int, low: float, high: float) -> tuple[float, float]:
    """The linear function equal to w on the rays of two focal shares."""
    if high - low < 1e-9:
        # Under any w of this cone: the smaller slope of the two tangents in each direction.
        first, second = tangent(kind, low), tangent(kind, high)
        return min(first[0], second[0]), min(first[1], second[1])
    start, end = weight(kind, low, 1.0 - low), weight(kind, high, 1.0 - high)
    rise = (end - start) / (high - low)
    return end + rise * (1.0 - high), start - rise * low


@compiled
def _along(kind: int, other: float, slope: float) -> float:
    """The count that maximises w(x, other) − slope · x."""
    if slope <= 0.0:
        return np.inf
    if kind == ETA2:
        return float(other * (1.0 / np.sqrt(slope) - 1.0))
    if kind == HUTCHENS:
        return other / (4.0 * slope * slope)
    return float(other / np.expm1(slope))


@compiled
def _across(kind: int, size: float, slope: float) -> float:
    """The focal count that maximises w(x, size − x) − slope · x."""
    if kind == ETA2:
        return size * (1.0 - slope) / 2.0
    if kind == HUTCHENS:
        return float(size * (1.0 - slope / np.sqrt(1.0 + slope * slope)) / 2.0)
    return float(size / (1.0 + np.exp(min(slope, 700.0))))


@compiled
def _clip(x: float, low: float, high: float) -> float:
    return min(max(x, low), high)


@compiled
def _edge(
    kind: int, i: int, a: Floats, o: Floats, s: Floats, j: int, k1: float, k2: float
) -> tuple[float, float]:
    """The best point of w − k1 a − k2 o on edge `i` of the possible (a, o)."""
    if i == 0:
        return _clip(_along(kind, o[0, j], k1), s[0, j] - o[0, j], a[1, j]), o[0, j]
    if i == 1:
        return a[1, j], _clip(_along(kind, a[1, j], k2), o[0, j], s[1, j] - a[1, j])
    if i == 2:
        return _clip(_along(kind, o[1, j], k1), a[0, j], s[1, j] - o[1, j]), o[1, j]
    if i == 3:
        return a[0, j], _clip(_along(kind, a[0, j], k2), s[0, j] - a[0, j], o[1, j])
    size = s[i - 4, j]
    low, high = (a[0, j], size - o[0, j]) if i == 4 else (size - o[1, j], a[1, j])
    x = _clip(_across(kind, size, k1 - k2), low, high)
    return x, size - x


@compiled
def most_mixed(
    kind: int, a: Floats, o: Floats, s: Floats, j: int, k1: float, k2: float
) -> tuple[float, float]:
    """The real point that maximises w − k1 a − k2 o; w is homogeneous, so it lies on an edge."""
    best, best_a, best_o = -np.inf, a[0, j], o[0, j]
    for i in range(6):
        x, y = _edge(kind, i, a, o, s, j, k1, k2)
        found = weight(kind, x, y) - k1 * x - k2 * y
        if found > best:
            best, best_a, best_o = found, x, y
    return best_a, best_o
