# SPDX-License-Identifier: EUPL-1.2
"""The order of applicants that decides between equals in `match`."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any, TypeVar

A = TypeVar("A", bound=Hashable)


def applicant_order(
    preferences: Mapping[A, Any],
    priorities: Mapping[Any, Sequence[A | Collection[A]]],
    tickets: Mapping[A, Any] | None,
    *,
    by_priority: bool,
) -> list[A]:
    """Applicants by ticket; without tickets by agreed priority if asked for, else by name.

    Raises:
        ValueError: a ticket is missing, belongs to nobody, or is given twice.
    """
    if tickets is None:
        names = by_name(preferences)
        return agreed_order(names, priorities) if by_priority else names
    _check(preferences, tickets)
    return sorted(preferences, key=lambda applicant: tickets[applicant])


def by_name(names: Iterable[A]) -> list[A]:
    """Names in their own order; names of different types by type, then as written."""
    names = list(names)
    try:
        return sorted(names)  # type: ignore[type-var]
    except TypeError:
        return sorted(names, key=lambda name: (type(name).__name__, repr(name)))


def agreed_order(names: list[A], priorities: Mapping[Any, Sequence[A | Collection[A]]]) -> list[A]:
    """The names in the order on which all priorities agree, as they stand where there is no such order."""
    place = {name: number for number, name in enumerate(names)}
    graph: TopologicalSorter[int] = TopologicalSorter(dict.fromkeys(place.values(), ()))
    for order in priorities.values():
        for before, after in pairwise(order):
            for later in members(after, place):
                graph.add(place.get(later, -1), *(place.get(one, -1) for one in members(before, place)))
    try:
        graph.prepare()
    except CycleError:
        return names
    found: list[A] = []
    ready = sorted(graph.get_ready())
    while ready:
        first, *ready = ready
        found += [names[first]] if first >= 0 else []
        graph.done(first)
        ready = sorted([*ready, *graph.get_ready()])
    return found


def members(item: Any, known: Mapping[Any, Any]) -> Sequence[Any]:
    """The applicants in one place of a priority list: one, or a group of equals."""
    if _hashable(item) and item in known:
        return [item]
    return by_name(item) if isinstance(item, (list, tuple, set, frozenset)) else [item]


def _hashable(item: Any) -> bool:
    try:
        hash(item)
    except TypeError:
        return False
    return True


def _check(preferences: Mapping[A, Any], tickets: Mapping[A, Any]) -> None:
    missing = [applicant for applicant in preferences if applicant not in tickets]
    if missing:
        raise ValueError(f"applicant {missing[0]!r} has no ticket; expected one for every applicant")
    seen: dict[Any, Any] = {}
    for applicant, ticket in tickets.items():
        if applicant not in preferences:
            raise ValueError(f"tickets names applicant {applicant!r}, who has no preferences")
        if ticket in seen:
            raise ValueError(
                f"applicants {seen[ticket]!r} and {applicant!r} have the same ticket; expected different ones"
            )
        seen[ticket] = applicant
