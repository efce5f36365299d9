# SPDX-License-Identifier: EUPL-1.2
"""What the next step of a round is, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gemengd.rounds.lottery import QUICKNET, Source, Transcript
from gemengd.rounds.lottery.beacon import DRAND
from gemengd.rounds.lottery.stage import plan_of, source_of


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do next.

    Attributes:
        command: the command of `gemengd place`.
        not_before: the first moment for it, None where any will do.
        before: the last moment for it, None where any will do.
        note: what to know, empty where nothing.
    """

    command: str
    not_before: datetime | None = None
    before: datetime | None = None
    note: str = ""


UNDECIDED = "It was not decided in time whether the notary's part counts."
TELL = "Then the letters and the receipts: gemengd place explain and gemengd place receipt, each with --all."
HAND_OUT = "Hand the head of the transcript to the notary and every board before then."


def next_step(transcript: Transcript, now: datetime) -> NextStep:
    """The next step.

    Args:
        transcript: the transcript, empty for a round that was not opened.
        now: the time; a drill does not look at it.
    """
    done = {one["kind"] for one in transcript.events}
    if "opened" not in done:
        return NextStep("open", note="Before registration starts.")
    if "drawn" in done:
        return NextStep("audit", note=TELL) if "placed" in done else NextStep("run")
    plan = plan_of(transcript)
    if plan.drill:
        return NextStep("draw" if "frozen" in done else "commit")
    if "frozen" not in done:
        return NextStep("commit", plan.closes, plan.reveal_from)
    return _towards_the_draw(transcript, done, now)


def _towards_the_draw(transcript: Transcript, done: set[str], now: datetime) -> NextStep:
    plan, source = plan_of(transcript), source_of(transcript)
    if "decided" in done:
        return NextStep("draw", source.exists_from, note=_where(source))
    sealed = (transcript.data_of("frozen") or {})["notary"] is not None
    if sealed and "revealed" not in done and now <= plan.reveal_by:
        return NextStep("reveal", plan.reveal_from, plan.reveal_by)
    if now < source.exists_from:
        return NextStep("decide", None, source.exists_from, HAND_OUT)
    following = plan.sources[len(transcript.of_kind("skipped")) + 1 :]
    if following:
        return NextStep("skip", source.give_up, following[0].exists_from, UNDECIDED)
    return NextStep("open", note="Too late to decide, and no source is left: a new round with a new name.")


def _where(source: Source) -> str:
    note = f"It needs the file of {source.kind} {source.reference}: --beacon FILE."
    if source.kind != DRAND:
        return note
    address = f"https://api.drand.sh/{QUICKNET.hash}/public/{source.reference}"
    return f"{note} Every relay of drand has it, such as {address}"
