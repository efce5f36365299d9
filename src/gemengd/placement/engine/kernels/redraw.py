# SPDX-License-Identifier: EUPL-1.2
"""New lottery numbers in the same keys, and the count of what they led to."""

from __future__ import annotations

from gemengd.numeric.arrays import Integers
from gemengd.numeric.compiled import compiled
from gemengd.placement.market.keys import TICKETS, UNACCEPTABLE


@compiled
def redraw(key: Integers, holder: Integers, ticket: Integers, into: Integers) -> None:
    """Write the keys with the tickets of their holders in place of the old ones."""
    for entry in range(key.size):
        if key[entry] == UNACCEPTABLE:
            into[entry] = UNACCEPTABLE
        else:
            into[entry] = (key[entry] & ~(TICKETS - 1)) | ticket[holder[entry]]


@compiled
def tally(entry: Integers, times: Integers, unplaced: Integers) -> None:
    """Count the entries held."""
    for applicant in range(entry.size):
        if entry[applicant] >= 0:
            times[entry[applicant]] += 1
        else:
            unplaced[applicant] += 1
