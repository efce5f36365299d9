# SPDX-License-Identifier: EUPL-1.2
"""The classic mechanisms over a compiled market.

Each takes `engine="numba"` (compiled) or `engine="reference"` (plain Python, to be read); the two agree
bit for bit. Their properties stand in `gemengd.placement.engine.registry` and in docs/reference/mechanisms.
"""

from __future__ import annotations

import numpy as np

from gemengd.numeric.arrays import Flags, Integers
from gemengd.placement.engine.engine import NUMBA, as_entries, by_slot, compiled_engine, no_limit
from gemengd.placement.engine.kernels.deferred_acceptance import deferred_acceptance as _accept
from gemengd.placement.engine.kernels.improvement_cycles import improve as _improve
from gemengd.placement.engine.kernels.school_proposing import school_proposing as _offer
from gemengd.placement.engine.kernels.serial_dictatorship import serial_dictatorship as _dictate
from gemengd.placement.engine.kernels.top_trading_cycles import top_trading_cycles as _trade
from gemengd.placement.engine.reference import boston as plain_boston
from gemengd.placement.engine.reference.deferred_acceptance import deferred_acceptance as plain_accept
from gemengd.placement.engine.reference.improvement_cycles import improve as plain_improve
from gemengd.placement.engine.reference.lists import lists_of
from gemengd.placement.engine.reference.school_proposing import school_proposing as plain_offer
from gemengd.placement.engine.reference.serial_dictatorship import serial_dictatorship as plain_dictate
from gemengd.placement.engine.reference.top_trading_cycles import top_trading_cycles as plain_trade
from gemengd.placement.engine.result import Placement, entries_tried, placement
from gemengd.placement.market.keys import ORDER_SHIFT, UNACCEPTABLE, rank_first, standing_of
from gemengd.placement.market.market import PER_PROGRAMME, Market


def deferred_acceptance(market: Market, *, engine: str = NUMBA) -> Placement:
    """Student-proposing deferred acceptance (Gale and Shapley 1962): stable, and best so for applicants."""
    if compiled_engine(engine):
        return _asked(market, _accepted(market, market.key))
    return _asked(market, as_entries(plain_accept(lists_of(market))))


def school_proposing(market: Market, *, engine: str = NUMBA) -> Placement:
    """School-proposing deferred acceptance: the stable placement worst for applicants, a bound."""
    if not compiled_engine(engine):
        held, offers = plain_offer(lists_of(market))
        return placement(market, as_entries(held), proposals=offers)
    begin, ranked = by_slot(market.slot, market.key, market.slots)
    entry, offers = _offer(begin, ranked, market.owner(), market.slot, market.seats, market.applicants)
    return placement(market, entry, proposals=offers)


def boston(market: Market, *, engine: str = NUMBA) -> Placement:
    """Immediate acceptance: first choices are placed for good, then second choices, and so on.

    The compiled engine uses that this is deferred acceptance where the list rank comes before the priority
    (Pathak and Sönmez 2013); the plain one goes round by round.

    Raises:
        ValueError: a list is longer than the keys can hold (2,047).
    """
    if not compiled_engine(engine):
        return _asked(market, as_entries(plain_boston.boston(lists_of(market))))
    return first_preference_first(market, np.ones(market.slots, dtype=np.bool_))


def first_preference_first(market: Market, slots: Flags, *, engine: str = NUMBA) -> Placement:
    """Deferred acceptance in which some slots look at the list rank before the priority.

    Args:
        market: the market.
        slots: shape (slots,); which slots do so. All of them: the Boston mechanism.
        engine: "numba" or "reference".

    Raises:
        ValueError: a list is longer than the keys can hold (2,047).
    """
    if not compiled_engine(engine):
        plain = plain_boston.first_preference_first(lists_of(market), slots.tolist())
        return _asked(market, as_entries(plain))
    key = rank_first(market.key, market.rank, slots[market.slot])
    return _asked(market, _accepted(market, key))


def top_trading_cycles(market: Market, *, engine: str = NUMBA) -> Placement:
    """Top trading cycles with counters (Abdulkadiroğlu and Sönmez 2003): priorities are traded.

    It is strategy-proof only where the market holds the priorities at programmes the applicant did not list
    (`Market.unlisted`); without them a longer list can buy a trade.
    """
    if not compiled_engine(engine):
        held, cycles = plain_trade(lists_of(market))
        entry = as_entries(held)
        return placement(market, entry, proposals=entries_tried(market, entry), cycles=cycles)
    hidden = market.unlisted
    key = np.concatenate((market.key, hidden.key))
    who = np.concatenate((market.owner(), hidden.applicant))
    begin, order = by_slot(np.concatenate((market.slot, hidden.slot)), key, market.slots)
    entry, cycles = _trade(market.start, market.slot, market.key, market.seats, begin, who[order])
    return placement(market, entry, proposals=entries_tried(market, entry), cycles=cycles)


def serial_dictatorship(market: Market, *, engine: str = NUMBA) -> Placement:
    """Applicants choose one after the other, in the order of their lottery number; priorities do not count.

    Raises:
        ValueError: the market has a number per programme, so that there is no one order.
    """
    if market.lottery == PER_PROGRAMME:
        raise ValueError(
            "serial dictatorship needs one number per applicant; this market has one per programme"
        )
    if not compiled_engine(engine):
        return _asked(market, as_entries(plain_dictate(lists_of(market))))
    return _asked(market, _dictate(market.start, market.slot, market.key, market.seats))


def stable_improvement_cycles(market: Market, *, engine: str = NUMBA) -> Placement:
    """Deferred acceptance, then the exchanges that wrong nobody of a higher category (Erdil and Ergin 2008).

    Between equals the lottery decided; undoing its effect where both gain respects every category and order.
    """
    before = deferred_acceptance(market, engine=engine)
    if not compiled_engine(engine):
        held, cycles = plain_improve(lists_of(market), before.entry.tolist())
        entry = as_entries(held)
    else:
        entry = before.entry.copy()
        standing, barred = standing_of(market.key), UNACCEPTABLE >> ORDER_SHIFT
        cycles = _improve(market.start, market.slot, standing, barred, market.slots, entry)
    return placement(market, entry, proposals=before.proposals, cycles=cycles)


def _accepted(market: Market, key: Integers) -> Integers:
    first, last = market.start[:-1], market.start[1:]
    return _accept(first, last, market.slot, key, market.seats, no_limit(market))


def _asked(market: Market, entry: Integers) -> Placement:
    return placement(market, entry, proposals=entries_tried(market, entry))
