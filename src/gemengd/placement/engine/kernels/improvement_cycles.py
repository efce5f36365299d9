# SPDX-License-Identifier: EUPL-1.2
"""Stable improvement cycles (Erdil and Ergin 2008)."""

from __future__ import annotations

import numpy as np

from gemengd.numeric.arrays import Codes, Integers
from gemengd.numeric.compiled import compiled
from gemengd.placement.market.keys import UNACCEPTABLE

_NEVER = UNACCEPTABLE


@compiled
def improve(start: Integers, slot: Codes, standing: Integers, barred: int, slots: int, held: Integers) -> int:
    """Carry out stable improvement cycles on `held` (changed in place) until none is left; return how many.

    `standing` is the key without the lottery number; entries at `barred` are unacceptable.
    """
    cycles = 0
    source, target = np.empty(slot.size, dtype=np.int64), np.empty(slot.size, dtype=np.int64)
    begin = np.empty(slots + 1, dtype=np.int64)
    while True:
        best = _best_standing(start, slot, standing, barred, slots, held)
        _edges(start, slot, standing, best, held, begin, source, target)
        size, path, moves = _first_cycle(slot, begin, target, slots)
        if size == 0:
            return cycles
        _carry_out(size, path, moves, source, target, held)
        cycles += 1


@compiled
def _best_standing(
    start: Integers, slot: Codes, standing: Integers, barred: int, slots: int, held: Integers
) -> Integers:
    """The best standing among all who would rather have a seat of each slot."""
    best = np.full(slots, _NEVER, dtype=np.int64)
    for applicant in range(held.size):
        end = held[applicant] if held[applicant] >= 0 else start[applicant + 1]
        for entry in range(start[applicant], end):
            if standing[entry] != barred:
                best[slot[entry]] = min(best[slot[entry]], standing[entry])
    return best


@compiled
def _edges(
    start: Integers,
    slot: Codes,
    standing: Integers,
    best: Integers,
    held: Integers,
    begin: Integers,
    source: Integers,
    target: Integers,
) -> None:
    """Per slot the moves its holders may make: `source` the holder, `target` the entry they would take."""
    begin[:] = 0
    for applicant in range(held.size):
        for entry in range(start[applicant], held[applicant]):
            if standing[entry] == best[slot[entry]]:
                begin[slot[held[applicant]] + 1] += 1
    for place in range(best.size):
        begin[place + 1] += begin[place]
    fill = begin[:-1].copy()
    for applicant in range(held.size):
        for entry in range(start[applicant], held[applicant]):
            if standing[entry] == best[slot[entry]]:
                at = fill[slot[held[applicant]]]
                source[at], target[at] = applicant, entry
                fill[slot[held[applicant]]] += 1


@compiled
def _first_cycle(
    slot: Codes, begin: Integers, target: Integers, slots: int
) -> tuple[int, Integers, Integers]:
    """The first cycle that a depth-first walk meets, from slot 0 on; its length is 0 where there is none."""
    state = np.zeros(slots, dtype=np.int8)
    path = np.empty(slots, dtype=np.int64)
    move = begin[:-1].copy()
    for first in range(slots):
        if state[first] != 0:
            continue
        path[0], state[first], size = first, 1, 1
        while size > 0:
            place = path[size - 1]
            if move[place] == begin[place + 1]:
                state[place] = 2
                size -= 1
                if size > 0:
                    move[path[size - 1]] += 1
                continue
            towards = slot[target[move[place]]]
            if state[towards] == 0:
                path[size], state[towards] = towards, 1
                size += 1
            elif state[towards] == 2:
                move[place] += 1
            else:
                from_ = 0
                while path[from_] != towards:
                    from_ += 1
                return size - from_, path[from_:size], move
    return 0, path, move


@compiled
def _carry_out(
    size: int, path: Integers, move: Integers, source: Integers, target: Integers, held: Integers
) -> None:
    for step in range(size):
        at = move[path[step]]
        held[source[at]] = target[at]
