# SPDX-License-Identifier: EUPL-1.2
"""What D reads, on average and with what spread, when units of these sizes are at a given true level.

Unit j has X_j focal pupils of t_j, with probability p_j and both margins of the table fixed. Near enough
X_j − t_j P is normal with mean t_j(p_j − P) and variance t_j p_j(1 − p_j)(1 − t_j/T), so its absolute value
is a folded normal, with a closed mean and variance. Two things make this exact where it matters most: the
mean of every unit is scaled to the exact mean under random allocation, and the variance has the covariances
that the fixed margins bring, to the second order in their correlations.
"""

from __future__ import annotations

import math

import numpy as np

from gemengd.measure.certainty.levels.mixing import spread_to
from gemengd.measure.index.chance.exact import NEGLIGIBLE
from gemengd.measure.index.kernels.hypergeometric import window
from gemengd.numeric.arrays import Floats, Integers
from gemengd.numeric.compiled import compiled

_ROOT_TWO = math.sqrt(2.0)
_FOLD = math.sqrt(2.0 / math.pi)


@compiled
def deviations(size: Floats, A: int, T: int) -> Floats:
    """Exact E|X_j − t_j A/T| of every unit under random allocation, over that of a normal of its variance."""
    out, weights = np.empty(size.size), np.empty(min(A, int(size.max())) + 1)
    P = A / T
    for j in range(size.size):
        t = int(size[j])
        nu = t * A // T + 1
        low, width = window(T, A, t, NEGLIGIBLE, weights)
        exact = 0.0
        if low <= nu < low + width:
            exact = 2.0 * nu * (T - A - t + nu) / T * weights[nu - low]
        normal = _FOLD * math.sqrt(t * P * (1.0 - P) * (1.0 - t / T))
        out[j] = exact / normal if normal > 0.0 else 1.0
    return out


@compiled
def reading(size: Floats, exact: Floats, P: float, p: Floats, level: float) -> tuple[float, float]:
    """Mean and variance of D at one level, over units whose shares are any of `p`."""
    T = size.sum()
    scale = 1.0 / (2.0 * T * P * (1.0 - P))
    bias = spread = signs = pull = room = second = squares = 0.0
    for j in range(size.size):
        t, near = size[j], 0.0
        for share in p:
            mu, v = t * (share - P), t * share * (1.0 - share) * (1.0 - t / T)
            s = math.sqrt(v)
            if s == 0.0:
                signs += t * (1.0 if mu > 0.0 else -1.0)
                continue
            z = mu / s
            height, sign = math.exp(-0.5 * z * z), math.erf(z / _ROOT_TWO)
            extra = exact[j] * (s * _FOLD * height + mu * sign - abs(mu))
            bias += extra
            spread += max(v + mu * mu - (abs(mu) + extra) ** 2, 0.0)
            signs += t * sign
            pull += v * sign
            room += v
            near += s * _FOLD * height * t / max(T - t, 1.0)
        near /= p.size
        second += near
        squares += near * near
    n = p.size
    # Moving P moves every unit's distance and the scale; the fixed margins take that part out.
    slope = -signs / n / T + level * (2.0 * P - 1.0) / (P * (1.0 - P)) / (T * scale)
    variance = spread / n + 2.0 * slope * pull / n + slope * slope * room / n
    variance += 0.5 * (second * second - squares)
    return level + scale * bias / n, scale * scale * max(variance, 0.0)


@compiled
def calibrate(
    start: Integers,
    size: Floats,
    focal: Floats,
    asked: Integers,
    levels: Floats,
    z: Floats,
    means: Floats,
    errors: Floats,
) -> None:
    """Fill `means` and `errors` (cells x levels) of every cell in `asked`.

    Args:
        start: where each cell's units begin.
        size: pupils of the two groups in every unit, whole.
        focal: focal pupils of every cell, whole and neither none nor all.
        asked: the cells to do.
        levels: true levels, ascending from 0 to 1.
        z: nodes of the spread of shares.
        means: to fill with the mean reading.
        errors: to fill with its standard deviation.
    """
    p = np.empty(z.size)
    for cell in asked:
        units = size[start[cell] : start[cell + 1]]
        T = units.sum()
        P, spread = focal[cell] / T, 0.0
        exact = deviations(units, int(focal[cell]), int(T))
        for k in range(levels.size):
            if k == 0:
                p[:] = P
            elif k < levels.size - 1:
                spread = spread_to(P, levels[k], spread, z, p)
            if k == levels.size - 1:
                means[cell, k], errors[cell, k] = 1.0, 0.0
            else:
                mean, variance = reading(units, exact, P, p, levels[k])
                means[cell, k], errors[cell, k] = mean, math.sqrt(variance)
