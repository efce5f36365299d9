# SPDX-License-Identifier: EUPL-1.2
"""What all explanations of a round share, worked out once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gemengd.numeric.arrays import Flags, Integers
from gemengd.placement.engine.diagnostics import envied_wishes
from gemengd.placement.engine.result import NOBODY, Placement
from gemengd.placement.explain.terms import INVERTED, Terms
from gemengd.placement.market.keys import (
    CATEGORY_SHIFT,
    ORDER_SHIFT,
    ORDERS,
    TICKETS,
    UNACCEPTABLE,
    category_of,
    standing_of,
    ticket_of,
    with_ticket,
)
from gemengd.placement.market.market import PER_FAMILY, PER_PROGRAMME, Market

SMALL = 5
"""Counts below this are not shown, nor what would give them away."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A round as its explanations see it.

    Attributes:
        market: the market; its keys are the order in which the mechanism goes.
        placement: the placement.
        terms: the words of the round.
        last: shape (slots,); key of the last one placed, −1 = nobody.
        told: shape (slots,); whether enough children of the last one's group were placed to name the group.
        by_order: shape (slots,); whether a declared order (a distance) counts at the slot.
        number: shape (applicants,); lottery number from 1 (of the family, where families have one).
        numbers: how many numbers.
        plain: whether only the number counts, the same at every slot.
        step: room between two numbers in `spread`; 0 where the keys have no room for it.
        spread: the keys with room between the numbers, to try another number.
        pairs: programme and applicant of each place on a reserve list, as one number, sorted, and
        positions: the places.
    """

    market: Market
    placement: Placement
    terms: Terms
    last: Integers
    told: Flags
    by_order: Flags
    number: Integers
    numbers: int
    plain: bool
    step: int
    spread: Integers
    pairs: Integers
    positions: Integers

    def members(self, applicant: int) -> Integers:
        """The applicants who share this one's number."""
        return np.flatnonzero(self.number == self.number[applicant])

    def position(self, applicant: int, programme: int) -> int | None:
        """Place on the reserve list."""
        pair = programme * self.market.applicants + applicant
        at = int(np.searchsorted(self.pairs, pair))
        found = at < self.pairs.size and int(self.pairs[at]) == pair
        return int(self.positions[at]) if found else None


def gather(market: Market, placement: Placement, terms: Terms | None = None) -> Evidence:
    """Work out what the explanations of a round share.

    Args:
        market: the market the placement was made on.
        placement: the placement.
        terms: the words of the round.
    """
    words = Terms() if terms is None else terms
    ordered = replace(market, key=words.promises.order(market))
    held = placement.entry[placement.entry >= 0]
    last = np.full(market.slots, NOBODY, dtype=np.int64)
    np.maximum.at(last, market.slot[held], ordered.key[held])
    number = _numbers(market)
    pairs, positions = _reserve_lists(market, placement, words)
    return Evidence(
        ordered,
        placement,
        words,
        last,
        _told(ordered, held, last),
        _by_order(market),
        number,
        int(number.max(initial=0)),
        market.lottery != PER_PROGRAMME and _plain(ordered),
        *_spread(ordered, number),
        pairs,
        positions,
    )


def _numbers(market: Market) -> Integers:
    """The number each applicant drew, from 1; families in the order of their first child."""
    if market.lottery != PER_FAMILY:
        return np.arange(1, market.applicants + 1)
    _, first, family = np.unique(market.family, return_index=True, return_inverse=True)
    return np.asarray(np.argsort(np.argsort(first))[family] + 1, dtype=np.int64)


def _spread(market: Market, number: Integers) -> tuple[int, Integers]:
    """Keys in which the numbers leave room for the largest family between them."""
    step = 1 + int(np.bincount(number).max(initial=0))
    ticket = ticket_of(market.key)
    open_ = market.key != UNACCEPTABLE
    if step * (int(ticket[open_].max(initial=0)) + 1) > TICKETS:
        return 0, market.key
    return step, with_ticket(market.key, ticket * step + step - 1)


def _told(market: Market, held: Integers, last: Integers) -> Flags:
    slot = market.slot[held]
    same = category_of(market.key[held]) == category_of(last[slot])
    return np.asarray(np.bincount(slot[same], minlength=market.slots) >= SMALL)


def _by_order(market: Market) -> Flags:
    open_ = market.key != UNACCEPTABLE
    order = standing_of(market.key[open_]) & (ORDERS - 1)
    return np.asarray(np.bincount(market.slot[open_][order > 0], minlength=market.slots) > 0)


def _plain(market: Market) -> bool:
    open_ = market.key[market.key != UNACCEPTABLE]
    single = market.slots == market.programmes
    return bool(single and open_.size == market.key.size and (open_ >> ORDER_SHIFT == 0).all())


def _reserve_lists(market: Market, placement: Placement, terms: Terms) -> tuple[Integers, Integers]:
    """Places on every reserve list; of several seat types the best standing counts."""
    wishes = envied_wishes(market, placement.entry)
    key = market.key[wishes.entry]
    ticket = ticket_of(key)
    if terms.reserve_list == INVERTED:
        group, number = key >> CATEGORY_SHIFT, -ticket
    else:
        group, number = standing_of(key), ticket
    if not terms.reserve_priorities:
        group = np.zeros_like(group)
    programme = market.programme[wishes.slot].astype(np.int64)
    order = np.lexsort((wishes.applicant, number, group, programme))
    pair = programme[order] * market.applicants + wishes.applicant[order]
    # The first of each pair, still in the order of the list.
    first = np.sort(np.unique(pair, return_index=True)[1])
    pair, where = pair[first], programme[order][first]
    begin = np.searchsorted(where, where, side="left")
    position = np.arange(where.size) - begin + 1
    back = np.argsort(pair)
    return pair[back], position[back]
