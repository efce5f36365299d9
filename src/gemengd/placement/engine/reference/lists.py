# SPDX-License-Identifier: EUPL-1.2
"""A market as plain Python lists."""

from __future__ import annotations

from dataclasses import dataclass

from gemengd.placement.market.keys import UNACCEPTABLE
from gemengd.placement.market.market import Market


@dataclass(frozen=True, slots=True)
class Lists:
    """The arrays of a market as lists; see `Market` for what they hold.

    Attributes:
        start, slot, key, rank, seats: as in the market.
        unlisted: (slot, applicant, key) of priorities at slots not listed.
    """

    start: list[int]
    slot: list[int]
    key: list[int]
    rank: list[int]
    seats: list[int]
    unlisted: list[tuple[int, int, int]]

    @property
    def applicants(self) -> int:
        """Number of applicants."""
        return len(self.start) - 1

    def entries(self, applicant: int) -> list[int]:
        """The entries this applicant may have, most wanted first."""
        own = range(self.start[applicant], self.start[applicant + 1])
        return [entry for entry in own if self.key[entry] != UNACCEPTABLE]

    def ranked(self) -> list[list[tuple[int, int, int]]]:
        """Per slot (key, applicant, entry) of everybody it accepts, best first."""
        found: list[list[tuple[int, int, int]]] = [[] for _ in self.seats]
        for applicant in range(self.applicants):
            for entry in self.entries(applicant):
                found[self.slot[entry]].append((self.key[entry], applicant, entry))
        return [sorted(one) for one in found]


def lists_of(market: Market) -> Lists:
    """Read the arrays of a market."""
    hidden = market.unlisted
    return Lists(
        market.start.tolist(),
        market.slot.tolist(),
        market.key.tolist(),
        market.rank.tolist(),
        market.seats.tolist(),
        list(zip(hidden.slot.tolist(), hidden.applicant.tolist(), hidden.key.tolist(), strict=True)),
    )
