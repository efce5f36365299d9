# SPDX-License-Identifier: EUPL-1.2
"""Chance levels of the multigroup indices that are weighted means of two-group ones.

The weights depend on the margins alone, which random allocation keeps, so the mean of the index is the
weighted mean of the two-group means: exact for D and eta2, simulated for Gini. Of eta2 the mean is the same
for every group, so it is that of relative diversity, normalised exposure and squared variation too.
"""

from __future__ import annotations

import numpy as np

from gemengd.measure.index import codes
from gemengd.measure.index.chance.exact import dissimilarity_by_chance, variance_ratio_by_chance
from gemengd.measure.index.chance.gini import gini_by_chance, log_factorials
from gemengd.measure.index.kernels.averages import is_diversity, weigh
from gemengd.numeric.arrays import Flags, Floats, Integers
from gemengd.numeric.compiled import compiled


@compiled
def chance_averages(
    start: Integers,
    size: Floats,
    totals: Floats,
    asked: Flags,
    wanted: Integers,
    estimate: Floats,
    expected: Floats,
) -> None:
    """Fill `expected[i, c]` for index number `wanted[i]` of every asked cell; Gini is left alone."""
    weights, w = np.empty(int(size.max()) + 1 if size.size else 1), np.zeros(totals.shape[1])
    for c in range(asked.size):
        if not asked[c]:
            continue
        sizes, N = size[start[c] : start[c + 1]], totals[c].sum()
        for i in range(wanted.size):
            if wanted[i] == codes.D_MULTIGROUP:
                weigh(codes.D_MULTIGROUP, totals[c] / N, w)
                expected[i, c] = 0.0
                for g in range(w.size):
                    if w[g] > 0.0:
                        mean = dissimilarity_by_chance(sizes, int(totals[c, g]), int(N), weights)
                        expected[i, c] += w[g] * mean
            elif is_diversity(wanted[i]):
                expected[i, c] = estimate[i, c]
            elif wanted[i] != codes.GINI_MULTIGROUP:
                expected[i, c] = variance_ratio_by_chance(sizes.size, int(N))


@compiled
def chance_gini_averages(
    start: Integers,
    size: Floats,
    totals: Floats,
    asked: Flags,
    draws: int,
    seed: int,
    mean: Floats,
    error: Floats,
) -> None:
    """Fill the chance level of the multigroup Gini of each asked cell, and its Monte-Carlo standard error.

    Groups of equal size in one cell share their draws, so `error` adds their weights before it squares.
    """
    lf, w = log_factorials(_largest(totals, asked)), np.zeros(totals.shape[1])
    for c in range(asked.size):
        if not asked[c]:
            continue
        sizes = size[start[c] : start[c + 1]]
        weigh(codes.GINI_MULTIGROUP, totals[c] / totals[c].sum(), w)
        mean[c] = variance = 0.0
        for g in range(w.size):
            together = _weight_of_equals(totals[c], w, g)
            if together > 0.0:
                value, spread = gini_by_chance(sizes, int(totals[c, g]), draws, seed, lf)
                mean[c] += together * value
                variance += (together * spread) ** 2
        error[c] = np.sqrt(variance)


@compiled
def _weight_of_equals(totals: Floats, w: Floats, g: int) -> float:
    """Weight of all groups as large as `g`, or 0 where an earlier group has counted it."""
    total = 0.0
    for k in range(w.size):
        if totals[k] == totals[g]:
            if k < g:
                return 0.0
            total += w[k]
    return total


@compiled
def _largest(totals: Floats, asked: Flags) -> int:
    largest = 0
    for c in range(asked.size):
        if asked[c]:
            largest = max(largest, int(totals[c].sum()))
    return largest
