# SPDX-License-Identifier: EUPL-1.2
"""When a step takes place: now, or in a drill at the first moment its plan allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from gemengd.rounds.lottery import Plan, Source, Transcript
from gemengd.rounds.lottery.beacon import DRILL
from gemengd.rounds.lottery.stage import plan_of, source_of

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)

RandomBytes = Callable[[int], bytes]
"""Gives as many random bytes as asked; for a real round `secrets.token_bytes`."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What a step may not know by itself.

    Attributes:
        now: the time, with its zone.
        random: gives random bytes.
    """

    now: datetime
    random: RandomBytes


def drill_plan(closes: datetime) -> Plan:
    """The plan of a drill: one source, a file in place of the beacon, and moments as close as is allowed.

    Args:
        closes: the closing.
    """
    reveal_from = closes + HOUR
    exists = reveal_from + 24 * HOUR
    return Plan(closes, reveal_from, reveal_from + HOUR, (Source(DRILL, DRILL, exists, exists + 6 * HOUR),))


def opening_moment(plan: Plan, now: datetime) -> datetime:
    """When a round is opened: now, in a drill an hour before its closing."""
    return plan.closes - HOUR if plan.drill else now.replace(microsecond=0)


def step_moment(transcript: Transcript, kind: str, now: datetime) -> datetime:
    """When a step takes place: now in whole seconds; in a drill the first moment that the plan allows.

    The clock of an exercise is its plan, so that days of waiting pass at once.

    Args:
        transcript: an opened round.
        kind: the event to be recorded: `frozen`, `drawn`, `override` and so on.
        now: the time of the clock.
    """
    plan = plan_of(transcript)
    if not plan.drill:
        return now.replace(microsecond=0)
    last = transcript.moment
    assert last is not None
    return max(last, _earliest(transcript, plan, kind) or last)


def _earliest(transcript: Transcript, plan: Plan, kind: str) -> datetime | None:
    if kind == "frozen":
        return plan.closes
    if kind == "revealed":
        return plan.reveal_from
    if kind == "decided":
        waits = (transcript.data_of("frozen") or {}).get("notary") and not transcript.of_kind("revealed")
        return plan.reveal_by + SECOND if waits else None
    if kind == "skipped":
        return source_of(transcript).give_up
    return source_of(transcript).exists_from if kind == "drawn" else None
