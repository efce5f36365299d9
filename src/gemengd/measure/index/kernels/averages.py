# SPDX-License-Identifier: EUPL-1.2
"""Multigroup indices that are a weighted mean of two-group ones, and the diversity of a cell.

With X_g the two-group index of group g against all others and I = Σ p_g (1 − p_g):

    D_multigroup        Σ p_g (1 − p_g)/I · D_g        normalised_exposure  Σ p_g · eta2_g
    gini_multigroup     Σ p_g (1 − p_g)/I · Gini_g     squared_variation    Σ (1 − p_g)/(K − 1) · eta2_g
    relative_diversity  Σ p_g (1 − p_g)/I · eta2_g

so their errors and chance levels follow from those of the two-group indices. The diversities have no X.
"""

from __future__ import annotations

import numpy as np

from gemengd.measure.index import codes
from gemengd.measure.index.kernels.multigroup import group_totals
from gemengd.measure.index.kernels.two_group import dissimilarity, eta2, gini
from gemengd.numeric.arrays import Codes, Flags, Floats, Integers
from gemengd.numeric.compiled import compiled


@compiled
def weigh(which: int, p: Floats, w: Floats) -> None:
    """Weight of each group with pupils; 0 for the others."""
    diversity, groups = 0.0, 0
    for share in p:
        diversity += share * (1.0 - share)
        groups += share > 0.0
    for g in range(p.size):
        if p[g] <= 0.0:
            w[g] = 0.0
        elif which == codes.NORMALISED_EXPOSURE:
            w[g] = p[g]
        elif which == codes.SQUARED_VARIATION:
            w[g] = (1.0 - p[g]) / (groups - 1)
        else:
            w[g] = p[g] * (1.0 - p[g]) / diversity


@compiled
def weight_slopes(which: int, p: Floats, X: Floats, value: float, g: Floats) -> None:
    """∂/∂p_g of Σ w_g(p) X_g at fixed X, up to a constant."""
    diversity, groups = 0.0, 0
    for share in p:
        diversity += share * (1.0 - share)
        groups += share > 0.0
    for k in range(p.size):
        if which == codes.NORMALISED_EXPOSURE:
            g[k] = X[k]
        elif which == codes.SQUARED_VARIATION:
            g[k] = -X[k] / (groups - 1)
        else:
            g[k] = (X[k] * (1.0 - 2.0 * p[k]) + 2.0 * value * p[k]) / diversity


@compiled
def is_diversity(which: int) -> bool:
    """Whether the margins of a cell fix the index."""
    return which in (codes.ENTROPY, codes.SIMPSON_INTERACTION, codes.SIMPSON_CONCENTRATION)


@compiled
def diversity(which: int, p: Floats, g: Floats) -> float:
    """Entropy, Simpson interaction or concentration, with the derivative to each share in `g`."""
    value = 0.0
    for k in range(p.size):
        g[k] = 0.0
        if p[k] > 0.0:
            if which == codes.ENTROPY:
                value -= p[k] * np.log(p[k])
                g[k] = -np.log(p[k])
            elif which == codes.SIMPSON_INTERACTION:
                value += p[k] * (1.0 - p[k])
                g[k] = 1.0 - 2.0 * p[k]
            else:
                value += p[k] * p[k]
                g[k] = 2.0 * p[k]
    return value


@compiled
def spread(bounds: Integers, offset: int, group: Codes, count: Floats, g: int, a: Floats, o: Floats) -> None:
    """Pupils of group `g` and of all others in each unit; `bounds` are entry bounds counted from `offset`."""
    for unit in range(bounds.size - 1):
        a[unit] = o[unit] = 0.0
        for entry in range(bounds[unit] - offset, bounds[unit + 1] - offset):
            if group[entry] == g:
                a[unit] += count[entry]
            else:
                o[unit] += count[entry]


@compiled
def against_others(which: int, a: Floats, o: Floats, da: Floats, do: Floats) -> float:
    if which == codes.D_MULTIGROUP:
        return dissimilarity(a, o, da, do)
    if which == codes.GINI_MULTIGROUP:
        return gini(a, o, da, do)
    if which in (codes.NORMALISED_EXPOSURE, codes.RELATIVE_DIVERSITY, codes.SQUARED_VARIATION):
        return eta2(a, o, da, do)
    raise ValueError("no average of two-group indices has this number")


@compiled
def average(
    which: int,
    bounds: Integers,
    offset: int,
    group: Codes,
    count: Floats,
    p: Floats,
    N: float,
    slope: Floats,
) -> float:
    """One index of one cell; `slope` gets its derivative with respect to each entry."""
    units, X, w, g = bounds.size - 1, np.zeros(p.size), np.zeros(p.size), np.zeros(p.size)
    slope[:] = 0.0
    if is_diversity(which):
        value = diversity(which, p, g)
    else:
        weigh(which, p, w)
        a, o, da, do = np.empty(units), np.empty(units), np.empty(units), np.empty(units)
        value = 0.0
        for k in range(p.size):
            if p[k] > 0.0:
                spread(bounds, offset, group, count, k, a, o)
                X[k] = against_others(which, a, o, da, do)
                value += w[k] * X[k]
                add_slopes(bounds, offset, group, k, w[k], da, do, slope)
        weight_slopes(which, p, X, value, g)
    middle = (p * g).sum()
    for entry in range(count.size):
        slope[entry] += (g[group[entry]] - middle) / N
    return value


@compiled
def add_slopes(
    bounds: Integers, offset: int, group: Codes, k: int, weight: float, da: Floats, do: Floats, slope: Floats
) -> None:
    for unit in range(bounds.size - 1):
        for entry in range(bounds[unit] - offset, bounds[unit + 1] - offset):
            slope[entry] += weight * (da[unit] if group[entry] == k else do[unit])


@compiled
def average_cells(
    unit_start: Integers,
    entry_start: Integers,
    group: Codes,
    count: Floats,
    defined: Flags,
    groups: int,
    wanted: Integers,
    estimate: Floats,
    error: Floats,
) -> None:
    """Fill `estimate[i, c]` and `error[i, c]` for index number `wanted[i]` and every defined cell."""
    totals, slope = np.zeros(groups), np.empty(count.size)
    for c in range(defined.size):
        if not defined[c]:
            continue
        bounds = entry_start[unit_start[c] : unit_start[c + 1] + 1]
        low, high = bounds[0], bounds[-1]
        kinds, counts, slopes = group[low:high], count[low:high], slope[: high - low]
        group_totals(kinds, counts, totals)
        N = totals.sum()
        for i in range(wanted.size):
            value = average(wanted[i], bounds, low, kinds, counts, totals / N, N, slopes)
            estimate[i, c] = min(value, 1.0) if wanted[i] != codes.ENTROPY else value
            error[i, c] = np.sqrt((counts * slopes * slopes).sum())
