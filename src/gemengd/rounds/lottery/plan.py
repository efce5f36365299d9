# SPDX-License-Identifier: EUPL-1.2
"""What is fixed before anybody applies: the moments, and the sources of chance in their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from gemengd.rounds.lottery.beacon import DRAND, DRILL, KINDS
from gemengd.rounds.lottery.chains import QUICKNET, Chain
from gemengd.rounds.lottery.moments import moment_of, stamp
from gemengd.rounds.lottery.refusal import Refused

AHEAD = timedelta(hours=24)
"""The root is published at least so long before the first source exists."""

TO_DECIDE = timedelta(hours=1)
"""At least so long between the last moment to open the notary's part and the first source: time to publish
the decision."""

MEND = "Change the plan before it is published; afterwards it is fixed."


@dataclass(frozen=True, slots=True)
class Source:
    """A source of chance.

    Attributes:
        kind: drand, nist, lotto or drill.
        reference: which value: drand's round, NIST's time stamp, the names of the lotto draws, "drill".
        exists_from: when the value comes to exist; nobody knows it before.
        give_up: from then on it may be passed over, if it cannot be had.
    """

    kind: str
    reference: str
    exists_from: datetime
    give_up: datetime


def drand_source(not_before: datetime, patience: timedelta, chain: Chain = QUICKNET) -> Source:
    """The first round of drand from a named time on.

    Args:
        not_before: the named time.
        patience: how long to wait for the round before the next source may be used.
        chain: the drand chain.
    """
    number = chain.first_round_from(not_before)
    exists = chain.time_of(number)
    return Source(DRAND, str(number), exists, exists + patience)


@dataclass(frozen=True, slots=True)
class Plan:
    """The moments of a draw, each later than the one before.

    Attributes:
        closes: no application or change after this.
        reveal_from: the list is frozen by now, and the notary may open the sealed part.
        reveal_by: opened later it does not count.
        sources: the first that is there decides; every one after the first is a fallback.
    """

    closes: datetime
    reveal_from: datetime
    reveal_by: datetime
    sources: tuple[Source, ...]

    @property
    def drill(self) -> bool:
        """Whether this is an exercise."""
        return any(one.kind == DRILL for one in self.sources)

    def as_data(self) -> dict[str, Any]:
        """The plan as JSON data."""
        return {
            "closes": stamp(self.closes),
            "reveal_from": stamp(self.reveal_from),
            "reveal_by": stamp(self.reveal_by),
            "sources": [
                {
                    "kind": one.kind,
                    "reference": one.reference,
                    "exists_from": stamp(one.exists_from),
                    "give_up": stamp(one.give_up),
                }
                for one in self.sources
            ],
        }


def plan_from(data: Mapping[str, Any]) -> Plan:
    """The plan behind its data, checked.

    Raises:
        Refused, KeyError, ValueError: it is not a plan that can be proved.
    """
    sources = tuple(
        Source(one["kind"], one["reference"], moment_of(one["exists_from"]), moment_of(one["give_up"]))
        for one in data["sources"]
    )
    closes, reveal_from, reveal_by = (
        moment_of(data[name]) for name in ("closes", "reveal_from", "reveal_by")
    )
    plan = Plan(closes, reveal_from, reveal_by, sources)
    check_plan(plan)
    return plan


def check_plan(plan: Plan, chain: Chain = QUICKNET) -> None:
    """Refuse a plan by which somebody could choose between two outcomes.

    Raises:
        Refused: with what to change.
    """
    if not plan.sources:
        raise Refused("a plan without a source of chance", "at least one", MEND)
    _check_order(plan)
    for source in plan.sources:
        _check_source(source, plan, chain)


def _check_order(plan: Plan) -> None:
    steps = [
        ("closing", plan.closes),
        ("opening the notary's part", plan.reveal_from),
        ("the last moment for that", plan.reveal_by),
    ]
    for number, source in enumerate(plan.sources, start=1):
        steps += [(f"source {number}", source.exists_from), (f"giving up source {number}", source.give_up)]
    for (before, early), (after, late) in pairwise(steps):
        if late <= early:
            raise Refused(f"{after} at {stamp(late)}", f"a moment after {before}, {stamp(early)}", MEND)
    first = plan.sources[0].exists_from
    if first < plan.reveal_from + AHEAD:
        raise Refused(
            f"the first source at {stamp(first)}", f"at least 24 hours after {stamp(plan.reveal_from)}", MEND
        )
    if first < plan.reveal_by + TO_DECIDE:
        raise Refused(
            f"the first source at {stamp(first)}", f"at least an hour after {stamp(plan.reveal_by)}", MEND
        )


def _check_source(source: Source, plan: Plan, chain: Chain) -> None:
    if source.kind not in KINDS:
        raise Refused(f"a source '{source.kind}'", f"one of {', '.join(KINDS)}", MEND)
    if source.kind != DRILL and plan.drill:
        raise Refused("a drill among real sources", "a plan that is a drill or is none", MEND)
    if source.kind == DRAND and chain.time_of(int(source.reference)) != source.exists_from:
        exists = stamp(chain.time_of(int(source.reference)))
        raise Refused(
            f"round {source.reference} at {stamp(source.exists_from)}", f"{exists}, when it exists", MEND
        )
