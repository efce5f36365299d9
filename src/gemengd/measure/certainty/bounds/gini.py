# SPDX-License-Identifier: EUPL-1.2
"""Certified outer bounds of the Gini index, by stochastic dominance.

G = P(X > Y) − P(X < Y), where X and Y are the focal shares of the schools of a random focal and a random
reference pupil. Raising X or lowering Y in the stochastic order raises G.
"""

from __future__ import annotations

import numpy as np

from gemengd.numeric.arrays import Flags, Floats, Integers
from gemengd.numeric.compiled import compiled

_SLACK = 1e-12


@compiled
def _shares(a: Floats, o: Floats) -> Floats:
    out = np.zeros(a.size)
    for j in range(a.size):
        if a[j] + o[j] > 0.0:
            out[j] = a[j] / (a[j] + o[j])
    return out


@compiled
def _tail(order: Integers, inside: Floats, outside: Floats) -> Floats:
    """The largest (or smallest) part of a group in the last units of `order`, from each unit on.

    `inside` are the counts that units in the part have, `outside` those that the others have.
    """
    out = np.zeros(order.size + 1)
    part, rest = 0.0, outside.sum()
    for k in range(order.size - 1, -1, -1):
        part += inside[order[k]]
        rest = max(rest - outside[order[k]], 0.0)
        out[k] = part / (part + rest) if part > 0.0 else 0.0
    out[0] = 1.0
    return out


@compiled
def _highest(a: Floats, o: Floats) -> float:
    """G of the highest distribution of X and the lowest of Y, taken apart from each other."""
    top, bottom = _shares(a[1], o[0]), _shares(a[0], o[1])
    focal, reference = np.argsort(top), np.argsort(bottom)
    above, over = _tail(focal, a[1], a[0]), _tail(reference, o[0], o[1])
    total, under, up_to = 0.0, 0, 0
    for k in range(reference.size):
        y = bottom[reference[k]]
        while under < focal.size and top[focal[under]] < y:
            under += 1
        up_to = max(up_to, under)
        while up_to < focal.size and top[focal[up_to]] <= y:
            up_to += 1
        total += (over[k] - over[k + 1]) * (above[up_to] - (1.0 - above[under]))
    return total


@compiled
def _lowest(a: Floats, o: Floats) -> float:
    """G of the lowest distribution of X and the highest of Y, for one fixed order of the units."""
    order = np.argsort(_shares(a[0] + a[1], o[0] + o[1]))
    # Focal pupils are pushed to the first units, reference pupils to the last.
    above, over = _tail(order, a[0], a[1]), _tail(order, o[1], o[0])
    total = 0.0
    for k in range(order.size):
        before, after = 1.0 - over[k], 1.0 - over[k + 1]
        total += before * (1.0 - above[k + 1]) - (1.0 - above[k]) * after
    return total


@compiled
def gini_cells(
    start: Integers, a: Floats, o: Floats, asked: Flags, dissimilarity: Floats, bounds: Floats
) -> None:
    """Fill the bounds of every cell that is asked, given those of D: D <= G <= 2 D − D²."""
    for c in range(asked.size):
        if not asked[c]:
            continue
        focal, reference = a[:, start[c] : start[c + 1]], o[:, start[c] : start[c + 1]]
        low, high = dissimilarity[0, c], dissimilarity[1, c]
        bounds[0, c] = max(_lowest(focal, reference) - _SLACK, low, 0.0)
        bounds[1, c] = min(_highest(focal, reference) + _SLACK, high * (2.0 - high), 1.0)
