# SPDX-License-Identifier: EUPL-1.2
"""Poisson and binomial draws from a counter: every draw has a 64-bit state of its own and no memory.

A draw depends on its state alone, so replicates can be made in any order, in blocks, and on several threads.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from gemengd.measure.table.keys import scramble
from gemengd.numeric.arrays import Codes, Floats, Integers
from gemengd.numeric.compiled import compiled

Thresholds = npt.NDArray[np.uint32]

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
"""The step between two states of one stream (SplitMix64)."""

LARGEST_TABLE = 4096
"""Largest mean with an alias table; above it a rejection sampler needs less memory and is as fast."""

_NEGLIGIBLE = 1e-18
_SMALL_MEAN = 10.0
_LOW_BITS = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


@compiled
def uniform(state: np.uint64) -> float:
    """A number strictly between 0 and 1 from a state."""
    return (float(scramble(state) >> np.uint64(11)) + 0.5) * 2.0**-53


@compiled
def stirling_rest(k: float) -> float:
    """The rest of Stirling's formula: ln k! − ln(sqrt(2πk) (k/e)^k), for k of 1 and more."""
    if k < 16.0:
        return math.lgamma(k + 1.0) - (k + 0.5) * math.log(k) + k - 0.5 * math.log(2.0 * math.pi)
    square = k * k
    return (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0) / square) / square) / k


@compiled
def deviance(k: float, mean: float) -> float:
    """The value of k ln(k/mean) + mean − k, exact also where k and its mean are large and close."""
    if k == 0.0:
        return mean
    gap = (mean - k) / k
    return k * (gap - math.log1p(gap))


@compiled
def log_poisson(k: float, mean: float) -> float:
    """Logarithm of a Poisson probability by the saddle-point form of Loader (2000)."""
    if k == 0.0:
        return -mean
    return -stirling_rest(k) - deviance(k, mean) - 0.5 * math.log(2.0 * math.pi * k)


@compiled
def log_binomial(k: float, n: float, p: float) -> float:
    """Logarithm of a binomial probability by the same form."""
    if k == 0.0:
        return n * math.log1p(-p)
    if k == n:
        return n * math.log(p)
    rest = stirling_rest(n) - stirling_rest(k) - stirling_rest(n - k)
    return (
        rest
        - deviance(k, n * p)
        - deviance(n - k, n * (1.0 - p))
        + 0.5 * math.log(n / (2.0 * math.pi * k * (n - k)))
    )


@compiled
def poisson_large(mean: float, state: np.uint64) -> float:
    """Transformed rejection (Hörmann 1993, PTRS), for a mean of 10 and more."""
    b = 0.931 + 2.53 * math.sqrt(mean)
    a = -0.059 + 0.02483 * b
    scale = 1.1239 + 1.1328 / (b - 3.4)
    accepted = 0.9277 - 3.6224 / (b - 2.0)
    while True:
        state += GOLDEN
        u = uniform(state) - 0.5
        state += GOLDEN
        v = uniform(state)
        room = 0.5 - abs(u)
        k = math.floor((2.0 * a / room + b) * u + mean + 0.43)
        if room >= 0.07 and v <= accepted:
            return float(k)
        if k < 0.0 or (room < 0.013 and v > room):
            continue
        if math.log(v * scale / (a / (room * room) + b)) <= log_poisson(k, mean):
            return float(k)


@compiled
def binomial(n: float, p: float, state: np.uint64) -> float:
    """One binomial draw."""
    if n <= 0.0 or p <= 0.0:
        return 0.0
    if p >= 1.0:
        return n
    if p > 0.5:
        return n - binomial_half(n, 1.0 - p, state)
    return binomial_half(n, p, state)


@compiled
def binomial_half(n: float, p: float, state: np.uint64) -> float:
    """One draw with p of at most a half."""
    return binomial_small(n, p, state) if n * p < _SMALL_MEAN else binomial_large(n, p, state)


