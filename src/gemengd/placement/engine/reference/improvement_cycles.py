# SPDX-License-Identifier: EUPL-1.2
"""Stable improvement cycles (Erdil and Ergin 2008)."""

from __future__ import annotations

from gemengd.placement.engine.reference.lists import Lists
from gemengd.placement.market.keys import ORDER_SHIFT

Move = tuple[int, int]
"""An applicant and the entry they would move to."""


def improve(lists: Lists, held: list[int]) -> tuple[list[int], int]:
    """Carry out stable improvement cycles until none is left; return the entries held and how many.

    Where there are several, the first that a depth-first walk meets: slots in their order, applicants in the
    order of their number, entries in the order of the list.
    """
    held = list(held)
    cycles = 0
    while cycle := _first_cycle(lists, _moves(lists, held)):
        for applicant, entry in cycle:
            held[applicant] = entry
        cycles += 1
    return held, cycles


def _moves(lists: Lists, held: list[int]) -> list[list[Move]]:
    """Per slot the moves of its holders: to slots where no one who would rather be there stands higher."""
    wanted = [
        (applicant, entry)
        for applicant in range(lists.applicants)
        for entry in lists.entries(applicant)
        if held[applicant] < 0 or entry < held[applicant]
    ]
    best: dict[int, int] = {}
    for _, entry in wanted:
        standing = lists.key[entry] >> ORDER_SHIFT
        best[lists.slot[entry]] = min(standing, best.get(lists.slot[entry], standing))
    moves: list[list[Move]] = [[] for _ in lists.seats]
    for applicant, entry in wanted:
        if held[applicant] >= 0 and lists.key[entry] >> ORDER_SHIFT == best[lists.slot[entry]]:
            moves[lists.slot[held[applicant]]].append((applicant, entry))
    return moves


def _first_cycle(lists: Lists, moves: list[list[Move]]) -> list[Move]:
    finished: set[int] = set()
    for first in range(len(moves)):
        path, ways, taken = [first], [iter(moves[first])], list[Move]()
        while ways and path[-1] not in finished:
            move = next(ways[-1], None)
            if move is None:
                finished.add(path.pop())
                ways.pop()
                taken = taken[:-1]
                continue
            towards = lists.slot[move[1]]
            if towards in path:
                return [*taken[path.index(towards) :], move]
            if towards not in finished:
                path.append(towards)
                ways.append(iter(moves[towards]))
                taken.append(move)
    return []
