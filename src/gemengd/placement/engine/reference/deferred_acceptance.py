# SPDX-License-Identifier: EUPL-1.2
"""Student-proposing deferred acceptance."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappush, heapreplace
from typing import TypeAlias

from gemengd.placement.engine.reference.lists import Lists

Key: TypeAlias = int | tuple[int, int]


def deferred_acceptance(
    lists: Lists,
    *,
    key: Sequence[Key] | None = None,
    seats: Sequence[int] | None = None,
    limit: Sequence[int] | None = None,
    applicants: Sequence[int] | None = None,
) -> list[int]:
    """Each applicant asks down their list; each slot keeps, in a heap, the best of who asked.

    Args:
        lists: the market.
        key: keys in place of the market's.
        seats: seats in place of the market's.
        limit: per slot, the key from which on it takes nobody.
        applicants: who take part; default everybody.

    Returns:
        The entry each applicant holds, −1 = none.
    """
    keys = lists.key if key is None else key
    room = lists.seats if seats is None else seats
    heaps: list[list[tuple[tuple[int, ...], int]]] = [[] for _ in room]
    held = [-1] * lists.applicants
    wishes = [iter(lists.entries(applicant)) for applicant in range(lists.applicants)]
    asking = list(range(lists.applicants) if applicants is None else applicants)
    while asking:
        applicant = asking.pop()
        held[applicant] = -1
        for entry in wishes[applicant]:
            slot = lists.slot[entry]
            if not room[slot] or (limit is not None and lists.key[entry] >= limit[slot]):
                continue
            mine = (_worst_first(keys[entry]), applicant)
            if len(heaps[slot]) == room[slot] and mine < heaps[slot][0]:
                continue
            held[applicant] = entry
            if len(heaps[slot]) < room[slot]:
                heappush(heaps[slot], mine)
            else:
                asking.append(heapreplace(heaps[slot], mine)[1])
            break
    return held


def _worst_first(key: Key) -> tuple[int, ...]:
    return (-key,) if isinstance(key, int) else tuple(-part for part in key)
