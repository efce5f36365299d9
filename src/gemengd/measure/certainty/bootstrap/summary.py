# SPDX-License-Identifier: EUPL-1.2
"""What is kept of the replicates of one index: error, bias and three intervals."""

from __future__ import annotations

import math

import numpy as np

from gemengd.numeric.arrays import Floats
from gemengd.numeric.compiled import compiled


@compiled
def quantile(ordered: Floats, share: float) -> float:
    """Linear interpolation between order statistics (numpy's default)."""
    place = share * (ordered.size - 1)
    below = int(place)
    if below >= ordered.size - 1:
        return float(ordered[-1])
    return float(ordered[below] + (place - below) * (ordered[below + 1] - ordered[below]))


@compiled
def normal_quantile(p: float) -> float:
    """Inverse of the normal distribution: a start from the tail, then Newton steps on erfc."""
    if p > 0.5:
        return -normal_quantile_low(1.0 - p)
    return normal_quantile_low(p)


@compiled
def normal_quantile_low(p: float) -> float:
    t = math.sqrt(-2.0 * math.log(p))
    x = -(t - (2.30753 + 0.27061 * t) / (1.0 + t * (0.99229 + 0.04481 * t)))
    for _ in range(4):
        miss = 0.5 * math.erfc(-x / math.sqrt(2.0)) - p
        x -= miss * math.sqrt(2.0 * math.pi) * math.exp(0.5 * x * x)
    return x


@compiled
def normal_share(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2.0))


@compiled
def summarise(values: Floats, estimate: float, confidence: float, out: Floats) -> None:
    """Fill `out` with se, bias, number, and low and high of three intervals.

    Percentile; bias-corrected (Efron 1981: the percentiles shifted by twice z0, z0 the normal quantile of the
    share of replicates below the estimate); reflected (2·estimate − quantiles: the
    estimate minus the errors seen).
    """
    kept = np.sort(values[~np.isnan(values)])
    out[2] = kept.size
    if kept.size < 2:
        return
    mean = kept.mean()
    out[0] = math.sqrt(((kept - mean) ** 2).sum() / (kept.size - 1))
    out[1] = mean - estimate
    tail = 0.5 - 0.5 * confidence
    low, high = quantile(kept, tail), quantile(kept, 1.0 - tail)
    slack = 1e-12
    below = 0.5 * (np.searchsorted(kept, estimate - slack) + np.searchsorted(kept, estimate + slack))
    z0 = normal_quantile(min(max(below, 0.5), kept.size - 0.5) / kept.size)
    z = normal_quantile(1.0 - tail)
    out[3], out[4] = low, high
    out[5] = quantile(kept, normal_share(2.0 * z0 - z))
    out[6] = quantile(kept, normal_share(2.0 * z0 + z))
    out[7], out[8] = 2.0 * estimate - high, 2.0 * estimate - low