@compiled
def binomial_small(n: float, p: float, state: np.uint64) -> float:
    """Inversion from zero up."""
    odds = p / (1.0 - p)
    weight = math.exp(n * math.log1p(-p))
    u = uniform(state + GOLDEN) - weight
    k = 0.0
    while u > 0.0 and k < n:
        weight *= odds * (n - k) / (k + 1.0)
        k += 1.0
        u -= weight
        if weight < 1e-300:
            break
    return k


@compiled
def binomial_large(n: float, p: float, state: np.uint64) -> float:
    """Transformed rejection (Hörmann 1993, BTRS), for n p of 10 and more."""
    spread = math.sqrt(n * p * (1.0 - p))
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * p
    scale = (2.83 + 5.1 / b) * spread
    accepted = 0.92 - 4.2 / b
    mode = math.floor((n + 1.0) * p)
    while True:
        state += GOLDEN
        u = uniform(state) - 0.5
        state += GOLDEN
        v = uniform(state)
        room = 0.5 - abs(u)
        k = math.floor((2.0 * a / room + b) * u + n * p + 0.5)
        if k < 0.0 or k > n:
            continue
        if room >= 0.07 and v <= accepted:
            return float(k)
        if math.log(v * scale / (a / (room * room) + b)) <= log_binomial(k, n, p) - log_binomial(mode, n, p):
            return float(k)


@compiled
def poisson_window(mean: int) -> tuple[int, Floats]:
    """Smallest outcome that is kept and the probabilities from there on."""
    reach = int(10.0 * math.sqrt(mean)) + 40
    low = max(0, mean - reach)
    weights = np.zeros(mean + reach - low + 1)
    weights[mean - low] = 1.0
    for k in range(mean + 1, mean + reach + 1):
        weights[k - low] = weights[k - 1 - low] * mean / k
    for k in range(mean, low, -1):
        weights[k - 1 - low] = weights[k - low] * k / mean
    kept = np.flatnonzero(weights > _NEGLIGIBLE)
    weights = weights[kept[0] : kept[-1] + 1]
    return low + kept[0], weights / weights.sum()


@compiled
def alias_table(weights: Floats, threshold: Thresholds, alias: Codes) -> None:
    """Walker's alias table (Vose's construction): column i is kept under `threshold[i]`, else `alias[i]`."""
    size = weights.size
    scaled = weights * size
    small, large = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)
    smalls = larges = 0
    for i in range(size):
        alias[i], threshold[i] = i, _LOW_BITS
        if scaled[i] < 1.0:
            small[smalls] = i
            smalls += 1
        else:
            large[larges] = i
            larges += 1
    while smalls and larges:
        smalls -= 1
        poor, rich = small[smalls], large[larges - 1]
        threshold[poor], alias[poor] = np.uint32(scaled[poor] * 4294967295.0), rich
        scaled[rich] -= 1.0 - scaled[poor]
        if scaled[rich] < 1.0:
            larges -= 1
            small[smalls] = rich
            smalls += 1


@compiled
def alias_tables(means: Integers) -> tuple[Integers, Integers, Thresholds, Codes]:
    """Tables for several Poisson means: where each starts, its smallest outcome, thresholds, aliases."""
    start, low = np.zeros(means.size + 1, dtype=np.int64), np.empty(means.size, dtype=np.int64)
    for i in range(means.size):
        low[i], weights = poisson_window(means[i])
        start[i + 1] = start[i] + weights.size
    threshold, alias = np.empty(start[-1], dtype=np.uint32), np.empty(start[-1], dtype=np.int32)
    for i in range(means.size):
        _, weights = poisson_window(means[i])
        alias_table(weights, threshold[start[i] : start[i + 1]], alias[start[i] : start[i + 1]])
    return start, low, threshold, alias


@compiled
def poisson_many(low: int, threshold: Thresholds, alias: Codes, state: np.uint64, out: Floats) -> None:
    """Fill `out` with draws from one alias table; draw r has state `state + r · GOLDEN`."""
    size = np.uint64(threshold.size)
    for r in range(out.size):
        bits = scramble(state)
        state += GOLDEN
        column = np.int64(((bits >> _HALF) * size) >> _HALF)
        if np.uint32(bits & _LOW_BITS) > threshold[column]:
            column = np.int64(alias[column])
        out[r] = low + column
