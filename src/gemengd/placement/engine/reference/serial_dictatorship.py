# SPDX-License-Identifier: EUPL-1.2
"""Serial dictatorship."""

from __future__ import annotations

from gemengd.placement.engine.reference.lists import Lists


def serial_dictatorship(lists: Lists) -> list[int]:
    """Applicants in the order of their number take the first slot that still has a seat."""
    left = list(lists.seats)
    held = []
    for applicant in range(lists.applicants):
        choice = next((entry for entry in lists.entries(applicant) if left[lists.slot[entry]]), -1)
        if choice >= 0:
            left[lists.slot[choice]] -= 1
        held.append(choice)
    return held
