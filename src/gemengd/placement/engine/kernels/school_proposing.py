# SPDX-License-Identifier: EUPL-1.2
"""School-proposing deferred acceptance."""

from __future__ import annotations

import numpy as np

from gemengd.numeric.arrays import Codes, Integers
from gemengd.numeric.compiled import compiled


@compiled
def school_proposing(
    begin: Integers, ranked: Integers, owner: Codes, slot: Codes, seats: Integers, applicants: int
) -> tuple[Integers, int]:
    """Each slot offers its seats down `ranked[begin[s]:begin[s + 1]]`, entries from best key to worst.

    Returns the entry each applicant holds and the number of offers made.
    """
    held = np.full(applicants, -1, dtype=np.int64)
    pointer = begin[:-1].copy()
    left = seats.copy()
    vacant = np.arange(seats.size)[::-1].copy()
    waiting = np.ones(seats.size, dtype=np.bool_)
    size, offers = seats.size, 0
    while size > 0:
        size -= 1
        place = vacant[size]
        waiting[place] = False
        while left[place] > 0 and pointer[place] < begin[place + 1]:
            entry = ranked[pointer[place]]
            pointer[place] += 1
            offers += 1
            former = held[owner[entry]]
            if former >= 0 and former < entry:
                continue
            held[owner[entry]] = entry
            left[place] -= 1
            if former >= 0:
                left[slot[former]] += 1
                if not waiting[slot[former]]:
                    waiting[slot[former]] = True
                    vacant[size] = slot[former]
                    size += 1
    return held, offers
