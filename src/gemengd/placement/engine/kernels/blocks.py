# SPDX-License-Identifier: EUPL-1.2
"""Deferred acceptance with families who want one school or none."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gemengd.numeric.arrays import Codes, Integers
from gemengd.numeric.compiled import compiled
from gemengd.placement.market.keys import UNACCEPTABLE


class Units(NamedTuple):
    """Families and single applicants as units.

    `members[begin[u]:begin[u + 1]]` are the applicants of unit `u`, whose list is that of the first of them;
    `key` holds at every entry the unit's key. `start`, `slot`, `rank` and `seats` are the market's.
    """

    begin: Integers
    members: Integers
    start: Integers
    slot: Codes
    rank: Codes
    key: Integers
    seats: Integers


class State(NamedTuple):
    """Per slot the seats taken in order of key, per applicant the offset of the entry held."""

    base: Integers
    kept_key: Integers
    kept_by: Integers
    taken: Integers
    offset: Integers
    need: Integers
    stack: Integers
    size: Integers


@compiled
def place_units(units: Units, most: int) -> tuple[Integers, Integers, int]:
    """Let every unit take the best programme that has room for all of it, until nobody moves any more.

    A unit pushes out lower ones, whole; after `most` moves nobody is pushed out any more. Returns the
    entry of each applicant, the blocking pairs (unit, entry) and the number of moves.
    """
    state = _empty(units)
    moves, moved = 0, True
    while moved:
        push, moved = moves < most, False
        for unit in range(units.begin.size - 1):
            current = unit
            while current >= 0:
                if _consider(units, state, current, push):
                    moved = True
                    moves += 1
                current = -1
                if state.size[0] > 0 and moves < most:
                    state.size[0] -= 1
                    current = state.stack[state.size[0]]
        state.size[0] = 0
    return _entries(units, state), _blocking(units, state), moves


@compiled
def _empty(units: Units) -> State:
    slots, applicants = units.seats.size, units.members.size
    base = np.zeros(slots + 1, dtype=np.int64)
    base[1:] = np.cumsum(units.seats)
    return State(
        base,
        np.empty(base[-1], dtype=np.int64),
        np.empty(base[-1], dtype=np.int64),
        np.zeros(slots, dtype=np.int64),
        np.full(applicants, -1, dtype=np.int64),
        np.zeros(units.slot.size + 1, dtype=np.int64),
        np.empty(applicants + 1, dtype=np.int64),
        np.zeros(1, dtype=np.int64),
    )


@compiled
def _consider(units: Units, state: State, unit: int, push: bool) -> bool:
    """Move the unit to the best programme above its own that has room for it; say whether it moved."""
    low = _first_fit(units, state, unit, push)
    if low < 0:
        return False
    first = units.members[units.begin[unit]]
    _leave(units, state, unit)
    member = units.begin[unit]
    for entry in range(low, _group_end(units, first, low)):
        wanted = state.need[entry]
        for _ in range(wanted):
            _take(units, state, unit, units.members[member], entry, entry - units.start[first])
            member += 1
    return True


@compiled
def _first_fit(units: Units, state: State, unit: int, push: bool) -> int:
    """First entry of the best programme above the one held that has room for the unit, or −1."""
    first = units.members[units.begin[unit]]
    entry, end = units.start[first], _limit(units, state, unit)
    while entry < end:
        close = min(_group_end(units, first, entry), end)
        if _fits(units, state, unit, entry, close, push):
            for rest in range(close, _group_end(units, first, entry)):
                state.need[rest] = 0
            return int(entry)
        entry = close
    return -1


@compiled
def _limit(units: Units, state: State, unit: int) -> int:
    """Where the better entries end; a single may also move to another slot of its programme."""
    first = units.members[units.begin[unit]]
    start, end = units.start[first], units.start[first + 1]
    if state.offset[first] < 0:
        return int(end)
    held = start + state.offset[first]
    if units.begin[unit + 1] - units.begin[unit] > 1:
        while held > start and units.rank[held - 1] == units.rank[held]:
            held -= 1
    return int(held)


@compiled
def _group_end(units: Units, applicant: int, entry: int) -> int:
    end = entry + 1
    while end < units.start[applicant + 1] and units.rank[end] == units.rank[entry]:
        end += 1
    return int(end)


@compiled
def _fits(units: Units, state: State, unit: int, low: int, high: int, push: bool) -> bool:
    """Whether these slots have room for all members; `need` then says how many each slot takes."""
    left = units.begin[unit + 1] - units.begin[unit]
    for entry in range(low, high):
        room = 0
        if units.key[entry] != UNACCEPTABLE:
            room = _room(units, state, units.slot[entry], units.key[entry], push)
        state.need[entry] = min(room, left)
        left -= state.need[entry]
    return bool(left == 0)


@compiled
def _room(units: Units, state: State, place: int, key: int, push: bool) -> int:
    """Seats free, and seats held by lower units if those may be pushed out."""
    at = state.base[place] + state.taken[place]
    while push and at > state.base[place] and state.kept_key[at - 1] > key:
        at -= 1
    return int(units.seats[place] - (at - state.base[place]))


@compiled
def _take(units: Units, state: State, unit: int, member: int, entry: int, offset: int) -> None:
    place = units.slot[entry]
    if state.taken[place] == units.seats[place]:
        out = state.kept_by[state.base[place] + state.taken[place] - 1]
        _leave(units, state, out)
        state.stack[state.size[0]] = out
        state.size[0] += 1
    at = state.base[place] + state.taken[place]
    while at > state.base[place] and state.kept_key[at - 1] > units.key[entry]:
        state.kept_key[at], state.kept_by[at] = state.kept_key[at - 1], state.kept_by[at - 1]
        at -= 1
    state.kept_key[at], state.kept_by[at] = units.key[entry], unit
    state.taken[place] += 1
    state.offset[member] = offset


@compiled
def _leave(units: Units, state: State, unit: int) -> None:
    """Give back every seat the unit holds."""
    for at in range(units.begin[unit], units.begin[unit + 1]):
        member = units.members[at]
        if state.offset[member] < 0:
            continue
        place = units.slot[units.start[member] + state.offset[member]]
        state.offset[member] = -1
        seat = state.base[place]
        while state.kept_by[seat] != unit:
            seat += 1
        state.taken[place] -= 1
        for later in range(seat, state.base[place] + state.taken[place]):
            state.kept_key[later], state.kept_by[later] = state.kept_key[later + 1], state.kept_by[later + 1]


@compiled
def _entries(units: Units, state: State) -> Integers:
    return np.where(state.offset >= 0, units.start[:-1] + state.offset, np.int64(-1))


@compiled
def _blocking(units: Units, state: State) -> Integers:
    """Every (unit, first entry of a programme above the one held) with room for the whole unit."""
    pairs = np.empty((units.slot.size, 2), dtype=np.int64)
    size = 0
    for unit in range(units.begin.size - 1):
        first = units.members[units.begin[unit]]
        entry, end = units.start[first], _limit(units, state, unit)
        while entry < end:
            close = min(_group_end(units, first, entry), end)
            if _fits(units, state, unit, entry, close, True):
                pairs[size, 0], pairs[size, 1] = unit, entry
                size += 1
            entry = close
    return pairs[:size].copy()
