# SPDX-License-Identifier: EUPL-1.2
"""The chance of each programme and of no place under deferred acceptance, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from gemengd.numeric.arrays import Floats, Integers
from gemengd.placement.engine.cutoffs import CutOffs, cut_offs, held_under, number_of_holders
from gemengd.placement.engine.draws import redraw_placements
from gemengd.placement.market.keys import UNACCEPTABLE
from gemengd.placement.market.market import Labels, Market

TICKETS, APPLICANTS = "tickets", "applicants"
RESAMPLED = (TICKETS, APPLICANTS)
RISKY = 0.10
"""Chance of no place above which a list is called risky."""


@dataclass(frozen=True, slots=True)
class Chances:
    """The chances of every child.

    Attributes:
        frame: `applicant, rank, programme, chance, error`; one row per programme listed, sorted. `error` is
            the standard error of the simulation.
        no_place: `applicant, listed, chance, error, risky`; the chance of no place, and whether it is above
            `RISKY`.
        draws: draws made.
        resampled: "tickets" (this round, another draw) or "applicants" (another year of such families).
    """

    frame: pl.DataFrame
    no_place: pl.DataFrame
    draws: int
    resampled: str


@dataclass(frozen=True, slots=True)
class ListChances:
    """The chances of one list.

    Attributes:
        programmes: shape (listed,); chance of each.
        no_place: chance of no place.
    """

    programmes: Floats
    no_place: float

    @property
    def risky(self) -> bool:
        """Whether the list deserves a warning."""
        return self.no_place > RISKY


def chances(
    market: Market,
    labels: Labels,
    *,
    resample: str = TICKETS,
    draws: int = 1000,
    seed: int = 0,
    size: int | None = None,
    threads: int = 1,
) -> Chances:
    """Work out the chances of every child of a round.

    With `resample="tickets"` everybody's list is known and only the lottery numbers are drawn again. With
    "applicants" the other families are drawn as well, with replacement, from those of the round: what a child
    with this list and these priorities may expect in a year with such families. The child then comes on top
    of the families drawn and is placed by the cut-offs they leave.

    Args:
        market: the round; its own lottery numbers are not used.
        labels: the names.
        resample: one of `RESAMPLED`.
        draws: draws to make, 1 or more.
        seed: seed, 0 or more.
        size: families in the year to come, with "applicants"; default as many as now.
        threads: threads to use, with "tickets".

    Raises:
        ValueError: `resample` is not known, or a number is out of range.
    """
    if resample not in RESAMPLED:
        raise ValueError(f"resample is '{resample}'; expected one of {list(RESAMPLED)}")
    if resample == TICKETS:
        found = redraw_placements(market, draws, seed, threads=threads)
        times, unplaced = found.times, found.unplaced
    else:
        times, unplaced = _another_year(market, cut_offs(market, draws, seed, size=size), seed)
    return _tabulated(market, labels, times / draws, unplaced / draws, draws, resample)


def chances_of_list(
    market: Market, known: CutOffs, slot: Integers, standing: Integers, *, seed: int = 0, times: int = 20
) -> ListChances:
    """The chances of a list that is still being made; fast enough to show while somebody types.

    Args:
        market: the round whose families were drawn (last year's, say).
        known: `cut_offs(...)` of that round.
        slot: slots asked for, most wanted first; the slots of one programme follow each other.
        standing: shape as `slot`; keys with any lottery number (`gemengd.placement.market.keys.pack`), or
            `UNACCEPTABLE`.
        seed: seed of this child's numbers.
        times: numbers tried per draw.

    Raises:
        ValueError: `slot` and `standing` differ in length.
    """
    if slot.shape != standing.shape:
        raise ValueError(f"standing has shape {standing.shape}; expected that of slot, {slot.shape}")
    programme = market.programme[slot]
    rank = np.cumsum(np.append(1, np.diff(programme) != 0)[: slot.size]).astype(np.int32)
    start = np.arange(times + 1, dtype=np.int64) * slot.size
    many = replace(
        market,
        start=start,
        slot=np.tile(slot, times).astype(np.int32),
        key=np.tile(standing, times).astype(np.int64),
        rank=np.tile(rank, times),
        family=np.arange(times, dtype=np.int32),
    )
    held, unplaced = _another_year(many, known, seed)
    per_entry = held.reshape(times, slot.size).sum(axis=0)
    total = times * known.draws
    share = np.bincount(rank, weights=per_entry, minlength=int(rank.max(initial=0)) + 1)[1:] / total
    return ListChances(share, float(unplaced.sum() / total))


def _another_year(market: Market, known: CutOffs, seed: int) -> tuple[Integers, Integers]:
    """How often each entry was held, and each applicant left without a place."""
    times = np.zeros(market.slot.size, dtype=np.int64)
    unplaced = np.zeros(market.applicants, dtype=np.int64)
    holder, holders = number_of_holders(market)
    for draw in range(known.draws):
        generator = np.random.Generator(np.random.Philox(key=seed, counter=[0, 0, 1, draw]))
        number = generator.integers(0, known.numbers + 1, holders)
        entry = held_under(market, known.limit[draw], number[holder])
        times[entry[entry >= 0]] += 1
        unplaced += entry < 0
    return times, unplaced


def _tabulated(
    market: Market, labels: Labels, share: Floats, unplaced: Floats, draws: int, resampled: str
) -> Chances:
    owner = market.owner()
    rows = pl.DataFrame(
        {
            "applicant": labels.applicants.gather(pl.Series(owner)),
            "rank": market.rank,
            "programme": labels.programmes.gather(pl.Series(market.programme[market.slot])),
            "chance": share,
        }
    )
    error = (pl.col("chance") * (1 - pl.col("chance")) / draws).clip(lower_bound=0).sqrt().alias("error")
    frame = rows.group_by("applicant", "rank", "programme").agg(pl.col("chance").sum())
    people = pl.DataFrame(
        {
            "applicant": labels.applicants,
            "listed": _listed(market),
            "chance": unplaced,
        }
    )
    risky = (pl.col("chance") > RISKY).alias("risky")
    return Chances(
        frame.with_columns(error).sort("applicant", "rank"),
        people.with_columns(error, risky).sort("applicant"),
        draws,
        resampled,
    )


def _listed(market: Market) -> Integers:
    """Programmes on each list at which the child may be placed."""
    owner, open_ = market.owner().astype(np.int64), market.key != UNACCEPTABLE
    pair = np.unique(owner[open_] * max(market.programmes, 1) + market.programme[market.slot[open_]])
    return np.bincount(pair // max(market.programmes, 1), minlength=market.applicants)
