# SPDX-License-Identifier: EUPL-1.2
"""Priority keys: one integer that says where an applicant stands at a slot; lower is better.

From the highest bits to the lowest: list rank (only where a mechanism lets it decide), category, explicit
order (a distance, say), lottery number. `key = category << 40 | order << 21 | number`; integers
throughout, so that every machine gives the same placement.
"""

from __future__ import annotations

import numpy as np

from gemengd.numeric.arrays import Codes, Flags, Integers

ORDER_SHIFT = 21
CATEGORY_SHIFT = 40
RANK_SHIFT = 52

TICKETS = 1 << ORDER_SHIFT
"""Lottery numbers that fit: 0 … TICKETS − 1."""
ORDERS = 1 << (CATEGORY_SHIFT - ORDER_SHIFT)
CATEGORIES = 1 << (RANK_SHIFT - CATEGORY_SHIFT)
RANKS = 1 << (63 - RANK_SHIFT)

UNACCEPTABLE = int(np.iinfo(np.int64).max)
"""The key of an applicant who may not have the seat."""


def pack(category: Integers, order: Integers, ticket: Integers) -> Integers:
    """Keys from their parts; each part must be zero or more and fit its bits.

    Raises:
        ValueError: a part does not fit.
    """
    for name, part, most in (
        ("category", category, CATEGORIES),
        ("order", order, ORDERS),
        ("lottery number", ticket, TICKETS),
    ):
        if part.size and not (part.min() >= 0 and part.max() < most):
            worst = part.min() if part.min() < 0 else part.max()
            raise ValueError(f"{name} is {worst}; expected 0 to {most - 1}")
    return (category << CATEGORY_SHIFT) | (order << ORDER_SHIFT) | ticket


def category_of(key: Integers) -> Integers:
    """The category in each key; meaningless for `UNACCEPTABLE`."""
    return (key >> CATEGORY_SHIFT) & (CATEGORIES - 1)


def ticket_of(key: Integers) -> Integers:
    """The lottery number in each key."""
    return key & (TICKETS - 1)


def standing_of(key: Integers) -> Integers:
    """What the rules say apart from the lottery: equal values are equals between whom the draw decides."""
    return key >> ORDER_SHIFT


def with_ticket(key: Integers, ticket: Integers) -> Integers:
    """The same standing with another lottery number."""
    return np.where(key == UNACCEPTABLE, key, (key & ~np.int64(TICKETS - 1)) | ticket)


def rank_first(key: Integers, rank: Codes, where: Flags) -> Integers:
    """Keys in which the applicant's own list rank comes before everything else, at the entries `where`.

    Raises:
        ValueError: a list is longer than the key can hold.
    """
    if rank.size and rank.max() >= RANKS:
        raise ValueError(
            f"the longest list has {rank.max()} programmes; this mechanism takes up to {RANKS - 1}"
        )
    ranked = (rank.astype(np.int64) << RANK_SHIFT) | key
    return np.where((key != UNACCEPTABLE) & where, ranked, key)
