# SPDX-License-Identifier: EUPL-1.2
"""A rule set as something that places the same families under any draw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from gemengd.numeric.arrays import Integers
from gemengd.placement.engine.mechanisms import deferred_acceptance
from gemengd.placement.engine.result import Placement
from gemengd.placement.market.compile import Compiled
from gemengd.placement.market.keys import with_ticket
from gemengd.placement.market.market import PER_FAMILY, PER_PROGRAMME, Labels, Market
from gemengd.placement.rules.compiling import compile_round, seeded_tickets
from gemengd.placement.rules.rounds import Round
from gemengd.placement.rules.running import run as run_round


@dataclass(frozen=True, slots=True)
class Drawn:
    """The outcome of one draw."""

    market: Market
    labels: Labels
    placement: Placement


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A rule set.

    Attributes:
        name: its name in tables and charts.
        draw: places the families with the lottery numbers of a seed; rule sets that are compared must give a
            child the same number for the same seed, as far as they draw the same kind of numbers.
    """

    name: str
    draw: Callable[[int], Drawn]


def rule_set_of_round(name: str, round_: Round) -> RuleSet:
    """A round with its rules; trial numbers only.

    Args:
        name: its name.
        round_: the round, with the rules to try.
    """

    def draw(seed: int) -> Drawn:
        compiled = compile_round(round_, seeded_tickets(round_, seed))
        outcome = run_round(compiled)
        return Drawn(outcome.market, compiled.labels, outcome.placement)

    return RuleSet(name, draw)


def rule_set(
    name: str, compiled: Compiled, run: Callable[[Market], Placement] = deferred_acceptance
) -> RuleSet:
    """A compiled market and a mechanism.

    A child's number depends on the seed and on the place of its name among all names; with a number per
    programme on that of the programme as well; with a number per family it is that of the first child.

    Args:
        name: its name.
        compiled: the market; its own numbers are not used.
        run: the mechanism; it gets a market in the order of the numbers drawn.
    """
    return RuleSet(name, lambda seed: _drawn(compiled, run, seed))


def _drawn(compiled: Compiled, run: Callable[[Market], Placement], seed: int) -> Drawn:
    market, labels = redrawn(compiled, seed)
    return Drawn(market, labels, run(market))


def redrawn(compiled: Compiled, seed: int) -> tuple[Market, Labels]:
    """The market with other lottery numbers, its applicants in the order of those.

    Raises:
        ValueError: the market holds priorities at programmes not listed; compile it anew for each draw.
    """
    market, labels = compiled.market, compiled.labels
    if market.unlisted.key.size:
        raise ValueError(
            "this market holds unlisted priorities; give a RuleSet that compiles it for each draw"
        )
    alphabetical = np.argsort(np.argsort(labels.applicants.to_numpy(), kind="stable"))
    if market.lottery == PER_PROGRAMME:
        return replace(market, key=_per_programme(market, alphabetical, seed)), labels
    number = _generator(seed, 0).permutation(market.applicants)[alphabetical]
    if market.lottery == PER_FAMILY:
        number = _per_family(market, alphabetical, number)
    return _reordered(market, labels, np.argsort(number, kind="stable"))


def _generator(seed: int, stream: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=seed, counter=[0, 0, 2, stream]))


def _per_programme(market: Market, alphabetical: Integers, seed: int) -> Integers:
    who, where = alphabetical[market.owner()], market.programme[market.slot]
    number = np.empty(market.slot.size, dtype=np.int64)
    for programme in range(market.programmes):
        here = np.flatnonzero(where == programme)
        number[here] = _generator(seed, programme + 1).permutation(market.applicants)[who[here]]
    return with_ticket(market.key, number)


def _per_family(market: Market, alphabetical: Integers, number: Integers) -> Integers:
    """Families in the order of their first child's number, its children in the order of their names."""
    by_name = np.argsort(alphabetical)
    _, first, family = np.unique(market.family[by_name], return_index=True, return_inverse=True)
    rank = np.empty(market.applicants, dtype=np.int64)
    rank[by_name] = number[by_name][first][family]
    order = np.lexsort((alphabetical, rank))
    return np.argsort(order)


def _reordered(market: Market, labels: Labels, order: Integers) -> tuple[Market, Labels]:
    """The market with its applicants in another order, and their numbers those of the order."""
    size = np.diff(market.start)[order]
    start = np.concatenate(([0], np.cumsum(size))).astype(np.int64)
    entry = np.repeat(market.start[:-1][order] - start[:-1], size) + np.arange(start[-1])
    ticket = np.repeat(np.arange(order.size), size)
    changed = replace(
        market,
        start=start,
        slot=market.slot[entry],
        key=with_ticket(market.key[entry], ticket),
        rank=market.rank[entry],
        family=market.family[order],
    )
    return changed, replace(labels, applicants=labels.applicants.gather(order))
