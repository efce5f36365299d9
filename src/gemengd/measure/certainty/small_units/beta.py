# SPDX-License-Identifier: EUPL-1.2
"""The beta distribution behind the units of a cell (Rathelot 2012): its likelihood, fit and indices.

With mean μ and θ = 1/(α + β) the log-likelihood of all units together is
Σ_j S_j ln(μ + jθ) + R_j ln(1 − μ + jθ) − N_j ln(1 + jθ), where S_j, R_j and N_j count the units with more
than j focal pupils, reference pupils and pupils: a few sums over j, whatever the number of units, and finite
at θ = 0, which is the same p in every unit. φ = θ/(1 + θ) = 1/(α + β + 1) is the variance ratio eta2.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import betainc, betaln, psi

from gemengd.numeric.arrays import Floats
from gemengd.numeric.compiled import compiled

_GOLDEN_RATIO = 0.6180339887498949
_MOST = 1.0 - 1e-7
_GINI_POINTS = 1001


@compiled
def exceeded(values: Floats) -> Floats:
    """How many values are above j, for j = 0, 1, …."""
    most = int(values.max())
    out = np.zeros(most + 1)
    for value in values:
        out[int(value)] += 1.0
    return np.cumsum(out[::-1])[::-1][1:].copy()


@compiled
def log_sum(number: Floats, base: float, theta: float) -> float:
    total = 0.0
    for j in range(number.size):
        total += number[j] * math.log(base + j * theta)
    return total


@compiled
def best_mean(S: Floats, R: Floats, theta: float, start: float) -> float:
    """The mean that fits best for a given θ: the root of a falling function, by guarded Newton steps."""
    low, high, mu = 0.0, 1.0, start
    for _ in range(60):
        slope = curve = 0.0
        for j in range(S.size):
            slope += S[j] / (mu + j * theta)
            curve += S[j] / (mu + j * theta) ** 2
        for j in range(R.size):
            slope -= R[j] / (1.0 - mu + j * theta)
            curve += R[j] / (1.0 - mu + j * theta) ** 2
        if slope > 0.0:
            low = mu
        else:
            high = mu
        following = mu + slope / curve
        if not low < following < high:
            following = 0.5 * (low + high)
        if abs(following - mu) < 1e-13:
            return following
        mu = following
    return mu


@compiled
def profile(S: Floats, R: Floats, N: Floats, phi: float, start: float) -> tuple[float, float]:
    """Log-likelihood at φ with its best mean, and that mean."""
    theta = phi / (1.0 - phi)
    mu = best_mean(S, R, theta, start)
    return log_sum(S, mu, theta) + log_sum(R, 1.0 - mu, theta) - log_sum(N, 1.0, theta), mu


@compiled
def fit_beta(size: Floats, focal: Floats) -> tuple[float, float]:
    """μ and φ of the beta distribution that makes the counts most likely; φ = 0 where one p fits best.

    Both groups must have pupils. Where every unit has one group only, φ is at its largest, 1 − 1e-7.
    """
    S, R, N = exceeded(focal), exceeded(size - focal), exceeded(size)
    mean = focal.sum() / size.sum()
    left, right = 0.0, _MOST
    a, b = right - _GOLDEN_RATIO * (right - left), left + _GOLDEN_RATIO * (right - left)
    fa, fb = profile(S, R, N, a, mean)[0], profile(S, R, N, b, mean)[0]
    while right - left > 1e-9:
        if fa >= fb:
            right, b, fb = b, a, fa
            a = right - _GOLDEN_RATIO * (right - left)
            fa = profile(S, R, N, a, mean)[0]
        else:
            left, a, fa = a, b, fb
            b = left + _GOLDEN_RATIO * (right - left)
            fb = profile(S, R, N, b, mean)[0]
    best, phi = profile(S, R, N, 0.5 * (left + right), mean)[0], 0.5 * (left + right)
    for edge in (0.0, _MOST):
        value = profile(S, R, N, edge, mean)[0]
        if value >= best:
            best, phi = value, edge
    return profile(S, R, N, phi, mean)[1], phi


def shapes(mu: Floats, phi: Floats) -> tuple[Floats, Floats]:
    """α and β; infinite where φ is 0."""
    with np.errstate(divide="ignore"):
        total = 1.0 / phi - 1.0
    return mu * total, (1.0 - mu) * total


def beta_means(mu: Floats, phi: Floats, m: Floats) -> Floats:
    """E|p − m|, E p², E sqrt(p(1 − p)) and the mean entropy, on a first axis."""
    alpha, beta = shapes(np.where(phi > 0.0, mu, 0.5), np.where(phi > 0.0, phi, 0.5))
    below, weighted = betainc(alpha, beta, m), betainc(alpha + 1.0, beta, m)
    spread = np.stack(
        [
            2.0 * (m * below - mu * weighted) + mu - m,
            mu * (1.0 - mu) * phi + mu**2,
            np.exp(betaln(alpha + 0.5, beta + 0.5) - betaln(alpha, beta)),
            psi(alpha + beta + 1.0) - mu * psi(alpha + 1.0) - (1.0 - mu) * psi(beta + 1.0),
        ]
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(mu > 0.0, mu * np.log(mu), 0.0) + np.where(mu < 1.0, (1 - mu) * np.log1p(-mu), 0.0)
    same = np.stack([np.abs(mu - m), mu**2, np.sqrt(mu * (1.0 - mu)), -logs])
    return np.where(phi > 0.0, spread, same)


def beta_gini(mu: Floats, phi: Floats, share: Floats, m: Floats) -> Floats:
    """Gini of a mixture of bands: ∫F(1 − F)dp / (m(1 − m)) with F the distribution function of p.

    Args:
        mu: mean of each band (… x bands).
        phi: φ of each band, likewise.
        share: share of the pupils in each band, likewise.
        m: overall mean (…).
    """
    points = np.sin(0.5 * np.pi * np.linspace(0.0, 1.0, _GINI_POINTS)) ** 2
    alpha, beta = shapes(np.where(phi > 0.0, mu, 0.5), np.where(phi > 0.0, phi, 0.5))
    smooth = betainc(alpha[..., None], beta[..., None], points)
    F = np.where(phi[..., None] > 0.0, smooth, points >= mu[..., None])
    F = (share[..., None] * F).sum(axis=-2)
    return np.asarray(np.trapezoid(F * (1.0 - F), points) / (m * (1.0 - m)))
