# SPDX-License-Identifier: EUPL-1.2
"""Student-proposing deferred acceptance."""

from __future__ import annotations

import numpy as np

from gemengd.measure.compiled import Codes, Flags, Integers, compiled


@compiled
def deferred_acceptance(
    first: Integers, last: Integers, slot: Codes, key: Integers, seats: Integers, limit: Integers
) -> Integers:
    """Each applicant asks down their entries `first … last − 1`; each slot keeps the best of who asked.

    A slot takes keys below its `limit` only. What makes it fast is how rarely it waits for memory: `worst`
    holds per slot the key to beat, so that a refusal is one comparison; a heap is built at a slot's first
    displacement, not before; and it holds entries, so that who is displaced goes on at the next one.
    """
    marked = _mark_ends(first, last, slot)
    base = np.zeros(seats.size + 1, dtype=np.int64)
    base[1:] = np.cumsum(seats)
    heap_key = np.empty(base[-1], dtype=np.int64)
    heap_entry = np.empty(base[-1], dtype=np.int64)
    count = np.zeros(seats.size, dtype=np.int64)
    heaped = np.zeros(seats.size, dtype=np.bool_)
    worst = np.where(seats > 0, limit, np.int64(-1))
    highest = np.full(seats.size, -1, dtype=np.int64)
    for applicant in range(first.size):
        entry = first[applicant]
        asking = entry < last[applicant]
        while asking:
            place = marked[entry] if marked[entry] >= 0 else ~marked[entry]
            if key[entry] >= worst[place]:
                asking = marked[entry] >= 0
                entry += 1
                continue
            root = base[place]
            if count[place] < seats[place]:
                heap_key[root + count[place]] = key[entry]
                heap_entry[root + count[place]] = entry
                count[place] += 1
                highest[place] = max(highest[place], key[entry])
                if count[place] == seats[place]:
                    worst[place] = highest[place]
                break
            if not heaped[place]:
                _heapify(heap_key, heap_entry, root, seats[place], heaped, place)
            displaced = heap_entry[root]
            _sift(heap_key, heap_entry, root, seats[place], 0, key[entry], entry)
            worst[place] = heap_key[root]
            asking = marked[displaced] >= 0
            entry = displaced + 1
    return _entries_held(first, last, base, count, heap_entry)


@compiled
def _mark_ends(first: Integers, last: Integers, slot: Codes) -> Codes:
    """The slots, inverted (~slot) at the last entry of each list."""
    marked = slot.copy()
    for applicant in range(first.size):
        if last[applicant] > first[applicant]:
            marked[last[applicant] - 1] = ~slot[last[applicant] - 1]
    return marked


@compiled
def _entries_held(
    first: Integers, last: Integers, base: Integers, count: Integers, heap_entry: Integers
) -> Integers:
    """The entry each applicant holds, −1 = none."""
    taken = np.zeros(max(last.max(), 0) if last.size else 0, dtype=np.bool_)
    for place in range(count.size):
        for at in range(base[place], base[place] + count[place]):
            taken[heap_entry[at]] = True
    held = np.full(first.size, -1, dtype=np.int64)
    for applicant in range(first.size):
        for entry in range(first[applicant], last[applicant]):
            if taken[entry]:
                held[applicant] = entry
                break
    return held


@compiled
def _heapify(
    heap_key: Integers, heap_entry: Integers, root: int, size: int, heaped: Flags, place: int
) -> None:
    for node in range((size - 2) // 4, -1, -1):
        _sift(heap_key, heap_entry, root, size, node, heap_key[root + node], heap_entry[root + node])
    heaped[place] = True


@compiled
def _sift(
    heap_key: Integers, heap_entry: Integers, root: int, size: int, node: int, key: int, entry: int
) -> None:
    """Put (key, entry) in at `node` and let it sink; the largest key stays at the root.

    Every node has four children, which share a line of memory: half the depth, half the waiting.
    """
    while True:
        first = 4 * node + 1
        if first >= size:
            break
        child, largest = first, heap_key[root + first]
        for other in range(first + 1, min(first + 4, size)):
            larger = heap_key[root + other] > largest
            largest = heap_key[root + other] if larger else largest
            child = other if larger else child
        if largest <= key:
            break
        heap_key[root + node] = largest
        heap_entry[root + node] = heap_entry[root + child]
        node = child
    heap_key[root + node] = key
    heap_entry[root + node] = entry
