# SPDX-License-Identifier: EUPL-1.2
"""The hypergeometric distribution: T pupils of whom A focal, t of them drawn, X of those focal."""

from __future__ import annotations

import numpy as np

from gemengd.numeric.arrays import Floats, Integers
from gemengd.numeric.compiled import compiled


@compiled
def window(T: int, A: int, t: int, negligible: float, weights: Floats) -> tuple[int, int]:
    """Fill `weights[:size]` with P(X = low), P(X = low + 1), … and return `(low, size)`.

    The probabilities are built up and down from the mode by their ratios, then divided by their sum: no
    factorials, so no loss of digits for large T. They are log-concave, so outcomes whose probability
    relative to the mode is under `negligible` can be left out together with everything beyond them.
    `weights` must hold at least `min(A, t) + 1` numbers.
    """
    O = T - A
    first, last = max(0, t - O), min(t, A)
    mode = min(max(((t + 1) * (A + 1)) // (T + 2), first), last)
    weights[mode - first] = 1.0
    low, high = mode, mode
    while high < last:
        up = weights[high - first] * (float(A - high) * float(t - high))
        weights[high + 1 - first] = up / (float(high + 1) * float(O - t + high + 1))
        high += 1
        if weights[high - first] < negligible:
            break
    while low > first:
        down = weights[low - first] * (float(low) * float(O - t + low))
        weights[low - 1 - first] = down / (float(A - low + 1) * float(t - low + 1))
        low -= 1
        if weights[low - first] < negligible:
            break
    return low, _normalise(weights, low - first, high - low + 1)


@compiled
def _normalise(weights: Floats, skip: int, size: int) -> int:
    total = 0.0
    for i in range(size):
        total += weights[skip + i]
    for i in range(size):
        weights[i] = weights[skip + i] / total
    return size


@compiled
def mean_of(values: Floats, weights: Floats, low: int, size: int) -> float:
    """Mean of `values[X]` over a window."""
    total = 0.0
    for i in range(size):
        total += weights[i] * values[low + i]
    return total


@compiled
def two_sided(T: int, A: int, t: int, observed: int, weights: Floats) -> float:
    """Probability of an outcome no more likely than `observed` (Fisher's exact test, two-sided).

    Outcomes within 1e-7 (relative) of the observed one count as equally likely, as R's `fisher.test` does.
    """
    low, size = window(T, A, t, 1e-300, weights)
    if observed < low or observed >= low + size:
        return 0.0
    limit = weights[observed - low] * (1.0 + 1e-7)
    total = 0.0
    for i in range(size):
        if weights[i] <= limit:
            total += weights[i]
    return min(total, 1.0)


@compiled
def two_sided_each(T: Integers, A: Integers, t: Integers, observed: Integers, out: Floats) -> None:
    """Fill `out` for many independent questions; a negative T marks one that is not asked."""
    longest = 0
    for i in range(T.size):
        longest = max(longest, min(A[i], t[i]))
    weights = np.empty(longest + 1)
    for i in range(T.size):
        if T[i] >= 0:
            out[i] = two_sided(T[i], A[i], t[i], observed[i], weights)
