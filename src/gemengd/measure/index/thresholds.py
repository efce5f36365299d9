# SPDX-License-Identifier: EUPL-1.2
"""From segregation at the thresholds of an ordered characteristic to one number.

Every index here is Σ w_k X_k, X_k being H or eta2 between those below threshold k and those above it. The
weights depend on the cumulative shares of the cell alone. So the chance level follows from those of the X_k,
and the error from theirs and from the derivative of the weights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gemengd.numeric.arrays import Floats


@dataclass(frozen=True, slots=True)
class Weighting:
    """How the values at the thresholds make an index.

    Attributes:
        weights: one per threshold.
        slopes: derivative of Σ w_k X_k to each cumulative share, at fixed X.
        degree: order of the polynomial; None where nothing is fitted.
        r2: weighted share of the variation of X_k that the polynomial explains; NaN where nothing is fitted
            or nothing varies.
        residual: weighted root mean square of what it leaves.
    """

    weights: Floats
    slopes: Floats
    degree: int | None
    r2: float
    residual: float


def variation(p: Floats, *, entropy: bool) -> tuple[Floats, Floats]:
    """E(p) in nats, or V(p) = p (1 − p), and its derivative; 0 outside 0 < p < 1."""
    inside = (p > 0.0) & (p < 1.0)
    q = np.where(inside, p, 0.5)
    if entropy:
        value, slope = -(q * np.log(q) + (1.0 - q) * np.log(1.0 - q)), np.log((1.0 - q) / q)
    else:
        value, slope = q * (1.0 - q), 1.0 - 2.0 * q
    return np.where(inside, value, 0.0), np.where(inside, slope, 0.0)


def ordinal(p: Floats, X: Floats, *, entropy: bool) -> Weighting:
    """Σ f(p_k) X_k / Σ f(p_k) (Reardon 2009)."""
    f, slope = variation(p, entropy=entropy)
    weights = f / f.sum()
    return Weighting(weights, slope * (X - weights @ X) / f.sum(), None, np.nan, np.nan)


def rank_order(p: Floats, X: Floats, degree: int, *, entropy: bool) -> Weighting:
    """∫ f(p) X(p) dp / ∫ f(p) dp with X(p) a polynomial fitted with weights f(p)² (Reardon 2011).

    The order is lowered where there are too few thresholds to fit it.
    """
    degree = min(degree, p.size - 1)
    f, f_slope = variation(p, entropy=entropy)
    square, square_slope = f**2, 2.0 * f * f_slope
    powers = np.vander(p, degree + 1, increasing=True)
    power_slopes = np.zeros_like(powers)
    power_slopes[:, 1:] = powers[:, :-1] * np.arange(1, degree + 1)
    # Through a QR decomposition of the weighted powers: the normal equations would lose half the digits.
    basis, upper = np.linalg.qr(powers * f[:, None])
    fitted = np.linalg.solve(upper, basis.T @ (f * X))
    reach = basis @ np.linalg.solve(upper.T, moments(degree, entropy=entropy))
    weights = reach * f
    # Solving Rᵀ then R gives the derivative of the integral to the right-hand side of the normal equations.
    gain = np.linalg.solve(upper, np.linalg.solve(upper.T, moments(degree, entropy=entropy)))
    left = X - powers @ fitted
    slopes = (
        (power_slopes @ gain) * square * left
        + (powers @ gain) * square_slope * left
        - (powers @ gain) * square * (power_slopes @ fitted)
    )
    return Weighting(weights, slopes, degree, *_quality(X, left, square))


def moments(degree: int, *, entropy: bool) -> Floats:
    """∫ f(p) p^m dp / ∫ f(p) dp for m = 0 … degree, in closed form."""
    m = np.arange(degree + 1.0)
    if not entropy:
        return np.asarray(6.0 / ((m + 2.0) * (m + 3.0)))
    harmonic = 1.0 + np.cumsum(1.0 / (m + 2.0))
    return np.asarray(2.0 / (m + 2.0) ** 2 + 2.0 * (harmonic - 1.0) / ((m + 1.0) * (m + 2.0)))


def _quality(X: Floats, left: Floats, weight: Floats) -> tuple[float, float]:
    total, mean = weight.sum(), weight @ X / weight.sum()
    varies, missed = weight @ (X - mean) ** 2, weight @ left**2
    r2 = 1.0 - missed / varies if varies > 1e-24 * total else np.nan
    return float(r2), float(np.sqrt(missed / total))
