# SPDX-License-Identifier: EUPL-1.2
"""The smallest and largest mean of functions of p among distributions with given moments.

Counts in units of at most K pupils tell the first K moments of p and nothing more; every distribution with
those moments fits them equally well. A mean over p is linear in the distribution, so its range is found by
linear programmes over weights on a grid, solved here by the simplex method: few rows, many columns, several
objectives in turn.
"""

from __future__ import annotations

import numpy as np

from gemengd.numeric.arrays import Floats, Integers
from gemengd.numeric.compiled import compiled

MOST_MOMENTS = 12
"""Moments beyond this are not used: they would narrow the bounds by less than their noise. Using fewer
moments only widens the bounds."""

_ZERO = 1e-9
_PATIENCE = 60


@compiled
def moments(points: Floats, order: int) -> Floats:
    """Legendre polynomials of degree 0 … order of 2p − 1, the moments in a form that keeps its digits."""
    x = 2.0 * points - 1.0
    out = np.empty((order + 1, points.size))
    out[0] = 1.0
    if order > 0:
        out[1] = x
    for k in range(1, order):
        out[k + 1] = ((2 * k + 1) * x * out[k] - k * out[k - 1]) / (k + 1)
    return out


@compiled
def pivot(table: Floats, row: int, column: int) -> None:
    table[row] /= table[row, column]
    for i in range(table.shape[0]):
        if i != row and table[i, column] != 0.0:
            table[i] -= table[i, column] * table[row]


@compiled
def entering(costs: Floats, patient: bool) -> int:
    """The most profitable column, or (against cycling, Bland's rule) the first profitable one."""
    if patient:
        best = int(np.argmin(costs))
        return best if costs[best] < -_ZERO else -1
    for g in range(costs.size):
        if costs[g] < -_ZERO:
            return g
    return -1


@compiled
def leaving(table: Floats, basis: Integers, column: int) -> int:
    """The row that reaches zero first; of equals the one with the smallest basic column."""
    best, ratio = -1, np.inf
    for i in range(basis.size):
        if table[i, column] > _ZERO:
            value = table[i, -1] / table[i, column]
            if value < ratio - 1e-12 or (value < ratio + 1e-12 and basis[i] < basis[best]):
                best, ratio = i, value
    return best


@compiled
def minimise(table: Floats, basis: Integers, columns: int) -> None:
    """Simplex steps on a table whose last row holds reduced costs and last column the right-hand sides."""
    for step in range(40 * basis.size + 400):
        column = entering(table[-1, :columns], step < _PATIENCE + 10 * basis.size)
        if column < 0:
            return
        row = leaving(table, basis, column)
        if row < 0:
            return
        pivot(table, row, column)
        basis[row] = column


@compiled
def feasible(rows: Floats, right: Floats) -> tuple[Floats, Integers]:
    """A simplex table of `rows · q = right`, q ≥ 0 with a basis, artificial columns driven to zero."""
    m, n = rows.shape
    table = np.zeros((m + 1, n + m + 1))
    basis = np.arange(n, n + m)
    for i in range(m):
        sign = 1.0 if right[i] >= 0.0 else -1.0
        table[i, :n] = sign * rows[i]
        table[i, n + i] = 1.0
        table[i, -1] = sign * right[i]
        table[m] -= table[i]
    table[m, n : n + m] = 0.0
    minimise(table, basis, n)
    for i in range(m):
        if basis[i] >= n:
            column = int(np.argmax(np.abs(table[i, :n])))
            if abs(table[i, column]) > 1e-7:
                pivot(table, i, column)
                basis[i] = column
    return table, basis


@compiled
def smallest(table: Floats, basis: Integers, cost: Floats) -> float:
    """Minimum of a linear function from a feasible table, which is left as it is."""
    work, base, n = table.copy(), basis.copy(), cost.size
    work[-1] = 0.0
    work[-1, :n] = cost
    for i in range(base.size):
        if base[i] < n:
            work[-1] -= cost[base[i]] * work[i]
    minimise(work, base, n)
    return float(-work[-1, -1])


@compiled
def pinned(weights: Floats, order: int) -> bool:
    """Whether no other distribution shares even the first `order` − 2 of these moments.

    So it is with at most half as many support points as moments, as the moments then lie on the boundary of
    the moment space. An end point (p = 0 or 1) counts half, and neighbouring grid points stand for one point
    between them. Two moments are kept in hand because close to the boundary the distribution, and D most of
    all, may still vary a good deal while the last moments vary by less than rounding.
    """
    index, g = 0.0, 0
    while g < weights.size:
        first = g
        while g < weights.size and weights[g] > 0.0:
            g += 1
        if g > first:
            alone = g == first + 1 and (first == 0 or g == weights.size)
            index += 0.5 if alone else 1.0
        g += 1
    return index <= 0.5 * order - 1.0


@compiled
def bounds(points: Floats, weights: Floats, order: int, functions: Floats, low: Floats, high: Floats) -> None:
    """Fill the smallest and largest mean of every function among distributions with the moments of `weights`.

    The means under `weights` itself are always within the bounds.
    """
    if pinned(weights, order):
        low[:] = functions @ weights
        high[:] = low
        return
    used = min(order, MOST_MOMENTS)
    rows = moments(points, used)
    table, basis = feasible(rows, rows @ weights)
    means = functions @ weights
    for i in range(functions.shape[0]):
        low[i] = min(smallest(table, basis, functions[i]), means[i])
        high[i] = max(-smallest(table, basis, -functions[i]), means[i])
