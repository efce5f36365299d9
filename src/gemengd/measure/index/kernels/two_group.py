# SPDX-License-Identifier: EUPL-1.2
"""Two-group indices of one cell, each with its influence function.

Every function takes the focal counts `a` and reference counts `o` of the units of one cell (all `a + o > 0`,
both totals positive), writes the derivative of the index with respect to each count into `da` and `do`, and
returns the index. All are homogeneous of degree zero in the counts, so the multinomial delta-method variance
is just `Σ a da² + Σ o do²` (`variance`). Sums of whole counts are exact, hence independent of their order.
"""

from __future__ import annotations

import numpy as np

from gemengd.measure.index import codes
from gemengd.numeric.arrays import Flags, Floats, Integers
from gemengd.numeric.compiled import compiled


@compiled
def dissimilarity(a: Floats, o: Floats, da: Floats, do: Floats) -> float:
    A, O = a.sum(), o.sum()
    total = focal_sign = reference_sign = 0.0
    for j in range(a.size):
        gap = a[j] * O - o[j] * A
        sign = np.sign(gap)
        total += abs(gap)
        focal_sign += sign * a[j]
        reference_sign += sign * o[j]
        da[j], do[j] = sign, sign
    for j in range(a.size):
        da[j] = (da[j] - focal_sign / A) / (2.0 * A)
        do[j] = (reference_sign / O - do[j]) / (2.0 * O)
    return float(total / (2.0 * A * O))


@compiled
def isolation(a: Floats, o: Floats, da: Floats, do: Floats) -> float:
    A = a.sum()
    value = 0.0
    for j in range(a.size):
        share = a[j] / (a[j] + o[j])
        value += a[j] * share
        da[j] = 2.0 * share - share * share
        do[j] = -share * share / A
    value /= A
    for j in range(a.size):
        da[j] = (da[j] - value) / A
    return float(min(value, 1.0))


@compiled
def exposure(a: Floats, o: Floats, da: Floats, do: Floats) -> float:
    isolation(a, o, da, do)
    value = 0.0
    for j in range(a.size):
        value += a[j] * o[j] / (a[j] + o[j])
        da[j], do[j] = -da[j], -do[j]
    return float(value / a.sum())


@compiled
def eta2(a: Floats, o: Floats, da: Floats, do: Floats) -> float:
    A, O = a.sum(), o.sum()
    T = A + O
    rest = O / T
    kept_apart = 1.0 - isolation(a, o, da, do)
    value = 0.0
    for j in range(a.size):
        gap = a[j] * O - o[j] * A
        value += gap * gap / (a[j] + o[j])
        da[j] = (da[j] - kept_apart / T) / rest
        do[j] = (do[j] + kept_apart * (1.0 - rest) / (T * rest)) / rest
    return float(min(value / (T * A * O), 1.0))


@compiled
def gini(a: Floats, o: Floats, da: Floats, do: Floats) -> float:
    A, O = a.sum(), o.sum()
    order = np.argsort(a / (a + o))
    total = focal_below = reference_below = 0.0
    start = 0
    while start < order.size:
        stop, focal, reference = _tied(a, o, order, start)
        below = reference_below - (O - reference_below - reference)
        above = (A - focal_below - focal) - focal_below
        total += focal * below
        for position in range(start, stop):
            da[order[position]] = below
            do[order[position]] = above
        focal_below += focal
        reference_below += reference
        start = stop
    value = total / (A * O)
    for j in range(a.size):
        da[j] = da[j] / (A * O) - value / A
        do[j] = do[j] / (A * O) - value / O
    return float(min(max(value, 0.0), 1.0))


@compiled
def _tied(a: Floats, o: Floats, order: Integers, start: int) -> tuple[int, float, float]:
    """The end of the run of units with the same share, and the pupils of both groups in it."""
    first = order[start]
    stop = start
    focal = reference = 0.0
    while stop < order.size and a[order[stop]] * o[first] == a[first] * o[order[stop]]:
        focal += a[order[stop]]
        reference += o[order[stop]]
        stop += 1
    return stop, focal, reference


@compiled
def hutchens(a: Floats, o: Floats, da: Floats, do: Floats) -> float:
    A, O = a.sum(), o.sum()
    value = 0.0
    for j in range(a.size):
        value += (np.sqrt(a[j] / A) - np.sqrt(o[j] / O)) ** 2
    value /= 2.0
    overlap = 1.0 - value
    scale = 2.0 * np.sqrt(A * O)
    for j in range(a.size):
        # A count of zero cannot vary under multinomial sampling, whatever its derivative.
        da[j] = overlap / (2.0 * A) - np.sqrt(o[j] / a[j]) / scale if a[j] > 0.0 else 0.0
        do[j] = overlap / (2.0 * O) - np.sqrt(a[j] / o[j]) / scale if o[j] > 0.0 else 0.0
    return float(min(value, 1.0))


