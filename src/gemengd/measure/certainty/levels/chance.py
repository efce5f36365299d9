# SPDX-License-Identifier: EUPL-1.2
"""Whether units are more uneven than a random allocation of their pupils (Pearson's X²)."""

from __future__ import annotations

import numpy as np
from scipy.special import chdtrc

from gemengd.measure.certainty.bootstrap.kernels import cell_state
from gemengd.measure.certainty.small_units.draws import chance_probability, unevenness
from gemengd.measure.table.roles import Pairs
from gemengd.numeric.arrays import Flags, Floats

_DRAWS = 1999
_EXPECTED = 5.0
"""Fewest pupils of either group to be expected in every unit for the limiting distribution to be used."""

_CLEAR = (0.0005, 0.5)
"""Outside this range a p-value of the limiting distribution needs no simulation to know its word …"""

_THIN = 1.0
"""… as long as units expect one pupil or more (harmonic mean). With three pupils over a hundred schools, two
in one school is a wonder by the limiting distribution, and happens in three of a hundred lotteries."""


def random_probabilities(counts: Pairs, asked: Flags, seed: int) -> Floats:
    """Probability that a random allocation with both margins fixed is as uneven; NaN where not asked.

    The limiting distribution where every unit may expect five pupils of both groups, or one on average
    and the answer is clear; 1,999 random allocations elsewhere.

    Args:
        counts: focal and reference pupils of every unit, whole.
        asked: per cell, whether to work it out.
        seed: seed of the random allocations.
    """
    out = np.full(counts.A.size, np.nan)
    for cell in np.flatnonzero(asked):
        part = slice(counts.start[cell], counts.start[cell + 1])
        focal, size = counts.focal[part], counts.focal[part] + counts.reference[part]
        out[cell] = _probability(focal, size, seed)
    return out


def _probability(focal: Floats, size: Floats, seed: int) -> float:
    T, units = size.sum(), size.size
    share = focal.sum() / T
    x2 = unevenness(size, focal, share) / (share * (1.0 - share)) * (T - 1.0) / T
    p = float(chdtrc(units - 1, x2))
    expected = size * min(share, 1.0 - share)
    if expected.min() >= _EXPECTED:
        return p
    if np.mean(1.0 / expected) <= 1.0 / _THIN and not _CLEAR[0] < p < _CLEAR[1]:
        return p
    state = np.uint64(cell_state(seed, np.concatenate([size, focal])))
    return float(chance_probability(size, focal, _DRAWS, state))
