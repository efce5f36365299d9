# SPDX-License-Identifier: EUPL-1.2
"""Simulated counts of the units of one cell, and what each method makes of every simulation."""

from __future__ import annotations

import numpy as np

from gemengd.measure.certainty.bootstrap.draws import GOLDEN, binomial, uniform
from gemengd.measure.certainty.small_units.beta import fit_beta
from gemengd.measure.certainty.small_units.kernels import bounded, kinds, two_group_entropy
from gemengd.measure.certainty.small_units.mixture import grid, likelihoods
from gemengd.measure.index.chance.exact import (
    dissimilarity_by_chance,
    entropy_terms,
    hutchens_by_chance,
    mutual_by_chance,
    variance_ratio_by_chance,
)
from gemengd.measure.index.chance.gini import allocate, gini_by_chance, log_factorials
from gemengd.measure.table.keys import scramble
from gemengd.numeric.arrays import Floats, Integers
from gemengd.numeric.compiled import compiled


@compiled
def uniforms(state: np.uint64, replicates: int, units: int) -> Floats:
    out = np.empty((replicates, units))
    for r in range(replicates):
        for j in range(units):
            state += GOLDEN
            out[r, j] = uniform(state)
    return out


@compiled
def binomials(size: Floats, p: Floats, state: np.uint64) -> Floats:
    """Focal pupils of every unit (columns) in every replicate (rows)."""
    out = np.empty(p.shape)
    for r in range(p.shape[0]):
        for j in range(p.shape[1]):
            state += GOLDEN
            out[r, j] = binomial(size[j], p[r, j], scramble(state))
    return out


@compiled
def bounded_each(
    size: Floats, focal: Floats, band: Integers, bands: int, low: Floats, high: Floats
) -> tuple[Floats, Floats]:
    """Bounds for every row of `focal`; return the grid and the distributions found for the last row."""
    points, weights = np.empty(0), np.empty((bands, 0))
    for r in range(focal.shape[0]):
        if not 0.0 < focal[r].sum() < size.sum():
            low[r], high[r] = np.nan, np.nan
            continue
        sizes, focals, kind_band, kind = kinds(size, focal[r], band)
        number = np.zeros(sizes.size)
        for k in kind:
            number[k] += 1.0
        points = grid(size.max(), focal[r].sum() / size.sum())
        L = likelihoods(sizes, focals, points)
        weights = bounded(sizes, number, kind_band, bands, L, points, low[r], high[r])
    return points, weights


@compiled
def beta_each(size: Floats, focal: Floats, band: Integers, mu: Floats, phi: Floats) -> None:
    """Fill μ and φ of every band (columns) for every row of `focal`; a band of one group has φ 0."""
    for r in range(focal.shape[0]):
        for b in range(mu.shape[1]):
            part = band == b
            sizes, focals = size[part], focal[r][part]
            mu[r, b], phi[r, b] = focals.sum() / sizes.sum(), 0.0
            if 0.0 < mu[r, b] < 1.0:
                mu[r, b], phi[r, b] = fit_beta(sizes, focals)


@compiled
def chance_excess(size: Floats, focal: Floats, raw: Floats, draws: int, seed: int) -> Floats:
    """(index − chance level)/(1 − chance level), chance levels exact except that of Gini.

    Isolation has the same excess as the variance ratio.
    """
    A, T = int(focal.sum()), int(size.sum())
    most = int(size.max())
    weights, roots = np.empty(most + 1), np.sqrt(np.arange(most + 1.0))
    totals = np.array([float(A), float(T - A)])
    ratio, p = variance_ratio_by_chance(size.size, T), A / T
    expected = np.empty(raw.size)
    expected[0] = dissimilarity_by_chance(size, A, T, weights)
    expected[1] = p + (1.0 - p) * ratio
    expected[2] = ratio
    expected[3] = hutchens_by_chance(size, A, T, roots, weights)
    expected[4] = mutual_by_chance(size, totals, entropy_terms(most), weights) / two_group_entropy(p)
    expected[5] = gini_by_chance(size, A, draws, seed, log_factorials(T))[0]
    return (raw - expected) / (1.0 - expected)


@compiled
def unevenness(size: Floats, focal: Floats, share: float) -> float:
    """Pearson's X² of the units against one share for all, up to a factor that the margins fix."""
    total = 0.0
    for j in range(size.size):
        total += (focal[j] - size[j] * share) ** 2 / size[j]
    return total


@compiled
def chance_probability(size: Floats, focal: Floats, draws: int, state: np.uint64) -> float:
    """Probability that a random allocation with both margins fixed is as uneven, (1 + times)/(1 + draws)."""
    A, T = int(focal.sum()), int(size.sum())
    share, lf = A / T, log_factorials(T)
    found = unevenness(size, focal, share) * (1.0 - 1e-12)
    a, o, times = np.empty(size.size), np.empty(size.size), 1
    for _ in range(draws):
        state = allocate(size, A, T, state, lf, a, o)
        times += int(unevenness(size, a, share) >= found)
    return times / (draws + 1.0)