@compiled
def atkinson(a: Floats, o: Floats, da: Floats, do: Floats, b: float) -> float:
    A, O = a.sum(), o.sum()
    apart = 0.0
    for j in range(a.size):
        x, y = a[j] / A, o[j] / O
        overlap = x**b * y ** (1.0 - b)
        # Summing what is lacking, term by term, keeps an index near zero exact.
        apart += max(b * x + (1.0 - b) * y - overlap, 0.0)
        # A count of zero cannot vary under multinomial sampling, whatever its derivative.
        da[j] = b * overlap / a[j] if a[j] > 0.0 else 0.0
        do[j] = (1.0 - b) * overlap / o[j] if o[j] > 0.0 else 0.0
    shared = max(1.0 - apart, 0.0)
    steepness = shared ** (b / (1.0 - b)) / (1.0 - b)
    for j in range(a.size):
        da[j] = steepness * (b * shared / A - da[j]) if a[j] > 0.0 else 0.0
        do[j] = steepness * ((1.0 - b) * shared / O - do[j]) if o[j] > 0.0 else 0.0
    return 1.0 - float(shared ** (1.0 / (1.0 - b)))


@compiled
def gorard(a: Floats, o: Floats, da: Floats, do: Floats) -> float:
    value = dissimilarity(a, o, da, do)
    A, O = a.sum(), o.sum()
    T = A + O
    for j in range(a.size):
        da[j] = (da[j] * O - value * O / T) / T
        do[j] = (do[j] * O + value * A / T) / T
    return float(value * O / T)


@compiled
def concentration_profile(a: Floats, o: Floats, da: Floats, do: Floats) -> float:
    A, O = a.sum(), o.sum()
    T = A + O
    P = A / T
    total = slope = 0.0
    for j in range(a.size):
        gap = a[j] * O - o[j] * A
        share, sign = a[j] / (a[j] + o[j]), np.sign(gap)
        away = abs(gap) / ((a[j] + o[j]) * T)
        total += a[j] * away
        slope += a[j] * sign
        da[j] = away + sign * share * (1.0 - share)
        do[j] = -sign * share * share
    for j in range(a.size):
        da[j] = (da[j] - slope * (1.0 - P) / T + total * (1.0 / T - 1.0 / A)) * T / (A * O)
        do[j] = (do[j] + slope * P / T + total * (1.0 / T - 1.0 / O)) * T / (A * O)
    return float(total * T / (A * O))


@compiled
def variance(a: Floats, o: Floats, da: Floats, do: Floats) -> float:
    total = 0.0
    for j in range(a.size):
        total += a[j] * da[j] * da[j] + o[j] * do[j] * do[j]
    return total


@compiled
def _evaluate_rest(which: int, a: Floats, o: Floats, da: Floats, do: Floats, b: float) -> float:
    if which == codes.HUTCHENS:
        return hutchens(a, o, da, do)
    if which == codes.ATKINSON:
        return atkinson(a, o, da, do, b)
    if which == codes.GORARD:
        return gorard(a, o, da, do)
    if which == codes.CONCENTRATION_PROFILE:
        return concentration_profile(a, o, da, do)
    raise ValueError("no two-group index has this number")


@compiled
def evaluate(which: int, a: Floats, o: Floats, da: Floats, do: Floats, b: float = 0.5) -> float:
    """The index with this number (`codes`); `b` is the parameter of Atkinson's."""
    if which == codes.DISSIMILARITY:
        return dissimilarity(a, o, da, do)
    if which == codes.ISOLATION:
        return isolation(a, o, da, do)
    if which == codes.EXPOSURE:
        return exposure(a, o, da, do)
    if which == codes.ETA2:
        return eta2(a, o, da, do)
    if which == codes.GINI:
        return gini(a, o, da, do)
    return _evaluate_rest(which, a, o, da, do, b)


@compiled
def two_group_cells(
    start: Integers,
    a: Floats,
    o: Floats,
    defined: Flags,
    wanted: Integers,
    estimate: Floats,
    error: Floats,
    b: float = 0.5,
) -> None:
    """Fill `estimate[i, c]` and `error[i, c]` (standard error) for index `wanted[i]` and defined cell `c`."""
    da, do = np.empty(a.size), np.empty(a.size)
    for c in range(defined.size):
        if not defined[c]:
            continue
        low, high = start[c], start[c + 1]
        focal, reference = a[low:high], o[low:high]
        focal_slope, reference_slope = da[: high - low], do[: high - low]
        for i in range(wanted.size):
            estimate[i, c] = evaluate(wanted[i], focal, reference, focal_slope, reference_slope, b)
            error[i, c] = np.sqrt(variance(focal, reference, focal_slope, reference_slope))


@compiled
def slopes(start: Integers, a: Floats, o: Floats, defined: Flags, which: int, da: Floats, do: Floats) -> None:
    """Fill the derivatives of one index for all units of all defined cells."""
    for c in range(defined.size):
        if defined[c]:
            part = slice(start[c], start[c + 1])
            evaluate(which, a[part], o[part], da[part], do[part])
