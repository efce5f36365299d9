# SPDX-License-Identifier: EUPL-1.2
"""The outcome of a mechanism."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from gemengd.numeric.arrays import Codes, Integers
from gemengd.placement.market.market import Labels, Market

NOBODY = -1


@dataclass(frozen=True, slots=True)
class Placement:
    """Who has which seat.

    Attributes:
        entry: shape (applicants,); the entry of the market each applicant holds, −1 = unplaced.
        rank: list rank of the programme held, from 1, −1 = unplaced.
        slot: slot held, −1 = unplaced.
        programme: programme held, −1 = unplaced.
        filled: shape (slots,); seats taken.
        cutoff: key of the last one admitted to each slot, −1 where nobody was.
        proposals: seats asked for on the way (school-proposing: seats offered). With a mechanism that runs
            deferred acceptance several times, over all runs.
        cycles: exchanges carried out (top trading cycles, stable improvement cycles).
        blocking: shape (pairs, 2); applicant and programme of the pairs that block, where a mechanism cannot
            promise that there are none (twins as a block).
    """

    entry: Integers
    rank: Codes
    slot: Codes
    programme: Codes
    filled: Integers
    cutoff: Integers
    proposals: int
    cycles: int = 0
    blocking: Integers = field(default_factory=lambda: np.empty((0, 2), dtype=np.int64))

    def frame(self, labels: Labels) -> pl.DataFrame:
        """One row per applicant, sorted by name: `applicant, programme, seat_type, rank`; null = unplaced."""
        names = labels.applicants
        return pl.DataFrame(
            {
                "applicant": names,
                "programme": _named(labels.programmes, self.programme),
                "seat_type": _named(labels.seat_types, self.slot),
                "rank": pl.Series(self.rank).replace(NOBODY, None),
            }
        ).sort("applicant")


def placement(
    market: Market,
    entry: Integers,
    *,
    proposals: int,
    cycles: int = 0,
    blocking: Integers | None = None,
) -> Placement:
    """Work out what follows from the entries held."""
    slot = _at(market.slot, entry)
    cutoff = np.full(market.slots, NOBODY, dtype=np.int64)
    held = entry[entry >= 0]
    np.maximum.at(cutoff, market.slot[held], market.key[held])
    filled = np.bincount(market.slot[held], minlength=market.slots)
    programme = _at(market.programme, slot)
    pairs = np.empty((0, 2), dtype=np.int64) if blocking is None else blocking
    rank = _at(market.rank, entry)
    return Placement(entry, rank, slot, programme, filled, cutoff, proposals, cycles, pairs)


def entries_tried(market: Market, entry: Integers) -> int:
    """Entries from the top of each list down to the one held, or the whole list of who is unplaced."""
    last = np.where(entry >= 0, entry + 1, market.start[1:])
    return int((last - market.start[:-1]).sum())


def _at(values: Codes, index: Integers | Codes) -> Codes:
    if not values.size:
        return np.full(index.size, NOBODY, dtype=np.int32)
    return np.where(index >= 0, values[index], NOBODY).astype(np.int32)


def _named(names: pl.Series, index: Codes) -> pl.Series:
    return names.gather(pl.Series(index).replace(NOBODY, None))
