# SPDX-License-Identifier: EUPL-1.2
"""Efficiency-adjusted deferred acceptance (Kesten 2010; Tang and Yu 2014)."""

from __future__ import annotations

from collections.abc import Sequence

from gemengd.placement.engine.reference.deferred_acceptance import deferred_acceptance
from gemengd.placement.engine.reference.lists import Lists
from gemengd.placement.market.keys import UNACCEPTABLE


def efficiency_adjusted(lists: Lists, consent: Sequence[bool]) -> tuple[list[int], int]:
    """Settle the slots nobody is turned away from, take them out, run again, until all is settled.

    Who is settled without having consented keeps their claim: at the slots they would rather have, nobody of
    lower standing is taken any more. Returns the entries held and the seats asked for over all runs.
    """
    held = [-1] * lists.applicants
    limit = [UNACCEPTABLE] * len(lists.seats)
    here = list(range(lists.applicants))
    proposals = 0
    while here:
        outcome = deferred_acceptance(lists, limit=limit, applicants=here)
        proposals += sum(_tried(lists, applicant, outcome[applicant]) for applicant in here)
        missed = {applicant: _missed(lists, applicant, outcome[applicant], limit) for applicant in here}
        wanted = {lists.slot[entry] for entries in missed.values() for entry in entries}
        settled = [one for one in here if outcome[one] < 0 or lists.slot[outcome[one]] not in wanted]
        for applicant in settled:
            held[applicant] = outcome[applicant]
        for slot in {lists.slot[outcome[one]] for one in settled if outcome[one] >= 0}:
            limit[slot] = -1
        for applicant in settled:
            if not consent[applicant]:
                for entry in missed[applicant]:
                    limit[lists.slot[entry]] = min(limit[lists.slot[entry]], lists.key[entry])
        here = sorted(set(here) - set(settled))
    return held, proposals


def _tried(lists: Lists, applicant: int, entry: int) -> int:
    last = entry + 1 if entry >= 0 else lists.start[applicant + 1]
    return last - lists.start[applicant]


def _missed(lists: Lists, applicant: int, entry: int, limit: list[int]) -> list[int]:
    """The entries above the one held at which the applicant was turned away."""
    above = [one for one in lists.entries(applicant) if entry < 0 or one < entry]
    return [one for one in above if lists.key[one] < limit[lists.slot[one]]]
