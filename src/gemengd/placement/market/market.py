# SPDX-License-Identifier: EUPL-1.2
"""The compiled market: everything a mechanism needs, as integers."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from gemengd.numeric.arrays import Codes, Integers

PER_APPLICANT = "applicant"
PER_PROGRAMME = "programme"
PER_FAMILY = "family"
LOTTERIES = (PER_APPLICANT, PER_PROGRAMME, PER_FAMILY)


@dataclass(frozen=True, slots=True)
class Unlisted:
    """Priorities at slots the applicant did not list, which top trading cycles may trade.

    Attributes:
        slot: slot of each priority.
        applicant: who holds it.
        key: its key.
    """

    slot: Codes = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    applicant: Codes = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    key: Integers = field(default_factory=lambda: np.empty(0, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Market:
    """Applicants, their ranked slots and the slots' priorities.

    A slot is a kind of seat of a programme: all its seats, or its reserved ones, its open ones and so on. An
    applicant's entries hold every slot they may ask for, most wanted first; the slots of one programme follow
    each other in the order in which this applicant walks them and share a list rank. Applicants are
    numbered in the order of their lottery number (with one number per programme: in the order of their
    names), so that names never decide anything that the lottery can decide.

    Attributes:
        start: shape (applicants + 1,); the entries of applicant `i` are `start[i]:start[i + 1]`.
        slot: slot of each entry.
        key: priority key of the applicant at that slot (`placement.market.keys`), lower is better, different
            for all applicants of a slot; `UNACCEPTABLE` where they may not have the seat.
        rank: rank of the entry's programme on the applicant's own list, from 1.
        seats: seats of each slot.
        programme: programme of each slot, in ascending order.
        lottery: one of `LOTTERIES`.
        family: family of each applicant.
        unlisted: priorities at slots not listed.
    """

    start: Integers
    slot: Codes
    key: Integers
    rank: Codes
    seats: Integers
    programme: Codes
    lottery: str
    family: Codes
    unlisted: Unlisted = field(default_factory=Unlisted)

    @property
    def applicants(self) -> int:
        """Number of applicants."""
        return self.start.size - 1

    @property
    def slots(self) -> int:
        """Number of slots."""
        return self.seats.size

    @property
    def programmes(self) -> int:
        """Number of programmes."""
        return int(self.programme[-1]) + 1 if self.slots else 0

    def owner(self) -> Codes:
        """The applicant of each entry."""
        return np.repeat(np.arange(self.applicants, dtype=np.int32), np.diff(self.start))


@dataclass(frozen=True, slots=True)
class Labels:
    """The names behind the numbers of a market.

    Attributes:
        applicants: name of each applicant.
        programmes: name of each programme.
        seat_types: seat type of each slot.
    """

    applicants: pl.Series
    programmes: pl.Series
    seat_types: pl.Series
