# SPDX-License-Identifier: EUPL-1.2
"""Sums by key and safe quotients over whole arrays."""

from __future__ import annotations

from typing import Any

import numpy as np

from gemengd.numeric.arrays import Floats


def totals_by(codes: Any, values: Any, size: int) -> Floats:
    """Sum of `values` for every code `0 … size − 1`."""
    return np.bincount(codes, weights=values, minlength=size).astype(np.float64, copy=False)


def ratio(part: Floats, whole: Floats) -> Floats:
    """Quotient; NaN where the divisor is zero, negative or NaN."""
    out = np.full(part.shape, np.nan)
    np.divide(part, whole, out=out, where=whole > 0.0)
    return out


def entropies(totals: Floats) -> Floats:
    """Entropy (nats) of the composition in each row of group totals."""
    p = ratio(totals, np.broadcast_to(totals.sum(axis=1, keepdims=True), totals.shape))
    logs = np.log(p, out=np.zeros_like(p), where=p > 0.0)
    return np.asarray(-np.nansum(p * logs, axis=1))
