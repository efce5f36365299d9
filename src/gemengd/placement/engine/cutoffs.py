# SPDX-License-Identifier: EUPL-1.2
"""The cut-offs that other families leave, year after simulated year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gemengd.numeric.arrays import Integers
from gemengd.placement.engine.engine import no_limit
from gemengd.placement.engine.kernels.deferred_acceptance import deferred_acceptance
from gemengd.placement.market.keys import TICKETS, UNACCEPTABLE, with_ticket
from gemengd.placement.market.market import PER_PROGRAMME, Market


@dataclass(frozen=True, slots=True)
class CutOffs:
    """What a newcomer has to beat in each draw.

    Attributes:
        draws: draws made.
        limit: shape (draws, slots); keys below it get in. Those who were placed have odd lottery numbers, so
            that a newcomer with number `n` of 0 … `numbers` (key 2n) comes between them.
        numbers: lottery numbers drawn.
    """

    draws: int
    limit: Integers
    numbers: int


def cut_offs(market: Market, draws: int, seed: int, *, size: int | None = None) -> CutOffs:
    """Draw families with replacement, and numbers, place them, and keep the cut-offs.

    A family drawn is one child with its list and priorities; brothers and sisters are drawn apart.

    Args:
        market: the round from which the families are drawn.
        draws: draws, 1 or more.
        seed: seed, 0 or more. Draw `d` depends on the seed and `d` alone.
        size: families per draw, default as many as the round has.

    Raises:
        ValueError: a number is out of range, or there are more numbers than fit the keys.
    """
    many = market.applicants if size is None else size
    if draws < 1 or seed < 0 or many < 0 or (many and not market.applicants):
        text = f"draws is {draws}, seed {seed} and size {many} of {market.applicants} applicants"
        raise ValueError(f"{text}; expected draws of 1 or more, seed and size of 0 or more, and applicants")
    length = int(np.diff(market.start).max(initial=0))
    numbers = many * length if market.lottery == PER_PROGRAMME else many
    if 2 * numbers + 1 >= TICKETS:
        raise ValueError(f"the draws need {numbers} lottery numbers; expected fewer than {TICKETS // 2}")
    limit = np.empty((draws, market.slots), dtype=np.int64)
    for draw in range(draws):
        generator = np.random.Generator(np.random.Philox(key=seed, counter=[0, 0, 0, draw]))
        limit[draw] = _limits(market, generator, many, numbers)
    return CutOffs(draws, limit, numbers)


def _limits(market: Market, generator: np.random.Generator, many: int, numbers: int) -> Integers:
    who = generator.integers(0, market.applicants, many) if many else np.empty(0, dtype=np.int64)
    size = np.diff(market.start)[who]
    start = np.concatenate(([0], np.cumsum(size))).astype(np.int64)
    entry = np.repeat(market.start[who] - start[:-1], size) + np.arange(start[-1])
    slot, holder = market.slot[entry], np.repeat(np.arange(many), size)
    if market.lottery == PER_PROGRAMME:
        holder = holder * (numbers // max(many, 1)) + market.rank[entry] - 1
    number = generator.permutation(numbers)
    key = with_ticket(market.key[entry], 2 * number[holder] + 1)
    held = deferred_acceptance(start[:-1], start[1:], slot, key, market.seats, no_limit(market))
    held = held[held >= 0]
    last = np.full(market.slots, -1, dtype=np.int64)
    np.maximum.at(last, slot[held], key[held])
    full = np.bincount(slot[held], minlength=market.slots) >= market.seats
    return np.where(full, last, UNACCEPTABLE)


def number_of_holders(market: Market) -> tuple[Integers, int]:
    """Which number each entry uses, and how many numbers there are to draw."""
    owner = market.owner().astype(np.int64)
    if market.lottery != PER_PROGRAMME:
        return owner, market.applicants
    change = (np.diff(owner, prepend=-1) != 0) | (np.diff(market.rank, prepend=0) != 0)
    pair = np.cumsum(change) - 1
    return pair, int(pair[-1]) + 1 if pair.size else 0


def held_under(market: Market, limit: Integers, number: Integers) -> Integers:
    """The first entry of each list that is below the limit, −1 = none.

    Args:
        market: lists and standings; its own numbers are not used.
        limit: shape (slots,); as in `CutOffs`.
        number: shape (entries,); number of each entry's holder, on the scale of `CutOffs`.
    """
    key = with_ticket(market.key, 2 * number)
    open_ = (key < limit[market.slot]) & (market.key != UNACCEPTABLE)
    found = np.flatnonzero(open_)
    # The first open entry at or after the start of each list, if it is still on that list.
    at = np.searchsorted(found, market.start[:-1])
    first = np.append(found, market.slot.size)[at]
    return np.where(first < market.start[1:], first, -1)
