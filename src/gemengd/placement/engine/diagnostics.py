# SPDX-License-Identifier: EUPL-1.2
"""What is left to wish for in a placement, worked out apart from the engines so that an audit can lean on it.

Nothing here is shared with a mechanism: only the market's arrays and the entries held are read.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from gemengd.numeric.arrays import Flags, Integers
from gemengd.placement.market.keys import UNACCEPTABLE, standing_of
from gemengd.placement.market.market import Market


@dataclass(frozen=True, slots=True)
class Wishes:
    """Entries that an applicant wants more than what they hold.

    Attributes:
        applicant: who.
        entry: which entry of the market.
        slot: its slot.
    """

    applicant: Integers
    entry: Integers
    slot: Integers

    @property
    def size(self) -> int:
        """How many."""
        return self.entry.size


@dataclass(frozen=True, slots=True)
class Swaps:
    """Applicants who would rather have each other's places.

    Attributes:
        pairs: pairs who would both gain by swapping.
        applicants: applicants in at least one such pair.
        in_cycles: applicants in at least one exchange, of two or more, in which everybody gains.
    """

    pairs: int
    applicants: int
    in_cycles: int


def envied_wishes(market: Market, entry: Integers) -> Wishes:
    """All acceptable entries above the one held; the whole list of who is unplaced.

    Args:
        market: the market.
        entry: shape (applicants,); entries held, −1 = unplaced (`Placement.entry`).
    """
    owner = np.repeat(np.arange(entry.size), np.diff(market.start))
    end = np.where(entry >= 0, entry, market.start[1:])
    wanted = np.flatnonzero((np.arange(market.slot.size) < end[owner]) & (market.key != UNACCEPTABLE))
    return Wishes(owner[wanted], wanted, market.slot[wanted].astype(np.int64))


def wasted_seats(market: Market, entry: Integers) -> Wishes:
    """Wishes for a slot that has a free seat."""
    wishes = envied_wishes(market, entry)
    held = market.slot[entry[entry >= 0]]
    free = np.bincount(held, minlength=market.slots) < market.seats
    return _only(wishes, free[wishes.slot])


def justified_envy(market: Market, entry: Integers, *, between_equals: bool = True) -> Wishes:
    """Wishes for a slot that admitted somebody who stands lower there.

    Args:
        market: the market.
        entry: entries held.
        between_equals: whether a worse lottery number makes somebody stand lower; without it only a lower
            category or order does.
    """
    wishes = envied_wishes(market, entry)
    key = market.key if between_equals else standing_of(market.key)
    last = np.full(market.slots, -1, dtype=np.int64)
    held = entry[entry >= 0]
    by_slot = held[np.argsort(key[held], kind="stable")]
    last[market.slot[by_slot]] = key[by_slot]
    return _only(wishes, key[wishes.entry] < last[wishes.slot])


def blocking_pairs(market: Market, entry: Integers) -> Wishes:
    """Wishes that a slot would grant: it has a free seat, or admitted somebody who stands lower there."""
    envy, waste = justified_envy(market, entry), wasted_seats(market, entry)
    both = np.union1d(envy.entry, waste.entry)
    wishes = envied_wishes(market, entry)
    return _only(wishes, np.isin(wishes.entry, both))


def swaps(market: Market, entry: Integers) -> Swaps:
    """Count who would rather swap programmes; seat types of one programme count as one place."""
    wishes = envied_wishes(market, entry)
    have = np.append(market.programme[market.slot], -1)[entry].astype(np.int64)
    here, there = have[wishes.applicant], market.programme[wishes.slot].astype(np.int64)
    real = (here >= 0) & (here != there)
    who, here, there = wishes.applicant[real], here[real], there[real]
    # Several seat types of a wanted programme are one wish.
    wish = np.unique(np.column_stack((who, here, there)), axis=0)
    who, here, there = wish[:, 0], wish[:, 1], wish[:, 2]
    size = market.programmes
    both, count = np.unique(here * size + there, return_counts=True)
    back = np.searchsorted(both, there * size + here)
    partners = np.where(np.append(both, -1)[back] == there * size + here, np.append(count, 0)[back], 0)
    component = _components(here, there, size)
    return Swaps(
        pairs=int(partners.sum()) // 2,
        applicants=np.unique(who[partners > 0]).size,
        in_cycles=np.unique(who[component[here] == component[there]]).size,
    )


def _components(here: Integers, there: Integers, size: int) -> Integers:
    """Which programmes can reach each other along wishes; a wish inside such a set lies on an exchange."""
    graph = coo_array((np.ones(here.size, dtype=np.int8), (here, there)), shape=(size, size))
    return np.asarray(connected_components(graph, connection="strong")[1], dtype=np.int64)


def _only(wishes: Wishes, which: Flags) -> Wishes:
    return Wishes(wishes.applicant[which], wishes.entry[which], wishes.slot[which])
