# SPDX-License-Identifier: EUPL-1.2
"""Deferred acceptance with overlapping reserves, used as fully as possible, each seat counted once."""

from __future__ import annotations

from collections.abc import Sequence

from gemengd.placement.engine.reference.lists import Lists

Candidate = tuple[int, int, int]
"""Key, applicant, entry."""


def overlapping_reserves(lists: Lists, reserved: Sequence[Sequence[int]], traits: Sequence[int]) -> list[int]:
    """In rounds: all who are free ask, and each slot chooses among those it kept and those who ask."""
    held = [-1] * lists.applicants
    wishes = [iter(lists.entries(applicant)) for applicant in range(lists.applicants)]
    kept: list[list[Candidate]] = [[] for _ in lists.seats]
    free = set(range(lists.applicants))
    while free:
        asked = {applicant: next(wishes[applicant], -1) for applicant in free}
        for applicant, entry in asked.items():
            if entry >= 0:
                kept[lists.slot[entry]].append((lists.key[entry], applicant, entry))
        kept = [
            choose(sorted(one), lists.seats[slot], reserved[slot], traits) for slot, one in enumerate(kept)
        ]
        chosen = {applicant: entry for one in kept for _, applicant, entry in one}
        free = {applicant for applicant, entry in asked.items() if entry >= 0}
        free = {
            one for one in free | {one for one, entry in enumerate(held) if entry >= 0} if one not in chosen
        }
        held = [chosen.get(applicant, -1) for applicant in range(lists.applicants)]
    return held


def choose(
    candidates: list[Candidate], seats: int, reserved: Sequence[int], traits: Sequence[int]
) -> list[Candidate]:
    """First who raises the number of reserved seats in use, best first; then the best of the others."""
    inside: list[Candidate] = []
    for candidate in candidates:
        if _usable([traits[one[2]] for one in [*inside, candidate]], reserved) > len(inside):
            inside.append(candidate)
    others = [candidate for candidate in candidates if candidate not in inside]
    return inside[:seats] + others[: seats - len(inside[:seats])]


def _usable(traits: list[int], reserved: Sequence[int]) -> int:
    """The most reserved seats these applicants can fill together, each taking one."""
    seats = [reserve for reserve, number in enumerate(reserved) for _ in range(number)]
    taken: dict[int, int] = {}

    def seat(one: int, tried: set[int]) -> bool:
        for place, reserve in enumerate(seats):
            if traits[one] >> reserve & 1 and place not in tried:
                tried.add(place)
                if place not in taken or seat(taken[place], tried):
                    taken[place] = one
                    return True
        return False

    return sum(seat(one, set()) for one in range(len(traits)))
