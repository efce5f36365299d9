# SPDX-License-Identifier: EUPL-1.2
"""M and H over any number of groups, with their standard errors, from sparse counts."""

from __future__ import annotations

import numpy as np

from gemengd.numeric.arrays import Codes, Flags, Floats, Integers
from gemengd.numeric.compiled import compiled


@compiled
def group_totals(group: Codes, count: Floats, totals: Floats) -> None:
    totals[:] = 0.0
    for entry in range(count.size):
        totals[group[entry]] += count[entry]


@compiled
def entropy(totals: Floats) -> float:
    """Entropy of a composition in nats."""
    N = totals.sum()
    value = 0.0
    for total in totals:
        if total > 0.0:
            value -= total / N * np.log(total / N)
    return value


@compiled
def surprise(bounds: Integers, offset: int, group: Codes, count: Floats, totals: Floats, z: Floats) -> float:
    """Fill z = ln(p_jg/(p_j p_g)) for every entry of one cell and return its mean, M.

    `bounds` are the entry bounds of the cell's units, counted from `offset`.
    """
    N = totals.sum()
    total = 0.0
    for unit in range(bounds.size - 1):
        low, high = bounds[unit] - offset, bounds[unit + 1] - offset
        pupils = count[low:high].sum()
        for entry in range(low, high):
            # One ratio of two products: exactly 1, so z exactly 0, where a unit mirrors its cell.
            z[entry] = np.log(count[entry] * N / (pupils * totals[group[entry]]))
            total += count[entry] * z[entry]
    return float(max(total / N, 0.0))


@compiled
def mutual_error(count: Floats, z: Floats, M: float) -> float:
    N = count.sum()
    total = 0.0
    for entry in range(count.size):
        total += count[entry] * (z[entry] - M) ** 2
    return float(np.sqrt(total) / N)


@compiled
def theil_error(group: Codes, count: Floats, totals: Floats, z: Floats, M: float, E: float) -> float:
    N = totals.sum()
    H = M / E
    information = np.zeros(totals.size)
    for g in range(totals.size):
        if totals[g] > 0.0:
            information[g] = -np.log(totals[g] / N)
    total = 0.0
    for entry in range(count.size):
        slope = (z[entry] - M) - H * (information[group[entry]] - E)
        total += count[entry] * slope * slope
    return float(np.sqrt(total) / (N * E))


@compiled
def multigroup_cells(
    unit_start: Integers,
    entry_start: Integers,
    group: Codes,
    count: Floats,
    defined: Flags,
    groups: int,
    estimate: Floats,
    error: Floats,
    entropies: Floats,
) -> None:
    """Fill M (row 0) and H (row 1) with their standard errors, and the entropy of each defined cell."""
    totals, z = np.zeros(groups), np.empty(count.size)
    for c in range(defined.size):
        if not defined[c]:
            continue
        bounds = entry_start[unit_start[c] : unit_start[c + 1] + 1]
        low, high = bounds[0], bounds[-1]
        codes, counts, scores = group[low:high], count[low:high], z[: high - low]
        group_totals(codes, counts, totals)
        M = surprise(bounds, low, codes, counts, totals, scores)
        E = entropy(totals)
        entropies[c] = E
        estimate[0, c], estimate[1, c] = M, min(M / E, 1.0)
        error[0, c] = mutual_error(counts, scores, M)
        error[1, c] = theil_error(codes, counts, totals, scores, M, E)
