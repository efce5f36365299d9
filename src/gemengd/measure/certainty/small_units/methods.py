# SPDX-License-Identifier: EUPL-1.2
"""Three ways to take the chance of small units out of the indices of one cell, with intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import betaincinv

from gemengd.measure.certainty.bootstrap.kernels import cell_state
from gemengd.measure.certainty.small_units.beta import beta_gini, beta_means, shapes
from gemengd.measure.certainty.small_units.draws import (
    beta_each,
    binomials,
    bounded_each,
    chance_excess,
    chance_probability,
    uniforms,
)
from gemengd.measure.certainty.small_units.kernels import INDICES, indices_of, raw_indices
from gemengd.numeric.arrays import Floats, Integers

Method = Literal["np", "beta", "ct"]

_LEAST_DRAWS = 199
"""Fewest random allocations behind `p_random`."""


@dataclass(frozen=True, slots=True)
class Units:
    """The units of one cell, largest detail the methods use; sorted by size and focal pupils.

    Attributes:
        size: pupils of each unit.
        focal: focal pupils of each unit.
        band: size band of each unit, `0 … bands − 1`, none empty.
        bands: number of bands.
    """

    size: Floats
    focal: Floats
    band: Integers
    bands: int

    @property
    def share(self) -> float:
        """Focal share of all pupils."""
        return float(self.focal.sum() / self.size.sum())

    def state(self, seed: int) -> np.uint64:
        """Start of the cell's random numbers: its counts and the seed."""
        return np.uint64(cell_state(seed, np.concatenate([self.size, self.focal])))


@dataclass(frozen=True, slots=True)
class Estimate:
    """Per index in the order of `INDICES`, NaN where the method gives none.

    Attributes:
        raw: the index of the counts as they are.
        low: smallest value in agreement with the counts.
        high: largest value; equal to `low` where the index is pinned down.
        interval_low: lower end of the confidence interval.
        interval_high: upper end.
        p_random: probability that random allocation is as uneven.
    """

    raw: Floats
    low: Floats
    high: Floats
    interval_low: Floats
    interval_high: Floats
    p_random: float


def units_of(size: Floats, focal: Floats, size_bands: int | None) -> Units:
    """Units in an order of their own, with their size bands.

    Args:
        size: pupils of each unit.
        focal: focal pupils of each unit.
        size_bands: None gives every size a band of its own; a number, that many bands of about equally many
            units, fewer where sizes are equal.
    """
    order = np.lexsort((focal, size))
    size, focal = size[order], focal[order]
    labels = size if size_bands is None else _band_labels(size, size_bands)
    _, band = np.unique(labels, return_inverse=True)
    return Units(size, focal, band.astype(np.int64), int(band.max()) + 1)


def _band_labels(size: Floats, size_bands: int) -> Floats:
    """Equal sizes never end up in two bands: the first unit of a size decides."""
    first = np.searchsorted(size, size)
    return np.floor(first * size_bands / size.size)


def estimate(units: Units, method: Method, replicates: int, seed: int, confidence: float) -> Estimate:
    """Bounds or estimates of all indices; intervals are percentiles over simulations of the fit."""
    state = units.state(seed)
    draws = max(replicates, _LEAST_DRAWS)
    raw = raw_indices(units.size, units.focal)
    p_random = chance_probability(units.size, units.focal, draws, state)
    if method == "ct":
        excess = chance_excess(units.size, units.focal, raw, draws, seed)
        return Estimate(raw, excess, excess, *_no_interval(), p_random)
    low, high, p = (_np if method == "np" else _beta)(units, state, replicates)
    if replicates == 0:
        return Estimate(raw, low, high, *_no_interval(), p_random)
    lows, highs = _again(units, method, binomials(units.size, p, state + np.uint64(1)))
    interval = _interval(units, (low, high), (lows, highs), p_random, confidence)
    return Estimate(raw, low, high, *interval, p_random)


