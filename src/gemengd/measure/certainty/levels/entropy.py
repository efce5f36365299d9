# SPDX-License-Identifier: EUPL-1.2
"""What H of two groups reads, on average and with what spread, when units of these sizes are at a true level.

H = 1 − Σ t_j e(X_j/t_j) / (T e(P)) with e the entropy of two groups and X_j binomial with probability p_j,
summed outcome by outcome. The bias of all units together is scaled so that it is exact under random
allocation.
"""

from __future__ import annotations

import math

import numpy as np

from gemengd.measure.certainty.levels.mixing import spread_to
from gemengd.measure.certainty.small_units.kernels import two_group_entropy
from gemengd.measure.index.chance.exact import entropy_terms, mutual_by_chance
from gemengd.numeric.arrays import Floats, Integers
from gemengd.numeric.compiled import compiled

_NEGLIGIBLE = 1e-12


@compiled
def moments(t: int, p: float, entropy: Floats) -> tuple[float, float, float]:
    """Mean of e(X/t), its mean square and its covariance with X, for X binomial; `entropy[x]` = e(x/t)."""
    mode = min(int((t + 1) * p), t)
    total, first, second, cross = 0.0, 0.0, 0.0, 0.0
    for step in (1, -1):
        x, weight = mode, 1.0
        while 0 <= x <= t and weight > _NEGLIGIBLE:
            if step == 1 or x != mode:
                total += weight
                first += weight * entropy[x]
                second += weight * entropy[x] * entropy[x]
                cross += weight * entropy[x] * x
            if step == 1:
                weight *= (t - x) * p / ((x + 1) * (1.0 - p))
            else:
                weight *= x * (1.0 - p) / ((t - x + 1) * p)
            x += step
    mean = first / total
    return mean, second / total, cross / total - mean * t * p


@compiled
def entropy_of(p: Floats, P: float) -> float:
    """H of equally large units with these shares."""
    total = 0.0
    for share in p:
        total += two_group_entropy(share)
    return 1.0 - total / p.size / two_group_entropy(P)


@compiled
def reading(size: Floats, P: float, p: Floats) -> tuple[float, float]:
    """Bias and variance of H over units whose shares are any of `p`."""
    T, whole = size.sum(), two_group_entropy(P)
    bias = spread = pull = room = rest = 0.0
    last, entropy = -1, np.empty(0)
    mean = deviation = covariance = room_of = true = 0.0
    for t in np.sort(size):
        if int(t) != last:
            last = int(t)
            entropy = np.array([two_group_entropy(x / t) for x in range(last + 1)])
            mean = deviation = covariance = room_of = true = 0.0
            for share in p:
                first, second, cross = moments(last, share, entropy)
                mean += first / p.size
                deviation += max(second - first * first, 0.0) / p.size
                covariance += cross / p.size
                room_of += t * share * (1.0 - share) / p.size
                true += two_group_entropy(share) / p.size
        weight = t / T / whole
        bias += weight * (true - mean)
        rest += weight * mean
        spread += weight * weight * deviation
        pull -= weight * covariance
        room += room_of
    # The entropy of all pupils is that of the counts and moves along with them.
    slope = rest * math.log((1.0 - P) / P) / whole / T
    return bias, max(spread + 2.0 * slope * pull + slope * slope * room, 0.0)


@compiled
def calibrate(
    start: Integers,
    size: Floats,
    focal: Floats,
    asked: Integers,
    levels: Floats,
    z: Floats,
    true: Floats,
    means: Floats,
    errors: Floats,
) -> None:
    """Fill `true`, `means` and `errors` (cells x levels) of every cell in `asked`.

    Args:
        start: where each cell's units begin.
        size: pupils of the two groups in every unit, whole.
        focal: focal pupils of every cell, whole and neither none nor all.
        asked: the cells to do.
        levels: true levels of D that the shares are spread to, ascending from 0 to 1.
        z: nodes of the spread of shares.
        true: to fill with the H of the shares at each level.
        means: to fill with the mean reading.
        errors: to fill with its standard deviation.
    """
    p = np.empty(z.size)
    for cell in asked:
        units = size[start[cell] : start[cell + 1]]
        T = units.sum()
        P, spread, scale = focal[cell] / T, 0.0, 1.0
        few = math.sqrt(1.0 - 1.0 / units.size)
        for k in range(levels.size):
            if k == levels.size - 1:
                true[cell, k], means[cell, k], errors[cell, k] = 1.0, 1.0, 0.0
                continue
            p[:] = P
            if k > 0:
                spread = spread_to(P, levels[k], spread, z, p)
            bias, variance = reading(units, P, p)
            if k == 0:
                scale = chance_of(units, focal[cell]) / bias
            true[cell, k] = entropy_of(p, P) if k > 0 else 0.0
            means[cell, k] = true[cell, k] + scale * bias
            errors[cell, k] = few * math.sqrt(variance)


@compiled
def chance_of(size: Floats, focal: float) -> float:
    """H under random allocation, exactly."""
    T, most = size.sum(), int(size.max())
    totals = np.array([focal, T - focal])
    mutual = mutual_by_chance(size, totals, entropy_terms(most), np.empty(most + 1))
    return float(mutual / two_group_entropy(focal / T))


@compiled
def of_counts(size: Floats, focal: Floats) -> float:
    """H of the counts as they are."""
    T, within = size.sum(), 0.0
    for j in range(size.size):
        within += size[j] / T * two_group_entropy(focal[j] / size[j])
    return max(1.0 - within / two_group_entropy(focal.sum() / T), 0.0)
