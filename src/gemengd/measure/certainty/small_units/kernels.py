# SPDX-License-Identifier: EUPL-1.2
"""Indices of the probabilities behind the units of one cell, by three methods.

With w_b the share of the pupils in size band b, E_b the mean over the units' probabilities p in that band and
m = Σ w_b E_b p: D = Σ w_b E_b|p − m|/(2m(1 − m)), H = 1 − Σ w_b E_b e(p)/e(m) with e the entropy of two
groups, hutchens = 1 − Σ w_b E_b sqrt(p(1 − p))/sqrt(m(1 − m)), isolation = Σ w_b E_b p²/m and
eta2 = (isolation − m)/(1 − m). Results stand in the order of `INDICES`.
"""

from __future__ import annotations

import math

import numpy as np

from gemengd.measure.certainty.small_units.bounds import bounds
from gemengd.measure.certainty.small_units.mixture import fit
from gemengd.measure.index.kernels.two_group import gini
from gemengd.numeric.arrays import Floats, Integers
from gemengd.numeric.compiled import compiled

INDICES = ("D", "isolation", "eta2", "hutchens", "H", "gini")
_FUNCTIONS = 4


@compiled
def kinds(size: Floats, focal: Floats, band: Integers) -> tuple[Floats, Floats, Integers, Integers]:
    """The different kinds of units (size, focal, band) and the kind of every unit."""
    order = np.argsort(size * (size.max() + 1.0) + focal)
    sizes, focals = np.empty(size.size), np.empty(size.size)
    bands, kind = np.empty(size.size, dtype=np.int64), np.empty(size.size, dtype=np.int64)
    last = -1
    for j in order:
        if last < 0 or size[j] != sizes[last] or focal[j] != focals[last]:
            last += 1
            sizes[last], focals[last], bands[last] = size[j], focal[j], band[j]
        kind[j] = last
    return sizes[: last + 1], focals[: last + 1], bands[: last + 1], kind


@compiled
def two_group_entropy(p: float) -> float:
    value = 0.0
    if p > 0.0:
        value -= p * math.log(p)
    if p < 1.0:
        value -= (1.0 - p) * math.log(1.0 - p)
    return value


@compiled
def functions_of(points: Floats, mean: float) -> Floats:
    """|p − m|, p², sqrt(p(1 − p)) and the entropy at every grid point."""
    out = np.empty((_FUNCTIONS, points.size))
    for g in range(points.size):
        p = points[g]
        out[0, g], out[1, g] = abs(p - mean), p * p
        out[2, g], out[3, g] = math.sqrt(p * (1.0 - p)), two_group_entropy(p)
    return out


@compiled
def indices_of(means: Floats, m: float, out: Floats) -> None:
    """The indices that belong to the means of the four functions; NaN where a group is absent."""
    out[:] = np.nan
    if not 0.0 < m < 1.0:
        return
    out[0] = means[0] / (2.0 * m * (1.0 - m))
    out[1] = means[1] / m
    out[2] = max((means[1] - m * m) / (m * (1.0 - m)), 0.0)
    out[3] = max(1.0 - means[2] / math.sqrt(m * (1.0 - m)), 0.0)
    out[4] = max(1.0 - means[3] / two_group_entropy(m), 0.0)


@compiled
def raw_indices(size: Floats, focal: Floats) -> Floats:
    """The indices of the counts as they are, Gini included."""
    m = focal.sum() / size.sum()
    means, out = np.zeros(_FUNCTIONS), np.empty(len(INDICES))
    share = focal / size
    means[:] = functions_of(share, m) @ (size / size.sum())
    indices_of(means, m, out)
    slopes = np.empty(size.size), np.empty(size.size)
    out[5] = gini(focal, size - focal, slopes[0], slopes[1])
    return out


@compiled
def mixtures(number: Floats, band: Integers, bands: int, L: Floats, weights: Floats) -> None:
    """Fill row b of `weights` with the distribution of p in band b; zeros where the band has no units."""
    weights[:] = 0.0
    for b in range(bands):
        rows = np.flatnonzero((band == b) & (number > 0.0))
        if rows.size:
            weights[b] = fit(L[rows], number[rows])


@compiled
def band_totals(values: Floats, band: Integers, bands: int) -> Floats:
    out = np.zeros(bands)
    for i in range(band.size):
        out[band[i]] += values[i]
    return out


@compiled
def largest_size(size: Floats, number: Floats, band: Integers, b: int) -> int:
    largest = 0.0
    for i in range(size.size):
        if band[i] == b and number[i] > 0.0:
            largest = max(largest, size[i])
    return int(largest)


@compiled
def bounded(
    size: Floats,
    number: Floats,
    band: Integers,
    bands: int,
    L: Floats,
    points: Floats,
    low: Floats,
    high: Floats,
) -> Floats:
    """Bounds without assuming a form of the distribution; return the distribution of each band."""
    weights = np.empty((bands, points.size))
    mixtures(number, band, bands, L, weights)
    share = band_totals(size * number, band, bands)
    share /= share.sum()
    m = 0.0
    for b in range(bands):
        m += share[b] * (weights[b] * points).sum()
    functions = functions_of(points, m)
    least, most = np.zeros(_FUNCTIONS), np.zeros(_FUNCTIONS)
    small, large = np.empty(_FUNCTIONS), np.empty(_FUNCTIONS)
    for b in range(bands):
        if share[b] > 0.0:
            bounds(points, weights[b], largest_size(size, number, band, b), functions, small, large)
            least += share[b] * small
            most += share[b] * large
    # sqrt and entropy lower their index.
    for i in (2, 3):
        least[i], most[i] = most[i], least[i]
    indices_of(least, m, low)
    indices_of(most, m, high)
    return weights
