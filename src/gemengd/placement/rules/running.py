# SPDX-License-Identifier: EUPL-1.2
"""Place a compiled round by its rules, with the repair of the tail and the reserve lists they declare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
import polars as pl

from gemengd.numeric.arrays import Codes, Integers
from gemengd.placement.engine import constraints, mechanisms
from gemengd.placement.engine.diagnostics import envied_wishes
from gemengd.placement.engine.efficiency_adjusted import efficiency_adjusted
from gemengd.placement.engine.engine import NUMBA
from gemengd.placement.engine.result import Placement
from gemengd.placement.market.keys import CATEGORY_SHIFT, UNACCEPTABLE, standing_of, ticket_of
from gemengd.placement.market.market import Market
from gemengd.placement.rules.compiling import CompiledRound
from gemengd.placement.rules.model import ReserveList, TailRepair

AnyInteger = TypeVar("AnyInteger", Codes, Integers)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A placement by rules.

    Attributes:
        placement: the placement.
        market: the market it was made on, with the seats that the tail repair added.
        added: programme to seats added by the declared tail repair.
    """

    placement: Placement
    market: Market
    added: Mapping[str, int] = field(default_factory=dict)


def run(compiled: CompiledRound, *, engine: str = NUMBA) -> Outcome:
    """Place the round, and repair the tail if the rules declare it.

    Args:
        compiled: the round.
        engine: "numba" or "reference".
    """
    market = compiled.market
    placement = _placed(compiled, market, engine)
    rule = compiled.model.tail_repair
    if rule is None:
        return Outcome(placement, market)
    extra = np.zeros(market.programmes, dtype=np.int64)
    while True:
        slots = _helpful_slots(compiled, rule, market, placement, extra)
        if not slots:
            break
        seats = market.seats.copy()
        for slot in slots:
            seats[slot] += 1
            extra[market.programme[slot]] += 1
        market = replace(market, seats=sealed_like(seats, market.seats))
        placement = _placed(compiled, market, engine)
    names = compiled.labels.programmes
    added = {names[int(place)]: int(extra[place]) for place in np.flatnonzero(extra)}
    return Outcome(placement, market, added)


def sealed_like(changed: AnyInteger, before: AnyInteger) -> AnyInteger:
    """Make a changed copy read-only where the original is.

    The compiled engine tells the two kinds apart and would be compiled a second time.
    """
    changed.flags.writeable = before.flags.writeable
    return changed


def _placed(compiled: CompiledRound, market: Market, engine: str) -> Placement:
    limits, name = compiled.constraints, compiled.model.mechanism
    if compiled.model.blocks is not None:
        return constraints.family_blocks(market, limits.block, engine=engine)
    if compiled.model.regional_caps is not None:
        return constraints.regional_caps(market, limits.target, limits.region, limits.cap, engine=engine)
    if limits.reserved.shape[1]:
        return constraints.overlapping_reserves(market, limits.reserved, limits.traits, engine=engine)
    if name == "first_preference_first":
        return mechanisms.first_preference_first(market, limits.rank_first, engine=engine)
    if name == "eada":
        return efficiency_adjusted(market, limits.consent, engine=engine)
    plain = {
        "deferred_acceptance": mechanisms.deferred_acceptance,
        "school_proposing": mechanisms.school_proposing,
        "boston": mechanisms.boston,
        "top_trading_cycles": mechanisms.top_trading_cycles,
        "stable_improvement_cycles": mechanisms.stable_improvement_cycles,
        "serial_dictatorship": mechanisms.serial_dictatorship,
    }
    return plain[name](market, engine=engine)


def _helpful_slots(
    compiled: CompiledRound, rule: TailRepair, market: Market, placement: Placement, extra: Integers
) -> list[int]:
    """One more seat for each helped applicant, at the highest programme of their list that may still grow.

    The applicants go in the order of their lottery number (with a number per programme: of their names).
    """
    room = np.where(compiled.constraints.growing, rule.extra_seats - extra, 0)
    slots: list[int] = []
    for applicant in np.flatnonzero(_helped(rule, placement)):
        end = placement.entry[applicant]
        last = market.start[applicant + 1] if end < 0 else end
        for entry in range(market.start[applicant], last):
            slot = int(market.slot[entry])
            if market.key[entry] != UNACCEPTABLE and room[market.programme[slot]] > 0:
                room[market.programme[slot]] -= 1
                slots.append(slot)
                break
    return slots


def _helped(rule: TailRepair, placement: Placement) -> Integers:
    unplaced = (placement.entry < 0) & rule.unplaced
    low = np.zeros_like(unplaced) if rule.rank_above is None else placement.rank > rule.rank_above
    return np.asarray(unplaced | low)


def outcome_frame(outcome: Outcome, compiled: CompiledRound) -> pl.DataFrame:
    """One row per applicant: `applicant, programme, seat_type, rank, added`; `added` marks a back-up."""
    found = outcome.placement.frame(compiled.labels)
    marks = compiled.lists.select("applicant", "programme", "added")
    return found.join(marks, on=["applicant", "programme"], how="left").sort("applicant")


def reserve_lists(outcome: Outcome, compiled: CompiledRound) -> pl.DataFrame:
    """Who stands where on the reserve list of each programme they want more than what they got.

    Returns:
        `programme, position, applicant`, position from 1. The order is the one the rules declare; by default
        priority group and then lottery number.
    """
    market = outcome.market
    wishes = envied_wishes(market, outcome.placement.entry)
    group, number = _reserve_order(compiled.model.reserve_list, market.key[wishes.entry])
    frame = pl.DataFrame(
        {
            "programme": compiled.labels.programmes.gather(pl.Series(market.programme[wishes.slot])),
            "applicant": compiled.labels.applicants.gather(pl.Series(wishes.applicant)),
            "group": group,
            "number": number,
        }
    )
    best = frame.sort("programme", "group", "number", "applicant").unique(
        ["programme", "applicant"], keep="first", maintain_order=True
    )
    position = pl.int_range(1, pl.len() + 1).over("programme").cast(pl.Int64)
    return best.select("programme", position.alias("position"), "applicant")


def _reserve_order(rule: ReserveList | None, key: Integers) -> tuple[Integers, Integers]:
    """What comes first on a reserve list, and what decides between equals; lower is better."""
    if rule is None or not rule.inverted:
        keep = rule is None or rule.priorities
        return (standing_of(key) if keep else np.zeros_like(key)), ticket_of(key)
    # Within a group the worst number comes first; a distance would stand in its way.
    return (key >> CATEGORY_SHIFT if rule.priorities else np.zeros_like(key)), -ticket_of(key)
