# SPDX-License-Identifier: EUPL-1.2
"""The distribution of the probability p behind the units of a cell, without assuming a form.

A unit of size K has X ~ Binomial(K, p) focal pupils, p drawn from an unknown distribution. Its maximum
likelihood estimate is found on a grid of values of p by the constrained Newton method of Wang (2007): the
support grows where the gradient peaks, and the weights on the support solve a quadratic programme.
"""

from __future__ import annotations

import math

import numpy as np

from gemengd.measure.certainty.bootstrap.draws import log_binomial
from gemengd.numeric.arrays import Floats, Integers
from gemengd.numeric.compiled import compiled

_LEAST, _MOST = 401, 1001
_STEPS, _TOLERANCE = 100, 1e-10
_STAY = 1e-8
_NOTHING = 1e-12


@compiled
def grid(largest: float, mean: float) -> Floats:
    """Values of p, even on the arcsine scale and finer than the noise of the largest unit; `mean` is one."""
    size = min(max(_LEAST, math.ceil(7.0 * math.sqrt(largest))), _MOST)
    points = np.sin(0.5 * np.pi * np.arange(size) / (size - 1)) ** 2
    points[-1] = 1.0
    nearest = np.argmin(np.abs(points - mean))
    if 0 < nearest < size - 1:
        points[nearest] = mean
    return points


@compiled
def likelihoods(size: Floats, focal: Floats, points: Floats) -> Floats:
    """P(X = focal | K = size, p) for every kind of unit and every value of p, scaled by its largest."""
    out = np.zeros((size.size, points.size))
    for i in range(size.size):
        n, k = size[i], focal[i]
        top = -np.inf
        for g in range(points.size):
            p = points[g]
            if p <= 0.0:
                out[i, g] = 0.0 if k == 0.0 else -np.inf
            elif p >= 1.0:
                out[i, g] = 0.0 if k == n else -np.inf
            else:
                out[i, g] = log_binomial(k, n, p)
            top = max(top, out[i, g])
        for g in range(points.size):
            out[i, g] = math.exp(out[i, g] - top)
    return out


@compiled
def solve(H: Floats, b: Floats, columns: Integers) -> Floats:
    """Solve the part of H x = b that `columns` name, by Cholesky."""
    size = columns.size
    low, x = np.zeros((size, size)), b[columns]
    for i in range(size):
        for j in range(i + 1):
            value = H[columns[i], columns[j]]
            for k in range(j):
                value -= low[i, k] * low[j, k]
            if i == j:
                low[i, i] = math.sqrt(max(value, 1e-12 * H[columns[i], columns[i]]))
            else:
                low[i, j] = value / low[j, j]
    for i in range(size):
        for k in range(i):
            x[i] -= low[i, k] * x[k]
        x[i] /= low[i, i]
    for i in range(size - 1, -1, -1):
        for k in range(i + 1, size):
            x[i] -= low[k, i] * x[k]
        x[i] /= low[i, i]
    return x


@compiled
def solve_positive(H: Floats, b: Floats, start: Floats) -> Floats:
    """Minimise ½ q'Hq − b'q over q ≥ 0 by an active set (Lawson & Hanson 1974), from a feasible start."""
    size = b.size
    q, free = start.copy(), start > 0.0
    for _ in range(10 * size + 20):
        inside = np.flatnonzero(free)
        if inside.size:
            target = solve(H, b, inside)
            step, blocked = 1.0, -1
            for i in range(inside.size):
                if target[i] <= 0.0:
                    room = q[inside[i]] / max(q[inside[i]] - target[i], 1e-300)
                    if room < step:
                        step, blocked = room, i
            for i in range(inside.size):
                q[inside[i]] += step * (target[i] - q[inside[i]])
            if blocked >= 0:
                q[inside[blocked]], free[inside[blocked]] = 0.0, False
                continue
        pull = b - H @ q
        pull[free] = -np.inf
        enters = np.argmax(pull)
        if pull[enters] <= 1e-9 * np.abs(b).max():
            break
        free[enters] = True
    return np.maximum(q, 0.0)


@compiled
def peaks(gradient: Floats, weights: Floats) -> Integers:
    """Grid points that carry weight or at which the gradient has a positive local maximum."""
    keep = weights > 0.0
    last = gradient.size - 1
    for g in range(gradient.size):
        left = gradient[g - 1] if g > 0 else -np.inf
        right = gradient[g + 1] if g < last else -np.inf
        if gradient[g] > 0.0 and gradient[g] >= left and gradient[g] >= right:
            keep[g] = True
    return np.flatnonzero(keep)


@compiled
def log_likelihood(L: Floats, number: Floats, columns: Integers, weights: Floats) -> float:
    total = 0.0
    for i in range(L.shape[0]):
        chance = 0.0
        for c in range(columns.size):
            chance += L[i, columns[c]] * weights[c]
        if chance <= 0.0:
            return -np.inf
        total += number[i] * math.log(chance)
    return total


@compiled
def improve(L: Floats, number: Floats, columns: Integers, q: Floats) -> Floats:
    """One Newton step on the support, halved until the likelihood does not fall.

    Likelihoods of neighbouring grid points are nearly the same column, so the curvature has directions that
    rounding decides; a small cost of moving (a proximal term) keeps the weights in place along those.
    """
    n = number.sum()
    part = np.ascontiguousarray(L[:, columns])
    chance = part @ q
    slope = np.ascontiguousarray(part.T) @ (number / chance)
    scaled = part * (np.sqrt(number) / chance).reshape(-1, 1)
    H = np.ascontiguousarray(scaled.T) @ scaled
    pull = 2.0 * slope - n
    least = 1e-4 * np.diag(H).max()
    for c in range(columns.size):
        stay = _STAY * (H[c, c] + least)
        H[c, c] += stay
        pull[c] += stay * q[c]
    target = solve_positive(H, pull, q)
    target /= target.sum()
    before = log_likelihood(L, number, columns, q)
    step = 1.0
    for _ in range(30):
        mixed = q + step * (target - q)
        if log_likelihood(L, number, columns, mixed) >= before:
            return mixed
        step *= 0.5
    return q


@compiled
def fit(L: Floats, number: Floats) -> Floats:
    """Weights of the grid points that make the counts most likely.

    Args:
        L: likelihoods (kinds of units x grid points), each row up to a factor.
        number: units of each kind.
    """
    n = number.sum()
    weights = np.full(L.shape[1], 1.0 / L.shape[1])
    columns = np.arange(0, L.shape[1], 20)
    weights[:] = 0.0
    weights[columns] = 1.0 / columns.size
    for _ in range(_STEPS):
        gradient = L.T @ (number / (L @ weights)) - n
        if gradient.max() <= _TOLERANCE * n:
            break
        columns = peaks(gradient, weights)
        q = improve(L, number, columns, weights[columns])
        weights[:] = 0.0
        for c in range(columns.size):
            weights[columns[c]] = q[c] if q[c] > _NOTHING else 0.0
        weights /= weights.sum()
    return weights
