# SPDX-License-Identifier: EUPL-1.2
"""The change of M and H in every cell, split over margin-adjusted tables."""

from __future__ import annotations

import numpy as np

from gemengd.measure.changes.fitting import fit
from gemengd.measure.index.kernels.multigroup import entropy
from gemengd.numeric.arrays import Flags, Floats, Integers
from gemengd.numeric.compiled import compiled

FILL = 1e-10
"""What an empty combination of a common unit and a common group counts for in the fitting, as in R."""


@compiled
def margins(table: Floats) -> tuple[Floats, Floats]:
    """Totals of the units and of the groups."""
    units, groups = np.zeros(table.shape[0]), np.zeros(table.shape[1])
    for j in range(units.size):
        for g in range(groups.size):
            units[j] += table[j, g]
            groups[g] += table[j, g]
    return units, groups


@compiled
def theil(table: Floats) -> tuple[float, float]:
    """M and H of a units x groups table; H is 0 where one group has all pupils."""
    units, groups = margins(table)
    N, total = units.sum(), 0.0
    for j in range(units.size):
        for g in range(groups.size):
            if table[j, g] > 0.0:
                total += table[j, g] * np.log(table[j, g] * N / (units[j] * groups[g]))
    E = entropy(groups)
    M = max(total / N, 0.0)
    return M, (min(M / E, 1.0) if E > 0.0 else 0.0)


@compiled
def _chosen(table: Floats, units: Flags, groups: Flags) -> Floats:
    """The rows and columns that are flagged."""
    part = np.empty((units.sum(), groups.sum()))
    row = 0
    for j in range(units.size):
        column = 0
        for g in range(groups.size):
            if units[j] and groups[g]:
                part[row, column] = table[j, g]
                column += 1
        row += column > 0
    return part


@compiled
def common(before: Floats, after: Floats) -> tuple[Flags, Flags]:
    """Units, and groups, that have pupils at both moments."""
    first, second = margins(before), margins(after)
    return np.minimum(first[0], second[0]) > 0.0, np.minimum(first[1], second[1]) > 0.0


@compiled
def _shares(table: Floats) -> Floats:
    """Shares of a table whose empty cells are filled, with less where counts are tiny themselves."""
    least, total = np.inf, 0.0
    for value in table.ravel():
        if value > 0.0:
            least = min(least, value)
    fill = FILL if least > FILL else least / 1000.0
    filled = np.empty(table.shape)
    for j in range(table.shape[0]):
        for g in range(table.shape[1]):
            filled[j, g] = max(table[j, g], fill)
            total += filled[j, g]
    for j in range(table.shape[0]):
        for g in range(table.shape[1]):
            filled[j, g] /= total
    return filled


@compiled
def adjusted(before: Floats, after: Floats, tolerance: float, most: int, values: Floats) -> tuple[int, float]:
    """Fill M and H for the structure, group margin and unit margin of either moment.

    Args:
        before: common units x common groups.
        after: the same at the later moment.
        tolerance: largest deviation accepted in a fit.
        most: largest number of sweeps of a fit.
        values: (structure, group margin, unit margin, index), each moment 0 or 1.

    Returns:
        The largest number of sweeps and the largest residual of a fit.
    """
    sweeps, residual = 0, 0.0
    shares = (_shares(before), _shares(after))
    totals = (margins(shares[0]), margins(shares[1]))
    fitted = np.empty(before.shape)
    for s in range(2):
        values[s, s, s, 0], values[s, s, s, 1] = theil(after if s else before)
        for g in range(2):
            for u in range(2):
                if g == s and u == s:
                    continue
                used, left = fit(shares[s], totals[u][0], totals[g][1], tolerance, most, fitted)
                values[s, g, u, 0], values[s, g, u, 1] = theil(fitted)
                sweeps, residual = max(sweeps, used), max(residual, left)
    return sweeps, residual


@compiled
def split(values: Floats) -> tuple[float, float, float]:
    """Group marginal, unit marginal and structural change of one index: nested Shapley values.

    The two margins form one player against the structure, and share its value between them.
    """
    structural = (values[1, 0, 0] - values[0, 0, 0] + values[1, 1, 1] - values[0, 1, 1]) / 2.0
    group = unit = 0.0
    for s in range(2):
        for other in range(2):
            group += (values[s, 1, other] - values[s, 0, other]) / 4.0
            unit += (values[s, other, 1] - values[s, other, 0]) / 4.0
    return group, unit, structural


@compiled
def change_cells(
    start: Integers, count: Floats, tolerance: float, most: int, terms: Floats, sweeps: Integers, left: Floats
) -> None:
    """Fill `terms[term, index, cell]`, the sweeps and the residual of every cell; NaN stays undefined.

    Terms: before, after, difference, additions, removals, group marginal, unit marginal, structural.
    """
    values, ends = np.zeros((2, 2, 2, 2)), np.zeros((2, 2))
    for c in range(start.size - 1):
        before, after = count[0, start[c] : start[c + 1]], count[1, start[c] : start[c + 1]]
        if groups_present(before) < 2 or groups_present(after) < 2:
            continue
        (ends[0, 0], ends[0, 1]), (ends[1, 0], ends[1, 1]) = theil(before), theil(after)
        for i in range(2):
            terms[0, i, c], terms[1, i, c], terms[2, i, c] = ends[0, i], ends[1, i], ends[1, i] - ends[0, i]
        units, groups = common(before, after)
        stayed = _chosen(before, units, groups), _chosen(after, units, groups)
        if groups_present(stayed[0]) < 2 or groups_present(stayed[1]) < 2:
            continue
        sweeps[c], left[c] = adjusted(stayed[0], stayed[1], tolerance, most, values)
        for i in range(2):
            terms[3, i, c] = ends[1, i] - values[1, 1, 1, i]
            terms[4, i, c] = values[0, 0, 0, i] - ends[0, i]
            terms[5, i, c], terms[6, i, c], terms[7, i, c] = split(values[:, :, :, i])


@compiled
def groups_present(table: Floats) -> int:
    """Groups with pupils."""
    present = 0
    for total in margins(table)[1]:
        present += total > 0.0
    return present
