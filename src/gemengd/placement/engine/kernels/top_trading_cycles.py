# SPDX-License-Identifier: EUPL-1.2
"""Top trading cycles with counters for the seats."""

from __future__ import annotations

import numpy as np

from gemengd.numeric.arrays import Codes, Integers
from gemengd.numeric.compiled import compiled
from gemengd.placement.market.keys import UNACCEPTABLE


@compiled
def top_trading_cycles(
    start: Integers, slot: Codes, key: Integers, seats: Integers, begin: Integers, favoured: Codes
) -> tuple[Integers, int]:
    """Follow the pointers from each applicant until a cycle closes, carry it out, go on.

    `favoured[begin[s]:begin[s + 1]]` are the applicants with a priority at slot `s`, best first. Returns the
    entry each applicant holds and the number of cycles.
    """
    applicants = start.size - 1
    held = np.full(applicants, -1, dtype=np.int64)
    gone = np.zeros(applicants, dtype=np.bool_)
    on_path = np.zeros(applicants, dtype=np.bool_)
    path = np.empty(applicants, dtype=np.int64)
    wish, pointer, left = start[:-1].copy(), begin[:-1].copy(), seats.copy()
    cycles = 0
    for first in range(applicants):
        size = 0
        while not gone[first]:
            if size == 0:
                path[0], size, on_path[first] = first, 1, True
            applicant = path[size - 1]
            entry = _next_wish(applicant, wish, start, slot, key, left)
            if entry < 0:
                gone[applicant], on_path[applicant] = True, False
                size -= 1
                continue
            place = slot[entry]
            while gone[favoured[pointer[place]]]:
                pointer[place] += 1
            holder = favoured[pointer[place]]
            if not on_path[holder]:
                path[size], on_path[holder] = holder, True
                size += 1
                continue
            cycles += 1
            closed = False
            while not closed:
                size -= 1
                trader = path[size]
                closed = trader == holder
                held[trader] = wish[trader]
                left[slot[wish[trader]]] -= 1
                gone[trader], on_path[trader] = True, False
    return held, cycles


@compiled
def _next_wish(
    applicant: int, wish: Integers, start: Integers, slot: Codes, key: Integers, left: Integers
) -> int:
    """The first entry the applicant may have that still has a seat; −1 at the end of the list."""
    while wish[applicant] < start[applicant + 1]:
        entry = wish[applicant]
        if key[entry] != UNACCEPTABLE and left[slot[entry]] > 0:
            return int(entry)
        wish[applicant] += 1
    return -1
