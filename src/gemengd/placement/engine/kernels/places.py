# SPDX-License-Identifier: EUPL-1.2
"""The keys of wishes, from the orders of the programmes."""

from __future__ import annotations

import numpy as np

from gemengd.numeric.arrays import Codes, Integers
from gemengd.numeric.compiled import compiled
from gemengd.placement.market.keys import ORDER_SHIFT, UNACCEPTABLE


@compiled
def keys_of_wishes(
    slot: Integers, owner: Integers, begin: Integers, who: Integers, place: Integers, applicants: int
) -> tuple[Integers, bool, bool]:
    """Look the wishes up slot by slot, so that a row of all applicants is all the memory it takes.

    Args:
        slot: shape (wishes,); slot of each wish.
        owner: shape (wishes,); the applicant whose wish it is.
        begin: shape (slots + 1,); where the order of each slot begins in `who` and `place`.
        who: the applicants in the slots' orders.
        place: their places there.
        applicants: number of applicants.

    Returns:
        The key of each wish; whether a wish stands twice, and whether somebody stands twice in an order.
    """
    key = np.empty(slot.size, dtype=np.int64)
    row = np.full(applicants, -1, dtype=np.int64)
    asked, wish_begin = _by_slot(slot, begin.size - 1)
    wish_twice = place_twice = False
    for here in range(begin.size - 1):
        for at in range(begin[here], begin[here + 1]):
            place_twice |= row[who[at]] >= 0
            row[who[at]] = place[at]
        for at in range(wish_begin[here], wish_begin[here + 1]):
            wish = asked[at]
            wish_twice |= at > wish_begin[here] and owner[asked[at - 1]] == owner[wish]
            mine = row[owner[wish]]
            key[wish] = UNACCEPTABLE if mine < 0 else (mine << ORDER_SHIFT) | owner[wish]
        for at in range(begin[here], begin[here + 1]):
            row[who[at]] = -1
    return key, wish_twice, place_twice


@compiled
def _by_slot(slot: Integers, slots: int) -> tuple[Codes, Integers]:
    """The wishes of each slot together, in their own order, and where each slot's begin."""
    begin = np.zeros(slots + 1, dtype=np.int64)
    for wish in range(slot.size):
        begin[slot[wish] + 1] += 1
    begin = np.cumsum(begin)
    to = begin[:-1].copy()
    wishes = np.empty(slot.size, dtype=np.int32)
    for wish in range(slot.size):
        wishes[to[slot[wish]]] = wish
        to[slot[wish]] += 1
    return wishes, begin
