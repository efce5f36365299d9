# SPDX-License-Identifier: EUPL-1.2
"""What the rules of a round promise, in the terms of its market."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gemengd.numeric.arrays import Flags, Integers
from gemengd.placement.engine.registry import MECHANISMS
from gemengd.placement.market.keys import UNACCEPTABLE, rank_first, ticket_of
from gemengd.placement.market.market import Market

BLOCKS, CAPS, OVERLAP = "family_blocks", "regional_caps", "overlapping_reserves"
CONSTRAINED = (BLOCKS, CAPS, OVERLAP)
TRADES = ("top_trading_cycles", "eada")


@dataclass(frozen=True, slots=True)
class Promises:
    """What a placement is held to.

    Attributes:
        mechanism: a name from `MECHANISMS`, or "family_blocks", "regional_caps", "overlapping_reserves".
        guaranteed: shape (entries,); places in one of which the applicant is promised a seat.
        outsider: shape (entries,); the seat is held for a group in which this applicant is not.
        block: shape (applicants,); children with one number belong together (family blocks).
        reserved: shape (slots, reserves), and
        traits: shape (entries,); as in `overlapping_reserves`.
        target: shape (slots,), `region`: shape (slots,), −1 = none, and `cap`: shape (regions,); as in
            `regional_caps`.
        rank_first: shape (slots,); slots that look at the list rank first (first preference first).
        consent: shape (applicants,); who consents (EADA), None = everybody.
    """

    mechanism: str = "deferred_acceptance"
    guaranteed: Flags | None = None
    outsider: Flags | None = None
    block: Integers | None = None
    reserved: Integers | None = None
    traits: Integers | None = None
    target: Integers | None = None
    region: Integers | None = None
    cap: Integers | None = None
    rank_first: Flags | None = None
    consent: Flags | None = None

    def __post_init__(self) -> None:
        known = [*MECHANISMS, *CONSTRAINED]
        if self.mechanism not in known:
            raise ValueError(f"mechanism is '{self.mechanism}'; expected one of {known}")
        needs = {
            BLOCKS: ("block",),
            CAPS: ("target", "region", "cap"),
            OVERLAP: ("reserved", "traits"),
            "first_preference_first": ("rank_first",),
        }
        missing = [name for name in needs.get(self.mechanism, ()) if getattr(self, name) is None]
        if missing:
            raise ValueError(f"the audit of {self.mechanism} needs {', '.join(missing)}")

    @property
    def ordered(self) -> bool:
        """Whether seats go by an order of applicants, so that nobody may be passed over in it."""
        return self.mechanism not in (*TRADES, OVERLAP)

    @property
    def between_equals(self) -> bool:
        """Whether the lottery number too is such an order."""
        return self.mechanism != "stable_improvement_cycles"

    def efficient(self, market: Market) -> bool:
        """Whether the mechanism promises that no exchange is left in which everybody gains."""
        if self.mechanism in CONSTRAINED or market.slots != market.programmes:
            return False
        everybody = self.consent is None or bool(self.consent.all())
        return MECHANISMS[self.mechanism].efficient and (self.mechanism != "eada" or everybody)

    def order(self, market: Market) -> Integers:
        """The order in which the mechanism promises to go, per entry; lower goes first."""
        if self.mechanism == "boston":
            return rank_first(market.key, market.rank, np.ones(market.slot.size, dtype=np.bool_))
        if self.mechanism == "first_preference_first" and self.rank_first is not None:
            return rank_first(market.key, market.rank, self.rank_first[market.slot])
        if self.mechanism == "serial_dictatorship":
            return np.where(market.key == UNACCEPTABLE, market.key, ticket_of(market.key))
        if self.mechanism == BLOCKS and self.block is not None:
            return shared(market, self.block)
        return market.key


def shared(market: Market, block: Integers) -> Integers:
    """Keys in which a block stands where its best member stands, if the seat accepts all of them."""
    owner = market.owner()
    pair = block.astype(np.int64)[owner] * market.slots + market.slot
    _, at = np.unique(pair, return_inverse=True)
    best = np.full(at.max(initial=-1) + 1, UNACCEPTABLE, dtype=np.int64)
    worst = np.full(best.size, -1, dtype=np.int64)
    np.minimum.at(best, at, market.key)
    np.maximum.at(worst, at, market.key)
    return np.where(worst[at] == UNACCEPTABLE, UNACCEPTABLE, best[at])
