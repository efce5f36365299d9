# SPDX-License-Identifier: EUPL-1.2
"""Which cells of one published table stay empty, so that none can be worked out from the others.

The reader is taken to know every total and every published cell. A hidden cell is safe when the counts that
fit that knowledge span at least the publication threshold.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]
Mask = NDArray[np.bool_]


def hide_counts(counts: Counts, threshold: float) -> Mask:
    """Which counts of a list with a known sum to hide.

    Args:
        counts: pupils per cell (n,).
        threshold: no count below this is published.

    Returns:
        Mask (n,) of the hidden cells. A single cell is hidden alone: its total is hidden with it.
    """
    hidden = counts < threshold
    for cell in _smallest_first(counts):
        if not hidden.any() or (hidden.sum() >= 2 and counts[hidden].sum() >= threshold):
            break
        hidden[cell] = True
    return hidden


def hide_groups(
    counts: Counts, focal: Mask, known: Mask, bounded: Mask, blurred: Mask, *, threshold: float
) -> Mask:
    """Which groups of a cell to hide from a reader who knows the focal and the other pupils of its schools.

    Args:
        counts: pupils per group (n,).
        focal: the focal groups (n,).
        known: False for groups of unknown composition (n,). Their sum is known to the reader, unless blurred.
        bounded: True in a cell with counts that are intervals (n,): only the sum of all is known.
        blurred: True in a place whose total is published as an interval (n,).
        threshold: no count below this is published.

    Returns:
        Mask (n,) of the hidden groups.
    """
    if bounded.any():
        return hide_counts(counts, threshold) | (blurred & ~known)
    hidden = np.zeros(counts.size, dtype=np.bool_)
    sides = [known & focal, known & ~focal]
    for part in (*sides, ~known):
        hidden[part] = hide_counts(counts[part], threshold)
    if any(side.any() and counts[side].sum() < threshold for side in sides):
        # A side this small is hidden as a whole; it would follow from all pupils minus the other side.
        hidden[known] |= hide_counts(counts[known], threshold)
    return hidden | (blurred & ~known)


def hide_splits(
    totals: Counts, focal: Counts, threshold: float, protected: Mask | None = None
) -> tuple[Mask, Mask]:
    """Which units (schools, areas) to publish without a total, and which without the focal group's count.

    Args:
        totals: pupils per unit (n,), with a known sum.
        focal: pupils of the focal group per unit (n,), with a known sum.
        threshold: no count below this is published.
        protected: units (n,) whose split is hidden already, as `gemengd.measure.protect` decided for a reader
            who knows every unit's total; more are hidden only for the units without a total.

    Returns:
        Masks (n,): units whose total is hidden, and units whose split is hidden (these include the former).
    """
    no_total = hide_counts(totals, threshold)
    hidden = no_total | (focal < threshold) | (totals - focal < threshold)
    if protected is not None:
        hidden |= protected
    for unit in _smallest_first(totals):
        if not hidden.any() or _safe(totals, focal, no_total, hidden, threshold):
            break
        hidden[unit] = True
    return no_total, hidden


def _safe(totals: Counts, focal: Counts, no_total: Mask, hidden: Mask, threshold: float) -> bool:
    first, other = focal[hidden].sum(), (totals - focal)[hidden].sum()
    if hidden.sum() < 2 or first < threshold or other < threshold:
        return False
    # What the reader knows of each hidden unit: the unit's total, or only that it is at most the sum of
    # the hidden totals.
    most = np.where(no_total, totals[no_total].sum(), totals)[hidden]
    low = np.maximum(0, first - (first + other - most))
    high = np.minimum(most, first)
    return bool((high - low >= np.minimum(threshold, most)).all())


def _smallest_first(counts: Counts) -> NDArray[np.intp]:
    return np.argsort(counts, kind="stable")
