# SPDX-License-Identifier: EUPL-1.2
"""Iterative proportional fitting: a table with the margins of one table and the structure of another.

Deming & Stephan (1940). Units are scaled exactly in every sweep, so that only the groups' scale factors are
unknown; every so often they take a Newton step, which makes tables with near-empty cells converge as well.
Nothing is random: equal input gives equal bits.
"""

from __future__ import annotations

import numpy as np

from gemengd.numeric.arrays import Floats
from gemengd.numeric.compiled import compiled

_NEWTON_EVERY = 20
"""Sweeps between Newton steps: ordinary tables converge before the second one is due."""


@compiled
def fit(
    source: Floats, units: Floats, groups: Floats, tolerance: float, most: int, fitted: Floats
) -> tuple[int, float]:
    """Fill `fitted` with the structure of `source` and the margins `units` and `groups`.

    Args:
        source: positive numbers, units x groups.
        units: share of each unit, adding up to 1; positive.
        groups: share of each group, adding up to 1; positive.
        tolerance: largest relative deviation of a group's share that is accepted.
        most: largest number of sweeps.
        fitted: the result, units x groups; the shares of the units are exact up to rounding.

    Returns:
        The number of sweeps and the largest relative deviation that is left.
    """
    scale = np.ones(groups.size)
    totals = np.empty(groups.size)
    _sweep(source, units, scale, fitted, totals)
    residual, sweeps = _deviation(totals, groups), 1
    while residual > tolerance and sweeps < most:
        step = np.log(groups / totals)
        if sweeps % _NEWTON_EVERY == 0:
            step = _better(source, units, groups, scale, fitted, totals, step)
        _move(scale, step)
        _sweep(source, units, scale, fitted, totals)
        residual = _deviation(totals, groups)
        sweeps += 1
    return sweeps, residual


@compiled
def _sweep(source: Floats, units: Floats, scale: Floats, fitted: Floats, totals: Floats) -> None:
    """Scale the groups by `scale` and the units to their shares; fill `fitted` and its group totals."""
    totals[:] = 0.0
    for j in range(units.size):
        size = 0.0
        for g in range(scale.size):
            fitted[j, g] = source[j, g] * scale[g]
            size += fitted[j, g]
        for g in range(scale.size):
            fitted[j, g] *= units[j] / size
            totals[g] += fitted[j, g]


@compiled
def _deviation(totals: Floats, groups: Floats) -> float:
    worst = 0.0
    for g in range(groups.size):
        worst = max(worst, abs(totals[g] / groups[g] - 1.0))
    return worst


@compiled
def _newton(fitted: Floats, units: Floats, groups: Floats, totals: Floats) -> Floats:
    """Newton step of the logarithm of the groups' scale factors; the first stays as it is."""
    size = groups.size
    slope = np.zeros((size, size))
    for j in range(units.size):
        for g in range(size):
            slope[g, g] += fitted[j, g]
            for other in range(size):
                slope[g, other] -= fitted[j, g] * fitted[j, other] / units[j]
    step = groups - totals
    step[0] = 0.0
    for g in range(1, size):
        slope[g, g] += 1e-14 * totals[g]  # a table that falls apart in blocks has no unique solution
    _solve(slope, step)
    for g in range(size):
        step[g] = min(max(step[g], -5.0), 5.0)
    return step


@compiled
def _solve(matrix: Floats, right: Floats) -> None:
    """Solve for all unknowns but the first, in place; the matrix is symmetric and positive definite."""
    size = right.size
    for pivot in range(1, size):
        for row in range(pivot + 1, size):
            factor = matrix[row, pivot] / matrix[pivot, pivot]
            for column in range(pivot, size):
                matrix[row, column] -= factor * matrix[pivot, column]
            right[row] -= factor * right[pivot]
    for row in range(size - 1, 0, -1):
        for column in range(row + 1, size):
            right[row] -= matrix[row, column] * right[column]
        right[row] /= matrix[row, row]


@compiled
def _move(scale: Floats, step: Floats) -> None:
    """Multiply the scale factors by e to the power of the step; the largest becomes 1."""
    most = 0.0
    for g in range(scale.size):
        scale[g] *= np.exp(step[g])
        most = max(most, scale[g])
    for g in range(scale.size):
        scale[g] /= most


@compiled
def _better(
    source: Floats,
    units: Floats,
    groups: Floats,
    scale: Floats,
    fitted: Floats,
    totals: Floats,
    usual: Floats,
) -> Floats:
    """The usual step or Newton's, whichever leaves the smaller deviation."""
    newton = _newton(fitted, units, groups, totals)
    left = np.empty(2)
    for choice in range(2):
        trial = scale.copy()
        _move(trial, newton if choice else usual)
        _sweep(source, units, trial, fitted, totals)
        left[choice] = _deviation(totals, groups)
    return newton if left[1] < left[0] else usual
