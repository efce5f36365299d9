# SPDX-License-Identifier: EUPL-1.2
"""The indices of many replicates of one cell, from a matrix of draws (entries x replicates).

D, M and H go through all replicates together, entry by entry; the other indices through their own kernels,
replicate by replicate.
"""

from __future__ import annotations

import math

import numpy as np

from gemengd.measure.index import codes
from gemengd.measure.index.kernels.averages import average
from gemengd.measure.index.kernels.multigroup import group_totals
from gemengd.measure.index.kernels.two_group import evaluate
from gemengd.measure.table.roles import Roles
from gemengd.numeric.arrays import Codes, Floats, Integers
from gemengd.numeric.compiled import compiled

_LOG_TABLE = 1 << 15


@compiled
def sum_roles(bounds: Integers, group: Codes, roles: Roles, draws: Floats, a: Floats, o: Floats) -> None:
    """Focal and reference pupils of every unit in every replicate."""
    a[:] = 0.0
    o[:] = 0.0
    for j in range(bounds.size - 1):
        for e in range(bounds[j] - bounds[0], bounds[j + 1] - bounds[0]):
            role = roles[group[e]]
            if role == 1:
                for r in range(draws.shape[1]):
                    a[j, r] += draws[e, r]
            elif role == 2:
                for r in range(draws.shape[1]):
                    o[j, r] += draws[e, r]


@compiled
def dissimilarities(a: Floats, o: Floats, out: Floats) -> None:
    """D of every replicate; NaN where a group drew nobody."""
    A, O = np.zeros(out.size), np.zeros(out.size)
    for j in range(a.shape[0]):
        for r in range(out.size):
            A[r] += a[j, r]
            O[r] += o[j, r]
    A, O = 0.5 / A, 0.5 / O
    out[:] = 0.0
    for j in range(a.shape[0]):
        for r in range(out.size):
            out[r] += abs(a[j, r] * A[r] - o[j, r] * O[r])


@compiled
def two_group_values(which: int, a: Floats, o: Floats, out: Floats) -> None:
    """Any two-group index of every replicate, by its own kernel; units that drew nobody are left out."""
    focal, reference = np.empty(a.shape[0]), np.empty(a.shape[0])
    slopes = np.empty(a.shape[0]), np.empty(a.shape[0])
    for r in range(out.size):
        units = 0
        for j in range(a.shape[0]):
            if a[j, r] + o[j, r] > 0.0:
                focal[units], reference[units] = a[j, r], o[j, r]
                units += 1
        part = focal[:units], reference[:units]
        if part[0].sum() > 0.0 and part[1].sum() > 0.0:
            out[r] = evaluate(which, *part, slopes[0][:units], slopes[1][:units])
        else:
            out[r] = np.nan


@compiled
def log_terms() -> Floats:
    """Table of x ln x for the small whole numbers."""
    f = np.zeros(_LOG_TABLE)
    for x in range(2, f.size):
        f[x] = x * math.log(x)
    return f


@compiled
def add_terms(x: Floats, sign: float, f: Floats, total: Floats) -> None:
    """Add ± x ln x to every replicate."""
    for r in range(x.size):
        if x[r] < f.size:
            total[r] += sign * f[int(x[r])]
        else:
            total[r] += sign * x[r] * math.log(x[r])


@compiled
def information(
    bounds: Integers, group: Codes, draws: Floats, groups: int, f: Floats, M: Floats, H: Floats
) -> None:
    """M and H of every replicate from [Σf(n_jg) − Σf(n_j) − Σf(n_g) + f(N)]/N; NaN without two groups."""
    size = draws.shape[1]
    totals, pupils, N, spread = np.zeros((groups, size)), np.empty(size), np.zeros(size), np.zeros(size)
    M[:] = 0.0
    for j in range(bounds.size - 1):
        pupils[:] = 0.0
        for e in range(bounds[j] - bounds[0], bounds[j + 1] - bounds[0]):
            add_terms(draws[e], 1.0, f, M)
            pupils += draws[e]
            totals[group[e]] += draws[e]
        add_terms(pupils, -1.0, f, M)
        N += pupils
    for g in range(groups):
        add_terms(totals[g], -1.0, f, spread)
    add_terms(N, 1.0, f, spread)
    for r in range(size):
        if spread[r] > 1e-9 * N[r]:
            M[r] = max((M[r] + spread[r]) / N[r], 0.0)
            H[r] = min(M[r] * N[r] / spread[r], 1.0)
        else:
            M[r] = H[r] = np.nan


@compiled
def average_values(
    which: int, bounds: Integers, group: Codes, draws: Floats, groups: int, out: Floats
) -> None:
    """Any other multigroup index of every replicate, by its own kernel, without entries that drew nobody."""
    kept, codes = np.empty(draws.shape[0]), np.empty(draws.shape[0], dtype=np.int32)
    slope, starts = np.empty(draws.shape[0]), np.zeros(bounds.size, dtype=np.int64)
    totals = np.empty(groups)
    for r in range(out.size):
        units = entries = 0
        for j in range(bounds.size - 1):
            for e in range(bounds[j] - bounds[0], bounds[j + 1] - bounds[0]):
                if draws[e, r] > 0.0:
                    kept[entries], codes[entries] = draws[e, r], group[e]
                    entries += 1
            if entries > starts[units]:
                units += 1
                starts[units] = entries
        group_totals(codes[:entries], kept[:entries], totals)
        out[r] = np.nan
        if (totals > 0.0).sum() > 1:
            N = totals.sum()
            part = starts[: units + 1], 0, codes[:entries], kept[:entries]
            out[r] = average(which, *part, totals / N, N, slope[:entries])


@compiled
def fill_values(
    wanted: Integers,
    bounds: Integers,
    group: Codes,
    draws: Floats,
    roles: Roles,
    f: Floats,
    values: Floats,
) -> None:
    """Fill `values[i, r]` with index `wanted[i]` of replicate r."""
    units, size = bounds.size - 1, draws.shape[1]
    M, H, a, o = np.empty(size), np.empty(size), np.empty((0, size)), np.empty((0, size))
    if ((wanted == codes.MUTUAL) | (wanted == codes.THEIL)).any():
        information(bounds, group, draws, roles.size, f, M, H)
    if (wanted < codes.MUTUAL).any():
        a, o = np.empty((units, size)), np.empty((units, size))
        sum_roles(bounds, group, roles, draws, a, o)
    for i in range(wanted.size):
        if wanted[i] == codes.DISSIMILARITY:
            dissimilarities(a, o, values[i])
        elif wanted[i] < codes.MUTUAL:
            two_group_values(wanted[i], a, o, values[i])
        elif wanted[i] == codes.MUTUAL:
            values[i] = M
        elif wanted[i] == codes.THEIL:
            values[i] = H
        else:
            average_values(wanted[i], bounds, group, draws, roles.size, values[i])
