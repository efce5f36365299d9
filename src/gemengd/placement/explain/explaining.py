# SPDX-License-Identifier: EUPL-1.2
"""From a placement to the explanation of one child, or of every child."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

import numpy as np

from gemengd.placement.engine.result import Placement
from gemengd.placement.explain import facts
from gemengd.placement.explain.evidence import Evidence, gather
from gemengd.placement.explain.facts import Explanation, Refusal, Seat
from gemengd.placement.explain.letter import Letter
from gemengd.placement.explain.numbers import TESTED, enough
from gemengd.placement.explain.sentences import letter
from gemengd.placement.explain.terms import Terms
from gemengd.placement.market.keys import (
    CATEGORIES,
    CATEGORY_SHIFT,
    ORDER_SHIFT,
    ORDERS,
    RANK_SHIFT,
    TICKETS,
    UNACCEPTABLE,
)
from gemengd.placement.market.market import PER_FAMILY, PER_PROGRAMME, Labels, Market


def explain(
    market: Market,
    placement: Placement,
    labels: Labels,
    applicant: str,
    language: str = "nl",
    *,
    terms: Terms | None = None,
    evidence: Evidence | None = None,
) -> Letter:
    """The letter to one child's parents.

    Args:
        market: the market the placement was made on.
        placement: the placement.
        labels: the names.
        applicant: pseudonym.
        language: "nl" (level B1) or "en".
        terms: the words of the round.
        evidence: `gather(...)` of the same round, to explain many children quickly; then `terms` is not used.

    Returns:
        The letter; `text()` and `html()` write it.

    Raises:
        ValueError: the applicant or the language is not known.
    """
    seen = gather(market, placement, terms) if evidence is None else evidence
    return letter(explanation(seen, labels, applicant), seen.terms, language)


def explain_all(
    evidence: Evidence, labels: Labels, languages: tuple[str, ...] = ("nl",)
) -> Iterator[tuple[str, str, Letter]]:
    """Pseudonym, language and letter of every child, in the order of the pseudonyms."""
    order = np.argsort(labels.applicants.to_numpy(), kind="stable")
    for one in order:
        known = _explained(evidence, labels, int(one))
        for code in languages:
            yield known.applicant, code, letter(known, evidence.terms, code)


def explanation(evidence: Evidence, labels: Labels, applicant: str) -> Explanation:
    """What is known about one child's outcome.

    Raises:
        ValueError: the applicant is not known.
    """
    where = labels.applicants.index_of(applicant)
    if where is None:
        raise ValueError(f"applicant is '{applicant}'; expected an applicant of the round")
    return _explained(evidence, labels, where)


def _explained(seen: Evidence, labels: Labels, who: int) -> Explanation:
    market, placement = seen.market, seen.placement
    held = int(placement.entry[who])
    end = held if held >= 0 else int(market.start[who + 1])
    entries = range(int(market.start[who]), end)
    refusals = []
    for programme, part in groupby(entries, key=lambda entry: int(market.programme[market.slot[entry]])):
        span = list(part)
        if held < 0 or programme != placement.programme[who]:
            refusals.append(_refusal(seen, labels, who, programme, range(span[0], span[-1] + 1)))
    single = market.lottery != PER_PROGRAMME
    return Explanation(
        applicant=str(labels.applicants[who]),
        programme=None if held < 0 else str(labels.programmes[int(placement.programme[who])]),
        rank=None if held < 0 else int(placement.rank[who]),
        number=int(seen.number[who]) if single else None,
        numbers=seen.numbers if single else None,
        lottery=market.lottery,
        refusals=tuple(refusals),
        order_matters=seen.terms.order_matters(market),
    )


def _refusal(seen: Evidence, labels: Labels, who: int, programme: int, entries: range) -> Refusal:
    market = seen.market
    open_ = market.key[entries.start : entries.stop] != UNACCEPTABLE
    tested = seen.terms.promises.mechanism in TESTED and seen.step > 0 and bool(open_.any())
    listed = seen.terms.reserve_list is not None
    return Refusal(
        programme=str(labels.programmes[programme]),
        rank=int(market.rank[entries.start]),
        seats=int(market.seats[market.programme == programme].sum()),
        kinds=tuple(_seat(seen, labels, entry) for entry in entries),
        tested=tested,
        enough=enough(seen, who, entries) if tested else None,
        position=seen.position(who, programme) if listed else None,
    )


def _seat(seen: Evidence, labels: Labels, entry: int) -> Seat:
    slot = int(seen.market.slot[entry])
    key, last = int(seen.market.key[entry]), int(seen.last[slot])
    name, seats = str(labels.seat_types[slot]), int(seen.market.seats[slot])
    if key == UNACCEPTABLE:
        return Seat(name, seats, facts.CLOSED)
    seat = Seat(name, seats, facts.UNORDERED, _category(key), number=_number(seen, key))
    if last < 0:
        return replace(seat, decided=facts.NO_SEATS)
    if not seen.terms.promises.ordered or key < last:
        return seat
    return _compared(seen, seat, key, last, told=bool(seen.told[slot]))


def _compared(seen: Evidence, seat: Seat, key: int, last: int, *, told: bool) -> Seat:
    """What set the last one placed apart from the child: the first part of the keys that differs."""
    if key >> RANK_SHIFT > last >> RANK_SHIFT:
        return replace(seat, decided=facts.LIST_RANK, last_rank=last >> RANK_SHIFT)
    group = _category(last)
    if key >> CATEGORY_SHIFT > last >> CATEGORY_SHIFT:
        return replace(seat, decided=facts.GROUP, last_group=group if told else None)
    seat = replace(seat, last_group=group)
    if key >> ORDER_SHIFT > last >> ORDER_SHIFT:
        place, last_place = ((one >> ORDER_SHIFT & (ORDERS - 1)) + 1 for one in (key, last))
        return replace(seat, decided=facts.ORDER, place=place, last_place=last_place)
    return replace(seat, decided=facts.NUMBER, last_number=_number(seen, last))


def _category(key: int) -> int:
    return key >> CATEGORY_SHIFT & (CATEGORIES - 1)


def _number(seen: Evidence, key: int) -> int:
    """The lottery number in a key, as people know it."""
    ticket = key & (TICKETS - 1)
    return int(seen.number[ticket]) if seen.market.lottery == PER_FAMILY else ticket + 1
