# SPDX-License-Identifier: EUPL-1.2
"""The Boston mechanism and first preference first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gemengd.placement.engine.reference.deferred_acceptance import deferred_acceptance
from gemengd.placement.engine.reference.lists import Lists
from gemengd.placement.market.keys import UNACCEPTABLE


def boston(lists: Lists) -> list[int]:
    """In round `k` the programmes ranked `k`-th fill the seats they have left, for good."""
    held = [-1] * lists.applicants
    left = list(lists.seats)
    for rank in range(1, max(lists.rank, default=0) + 1):
        asking = [applicant for applicant, entry in enumerate(held) if entry < 0]
        now = [key if own == rank else UNACCEPTABLE for key, own in zip(lists.key, lists.rank, strict=True)]
        outcome = deferred_acceptance(replace(lists, key=now), seats=left, applicants=asking)
        for applicant in asking:
            held[applicant] = outcome[applicant]
            if outcome[applicant] >= 0:
                left[lists.slot[outcome[applicant]]] -= 1
    return held


def first_preference_first(lists: Lists, first: Sequence[bool]) -> list[int]:
    """Deferred acceptance in which the slots marked `first` look at the list rank before the priority."""
    keys = [
        (rank if first[slot] else 0, key)
        for slot, rank, key in zip(lists.slot, lists.rank, lists.key, strict=True)
    ]
    return deferred_acceptance(lists, key=keys)
