# SPDX-License-Identifier: EUPL-1.2
"""Serial dictatorship."""

from __future__ import annotations

import numpy as np

from gemengd.numeric.arrays import Codes, Integers
from gemengd.numeric.compiled import compiled
from gemengd.placement.market.keys import UNACCEPTABLE


@compiled
def serial_dictatorship(start: Integers, slot: Codes, key: Integers, seats: Integers) -> Integers:
    """Applicants in the order of their number take the first slot that still has a seat."""
    held = np.full(start.size - 1, -1, dtype=np.int64)
    left = seats.copy()
    for applicant in range(held.size):
        for entry in range(start[applicant], start[applicant + 1]):
            if key[entry] != UNACCEPTABLE and left[slot[entry]] > 0:
                left[slot[entry]] -= 1
                held[applicant] = entry
                break
    return held
