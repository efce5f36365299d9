# SPDX-License-Identifier: EUPL-1.2
"""A market from plain dictionaries."""

from __future__ import annotations

import operator
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from gemengd.numeric.arrays import Integers
from gemengd.placement.engine.kernels.places import keys_of_wishes
from gemengd.placement.market.keys import ORDER_SHIFT, ORDERS, TICKETS
from gemengd.placement.market.market import PER_APPLICANT, Market, Unlisted
from gemengd.placement.plain.front_order import members


@dataclass(frozen=True, slots=True)
class Front:
    """A market and the names behind its numbers."""

    market: Market
    index: dict[Any, int]
    programmes: list[Any]


def read_lists(
    order: Sequence[Any],
    preferences: Mapping[Any, Sequence[Any]],
    priorities: Mapping[Any, Sequence[Any]],
    seats: Mapping[Any, int],
    *,
    tradable: bool,
) -> Front:
    """Compile dictionaries; applicants are numbered in the order given.

    Raises:
        ValueError: see `gemengd.placement.match`.
    """
    index = dict(zip(order, range(len(order)), strict=True))
    numbers = {programme: number for number, programme in enumerate(seats)}
    _check_size(index, priorities, numbers)
    start, slot = _wishes(order, preferences, numbers)
    owner = np.repeat(np.arange(len(order)), np.diff(start))
    begin, who, place = _ranked(index, priorities, numbers)
    key, wish_twice, place_twice = keys_of_wishes(slot, owner, begin, who, place, len(order))
    if wish_twice:
        _refuse_repeat("applicant", preferences, "lists programme")
    if place_twice:
        flat = {name: _flat(priorities[name], index) for name in numbers}
        _refuse_repeat("programme", flat, "ranks applicant")
    market = Market(
        start=start,
        slot=slot.astype(np.int32),
        key=key,
        rank=(np.arange(1, slot.size + 1) - start[owner]).astype(np.int32),
        seats=_seats(seats),
        programme=np.arange(len(numbers), dtype=np.int32),
        lottery=PER_APPLICANT,
        family=np.arange(len(order), dtype=np.int32),
        unlisted=_hidden(slot, owner, begin, who, place) if tradable else Unlisted(),
    )
    return Front(market, index, list(numbers))


def _check_size(index: Mapping[Any, int], priorities: Mapping[Any, Any], numbers: Mapping[Any, int]) -> None:
    if len(index) > TICKETS:
        raise ValueError(f"found {len(index)} applicants; expected at most {TICKETS}")
    for programme in numbers:
        if programme not in priorities:
            raise ValueError(
                f"programme {programme!r} has seats but no priorities; an empty list admits nobody"
            )
    for programme in priorities:
        if programme not in numbers:
            raise ValueError(
                f"programme {programme!r} has priorities but no seats; expected a number, 0 or more"
            )


def _wishes(
    order: Sequence[Any], preferences: Mapping[Any, Sequence[Any]], numbers: Mapping[Any, int]
) -> tuple[Integers, Integers]:
    lists = list(map(preferences.__getitem__, order))
    if any(issubclass(kind, str) for kind in set(map(type, lists))):
        who, wishes = next(pair for pair in zip(order, lists, strict=True) if isinstance(pair[1], str))
        raise ValueError(f"applicant {who!r} has {wishes!r}; expected a list of programmes")
    start = _begins(lists)
    try:
        flat = map(numbers.__getitem__, chain.from_iterable(lists))
        return start, np.fromiter(flat, np.int64, start[-1])
    except KeyError as error:
        unknown = error.args[0]
    who = next(applicant for applicant in order if unknown in preferences[applicant])
    raise ValueError(
        f"applicant {who!r} lists programme {unknown!r}, which has no seats and priorities; expected one of "
        f"{list(numbers)[:10]}{' …' if len(numbers) > 10 else ''}"
    )


def _ranked(
    index: Mapping[Any, int], priorities: Mapping[Any, Sequence[Any]], numbers: Mapping[Any, int]
) -> tuple[Integers, Integers, Integers]:
    """Where each programme's order begins, and the applicants and places in it."""
    lists = [priorities[programme] for programme in numbers]
    begin = _begins(lists)
    try:
        who = np.fromiter(map(index.__getitem__, chain.from_iterable(lists)), np.int64, begin[-1])
        place = np.arange(who.size) - np.repeat(begin[:-1], np.diff(begin))
    except (KeyError, TypeError):
        lists, place = _spread_groups(index, priorities, numbers)
        begin = _begins(lists)
        who = np.fromiter(map(index.__getitem__, chain.from_iterable(lists)), np.int64, begin[-1])
    if place.size and place.max() >= ORDERS:
        raise ValueError(f"found {place.max() + 1} priorities at one programme; expected at most {ORDERS}")
    return begin, who, place


def _begins(lists: Sequence[Sequence[Any]]) -> Integers:
    begin = np.zeros(len(lists) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, lists), np.int64, len(lists)), out=begin[1:])
    return begin


def _spread_groups(
    index: Mapping[Any, int], priorities: Mapping[Any, Sequence[Any]], numbers: Mapping[Any, int]
) -> tuple[list[Sequence[Any]], Integers]:
    lists: list[Sequence[Any]] = []
    places: list[int] = []
    for programme in numbers:
        groups = [members(item, index) for item in priorities[programme]]
        own = list(chain.from_iterable(groups))
        for applicant in own:
            if applicant not in index:
                text = f"programme {programme!r} ranks applicant {applicant!r}, who has no preferences"
                raise ValueError(f"{text}; give them an empty list if they want no programme")
        lists.append(own)
        places += [place for place, group in enumerate(groups) for _ in group]
    return lists, np.array(places, dtype=np.int64)


def _flat(order: Iterable[Any], index: Mapping[Any, int]) -> list[Any]:
    return [applicant for item in order for applicant in members(item, index)]


def _hidden(slot: Integers, owner: Integers, begin: Integers, who: Integers, place: Integers) -> Unlisted:
    """The priorities at programmes that are not on the applicant's list."""
    at = np.repeat(np.arange(begin.size - 1), np.diff(begin))
    hidden = ~np.isin((at << ORDER_SHIFT) | who, (slot << ORDER_SHIFT) | owner)
    at, who, place = at[hidden], who[hidden], place[hidden]
    return Unlisted(at.astype(np.int32), who.astype(np.int32), (place << ORDER_SHIFT) | who)


def _refuse_repeat(kind: str, lists: Mapping[Any, Sequence[Hashable]], what: str) -> None:
    for name, items in lists.items():
        twice = next((item for place, item in enumerate(items) if item in items[:place]), None)
        if twice is not None:
            raise ValueError(f"{kind} {name!r} {what} {twice!r} twice; expected each once")


def _seats(seats: Mapping[Any, int]) -> Integers:
    for programme, number in seats.items():
        try:
            whole = operator.index(number)
        except TypeError:
            whole = -1
        if whole < 0 or isinstance(number, bool):
            raise ValueError(
                f"programme {programme!r} has {number!r} seats; expected a whole number, 0 or more"
            )
    return np.fromiter(seats.values(), np.int64, len(seats))
