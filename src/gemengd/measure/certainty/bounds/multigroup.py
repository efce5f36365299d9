# SPDX-License-Identifier: EUPL-1.2
"""Certified outer bounds of M and H over more than two groups.

Upper end. For any reference shares pi, Σ_j Σ_g n ln(n/(n_j pi_g)) is at least N M, and convex in the counts
of every unit, so corners decide. Lower end. M = M(first group against the others) + P(others) M(within the
others): each term is a two-group problem.
"""

from __future__ import annotations

import numpy as np

from gemengd.measure.certainty.bounds.concave import smallest
from gemengd.measure.certainty.bounds.weights import ENTROPY
from gemengd.measure.index.kernels.multigroup import entropy
from gemengd.numeric.arrays import Flags, Floats, Integers
from gemengd.numeric.compiled import compiled

MOST_CORNERS = 10
"""Units with more uncertain groups than this get a tangent in the place of their corners."""

_STEPS = 40
_SLACK = 1e-12


@compiled
def _xlogx(x: float) -> float:
    return float(x * np.log(x)) if x > 0.0 else 0.0


@compiled
def _best_corner(low: Floats, high: Floats, plain: Floats, slope: Floats, tax: float, table: Floats) -> None:
    """Fill the corner that maximises Σ f(n_g) − f(n) + Σ slope_g n_g − tax n.

    Args:
        low: least counts of one unit.
        high: most counts.
        plain: f of both limits (2 x groups), f(x) = x ln x.
        slope: per group.
        tax: per pupil.
        table: the counts chosen.
    """
    unsure, size, base, pupils = np.empty(low.size, dtype=np.int64), 0, 0.0, 0.0
    for g in range(low.size):
        table[g] = low[g]
        base += plain[0, g] + slope[g] * low[g]
        pupils += low[g]
        if high[g] > low[g]:
            unsure[size] = g
            size += 1
    if size > MOST_CORNERS:
        _tangent_corner(low, high, plain, slope, tax, table)
        return
    best, chosen = -np.inf, 0
    for code in range(1 << size):
        total, n = base, pupils
        for bit in range(size):
            if (code >> bit) & 1:
                g = unsure[bit]
                total += plain[1, g] - plain[0, g] + slope[g] * (high[g] - low[g])
                n += high[g] - low[g]
        total -= _xlogx(n) + tax * n
        if total > best:
            best, chosen = total, code
    for bit in range(size):
        if (chosen >> bit) & 1:
            table[unsure[bit]] = high[unsure[bit]]


@compiled
def _tangent_corner(
    low: Floats, high: Floats, plain: Floats, slope: Floats, tax: float, table: Floats
) -> None:
    """As `_best_corner`, with −f(n) replaced by its tangent at the middle."""
    middle = max((low.sum() + high.sum()) / 2.0, 1e-9)
    for g in range(low.size):
        gain = slope[g] - tax - 1.0 - np.log(middle)
        more = plain[1, g] - plain[0, g] + gain * (high[g] - low[g])
        table[g] = high[g] if more > 0.0 else low[g]


@compiled
def _excess(low: Floats, high: Floats, table: Floats) -> float:
    """−f(n), or what stands for it in a unit with many uncertain groups."""
    size = 0
    for g in range(low.size):
        size += high[g] > low[g]
    n = table.sum()
    if size <= MOST_CORNERS:
        return -_xlogx(n)
    middle = max((low.sum() + high.sum()) / 2.0, 1e-9)
    return float(middle - n * (1.0 + np.log(middle)))


@compiled
def _bound_at(
    low: Floats, high: Floats, plain: Floats, logs: Floats, mean: bool, start: float, totals: Floats
) -> float:
    """A certified upper bound for given ln pi; `totals` gets the groups of the table it stands on."""
    level, table = start, np.empty(low.shape[1])
    slope = np.empty(low.shape[1])
    for _ in range(60):
        factor, tax = (1.0, level) if mean else (1.0 - level, 0.0)
        for g in range(slope.size):
            slope[g] = -logs[g] * factor
            totals[g] = 0.0
        number = base = 0.0
        for j in range(low.shape[0]):
            _best_corner(low[j], high[j], plain[:, j], slope, tax, table)
            number += _excess(low[j], high[j], table)
            for g in range(slope.size):
                number += _xlogx(table[g]) - logs[g] * table[g]
                base += table[g] if mean else -logs[g] * table[g]
                totals[g] += table[g]
        if base <= 0.0 or number <= level * base + 1e-13 * base:
            return level + _SLACK
        level = number / base
    return np.inf


