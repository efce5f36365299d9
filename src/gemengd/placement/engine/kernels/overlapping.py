# SPDX-License-Identifier: EUPL-1.2
"""Deferred acceptance with overlapping reserves, used as fully as possible, each seat counted once."""

from __future__ import annotations

import numpy as np

from gemengd.numeric.arrays import Codes, Flags, Integers
from gemengd.numeric.compiled import compiled
from gemengd.placement.engine.kernels.regional_caps import insert
from gemengd.placement.market.keys import UNACCEPTABLE


@compiled
def overlapping_reserves(
    start: Integers, slot: Codes, key: Integers, seats: Integers, reserved: Integers, traits: Integers
) -> Integers:
    """Applicants ask in turn; a slot with one too many lets the last one outside its reserves go."""
    applicants = start.size - 1
    held = np.full(applicants, -1, dtype=np.int64)
    base = np.zeros(seats.size + 1, dtype=np.int64)
    base[1:] = np.cumsum(seats + 1)
    kept_key = np.empty(base[-1], dtype=np.int64)
    kept_by = np.empty(base[-1], dtype=np.int64)
    count = np.zeros(seats.size, dtype=np.int64)
    for turn in range(applicants):
        applicant, entry = turn, start[turn]
        while True:
            while entry < start[applicant + 1] and key[entry] == UNACCEPTABLE:
                entry += 1
            if entry == start[applicant + 1]:
                held[applicant] = -1
                break
            place = slot[entry]
            held[applicant] = entry
            insert(kept_key, kept_by, base[place], count[place], key[entry], applicant)
            count[place] += 1
            if count[place] <= seats[place]:
                break
            here = slice(base[place], base[place] + count[place])
            out = base[place] + _last_outside(traits[held[kept_by[here]]], reserved[place])
            refused = kept_by[out]
            for at in range(out, base[place] + count[place] - 1):
                kept_key[at], kept_by[at] = kept_key[at + 1], kept_by[at + 1]
            count[place] -= 1
            applicant, entry = refused, held[refused] + 1
    return held


@compiled
def _last_outside(traits: Integers, reserved: Integers) -> int:
    """The last of these candidates, best first, whom the reserves do not take."""
    inside = reserve_seats(traits, reserved)
    candidate = traits.size - 1
    while inside[candidate] >= 0:
        candidate -= 1
    return candidate


@compiled
def reserve_seats(traits: Integers, reserved: Integers) -> Integers:
    """Give each candidate, best first, a reserve if that lets more reserved seats be used; −1 = none.

    Bit `t` of `traits` says that the candidate may have a seat of reserve `t`. A candidate may move those
    before them to another reserve (an augmenting path), never out.
    """
    given = np.full(traits.size, -1, dtype=np.int64)
    used = np.zeros(reserved.size, dtype=np.int64)
    parent = np.empty(reserved.size, dtype=np.int64)
    mover = np.empty(reserved.size, dtype=np.int64)
    queue = np.empty(reserved.size, dtype=np.int64)
    seen = np.empty(reserved.size, dtype=np.bool_)
    for candidate in range(traits.size):
        if traits[candidate] == 0:
            continue
        free = _find_free(candidate, traits, reserved, given, used, parent, mover, queue, seen)
        if free < 0:
            continue
        used[free] += 1
        while free >= 0:
            given[mover[free]] = free
            free = parent[free]
    return given


@compiled
def _find_free(
    candidate: int,
    traits: Integers,
    reserved: Integers,
    given: Integers,
    used: Integers,
    parent: Integers,
    mover: Integers,
    queue: Integers,
    seen: Flags,
) -> int:
    """Search breadth-first for a reserve with a free seat; `parent` and `mover` tell the way there."""
    size, head = 0, 0
    for reserve in range(reserved.size):
        seen[reserve] = (traits[candidate] >> reserve) & 1 == 1
        if seen[reserve]:
            parent[reserve], mover[reserve], queue[size] = -1, candidate, reserve
            size += 1
    while head < size:
        reserve = queue[head]
        head += 1
        if used[reserve] < reserved[reserve]:
            return int(reserve)
        for other in range(candidate):
            if given[other] != reserve:
                continue
            for onward in range(reserved.size):
                if not seen[onward] and (traits[other] >> onward) & 1 == 1:
                    seen[onward] = True
                    parent[onward], mover[onward], queue[size] = reserve, other, onward
                    size += 1
    return -1
