# SPDX-License-Identifier: EUPL-1.2
"""Shares of units spread around their mean so that an index of them has a given value.

The shares are logit-normal: p = 1/(1 + exp(−m − s z)) with z standard normal, here at the middles of equally
probable parts. A wider s gives a higher level; m keeps the mean in its place.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from gemengd.numeric.arrays import Floats
from gemengd.numeric.compiled import compiled

NODES = 24
Z = np.array([NormalDist().inv_cdf((k + 0.5) / NODES) for k in range(NODES)])
"""Standard normal values in the middle of equally probable parts."""

_WIDEST = 64.0


@compiled
def place(P: float, spread: float, z: Floats, p: Floats) -> None:
    """Fill `p` with shares of mean P and this spread on the logit scale, by guarded Newton steps."""
    low, high = math.log(P / (1.0 - P)) - 6.0 * spread - 1.0, math.log(P / (1.0 - P)) + 6.0 * spread + 1.0
    m = math.log(P / (1.0 - P))
    for _ in range(80):
        mean, slope = 0.0, 0.0
        for k in range(z.size):
            p[k] = 1.0 / (1.0 + math.exp(-m - spread * z[k]))
            mean += p[k] / z.size
            slope += p[k] * (1.0 - p[k]) / z.size
        if abs(mean - P) < 1e-13 * P:
            return
        if mean > P:
            high = m
        else:
            low = m
        m = m - (mean - P) / slope if slope > 0.0 else low
        if not low < m < high:
            m = 0.5 * (low + high)


@compiled
def dissimilarity_of(p: Floats, P: float) -> float:
    """D of equally large units with these shares."""
    total = 0.0
    for share in p:
        total += abs(share - P)
    return total / p.size / (2.0 * P * (1.0 - P))


@compiled
def spread_to(P: float, level: float, start: float, z: Floats, p: Floats) -> float:
    """Fill `p` with shares of mean P whose D is `level`; return their spread, which is at least `start`.

    A level that no spread reaches gives the widest spread.
    """
    low, high = start, max(2.0 * start, 0.05)
    place(P, high, z, p)
    while dissimilarity_of(p, P) < level:
        low, high = high, 2.0 * high
        if high > _WIDEST:
            return low
        place(P, high, z, p)
    for _ in range(40):
        middle = 0.5 * (low + high)
        place(P, middle, z, p)
        found = dissimilarity_of(p, P)
        if abs(found - level) < 1e-9:
            return middle
        if found < level:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
