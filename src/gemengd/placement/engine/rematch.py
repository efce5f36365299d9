# SPDX-License-Identifier: EUPL-1.2
"""Placing again after withdrawals, late applications, changed lists or extra seats.

Whoever keeps wanting the place they were given keeps it or moves up: at that place they go before everybody
else. What a full rerun would have given is worked out beside it, so that the difference can be reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from gemengd.numeric.arrays import Codes, Flags, Integers
from gemengd.placement.engine.constraints import family_blocks
from gemengd.placement.engine.mechanisms import deferred_acceptance
from gemengd.placement.engine.result import NOBODY, Placement
from gemengd.placement.engine.result import placement as follows
from gemengd.placement.market.compile import Compiled
from gemengd.placement.market.keys import CATEGORIES, CATEGORY_SHIFT, RANK_SHIFT, UNACCEPTABLE
from gemengd.placement.market.market import Market

KEPT, MOVED_UP, NEW, GAVE_UP, LEFT, NO_PLACE = "kept", "moved_up", "new", "gave_up", "left", "no_place"
TIER = 1 << RANK_SHIFT
"""Before everything else: who stays where they are, then who holds a place, then everybody."""
CHANGES = (KEPT, MOVED_UP, NEW, GAVE_UP, LEFT, NO_PLACE)


@dataclass(frozen=True, slots=True)
class Rematch:
    """A placement made again.

    Attributes:
        market: the new market with the places held put first; the audit is done on this one.
        placement: the new placement.
        frame: `applicant, before, now, full_rerun, change`, sorted; programmes, null = no place. `change` is
            "kept"; "moved_up"; "new" (had no place); "gave_up" (no longer lists the place they had); "left"
            (withdrawn); "no_place".
        full: what placing everybody again without regard to places held gives.
        would_lose: children who keep a place that a full rerun would take from them, for a lower one or none.
    """

    market: Market
    placement: Placement
    frame: pl.DataFrame
    full: Placement
    would_lose: int

    def count(self, change: str) -> int:
        """Children with this change."""
        return self.frame.filter(pl.col("change") == change).height

    @property
    def differences(self) -> pl.DataFrame:
        """The children whom a full rerun would place elsewhere."""
        here = pl.col("change") != LEFT
        return self.frame.filter(here & pl.col("now").ne_missing(pl.col("full_rerun")))

    def lines(self) -> Iterator[str]:
        """The report as lines of text."""
        yield ", ".join(f"{change} {self.count(change)}" for change in CHANGES)
        yield (
            f"A full rerun would place {self.differences.height} children elsewhere; "
            f"{self.would_lose} of those who keep a place would lose by it."
        )


def rematch(
    before: Compiled, placed: Placement, after: Compiled, *, block: Integers | None = None
) -> Rematch:
    """Place again so that nobody who still wants their place loses it.

    Args:
        before: the round as it was placed.
        placed: that placement.
        after: the round as it is now, compiled with the same lottery numbers: without who withdrew, with who
            came late (their numbers are for the rules to set), with changed lists and seats.
        block: shape (applicants of `after`,); families to keep together, as in `family_blocks`.

    Returns:
        The new placement and its difference with a full rerun.

    Raises:
        ValueError: a programme has fewer seats than children who hold one and still want it.
    """
    market = after.market
    held = held_entries(before, placed, after)
    _enough_seats(after, held)
    protected = _protected(market, held)
    entry = _placed(protected, held, block)
    full = deferred_acceptance(market) if block is None else family_blocks(market, block)
    outcome = follows(protected, entry, proposals=0)
    worse = (held >= 0) & ((full.rank == NOBODY) | (full.rank > outcome.rank))
    frame = _frame(before, placed, after, held, outcome, full)
    return Rematch(protected, outcome, frame, full, int(worse.sum()))


def held_entries(before: Compiled, placed: Placement, after: Compiled) -> Integers:
    """Entry in the new market of the place each applicant holds, −1 where there is none (any more)."""
    old = pl.DataFrame(
        {
            "applicant": before.labels.applicants,
            "programme": _names(before.labels.programmes, placed.programme),
            "was": _names(before.labels.seat_types, placed.slot),
        }
    ).drop_nulls()
    market, labels = after.market, after.labels
    new = pl.DataFrame(
        {
            "entry": np.arange(market.slot.size),
            "applicant": labels.applicants.gather(pl.Series(market.owner())),
            "programme": labels.programmes.gather(pl.Series(market.programme[market.slot])),
            "seat_type": labels.seat_types.gather(pl.Series(market.slot)),
        }
    ).join(old, on=["applicant", "programme"])
    # The seat type that was held; where it is gone, the first one this child may have.
    same = (pl.col("seat_type") != pl.col("was")).alias("other")
    first = new.sort(same, "entry").unique("applicant", keep="first", maintain_order=True)
    own = pl.DataFrame({"applicant": labels.applicants}).join(
        first.select("applicant", "entry"), on="applicant", how="left", maintain_order="left"
    )
    return own["entry"].fill_null(NOBODY).cast(pl.Int64).to_numpy()


def _enough_seats(after: Compiled, held: Integers) -> None:
    market = after.market
    taken = np.bincount(market.slot[held[held >= 0]], minlength=market.slots)
    short = np.flatnonzero(taken > market.seats)
    if short.size:
        slot = int(short[0])
        name = after.labels.programmes[int(market.programme[slot])]
        raise ValueError(
            f"programme '{name}' has {market.seats[slot]} seats ({after.labels.seat_types[slot]}) and "
            f"{taken[slot]} children who hold one; expected at least {taken[slot]}. "
            "A place that was given is not taken away: add seats."
        )


def _protected(market: Market, held: Integers) -> Market:
    """The market in which everybody goes first at the place they hold."""
    key = np.where(market.key == UNACCEPTABLE, market.key, market.key + 2 * TIER)
    who = np.flatnonzero(held >= 0)
    mine = market.key[held[who]]
    # Who may no longer have the seat by the rules holds it all the same, behind the other holders.
    last = (CATEGORIES - 1 << CATEGORY_SHIFT) | who
    key[held[who]] = np.where(mine == UNACCEPTABLE, last, mine) + TIER
    return replace(market, key=key)


def _placed(market: Market, held: Integers, block: Integers | None) -> Integers:
    if block is None:
        return deferred_acceptance(market).entry
    # Families can push in ways for which no stable place exists. Whoever would lose a place by that stays
    # where they are, with their family, and the rest is placed again.
    fixed = np.zeros(held.size, dtype=np.bool_)
    while True:
        entry = family_blocks(
            _with_fixed(market, held, fixed), np.where(fixed, -1 - np.arange(held.size), block)
        )
        lost = (held >= 0) & ((entry.entry < 0) | (entry.entry > held)) & ~_same(market, entry.entry, held)
        if not lost.any():
            return entry.entry
        fixed |= np.isin(block, block[lost]) & (held >= 0)


def _same(market: Market, entry: Integers, held: Integers) -> Flags:
    """Whether both are seats of one programme."""
    programme = np.append(market.programme[market.slot], NOBODY)
    return np.asarray((entry >= 0) & (programme[entry] == programme[held]))


def _with_fixed(market: Market, held: Integers, fixed: Flags) -> Market:
    """The market in which some may have the place they hold and no other."""
    if not fixed.any():
        return market
    key = np.where(fixed[market.owner()], UNACCEPTABLE, market.key)
    key[held[fixed]] = market.key[held[fixed]] - TIER
    return replace(market, key=key)


def _frame(
    before: Compiled, placed: Placement, after: Compiled, held: Integers, now: Placement, full: Placement
) -> pl.DataFrame:
    old = pl.DataFrame(
        {
            "applicant": before.labels.applicants,
            "before": _names(before.labels.programmes, placed.programme),
        }
    )
    names = after.labels.programmes
    new = pl.DataFrame(
        {
            "applicant": after.labels.applicants,
            "index": np.arange(after.market.applicants),
            "now": _names(names, now.programme),
            "full_rerun": _names(names, full.programme),
            "holds": held >= 0,
        }
    )
    both = old.join(new, on="applicant", how="full", coalesce=True)
    both = both.with_columns(_change().alias("change"))
    return both.select("applicant", "before", "now", "full_rerun", "change").sort("applicant")


def _change() -> pl.Expr:
    return (
        pl.when(pl.col("index").is_null())
        .then(pl.lit(LEFT))
        .when(pl.col("before").is_not_null() & ~pl.col("holds"))
        .then(pl.lit(GAVE_UP))
        .when(pl.col("before").is_not_null())
        .then(pl.when(pl.col("before") == pl.col("now")).then(pl.lit(KEPT)).otherwise(pl.lit(MOVED_UP)))
        .when(pl.col("now").is_not_null())
        .then(pl.lit(NEW))
        .otherwise(pl.lit(NO_PLACE))
    )


def _names(names: pl.Series, index: Integers | Codes) -> pl.Series:
    return names.gather(pl.Series(index).replace(NOBODY, None))
