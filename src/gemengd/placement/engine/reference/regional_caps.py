# SPDX-License-Identifier: EUPL-1.2
"""Flexible deferred acceptance under regional caps (Kamada and Kojima 2015)."""

from __future__ import annotations

from collections.abc import Sequence

from gemengd.placement.engine.reference.lists import Lists


def regional_caps(
    lists: Lists, target: Sequence[int], region: Sequence[int], cap: Sequence[int]
) -> list[int]:
    """In rounds: all who are free ask, and each region settles what its slots keep."""
    held = [-1] * lists.applicants
    wishes = [iter(lists.entries(applicant)) for applicant in range(lists.applicants)]
    free = set(range(lists.applicants))
    while free:
        asked = {applicant: next(wishes[applicant], -1) for applicant in free}
        held = [asked.get(applicant, entry) for applicant, entry in enumerate(held)]
        candidates = _candidates(lists, held)
        keep = _places(lists, [len(one) for one in candidates], target, region, cap)
        out = [who for slot, order in enumerate(candidates) for _, who in order[keep[slot] :]]
        for applicant in out:
            held[applicant] = -1
        free = set(out)
    return held


def _candidates(lists: Lists, held: list[int]) -> list[list[tuple[int, int]]]:
    found: list[list[tuple[int, int]]] = [[] for _ in lists.seats]
    for applicant, entry in enumerate(held):
        if entry >= 0:
            found[lists.slot[entry]].append((lists.key[entry], applicant))
    return [sorted(one) for one in found]


def _places(
    lists: Lists, asked: list[int], target: Sequence[int], region: Sequence[int], cap: Sequence[int]
) -> list[int]:
    """Seats each slot may fill: up to its target at once, then one each in turn while the cap allows."""
    most = [min(seats, number) for seats, number in zip(lists.seats, asked, strict=True)]
    keep = [min(wanted, sure) for wanted, sure in zip(most, target, strict=True)]
    for here in range(len(cap)):
        slots = [slot for slot in range(len(keep)) if region[slot] == here]
        left = cap[here] - sum(keep[slot] for slot in slots)
        while left > 0 and any(keep[slot] < most[slot] for slot in slots):
            # A turn begins with the slots that have used the fewest seats beyond their target.
            behind = min(keep[slot] - target[slot] for slot in slots if keep[slot] < most[slot])
            turn = next(
                slot for slot in slots if keep[slot] - target[slot] == behind and keep[slot] < most[slot]
            )
            keep[turn] += 1
            left -= 1
    return keep
