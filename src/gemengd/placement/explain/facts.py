# SPDX-License-Identifier: EUPL-1.2
"""What is known about one child's outcome, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass

GROUP, ORDER, NUMBER, LIST_RANK, CLOSED, NO_SEATS, UNORDERED = (
    "group",
    "order",
    "number",
    "list_rank",
    "closed",
    "no_seats",
    "unordered",
)
"""What decided at a seat: the priority group, the declared order, the lottery number, the rank on the list,
the rules closed it, there were none, or (mechanisms that trade) nothing that one cut-off can say."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A kind of seat that the child did not get; of others it holds the last one placed only.

    Attributes:
        seat_type: its name in the market.
        seats: how many.
        decided: what decided.
        group: the child's category, None where the seat is closed to it.
        last_group: category of the last one placed, None where fewer than five of that category were placed
            and it is not the child's own.
        number: the child's own lottery number here, from 1.
        last_number: that of the last one placed, where the number decided.
        place: the child's place in the declared order, from 1, where that decided.
        last_place: that of the last one placed.
        last_rank: place on the list of the last one placed, where that decided.
    """

    seat_type: str
    seats: int
    decided: str
    group: int | None = None
    last_group: int | None = None
    number: int | None = None
    last_number: int | None = None
    place: int | None = None
    last_place: int | None = None
    last_rank: int | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A programme that the child ranked above its place.

    Attributes:
        programme: its name.
        rank: its place on the list.
        seats: seats in all.
        kinds: the kinds of seat, in the order in which this child tries them.
        tested: whether it was worked out which numbers would have done.
        enough: with any number up to this one there would have been a place here, so that the child would
            have had it or one ranked higher; None where no number would have done (or nothing was tested).
        position: place on the reserve list, None without such a list.
    """

    programme: str
    rank: int
    seats: int
    kinds: tuple[Seat, ...]
    tested: bool
    enough: int | None
    position: int | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One child's outcome.

    Attributes:
        applicant: pseudonym.
        programme: programme, None = no place.
        rank: its place on the list.
        number: lottery number, None with a number per programme.
        numbers: how many numbers were drawn, None with a number per programme.
        lottery: as in the market.
        refusals: the programmes ranked above the place, or the whole list.
        order_matters: whether another order of the list could have helped.
    """

    applicant: str
    programme: str | None
    rank: int | None
    number: int | None
    numbers: int | None
    lottery: str
    refusals: tuple[Refusal, ...]
    order_matters: bool
