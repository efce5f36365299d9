# SPDX-License-Identifier: EUPL-1.2
"""Top trading cycles with counters for the seats."""

from __future__ import annotations

from gemengd.placement.engine.reference.lists import Lists


def top_trading_cycles(lists: Lists) -> tuple[list[int], int]:
    """Everybody points, all cycles are carried out, and again, until nobody is left.

    An applicant points to the best slot with a seat left, a slot to the applicant left with the best
    priority. Returns the entry each applicant holds and the number of cycles.
    """
    held = [-1] * lists.applicants
    left = list(lists.seats)
    favoured = _favoured(lists)
    here = set(range(lists.applicants))
    cycles = 0
    while here:
        wish = {applicant: _wish(lists, applicant, left) for applicant in here}
        here -= {applicant for applicant, entry in wish.items() if entry is None}
        if len(here) < len(wish):
            continue
        best = [next((one for one in order if one in here), None) for order in favoured]
        points = {
            applicant: best[lists.slot[entry]] for applicant, entry in wish.items() if entry is not None
        }
        for cycle in _cycles(points):
            cycles += 1
            for applicant in cycle:
                entry = wish[applicant]
                assert entry is not None
                held[applicant] = entry
                left[lists.slot[entry]] -= 1
                here.discard(applicant)
    return held, cycles


def _favoured(lists: Lists) -> list[list[int]]:
    ranked = [[(key, applicant) for key, applicant, _ in one] for one in lists.ranked()]
    for slot, applicant, key in lists.unlisted:
        ranked[slot].append((key, applicant))
    return [[applicant for _, applicant in sorted(one)] for one in ranked]


def _wish(lists: Lists, applicant: int, left: list[int]) -> int | None:
    return next((entry for entry in lists.entries(applicant) if left[lists.slot[entry]]), None)


def _cycles(points: dict[int, int | None]) -> list[list[int]]:
    """The cycles of a map in which everybody points to somebody."""
    seen: dict[int, int] = {}
    cycles = []
    for number, first in enumerate(points):
        path: list[int] = []
        current: int | None = first
        while current is not None and current not in seen:
            seen[current] = number
            path.append(current)
            current = points[current]
        if current is not None and seen[current] == number:
            cycles.append(path[path.index(current) :])
    return cycles
