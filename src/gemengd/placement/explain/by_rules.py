# SPDX-License-Identifier: EUPL-1.2
"""The words of a round by rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gemengd.placement.audit.promises import Promises
from gemengd.placement.checks.theory import risks
from gemengd.placement.explain.terms import INVERTED, NORMAL, Terms, Texts
from gemengd.placement.rules.reading import Rules

GUARANTEED: Texts = {"en": "place guaranteed", "nl": "gegarandeerde plaats"}
EVERYBODY_ELSE: Texts = {"en": "no priority", "nl": "geen voorrang"}


def terms_of(
    rules: Rules,
    promises: Promises,
    *,
    audited: bool = False,
    objection: Texts | None = None,
    contact: Texts | None = None,
    drill: bool = False,
    changed: frozenset[str] = frozenset(),
) -> Terms:
    """The words of a round.

    Args:
        rules: the rules of the round.
        promises: what they promise (`gemengd.placement.audit.promises_of`).
        audited: whether the placement passed its audit.
        objection: how and until when one can object, by language; from the municipality or the board.
        contact: where to ask, by language.
        drill: whether the round is an exercise.
        changed: applicants about whom something was decided after the placement.
    """
    model, data = rules.model, rules.data
    groups = list(_groups(data.get("priorities", ())))
    last = len(groups) + 1
    names = {0: GUARANTEED, **dict(enumerate(groups, start=1)), last: EVERYBODY_ELSE}
    outside = {last + 1 + number: name for number, name in names.items()}
    reserve = model.reserve_list
    return Terms(
        title=dict(data.get("title", {})),
        groups={} if not groups and not model.guarantees else {**names, **outside},
        seat_types=_seat_types(data),
        promises=promises,
        # A list that may not be long enough makes leaving out risky, not the order of what is on it.
        order_counts=any(not one.rule.startswith("/lists/") for one in risks(model)),
        reserve_list=INVERTED if reserve is not None and reserve.inverted else NORMAL,
        reserve_priorities=reserve is None or reserve.priorities,
        audited=audited,
        objection=objection or {},
        contact=contact or {},
        drill=drill,
        changed=changed,
    )


def _groups(priorities: Any) -> Iterator[Texts]:
    for one in priorities:
        yield one.get("title") or {"en": one["id"]}


def _seat_types(data: Mapping[str, Any]) -> dict[str, Texts]:
    kinds = (kind for split in data.get("seat_types", ()) for kind in split.get("types", ()))
    return {kind["id"]: kind["title"] for kind in kinds if "title" in kind}
