# SPDX-License-Identifier: EUPL-1.2
"""The same round under many lottery draws."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from gemengd.numeric.arrays import Integers
from gemengd.placement.engine.engine import no_limit
from gemengd.placement.engine.kernels.deferred_acceptance import deferred_acceptance
from gemengd.placement.engine.kernels.redraw import redraw, tally
from gemengd.placement.market.keys import TICKETS
from gemengd.placement.market.market import PER_FAMILY, PER_PROGRAMME, Market


@dataclass(frozen=True, slots=True)
class Draws:
    """How often each outcome came up.

    Attributes:
        draws: number of draws.
        times: shape (entries,); draws in which the applicant held this entry.
        unplaced: shape (applicants,); draws without a place.
    """

    draws: int
    times: Integers
    unplaced: Integers


def redraw_placements(market: Market, draws: int, seed: int, *, threads: int = 1) -> Draws:
    """Deferred acceptance under many draws of the lottery.

    Draw `d` depends on the seed and `d` alone, so that the number of threads changes nothing.

    Args:
        market: the market; its own numbers are not used.
        draws: number of draws, 1 or more.
        seed: seed of the draws, 0 or more.
        threads: threads to use; the kernels run side by side.

    Raises:
        ValueError: `draws` or `threads` is below 1, or there are more numbers than fit the keys.
    """
    if draws < 1 or threads < 1 or seed < 0:
        text = f"draws is {draws}, threads {threads} and seed {seed}"
        raise ValueError(f"{text}; expected 1 or more draws and threads, and a seed of 0 or more")
    holder, holders = _holders(market)
    if holders > TICKETS:
        raise ValueError(f"the round needs {holders} lottery numbers; expected at most {TICKETS}")
    shares = [range(first, draws, threads) for first in range(min(threads, draws))]
    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(lambda share: _run(market, share, seed, holder, holders), shares))
    return Draws(
        draws, np.sum([part[0] for part in parts], axis=0), np.sum([part[1] for part in parts], axis=0)
    )


def _run(
    market: Market, share: range, seed: int, holder: Integers, holders: int
) -> tuple[Integers, Integers]:
    times = np.zeros(market.slot.size, dtype=np.int64)
    unplaced = np.zeros(market.applicants, dtype=np.int64)
    first, last, limit = market.start[:-1], market.start[1:], no_limit(market)
    key = np.empty_like(market.key)
    for draw in share:
        generator = np.random.Generator(np.random.Philox(key=seed, counter=[0, 0, 0, draw]))
        redraw(market.key, holder, draw_numbers(market, holders, generator), key)
        entry = deferred_acceptance(first, last, market.slot, key, market.seats, limit)
        tally(entry, times, unplaced)
    return times, unplaced


def _holders(market: Market) -> tuple[Integers, int]:
    """The holder of the number that each entry uses, and how many holders there are."""
    owner = market.owner().astype(np.int64)
    if market.lottery != PER_PROGRAMME:
        return owner, market.applicants
    change = (np.diff(owner, prepend=-1) != 0) | (np.diff(market.rank, prepend=0) != 0)
    pair = np.cumsum(change) - 1
    return pair, int(pair[-1]) + 1 if pair.size else 0


def draw_numbers(market: Market, holders: int, generator: np.random.Generator) -> Integers:
    """A lottery number for every holder, 0 … holders − 1.

    With a number per family the families are drawn; their children follow each other in their own order.
    """
    if market.lottery != PER_FAMILY:
        return generator.permutation(holders)
    _, family = np.unique(market.family, return_inverse=True)
    order = np.argsort(generator.permutation(holders)[family], kind="stable")
    number = np.empty(holders, dtype=np.int64)
    number[order] = np.arange(holders)
    return number
