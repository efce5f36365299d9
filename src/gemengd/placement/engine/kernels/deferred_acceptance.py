# SPDX-License-Identifier: EUPL-1.2
"""Student-proposing deferred acceptance.

Who asks is one number, `applicant << 32 | entry`. The seats of all slots lie behind each other: those of slot
`s` are `base[s]:base[s + 1]`, the free ones first. A full slot is a heap, its largest key in front.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from gemengd.numeric.arrays import Codes, Integers
from gemengd.numeric.compiled import compiled

_APPLICANT = 32
_ENTRY = (1 << _APPLICANT) - 1

_Asks: TypeAlias = tuple[Integers, Codes, Integers]
"""Who asks, at which slot, with which key."""
_Seats: TypeAlias = tuple[Integers, Integers, Integers, Integers, Integers]
"""Per slot its base, its free seats and the key to beat; per seat the key and who holds it."""


@compiled
def deferred_acceptance(
    first: Integers, last: Integers, slot: Codes, key: Integers, seats: Integers, limit: Integers
) -> Integers:
    """Each applicant asks down their entries `first … last − 1`; each slot keeps the best of who asked.

    A slot takes keys below its `limit` only. In each round everybody without a seat asks, then the slots
    choose. The order of asking does not change the outcome, but it decides how often the processor waits for
    memory: the lists of all who ask are fetched together, and a slot decides about all who ask it while its
    heap is at hand. As long as most of the applicants ask, most slots have room, and sorting the asks by slot
    costs more than it saves.

    Returns:
        Shape (applicants,); the entry each applicant holds, −1 = none.
    """
    base = np.zeros(seats.size + 1, dtype=np.int64)
    base[1:] = np.cumsum(seats)
    worst = np.where(seats > 0, limit, np.int64(-1))
    seat_key, seat_who = np.empty(base[-1], dtype=np.int64), np.empty(base[-1], dtype=np.int64)
    held = (base, seats.copy(), worst, seat_key, seat_who)
    asks, spare = _room_for(first.size), _room_for(first.size)
    count = _everybody(first, last, asks[0])
    while count:
        count = _go_down(asks, count, last, slot, key, worst)
        if seats.size < count <= first.size // 2:
            _by_slot(asks, spare, count, seats.size)
            asks, spare = spare, asks
        count = _choose(asks, count, last, held)
    return _entries_held(first.size, held)


@compiled
def _room_for(size: int) -> _Asks:
    return np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int32), np.empty(size, dtype=np.int64)


@compiled
def _everybody(first: Integers, last: Integers, who: Integers) -> int:
    count = 0
    for applicant in range(first.size):
        who[count] = (applicant << _APPLICANT) | first[applicant]
        count += first[applicant] < last[applicant]
    return count


@compiled
def _go_down(asks: _Asks, count: int, last: Integers, slot: Codes, key: Integers, worst: Integers) -> int:
    """Each goes on to the first entry where they may be taken; who has none left drops out."""
    who, place, mine = asks
    for ask in range(count):  # fetches only: nothing to wait for in between, so that many run at once
        place[ask] = slot[who[ask] & _ENTRY]
        mine[ask] = key[who[ask] & _ENTRY]
    left = 0
    for ask in range(count):
        entry, at, own = who[ask] & _ENTRY, place[ask], mine[ask]
        if own >= worst[at]:
            end = last[who[ask] >> _APPLICANT]
            entry += 1
            while entry < end and key[entry] >= worst[slot[entry]]:
                entry += 1
            if entry == end:
                continue
            at, own = slot[entry], key[entry]
        who[left] = (who[ask] & ~_ENTRY) | entry
        place[left] = at
        mine[left] = own
        left += 1
    return left


@compiled
def _by_slot(asks: _Asks, into: _Asks, count: int, slots: int) -> None:
    """Put the asks of each slot together."""
    who, place, mine = asks
    who_sorted, place_sorted, mine_sorted = into
    position = np.zeros(slots + 1, dtype=np.int64)
    for ask in range(count):
        position[place[ask] + 1] += 1
    position = np.cumsum(position)
    for ask in range(count):
        to = position[place[ask]]
        position[place[ask]] += 1
        who_sorted[to] = who[ask]
        place_sorted[to] = place[ask]
        mine_sorted[to] = mine[ask]


@compiled
def _choose(asks: _Asks, count: int, last: Integers, held: _Seats) -> int:
    """The slots keep the best; who is refused or displaced asks again at their next entry."""
    who, place, mine = asks
    base, free, worst, seat_key, seat_who = held
    left = 0
    for ask in range(count):
        at, out = place[ask], who[ask]
        if mine[ask] < worst[at]:
            root, size = base[at], base[at + 1] - base[at]
            if free[at]:
                free[at] -= 1
                seat_key[root + free[at]] = mine[ask]
                seat_who[root + free[at]] = out
                if not free[at]:
                    _heapify(seat_key, seat_who, root, size)
                    worst[at] = seat_key[root]
                continue
            out = seat_who[root]
            _sift(seat_key, seat_who, root, size, 0, mine[ask], who[ask])
            worst[at] = seat_key[root]
        who[left] = out + 1
        left += (out & _ENTRY) + 1 < last[out >> _APPLICANT]
    return left


@compiled
def _heapify(seat_key: Integers, seat_who: Integers, root: int, size: int) -> None:
    for node in range((size - 2) // 4, -1, -1):
        _sift(seat_key, seat_who, root, size, node, seat_key[root + node], seat_who[root + node])


@compiled
def _sift(
    seat_key: Integers, seat_who: Integers, root: int, size: int, node: int, key: int, who: int
) -> None:
    """Put (key, who) in at `node` and let it sink; the largest key stays at the root.

    Every node has four children, which share a line of memory: half the depth, half the waiting.
    """
    while True:
        first = 4 * node + 1
        if first >= size:
            break
        child, largest = first, seat_key[root + first]
        for other in range(first + 1, min(first + 4, size)):
            larger = seat_key[root + other] > largest
            largest = seat_key[root + other] if larger else largest
            child = other if larger else child
        if largest <= key:
            break
        seat_key[root + node] = largest
        seat_who[root + node] = seat_who[root + child]
        node = child
    seat_key[root + node] = key
    seat_who[root + node] = who


@compiled
def _entries_held(applicants: int, held: _Seats) -> Integers:
    base, free, _, _, seat_who = held
    entry = np.full(applicants, -1, dtype=np.int64)
    for at in range(free.size):
        for seat in range(base[at] + free[at], base[at + 1]):
            entry[seat_who[seat] >> _APPLICANT] = seat_who[seat] & _ENTRY
    return entry
