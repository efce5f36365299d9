# SPDX-License-Identifier: EUPL-1.2
"""Chance levels: the mean of an index over all allocations of pupils with both margins fixed, exactly."""

from __future__ import annotations

import numpy as np

from gemengd.measure.index import codes
from gemengd.measure.index.kernels.hypergeometric import mean_of, window
from gemengd.numeric.arrays import Flags, Floats, Integers
from gemengd.numeric.compiled import compiled

NEGLIGIBLE = 1e-30
"""Probability relative to the mode under which outcomes are left out: it must be far below the smallest
relative probability that can carry an index, P(X = 2) / P(X = 0), which is about 1e-13 at country size."""


@compiled
def dissimilarity_by_chance(size: Floats, A: int, T: int, weights: Floats) -> float:
    """E[D] from the mean absolute deviation 2ν(T−A−t+ν)/T · P(X = ν), ν = floor(tA/T) + 1."""
    total = 0.0
    for j in range(size.size):
        t = int(size[j])
        nu = t * A // T + 1
        low, width = window(T, A, t, NEGLIGIBLE, weights)
        if low <= nu < low + width:
            total += 2.0 * nu * (T - A - t + nu) / T * weights[nu - low]
    return total * T / (2.0 * A * (T - A))


@compiled
def hutchens_by_chance(size: Floats, A: int, T: int, roots: Floats, weights: Floats) -> float:
    """1 − Σ E[sqrt(X (t − X))] / sqrt(AO)."""
    total = 0.0
    for j in range(size.size):
        t = int(size[j])
        low, width = window(T, A, t, NEGLIGIBLE, weights)
        for i in range(width):
            total += weights[i] * roots[low + i] * roots[t - low - i]
    return float(max(1.0 - total / np.sqrt(float(A) * float(T - A)), 0.0))


@compiled
def concentration_by_chance(size: Floats, A: int, T: int, weights: Floats) -> float:
    """Σ_j E[X |X/t_j − P|] / (A (1 − P))."""
    P, total = A / T, 0.0
    for j in range(size.size):
        t = int(size[j])
        low, width = window(T, A, t, NEGLIGIBLE, weights)
        for i in range(width):
            x = float(low + i)
            total += weights[i] * x * abs(x / t - P)
    return float(total / (A * (1.0 - P)))


@compiled
def variance_ratio_by_chance(units: int, T: int) -> float:
    return (units - 1.0) / (T - 1.0)


@compiled
def mutual_by_chance(size: Floats, totals: Floats, f: Floats, weights: Floats) -> float:
    """E[M] = Σ_jg E[X ln(X N/(t_j n_g))] / N with X hypergeometric; `f[x]` = x ln x."""
    N = int(totals.sum())
    value = 0.0
    for g in range(totals.size):
        if totals[g] > 0.0:
            for j in range(size.size):
                low, width = window(N, int(totals[g]), int(size[j]), NEGLIGIBLE, weights)
                mean = size[j] * totals[g] / N
                value += mean_of(f, weights, low, width) - mean * np.log(mean)
    return max(value / N, 0.0)


@compiled
def entropy_terms(largest: int) -> Floats:
    """Table of x ln x for x = 0 … `largest`."""
    f = np.zeros(largest + 1)
    for x in range(2, largest + 1):
        f[x] = x * np.log(float(x))
    return f


@compiled
def expect(which: int, sizes: Floats, A: int, T: int, roots: Floats, weights: Floats) -> float:
    """The mean of one index over all allocations in one cell; `roots` and `weights` are work space."""
    share, ratio = A / T, variance_ratio_by_chance(sizes.size, T)
    if which in (codes.DISSIMILARITY, codes.GORARD):
        value = dissimilarity_by_chance(sizes, A, T, weights)
        return value if which == codes.DISSIMILARITY else value * (1.0 - share)
    if which == codes.ISOLATION:
        return share + (1.0 - share) * ratio
    if which == codes.EXPOSURE:
        return (1.0 - share) * (1.0 - ratio)
    if which == codes.ETA2:
        return ratio
    if which == codes.HUTCHENS:
        return hutchens_by_chance(sizes, A, T, roots, weights)
    if which == codes.CONCENTRATION_PROFILE:
        return concentration_by_chance(sizes, A, T, weights)
    raise ValueError("no exact chance level belongs to this number")


@compiled
def chance_two_group(
    start: Integers, a: Floats, o: Floats, asked: Flags, wanted: Integers, expected: Floats
) -> None:
    """Fill `expected[i, c]` for the index with number `wanted[i]` (`codes`).

    Gini and Atkinson, which are simulated, are left alone.
    """
    size = a + o
    largest = int(size.max()) if size.size else 0
    roots, weights = np.sqrt(np.arange(largest + 1.0)), np.empty(largest + 1)
    for c in range(asked.size):
        if not asked[c]:
            continue
        sizes = size[start[c] : start[c + 1]]
        A, T = int(a[start[c] : start[c + 1]].sum()), int(sizes.sum())
        for i in range(wanted.size):
            if wanted[i] not in (codes.GINI, codes.ATKINSON):
                expected[i, c] = expect(wanted[i], sizes, A, T, roots, weights)


@compiled
def chance_multigroup(
    start: Integers, size: Floats, totals: Floats, asked: Flags, entropies: Floats, expected: Floats
) -> None:
    """Fill E[M] (row 0) and E[H] = E[M]/E (row 1; the margins, hence E, are fixed).

    `size` holds the pupils of each unit and `totals[c]` those of each group in cell `c`.
    """
    largest = int(size.max()) if size.size else 0
    f, weights = entropy_terms(largest), np.empty(largest + 1)
    for c in range(asked.size):
        if asked[c]:
            value = mutual_by_chance(size[start[c] : start[c + 1]], totals[c], f, weights)
            expected[0, c] = value
            expected[1, c] = value / entropies[c]
