# SPDX-License-Identifier: EUPL-1.2
"""Which lottery numbers would have been enough, found by placing the round again with another number."""

from __future__ import annotations

import numpy as np

from gemengd.placement.engine.engine import no_limit
from gemengd.placement.engine.kernels.deferred_acceptance import deferred_acceptance
from gemengd.placement.explain.evidence import Evidence
from gemengd.placement.market.keys import ORDER_SHIFT, TICKETS, UNACCEPTABLE, with_ticket
from gemengd.placement.market.market import PER_PROGRAMME

TESTED = ("deferred_acceptance", "boston", "first_preference_first", "serial_dictatorship")
"""Mechanisms that are deferred acceptance in their own order, in which a better number never harms."""


def enough(seen: Evidence, applicant: int, entries: range) -> int | None:
    """The highest number with which this programme would have had room for the applicant.

    The applicant (with a number per family: the family) is drawn at that place, and who was drawn from there
    on moves one down; and asks for this programme only, so that what it would have done is not mixed up with
    what a programme ranked higher would. Because others react, the number of the last one placed is tried
    first and then checked; where it is not the answer, halving finds it.

    Args:
        seen: the round.
        applicant: who.
        entries: the entries of the programme.

    Returns:
        The number, from 1; None where even the first number would not have done.
    """
    own = _own(seen, applicant, entries)
    hope = max((_hope(seen, entry) for entry in entries), default=-1)
    if seen.plain:
        return _shown(seen, hope) if hope >= 0 else None
    low, high = -1, own  # `low` is enough (−1: nothing is known to be), `high` is not
    if 0 <= hope < own:
        if not _does(seen, applicant, entries, hope):
            high = hope
        elif hope + 1 >= own or not _does(seen, applicant, entries, hope + 1):
            return _shown(seen, hope)
        else:
            low = hope + 1
    if low < 0 and not (high > 0 and _does(seen, applicant, entries, 0)):
        return None
    low = max(low, 0)
    while high - low > 1:
        middle = (low + high) // 2
        if _does(seen, applicant, entries, middle):
            low = middle
        else:
            high = middle
    return _shown(seen, low)


def _own(seen: Evidence, applicant: int, entries: range) -> int:
    """The applicant's own place in the draw."""
    market = seen.market
    if market.lottery == PER_PROGRAMME:
        keys = (int(market.key[entry]) for entry in entries)
        return min((key & (TICKETS - 1) for key in keys if key != UNACCEPTABLE), default=0)
    return int(seen.members(applicant)[0])


def _hope(seen: Evidence, entry: int) -> int:
    """Place in the draw of the last one placed, if the number decided there; −1 otherwise."""
    last, key = int(seen.last[seen.market.slot[entry]]), int(seen.market.key[entry])
    if last < 0 or key == UNACCEPTABLE or last >> ORDER_SHIFT != key >> ORDER_SHIFT:
        return -1
    return last & (TICKETS - 1)


def _does(seen: Evidence, applicant: int, entries: range, place: int) -> bool:
    """Whether the programme keeps the applicant if drawn just before who was drawn at this place."""
    market, key = seen.market, seen.spread.copy()
    if market.lottery == PER_PROGRAMME:
        moved = [(0, entries)]
    else:
        moved = [
            (number, range(int(market.start[one]), int(market.start[one + 1])))
            for number, one in enumerate(seen.members(applicant))
        ]
    for number, span in moved:
        part = slice(span.start, span.stop)
        key[part] = with_ticket(key[part], np.full(len(span), place * seen.step + number))
    first, last = market.start[:-1].copy(), market.start[1:].copy()
    first[applicant], last[applicant] = entries.start, entries.stop
    held = deferred_acceptance(first, last, market.slot, key, market.seats, no_limit(market))
    return int(held[applicant]) >= 0


def _shown(seen: Evidence, place: int) -> int:
    """The place in the draw as people know it."""
    return place + 1 if seen.market.lottery == PER_PROGRAMME else int(seen.number[place])
