# SPDX-License-Identifier: EUPL-1.2
"""Deferred acceptance with families who want one school or none."""

from __future__ import annotations

from itertools import groupby

from gemengd.placement.engine.reference.lists import Lists
from gemengd.placement.market.keys import UNACCEPTABLE


class Round:
    """Units, who holds what, and the moves they may make."""

    def __init__(self, lists: Lists, key: list[int], members: list[list[int]]) -> None:
        self.lists = lists
        self.key = key
        self.members = members
        self.held: list[list[int]] = [[] for _ in members]
        self.kept: list[list[tuple[int, int]]] = [[] for _ in lists.seats]

    def place(self, most: int) -> int:
        """Let the units move until nobody moves any more; return the number of moves."""
        moves, moved = 0, True
        while moved:
            push, moved = moves < most, False
            for unit in range(len(self.members)):
                asking = [unit]
                while asking:
                    current = asking.pop()
                    pushed_out = self.consider(current, push)
                    if pushed_out is not None:
                        moved = True
                        moves += 1
                        asking += pushed_out
                    if moves >= most:
                        break
        return moves

    def consider(self, unit: int, push: bool) -> list[int] | None:
        """Move the unit to the best programme with room for it; return who was pushed out, None = no move."""
        for programme in self.better(unit):
            seats = self.fit(unit, programme, push)
            if seats:
                self.leave(unit)
                return [out for entry in seats for out in self.take(unit, entry)]
        return None

    def better(self, unit: int) -> list[list[int]]:
        """The programmes above the one held, each as the entries the first member may ask for."""
        first = self.members[unit][0]
        own = list(range(self.lists.start[first], self.lists.start[first + 1]))
        if self.held[unit] and len(self.members[unit]) == 1:
            own = [entry for entry in own if entry < self.held[unit][0]]
        elif self.held[unit]:
            own = [entry for entry in own if self.lists.rank[entry] < self.lists.rank[self.held[unit][0]]]
        return [list(entries) for _, entries in groupby(own, self.lists.rank.__getitem__)]

    def fit(self, unit: int, programme: list[int], push: bool) -> list[int]:
        """An entry for each member; empty where there is no room for all of them."""
        seats: list[int] = []
        for entry in programme:
            seats += [entry] * min(self.room(entry, push), len(self.members[unit]) - len(seats))
        return seats if len(seats) == len(self.members[unit]) else []

    def room(self, entry: int, push: bool) -> int:
        """Seats free, and seats held by lower units if those may be pushed out."""
        if self.key[entry] == UNACCEPTABLE:
            return 0
        slot = self.lists.slot[entry]
        stay = [key for key, _ in self.kept[slot] if not push or key <= self.key[entry]]
        return self.lists.seats[slot] - len(stay)

    def take(self, unit: int, entry: int) -> list[int]:
        """Take a seat, pushing the lowest unit out of all its seats where the slot is full."""
        slot = self.lists.slot[entry]
        out = []
        if len(self.kept[slot]) == self.lists.seats[slot]:
            out = [max(self.kept[slot])[1]]
            self.leave(out[0])
        self.kept[slot].append((self.key[entry], unit))
        self.held[unit].append(entry)
        return out

    def leave(self, unit: int) -> None:
        """Give back every seat the unit holds."""
        self.held[unit] = []
        self.kept = [[seat for seat in slot if seat[1] != unit] for slot in self.kept]

    def blocking(self) -> list[tuple[int, int]]:
        """Every (unit, first entry of a programme above the one held) with room for the whole unit."""
        return [
            (unit, programme[0])
            for unit in range(len(self.members))
            for programme in self.better(unit)
            if self.fit(unit, programme, True)
        ]

    def entries(self) -> list[int]:
        """The entry each applicant holds."""
        result = [-1] * self.lists.applicants
        for unit, held in enumerate(self.held):
            first = self.members[unit][0]
            for member, entry in zip(self.members[unit], held, strict=False):
                result[member] = entry - self.lists.start[first] + self.lists.start[member]
        return result
