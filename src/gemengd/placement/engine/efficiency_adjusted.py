# SPDX-License-Identifier: EUPL-1.2
"""Efficiency-adjusted deferred acceptance with consent."""

from __future__ import annotations

import numpy as np

from gemengd.numeric.arrays import Codes, Flags, Integers
from gemengd.placement.engine.engine import NUMBA, as_entries, compiled_engine, no_limit
from gemengd.placement.engine.kernels.deferred_acceptance import deferred_acceptance as _accept
from gemengd.placement.engine.reference.efficiency_adjusted import (
    efficiency_adjusted as plain_efficiency_adjusted,
)
from gemengd.placement.engine.reference.lists import lists_of
from gemengd.placement.engine.result import Placement, placement
from gemengd.placement.market.market import Market


def efficiency_adjusted(market: Market, consent: Flags | None = None, *, engine: str = NUMBA) -> Placement:
    """Deferred acceptance without the losses that help nobody.

    EADA (Kesten 2010) as simplified by Tang and Yu (2014): run deferred acceptance; the slots nobody was
    turned away from are settled with their holders; the rest runs again. An applicant who consents lets
    others pass who take nothing from them; consenting never costs them anything.

    Args:
        market: the market.
        consent: shape (applicants,); who consents. Default everybody, which gives an efficient placement;
            nobody gives deferred acceptance.
        engine: "numba" or "reference".

    Raises:
        ValueError: `consent` has another length than the applicants.
    """
    agrees = np.ones(market.applicants, dtype=np.bool_) if consent is None else np.asarray(consent, np.bool_)
    if agrees.shape != (market.applicants,):
        raise ValueError(f"consent has shape {agrees.shape}; expected ({market.applicants},)")
    if compiled_engine(engine):
        entry, proposals = _settle(market, agrees)
    else:
        held, proposals = plain_efficiency_adjusted(lists_of(market), agrees.tolist())
        entry = as_entries(held)
    return placement(market, entry, proposals=proposals)


def _settle(market: Market, consent: Flags) -> tuple[Integers, int]:
    first, last, limit = market.start[:-1], market.start[1:].copy(), no_limit(market)
    held = np.full(market.applicants, -1, dtype=np.int64)
    owner, here, proposals = market.owner(), np.ones(market.applicants, dtype=np.bool_), 0
    places = np.append(market.slot, market.slots)  # the last one, −1, is no place
    while here.any():
        outcome = _accept(first, last, market.slot, market.key, market.seats, limit)
        end = np.where(outcome >= 0, outcome, last)
        proposals += int((end - first + (outcome >= 0)).sum())
        missed = _missed(market, end, owner, limit)
        wanted = np.zeros(market.slots + 1, dtype=np.bool_)
        wanted[market.slot[missed]] = True
        place = places[outcome]
        settled = here & ~wanted[place]
        held[settled] = outcome[settled]
        claims = missed[settled[owner[missed]] & ~consent[owner[missed]]]
        limit[place[settled & (outcome >= 0)]] = -1
        np.minimum.at(limit, market.slot[claims], market.key[claims])
        here &= ~settled
        last[settled] = first[settled]
    return held, proposals


def _missed(market: Market, end: Integers, owner: Codes, limit: Integers) -> Integers:
    """The entries above the one held at which their applicant was turned away."""
    above = np.flatnonzero(np.arange(market.slot.size) < end[owner])
    return above[market.key[above] < limit[market.slot[above]]]
