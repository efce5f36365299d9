# SPDX-License-Identifier: EUPL-1.2
"""Flexible deferred acceptance under regional caps (Kamada and Kojima 2015)."""

from __future__ import annotations

import numpy as np

from gemengd.numeric.arrays import Codes, Integers
from gemengd.numeric.compiled import compiled
from gemengd.placement.market.keys import UNACCEPTABLE


@compiled
def regional_caps(
    start: Integers,
    slot: Codes,
    key: Integers,
    seats: Integers,
    target: Integers,
    region: Integers,
    cap: Integers,
) -> Integers:
    """Applicants ask in turn; after each request the region settles again what each slot keeps."""
    applicants = start.size - 1
    held = np.full(applicants, -1, dtype=np.int64)
    base = np.zeros(seats.size + 1, dtype=np.int64)
    base[1:] = np.cumsum(seats + 1)
    kept_key = np.empty(base[-1], dtype=np.int64)
    kept_by = np.empty(base[-1], dtype=np.int64)
    count = np.zeros(seats.size, dtype=np.int64)
    total = np.zeros(cap.size, dtype=np.int64)
    for turn in range(applicants):
        applicant, entry = turn, start[turn]
        while applicant >= 0:
            while entry < start[applicant + 1] and key[entry] == UNACCEPTABLE:
                entry += 1
            if entry == start[applicant + 1]:
                held[applicant] = -1
                break
            place = slot[entry]
            held[applicant] = entry
            insert(kept_key, kept_by, base[place], count[place], key[entry], applicant)
            count[place] += 1
            total[region[place]] += 1
            over = _too_many(place, region, count, seats, target, cap, total)
            if over < 0:
                break
            count[over] -= 1
            total[region[over]] -= 1
            applicant = kept_by[base[over] + count[over]]
            entry = held[applicant] + 1
    return held


@compiled
def insert(kept_key: Integers, kept_by: Integers, base: int, size: int, key: int, who: int) -> None:
    """Add `key` to the `size` sorted keys that begin at `base`."""
    at = base + size
    while at > base and kept_key[at - 1] > key:
        kept_key[at], kept_by[at] = kept_key[at - 1], kept_by[at - 1]
        at -= 1
    kept_key[at], kept_by[at] = key, who


@compiled
def _too_many(
    place: int,
    region: Integers,
    count: Integers,
    seats: Integers,
    target: Integers,
    cap: Integers,
    total: Integers,
) -> int:
    """The slot of this region that must let its last one go; −1 where all may stay."""
    here = region[place]
    if count[place] > seats[place]:
        return place
    if total[here] <= cap[here]:
        return -1
    # Seats up to the target are sure; beyond it the slots take turns, one each, in their order. The one too
    # many is therefore where the last turn was: most beyond its target, latest in the order.
    last, most = -1, -1
    for other in range(seats.size):
        beyond = count[other] - target[other]
        if region[other] == here and beyond > 0 and beyond >= most:
            last, most = other, beyond
    return last
