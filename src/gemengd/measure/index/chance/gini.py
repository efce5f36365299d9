# SPDX-License-Identifier: EUPL-1.2
"""The chance level of the Gini index, by simulation of random allocations with both margins fixed.

The draws of a cell depend on `seed` and on its own margins only (unit sizes in order of size, focal total):
not on row order, on the names of units, or on the other cells of the table.
"""

from __future__ import annotations

import numpy as np

from gemengd.measure.index.kernels.two_group import gini
from gemengd.measure.table.keys import scramble
from gemengd.numeric.arrays import Flags, Floats, Integers
from gemengd.numeric.compiled import compiled

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


@compiled
def uniform(state: np.uint64) -> float:
    """A number in [0, 1) from a state of the generator."""
    return float(scramble(state) >> np.uint64(11)) * 2.0**-53


@compiled
def seed_of(seed: int, size: Floats, A: int) -> np.uint64:
    state = scramble(np.uint64(seed) + _GOLDEN)
    state = scramble(state ^ np.uint64(A))
    for t in size:
        state = scramble(state ^ np.uint64(t)) + _GOLDEN
    return state


@compiled
def log_factorials(largest: int) -> Floats:
    out = np.zeros(largest + 1)
    for x in range(2, largest + 1):
        out[x] = out[x - 1] + np.log(float(x))
    return out


@compiled
def _probability(x: int, T: int, A: int, t: int, lf: Floats) -> float:
    O, y = T - A, t - x
    ways = lf[A] - lf[x] - lf[A - x] + lf[O] - lf[y] - lf[O - y]
    return float(np.exp(ways - (lf[T] - lf[t] - lf[T - t])))


@compiled
def draw(u: float, T: int, A: int, t: int, lf: Floats) -> int:
    """Invert the hypergeometric distribution at `u`, walking outwards from the mode."""
    O = T - A
    first, last = max(0, t - O), min(t, A)
    mode = min(max(((t + 1) * (A + 1)) // (T + 2), first), last)
    low, high = mode, mode
    p_low = p_high = _probability(mode, T, A, t, lf)
    u -= p_high
    while u >= 0.0 and (low > first or high < last):
        if high < last:
            p_high *= float(A - high) * float(t - high) / (float(high + 1) * float(O - t + high + 1))
            high += 1
            u -= p_high
            if u < 0.0:
                return high
        if low > first:
            p_low *= float(low) * float(O - t + low) / (float(A - low + 1) * float(t - low + 1))
            low -= 1
            u -= p_low
            if u < 0.0:
                return low
    return mode


@compiled
def allocate(size: Floats, A: int, T: int, state: np.uint64, lf: Floats, a: Floats, o: Floats) -> np.uint64:
    """One random allocation of A focal among T pupils over units of given size."""
    for j in range(size.size):
        t = int(size[j])
        state += _GOLDEN
        x = draw(uniform(state), T, A, t, lf)
        a[j], o[j] = x, t - x
        A, T = A - x, T - t
    return state


@compiled
def gini_by_chance(size: Floats, A: int, draws: int, seed: int, lf: Floats) -> tuple[float, float]:
    """Mean over `draws` random allocations and the standard error of that mean."""
    size = np.sort(size)
    T, state = int(size.sum()), seed_of(seed, size, A)
    a, o, da, do = np.empty(size.size), np.empty(size.size), np.empty(size.size), np.empty(size.size)
    mean = squares = 0.0
    for d in range(draws):
        state = allocate(size, A, T, state, lf, a, o)
        value = gini(a, o, da, do)
        step = value - mean
        mean += step / (d + 1)
        squares += step * (value - mean)
    return mean, np.sqrt(squares / (draws - 1) / draws)


@compiled
def chance_gini(
    start: Integers, a: Floats, o: Floats, asked: Flags, draws: int, seed: int, mean: Floats, error: Floats
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
            mean[c], error[c] = gini_by_chance(size[part], int(a[part].sum()), draws, seed, lf)
