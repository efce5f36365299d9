# SPDX-License-Identifier: EUPL-1.2
"""Two-group segregation at every threshold of an ordered characteristic: all below against all above."""

from __future__ import annotations

import numpy as np

from gemengd.measure.index.chance.exact import mutual_by_chance, variance_ratio_by_chance
from gemengd.measure.index.kernels.two_group import eta2
from gemengd.numeric.arrays import Floats
from gemengd.numeric.compiled import compiled


@compiled
def binary_entropy(p: float, least: float) -> float:
    """Entropy (nats) of a share and its rest; a share of 0 or 1 is first moved inwards by `least`."""
    if p <= 0.0:
        p = least
    elif p >= 1.0:
        p = 1.0 - least
    if p <= 0.0 or p >= 1.0:
        return 0.0
    return float(-(p * np.log(p) + (1.0 - p) * np.log(1.0 - p)))


@compiled
def theil(a: Floats, o: Floats, da: Floats, do: Floats, least: float) -> float:
    """H of two groups, with the derivative to every count; 0 where one group is absent."""
    A, O = a.sum(), o.sum()
    T = A + O
    da[:] = 0.0
    do[:] = 0.0
    if A <= 0.0 or O <= 0.0:
        return 0.0
    E, M, inside = binary_entropy(A / T, 0.0), 0.0, 0.0
    for j in range(a.size):
        t = a[j] + o[j]
        # One ratio of two products: exactly 1, so exactly nothing, where a unit mirrors its cell.
        if a[j] > 0.0:
            da[j] = np.log(a[j] * T / (t * A))
            M += a[j] * da[j]
        if o[j] > 0.0:
            do[j] = np.log(o[j] * T / (t * O))
            M += o[j] * do[j]
        inside += t * binary_entropy(a[j] / t, least)
    M = max(M / T, 0.0)
    H = min(M / E, 1.0)
    for j in range(a.size):
        if a[j] > 0.0:
            da[j] = (da[j] - M - H * (-np.log(A / T) - E)) / (E * T)
        if o[j] > 0.0:
            do[j] = (do[j] - M - H * (-np.log(O / T) - E)) / (E * T)
    return float(H if least <= 0.0 else 1.0 - inside / (T * E))


@compiled
def variance_ratio(a: Floats, o: Floats, da: Floats, do: Floats) -> float:
    """eta2, with the derivative to every count; 0 where one group is absent."""
    if a.sum() <= 0.0 or o.sum() <= 0.0:
        da[:] = 0.0
        do[:] = 0.0
        return 0.0
    return eta2(a, o, da, do)


@compiled
def at_thresholds(
    below: Floats, above: Floats, entropy: bool, least: float, values: Floats, da: Floats, do: Floats
) -> None:
    """Fill H (or eta2) at every threshold; all arrays but `values` are thresholds x units."""
    for k in range(values.size):
        if entropy:
            values[k] = theil(below[k], above[k], da[k], do[k], least)
        else:
            values[k] = variance_ratio(below[k], above[k], da[k], do[k])


@compiled
def chance_at_thresholds(
    size: Floats, below: Floats, entropy: bool, f: Floats, weights: Floats, expected: Floats
) -> None:
    """Fill the mean of H (or eta2) over all allocations; `below[k]` pupils are under threshold k."""
    N, totals = size.sum(), np.empty(2)
    for k in range(below.size):
        totals[0], totals[1] = below[k], N - below[k]
        if totals.min() <= 0.0:
            expected[k] = 0.0
        elif entropy:
            expected[k] = mutual_by_chance(size, totals, f, weights) / binary_entropy(below[k] / N, 0.0)
        else:
            expected[k] = variance_ratio_by_chance(size.size, int(N))
