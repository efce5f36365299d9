# SPDX-License-Identifier: EUPL-1.2
"""The chance level of the Atkinson index.

The index is 1 − B^q with B = Σ (a_j/A)^b (o_j/O)^(1−b) and q = 1/(1−b). The mean μ of B over random
allocations is an exact hypergeometric sum. The mean of B^q is simulated, with B itself as control variate:
of each draw B^q − q μ^(q−1) (B − μ) is averaged, which is μ^q plus a quantity of second order. So the
simulation only has to find a variance, and its error is far below that of plain averaging.
"""

from __future__ import annotations

import numpy as np

from gemengd.measure.index.chance.exact import NEGLIGIBLE
from gemengd.measure.index.chance.gini import allocate, log_factorials, seed_of
from gemengd.measure.index.kernels.hypergeometric import window
from gemengd.numeric.arrays import Flags, Floats, Integers
from gemengd.numeric.compiled import compiled


@compiled
def overlap_by_chance(size: Floats, A: int, T: int, b: float, weights: Floats) -> float:
    """μ = Σ_j E[X^b (t_j − X)^(1−b)] / (A^b O^(1−b))."""
    total = 0.0
    for j in range(size.size):
        t = int(size[j])
        low, width = window(T, A, t, NEGLIGIBLE, weights)
        for i in range(width):
            x = float(low + i)
            total += weights[i] * x**b * (t - x) ** (1.0 - b)
    return float(total / (float(A) ** b * float(T - A) ** (1.0 - b)))


@compiled
def atkinson_by_chance(
    size: Floats, A: int, b: float, draws: int, seed: int, lf: Floats
) -> tuple[float, float]:
    """Mean over random allocations and the Monte-Carlo standard error of that mean."""
    size = np.sort(size)
    T, state, q = int(size.sum()), seed_of(seed, size, A), 1.0 / (1.0 - b)
    mu = overlap_by_chance(size, A, T, b, np.empty(int(size[-1]) + 1))
    a, o = np.empty(size.size), np.empty(size.size)
    scale = float(A) ** b * float(T - A) ** (1.0 - b)
    mean = squares = 0.0
    for d in range(draws):
        state = allocate(size, A, T, state, lf, a, o)
        overlap = (a**b * o ** (1.0 - b)).sum() / scale
        value = overlap**q - q * mu ** (q - 1.0) * (overlap - mu)
        step = value - mean
        mean += step / (d + 1)
        squares += step * (value - mean)
    return min(max(1.0 - mean, 0.0), 1.0), np.sqrt(squares / (draws - 1) / draws)


@compiled
def chance_atkinson(
    start: Integers,
    a: Floats,
    o: Floats,
    asked: Flags,
    b: float,
    draws: int,
    seed: int,
    mean: Floats,
    error: Floats,
) -> None:
    """Fill the chance level of each asked cell and its Monte-Carlo standard error."""
    size = a + o
    largest = 0
    for c in range(asked.size):
        if asked[c]:
            largest = max(largest, int(size[start[c] : start[c + 1]].sum()))
    lf = log_factorials(largest)
    for c in range(asked.size):
        if asked[c]:
            part = slice(start[c], start[c + 1])
            mean[c], error[c] = atkinson_by_chance(size[part], int(a[part].sum()), b, draws, seed, lf)