def _interval(
    units: Units,
    found: tuple[Floats, Floats],
    again: tuple[Floats, Floats],
    p_random: float,
    confidence: float,
) -> tuple[Floats, Floats]:
    """Percentiles of the simulated bounds, stretched to hold the bounds found.

    Where random allocation is as uneven in at least (1 − confidence)/2 of all cases, the lower end reaches
    the value without segregation: no estimate is below that, so the percentiles alone seldom do.
    """
    tail = 0.5 - 0.5 * confidence
    low = np.minimum(_quantile(again[0], tail), found[0])
    high = np.maximum(_quantile(again[1], 1.0 - tail), found[1])
    if p_random >= tail:
        low = np.minimum(low, without_segregation(units.share))
    return low, high


def _no_interval() -> tuple[Floats, Floats]:
    return np.full(len(INDICES), np.nan), np.full(len(INDICES), np.nan)


def without_segregation(share: float) -> Floats:
    """Every index where all units have the same p."""
    return np.array([share if name == "isolation" else 0.0 for name in INDICES])


def _np(units: Units, state: np.uint64, replicates: int) -> tuple[Floats, Floats, Floats]:
    low, high = np.full((1, len(INDICES)), np.nan), np.full((1, len(INDICES)), np.nan)
    points, weights = bounded_each(units.size, units.focal[None], units.band, units.bands, low, high)
    u = uniforms(state, replicates, units.size.size)
    p = np.empty_like(u)
    for b in range(units.bands):
        mine = units.band == b
        place = np.searchsorted(np.cumsum(weights[b]), u[:, mine], side="right")
        p[:, mine] = points[np.minimum(place, points.size - 1)]
    return low[0], high[0], p


def _beta(units: Units, state: np.uint64, replicates: int) -> tuple[Floats, Floats, Floats]:
    mu, phi = np.empty((1, units.bands)), np.empty((1, units.bands))
    beta_each(units.size, units.focal[None], units.band, mu, phi)
    low = _beta_indices(units, mu, phi)[0]
    u = uniforms(state, replicates, units.size.size)
    return low, low, beta_quantiles(u, mu[0, units.band], phi[0, units.band])


def beta_quantiles(u: Floats, mu: Floats, phi: Floats) -> Floats:
    """Draws of p from uniform numbers (replicates x units)."""
    alpha, beta = shapes(np.where(phi > 0.0, mu, 0.5), np.where(phi > 0.0, phi, 0.5))
    return np.where(phi > 0.0, betaincinv(alpha, beta, u), mu)


def _beta_indices(units: Units, mu: Floats, phi: Floats) -> Floats:
    """Indices (replicates x indices) of beta distributions per band (replicates x bands)."""
    share = np.bincount(units.band, weights=units.size) / units.size.sum()
    m = mu @ share
    out = np.full((m.size, len(INDICES)), np.nan)
    means = (beta_means(mu, phi, m[:, None]) @ share).T
    for r in range(m.size):
        indices_of(np.ascontiguousarray(means[r]), m[r], out[r])
    inside = (m > 0.0) & (m < 1.0)
    shares = np.broadcast_to(share, mu.shape)
    out[inside, -1] = beta_gini(mu[inside], phi[inside], shares[inside], m[inside])
    return out


def _again(units: Units, method: Method, focal: Floats) -> tuple[Floats, Floats]:
    """The estimate of every simulated cell (replicates x indices)."""
    if method == "np":
        low, high = np.full((len(focal), len(INDICES)), np.nan), np.full((len(focal), len(INDICES)), np.nan)
        bounded_each(units.size, focal, units.band, units.bands, low, high)
        return low, high
    mu, phi = np.empty((len(focal), units.bands)), np.empty((len(focal), units.bands))
    beta_each(units.size, focal, units.band, mu, phi)
    low = _beta_indices(units, mu, phi)
    return low, low


def _quantile(values: Floats, share: float) -> Floats:
    """Quantiles of the columns over the rows in which an index exists."""
    kept = values[~np.isnan(values[:, 0])]
    if not len(kept):
        return np.full(values.shape[1], np.nan)
    return np.asarray(np.quantile(kept, share, axis=0))
