# SPDX-License-Identifier: EUPL-1.2
"""School-proposing deferred acceptance."""

from __future__ import annotations

from gemengd.placement.engine.reference.lists import Lists


def school_proposing(lists: Lists) -> tuple[list[int], int]:
    """Slots offer their seats from the best key down; an applicant keeps the best offer so far.

    Returns the entry each applicant holds and the number of offers made.
    """
    held = [-1] * lists.applicants
    offers = [iter(one) for one in lists.ranked()]
    left = list(lists.seats)
    made = 0
    offering = set(range(len(left)))
    while offering:
        slot = offering.pop()
        while left[slot]:
            offer = next(offers[slot], None)
            if offer is None:
                break
            _, applicant, entry = offer
            made += 1
            former = held[applicant]
            if former < 0 or entry < former:
                held[applicant] = entry
                left[slot] -= 1
                if former >= 0:
                    left[lists.slot[former]] += 1
                    offering.add(lists.slot[former])
    return held, made