@compiled
def highest(low: Floats, high: Floats, mean: bool) -> float:
    """A certified upper bound of M (`mean`) or H; the reference shares are improved step by step."""
    plain = np.empty((2, *low.shape))
    shares, totals = np.zeros(low.shape[1]), np.empty(low.shape[1])
    for j in range(low.shape[0]):
        for g in range(low.shape[1]):
            plain[0, j, g], plain[1, j, g] = _xlogx(low[j, g]), _xlogx(high[j, g])
            shares[g] += low[j, g] + high[j, g]
    shares /= shares.sum()
    best = np.inf
    for step in range(_STEPS):
        bound = _bound_at(low, high, plain, np.log(shares), mean, 0.0, totals)
        best = min(best, bound)
        if not totals.sum() > 0.0:
            break
        shares += (totals / totals.sum() - shares) * 2.0 / (step + 3.0)
        shares = np.maximum(shares, 1e-12)
        shares /= shares.sum()
    return best


@compiled
def lowest(low: Floats, high: Floats, least: Floats, most: Floats, order: Integers) -> float:
    """A certified lower bound of M: the groups are told apart one by one, in the order given."""
    units, total, weight = low.shape[0], 0.0, 1.0
    a, o, s = np.empty((2, units)), np.empty((2, units)), np.empty((2, units))
    for k in range(order.size - 1):
        rest = order[k + 1 :]
        for j in range(units):
            a[0, j], a[1, j] = low[j, order[k]], high[j, order[k]]
            o[0, j] = o[1, j] = 0.0
            for g in rest:
                o[0, j] += low[j, g]
                o[1, j] += high[j, g]
            s[0, j], s[1, j] = a[0, j] + o[0, j], a[1, j] + o[1, j]
            if k == 0:
                s[0, j], s[1, j] = max(s[0, j], least[j]), min(s[1, j], most[j])
        if a[1].sum() > 0.0 and o[1].sum() > 0.0:
            total += weight * smallest(ENTROPY, True, a, o, s)[0]
        left, taken = o[0].sum(), a[1].sum()
        weight *= left / (left + taken) if left > 0.0 else 0.0
    return total


@compiled
def most_entropy(low: Floats, high: Floats) -> float:
    """The largest entropy of group totals within their limits: every total is as near c as it can be."""
    totals = np.empty(low.size)
    floor, ceiling = low.min(), high.max()
    for _ in range(200):
        c = (floor + ceiling) / 2.0
        for g in range(low.size):
            totals[g] = min(max(c, low[g]), high[g])
        if c < totals.sum() * np.exp(-entropy(totals)):
            floor = c
        else:
            ceiling = c
    return entropy(totals) + _SLACK


@compiled
def multigroup_cells(
    start: Integers,
    limits: tuple[Floats, Floats],
    sizes: tuple[Floats, Floats],
    asked: Flags,
    bounds: Floats,
) -> None:
    """Fill the bounds of M (`bounds[0]`) and H (`bounds[1]`), each 2 x cells, of every cell asked."""
    for c in range(asked.size):
        if not asked[c]:
            continue
        part = slice(start[c], start[c + 1])
        low, high, least, most = limits[0][part], limits[1][part], sizes[0][part], sizes[1][part]
        lows, highs = np.zeros(low.shape[1]), np.zeros(low.shape[1])
        for j in range(low.shape[0]):
            for g in range(low.shape[1]):
                lows[g] += low[j, g]
                highs[g] += high[j, g]
        order = np.argsort(highs)
        M = max(lowest(low, high, least, most, order), lowest(low, high, least, most, order[::-1].copy()))
        E = most_entropy(lows, highs)
        bounds[0, 0, c], bounds[0, 1, c] = M, min(highest(low, high, True), np.log(lows.size))
        bounds[1, 0, c], bounds[1, 1, c] = M / E if E > 0.0 else 0.0, min(highest(low, high, False), 1.0)
