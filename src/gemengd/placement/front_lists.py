# SPDX-License-Identifier: EUPL-1.2
"""A market from plain dictionaries."""

from __future__ import annotations

import operator
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from gemengd.measure.compiled import Integers
from gemengd.placement.front_order import members
from gemengd.placement.keys import ORDER_SHIFT, ORDERS, TICKETS, UNACCEPTABLE
from gemengd.placement.market import PER_APPLICANT, Market, Unlisted

_DENSE = 20_000_000
"""Applicants × programmes up to which a table is faster than sorting."""


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
    index = {applicant: number for number, applicant in enumerate(order)}
    numbers = {programme: number for number, programme in enumerate(seats)}
    _check_size(index, priorities, numbers)
    start, slot = _wishes(order, preferences, numbers)
    owner = np.repeat(np.arange(len(order)), np.diff(start))
    wished = slot * len(order) + owner
    if _repeats(wished, len(order) * len(numbers)):
        _refuse_repeat("applicant", preferences, "lists programme")
    ranked, place = _ranked(index, priorities, numbers)
    key, listed = _keys(wished, ranked, place, len(order), len(numbers))
    who = (ranked % max(len(order), 1)).astype(np.int32)
    hidden = Unlisted(
        (ranked // max(len(order), 1)).astype(np.int32)[~listed],
        who[~listed],
        ((place << ORDER_SHIFT) | who)[~listed],
    )
    market = Market(
        start=start,
        slot=slot.astype(np.int32),
        key=key,
        rank=(np.arange(slot.size) - start[owner] + 1).astype(np.int32),
        seats=_seats(seats),
        programme=np.arange(len(numbers), dtype=np.int32),
        lottery=PER_APPLICANT,
        family=np.arange(len(order), dtype=np.int32),
        unlisted=hidden if tradable else Unlisted(),
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
    lists = [preferences[applicant] for applicant in order]
    for applicant, wishes in zip(order, lists, strict=True):
        if isinstance(wishes, str):
            message = f"applicant {applicant!r} has {wishes!r}; expected a list of programmes"
            raise ValueError(message)  # noqa: TRY004 - every fault of the input is a ValueError
    start = np.zeros(len(lists) + 1, dtype=np.int64)
    start[1:] = np.cumsum(np.fromiter(map(len, lists), np.int64, len(lists)))
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
) -> tuple[Integers, Integers]:
    """Programme × applicant as one number, and the place in the programme's order, of every priority."""
    lists = [priorities[programme] for programme in numbers]
    size = np.fromiter(map(len, lists), np.int64, len(lists))
    try:
        who = np.fromiter(map(index.__getitem__, chain.from_iterable(lists)), np.int64, size.sum())
        place = np.arange(who.size) - np.repeat(np.cumsum(size) - size, size)
    except (KeyError, TypeError):
        lists, place = _spread_groups(index, priorities, numbers)
        size = np.fromiter(map(len, lists), np.int64, len(lists))
        who = np.fromiter(map(index.__getitem__, chain.from_iterable(lists)), np.int64, size.sum())
    code = np.repeat(np.arange(size.size), size) * len(index) + who
    if _repeats(code, len(index) * size.size):
        flat = {name: _flat(priorities[name], index) for name in numbers}
        _refuse_repeat("programme", flat, "ranks applicant")
    if place.size and place.max() >= ORDERS:
        raise ValueError(f"found {place.max() + 1} priorities at one programme; expected at most {ORDERS}")
    return code, place


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


def _keys(
    wished: Integers, ranked: Integers, place: Integers, applicants: int, programmes: int
) -> tuple[Integers, np.typing.NDArray[np.bool_]]:
    """The key of every wish, and which priorities are wished for."""
    if applicants * programmes <= _DENSE:
        table = np.full(applicants * programmes, -1, dtype=np.int32)
        table[ranked] = place
        found = table[wished].astype(np.int64)
        table[:] = 0
        table[wished] = 1
        listed = table[ranked] == 1
    else:
        by_code, wishes = np.argsort(ranked), np.sort(wished)
        at = np.minimum(np.searchsorted(ranked, wished, sorter=by_code), ranked.size - 1)
        hit = by_code[at] if ranked.size else np.zeros(wished.size, dtype=np.int64)
        found = np.where(ranked[hit] == wished, place[hit], -1) if ranked.size else hit - 1
        near = np.minimum(np.searchsorted(wishes, ranked), max(wishes.size - 1, 0))
        listed = wishes[near] == ranked if wishes.size else np.zeros(ranked.size, dtype=np.bool_)
    ticket = wished % max(applicants, 1)
    return np.where(found >= 0, (found << ORDER_SHIFT) | ticket, UNACCEPTABLE), listed


def _repeats(code: Integers, cells: int) -> bool:
    if cells <= _DENSE:
        seen = np.zeros(cells, dtype=np.bool_)
        seen[code] = True
        return bool(np.count_nonzero(seen) < code.size)
    return bool(np.unique(code).size < code.size)


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
