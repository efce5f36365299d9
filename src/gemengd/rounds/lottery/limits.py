# SPDX-License-Identifier: EUPL-1.2
"""The published cut-offs: who was the last one admitted to each kind of seat, and whether it is full."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from gemengd.numeric.arrays import Integers
from gemengd.placement.engine.result import NOBODY
from gemengd.placement.market.keys import CATEGORY_SHIFT, ORDER_SHIFT, ORDERS
from gemengd.placement.market.market import PER_FAMILY, PER_PROGRAMME, Market
from gemengd.placement.rules import CompiledRound, Outcome
from gemengd.rounds.lottery.applications import BY_TURNS, rank_first_of

STANDING = ("rank", "category", "order", "ticket")


def cutoffs(outcome: Outcome, compiled: CompiledRound, tickets: pl.DataFrame) -> list[dict[str, Any]]:
    """Per kind of seat whether it is full, and if so the standing of the last one admitted.

    Returns:
        `programme, seat_type, full, last`; full means that one more child, standing lowest, would be refused.
        `last` is `[rank, category, order, ticket]` as far as each decides there (0 where it does not), null
        where it is not full or has no seats. Where children are placed together, also `lasts`, the standings
        of the last few admitted, and `free`, both no more than the largest family needs.
    """
    held = _held(outcome, compiled, tickets).sort("s", *STANDING, descending=[False, *[True] * len(STANDING)])
    standings: dict[int, list[list[Any]]] = {}
    for row in held.iter_rows(named=True):
        standings.setdefault(row["s"], []).append([row[name] for name in STANDING])
    market, labels = outcome.market, compiled.labels
    names = labels.programmes.gather(pl.Series(market.programme)).to_list()
    full = _full(outcome, compiled)
    together = _largest(compiled)
    found = []
    for slot in range(market.slots):
        worst = standings.get(slot, [])[: max(together, 1)]
        row = {"programme": names[slot], "seat_type": labels.seat_types[slot], "full": full[slot]}
        row |= {"last": worst[0] if full[slot] and worst else None}
        if together:
            free = int(market.seats[slot] - outcome.placement.filled[slot])
            row |= {"free": min(free, together), "lasts": worst}
        found.append(row)
    return found


def _largest(compiled: CompiledRound) -> int:
    """Children in the largest family that is placed together; 0 where the rules place nobody so."""
    if compiled.model.blocks is None:
        return 0
    return int(np.unique(compiled.constraints.block, return_counts=True)[1].max(initial=1))


def _full(outcome: Outcome, compiled: CompiledRound) -> list[bool]:
    filled, seats = outcome.placement.filled, outcome.market.seats
    if compiled.model.regional_caps is None:
        return [bool(full) for full in filled >= seats]
    return [
        bool(filled[slot] >= seats[slot]) or _capped(slot, filled, compiled) for slot in range(seats.size)
    ]


def _capped(slot: int, filled: Integers, compiled: CompiledRound) -> bool:
    """Whether the cap of its region would refuse one more: no turn is left, or the next is another's."""
    limits = compiled.constraints
    region = limits.region[slot]
    inside = np.flatnonzero(limits.region == region)
    if region < 0 or filled[inside].sum() < limits.cap[region]:
        return False
    beyond = filled - limits.target + (np.arange(filled.size) == slot)
    return int(max(inside, key=lambda one: (beyond[one], one))) == slot


def _held(outcome: Outcome, compiled: CompiledRound, tickets: pl.DataFrame) -> pl.DataFrame:
    """The entry that each placed applicant holds, with what decided there."""
    market, placement = outcome.market, outcome.placement
    who = np.flatnonzero(placement.entry != NOBODY)
    slot = market.slot[placement.entry[who]]
    best, entry = _deciding(market, compiled, who, placement.entry[who])
    key = market.key[entry]
    counts = compiled.model.mechanism != BY_TURNS
    frame = pl.DataFrame(
        {
            "s": slot,
            "applicant": compiled.labels.applicants.gather(pl.Series(best)),
            "programme": compiled.labels.programmes.gather(pl.Series(market.programme[slot])),
            "rank": np.where(rank_first_of(compiled)[slot], market.rank[entry], 0),
            "category": (key >> CATEGORY_SHIFT) * counts,
            "order": ((key >> ORDER_SHIFT) & (ORDERS - 1)) * counts,
            "family": market.family[best],
        }
    )
    return _with_ticket(frame, market.lottery, tickets)


def _deciding(
    market: Market, compiled: CompiledRound, who: Integers, entry: Integers
) -> tuple[Integers, Integers]:
    """For each entry held whose standing counts (the best of those placed together) and its entry."""
    if compiled.model.blocks is None:
        return who, entry
    block, offset = compiled.constraints.block[who], entry - market.start[who]
    best, own = who.copy(), entry.copy()
    for number in np.flatnonzero(np.bincount(compiled.constraints.block) > 1):
        members = np.flatnonzero(compiled.constraints.block == number)
        for place in np.flatnonzero(block == number):
            entries = market.start[members] + offset[place]
            first = int(np.argmin(market.key[entries]))
            best[place], own[place] = members[first], entries[first]
    return best, own


def _with_ticket(frame: pl.DataFrame, lottery: str, tickets: pl.DataFrame) -> pl.DataFrame:
    if lottery != PER_FAMILY:
        keys = ["applicant", "programme"] if lottery == PER_PROGRAMME else ["applicant"]
        return frame.join(tickets.select(*keys, "ticket"), on=keys, how="left")
    # The market numbers families in the order of their names.
    named = tickets.sort("family").with_row_index("number").with_columns(pl.col("number").cast(pl.Int32))
    return frame.join(named.select("number", "ticket"), left_on="family", right_on="number", how="left")
