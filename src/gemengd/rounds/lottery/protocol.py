# SPDX-License-Identifier: EUPL-1.2
"""The steps of a draw in the only order in which they prove something.

open → freeze → (reveal) → decide → (skip) → draw → place → later events. Each step takes the transcript and
gives a longer one; a step out of order, twice, too late, or with another list or other rules than were fixed
is refused and says what to do. Moments are arguments: this module has no clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gemengd.placement.rules.tickets import SEPARATOR
from gemengd.rounds.lottery import stage
from gemengd.rounds.lottery.beacon import Published
from gemengd.rounds.lottery.canonical import canonical
from gemengd.rounds.lottery.commitment import Commitment
from gemengd.rounds.lottery.merkle import leaf_hash
from gemengd.rounds.lottery.moments import stamp
from gemengd.rounds.lottery.notary import check_part
from gemengd.rounds.lottery.plan import Plan, check_plan
from gemengd.rounds.lottery.refusal import Refused
from gemengd.rounds.lottery.seed import seed_of
from gemengd.rounds.lottery.transcript import Transcript

LATER = ("withdrawn", "override", "rematch", "late_application", "seats_added", "list_changed", "corrected")
"""What may be recorded after the placement."""


def open_round(
    round_id: str, rules: str, plan: Plan, moment: datetime, *, software: Mapping[str, str] | None = None
) -> Transcript:
    """Begin: fix the rules and the plan before registration.

    Args:
        round_id: name of the round; part of every ticket.
        rules: SHA-256 of the rules (`Rules.identity`).
        plan: moments and sources.
        moment: now.
        software: which code is here now, by name (`folder.software`).

    Raises:
        Refused: the plan cannot be proved, or it is published after the closing.
    """
    check_plan(plan)
    if not round_id or SEPARATOR in round_id:
        raise Refused(
            f"round '{round_id}'",
            f"a name without '{SEPARATOR}'",
            "Choose another name, such as 2026-ronde1.",
        )
    if moment >= plan.closes:
        mend = "Publish the rules before the closing; for this round that is no longer possible."
        raise Refused(f"rules fixed at {stamp(moment)}", f"before the closing, {stamp(plan.closes)}", mend)
    data = {"round": round_id, "rules": rules, "plan": plan.as_data(), "software": dict(software or {})}
    return Transcript().record("opened", moment, {**data, "drill": plan.drill})


def freeze(
    transcript: Transcript,
    commitment: Commitment,
    frame: Mapping[str, Any],
    *,
    rules: str,
    notary: str | None,
    moment: datetime,
    software: Mapping[str, str] | None = None,
) -> Transcript:
    """Freeze the list after closing: from now on nobody comes in, and no list changes.

    Args:
        transcript: an opened round.
        commitment: the applications.
        frame: programmes, seats and mechanism (`applications.frame_of`).
        rules: SHA-256 of the rules in use now.
        notary: the seal of the notary's part (`notary.seal`); None in a round without a notary's part.
        moment: now.
        software: which code is here now, by name (`folder.software`).

    Raises:
        Refused: it is not the moment, the rules changed, or the list was frozen before.
    """
    stage.refuse_repeat(transcript, "frozen", "The list stays as it is; record changes after the placement.")
    stage.refuse_other_rules(transcript, rules)
    plan = stage.plan_of(transcript)
    if not plan.closes <= moment <= plan.reveal_from:
        raise Refused(
            f"freezing at {stamp(moment)}",
            f"between the closing, {stamp(plan.closes)}, and {stamp(plan.reveal_from)}",
            "Too early: wait. Too late: nothing was drawn yet, so publish a new plan under a new round name.",
        )
    data = {"root": commitment.root, "count": commitment.size, "frame": dict(frame), "notary": notary}
    return transcript.record("frozen", moment, {**data, "software": dict(software or {})})


def reveal(transcript: Transcript, part: bytes, moment: datetime) -> Transcript:
    """Open the notary's part, while nobody can know what the public source will say.

    Raises:
        Refused: too early, too late, twice, or not the part that was sealed.
    """
    frozen = stage.need(transcript, "frozen", "Freeze the list first.")
    stage.refuse_repeat(transcript, "revealed", "The part is already open.")
    stage.refuse_repeat(transcript, "decided", "It was decided without the part; that stands.")
    plan = stage.plan_of(transcript)
    if not plan.reveal_from <= moment <= plan.reveal_by:
        raise Refused(
            f"the notary's part at {stamp(moment)}",
            f"between {stamp(plan.reveal_from)} and {stamp(plan.reveal_by)}",
            "Too early: wait. Too late: it does not count any more; the draw goes by the public source "
            "alone, as was fixed beforehand.",
        )
    if frozen["notary"] is None:
        raise Refused("a part of the notary", "none: the frozen list names no seal", "Draw without it.")
    check_part(part, stage.round_of(transcript), frozen["notary"])
    return transcript.record("revealed", moment, {"part": part.hex()})


def decide(transcript: Transcript, moment: datetime) -> Transcript:
    """Fix whether the notary's part counts. Publish the head of the transcript before the source exists.

    Raises:
        Refused: too early, twice, or when the source may already be known.
    """
    frozen = stage.need(transcript, "frozen", "Freeze the list first.")
    stage.refuse_repeat(transcript, "decided", "The first decision stands.")
    opened = transcript.data_of("revealed")
    plan, source = stage.plan_of(transcript), stage.source_of(transcript)
    if opened is None and frozen["notary"] is not None and moment <= plan.reveal_by:
        raise Refused(
            f"a decision at {stamp(moment)}",
            f"the notary's part, or a moment after {stamp(plan.reveal_by)}",
            "Wait for the notary until then.",
        )
    if moment >= source.exists_from:
        raise Refused(
            f"a decision at {stamp(moment)}",
            f"one before {source.kind} {source.reference} exists, {stamp(source.exists_from)}",
            stage.NEXT_SOURCE,
        )
    return transcript.record("decided", moment, {"notary_counts": opened is not None})


def skip(transcript: Transcript, reason: str, by: str, moment: datetime) -> Transcript:
    """Pass over a source that cannot be had, while the next one is still unknown.

    Args:
        transcript: a frozen round.
        reason: what was tried and what happened; it is published.
        by: who states it.
        moment: now.

    Raises:
        Refused: it is too early to give up, the next source exists already, or there is none.
    """
    stage.need(transcript, "frozen", "Freeze the list first.")
    stage.refuse_repeat(transcript, "drawn", stage.NO_SECOND_DRAW)
    stage.refuse_blank(reason=reason, by=by)
    plan, source = stage.plan_of(transcript), stage.source_of(transcript)
    number = len(transcript.of_kind("skipped")) + 1
    if number == len(plan.sources):
        raise Refused("no further source in the plan", "another fallback", stage.NEW_ROUND)
    following = plan.sources[number]
    if moment < source.give_up:
        raise Refused(
            f"giving up at {stamp(moment)}", f"not before {stamp(source.give_up)}", "Keep trying until then."
        )
    if moment >= following.exists_from:
        raise Refused(
            f"giving up at {stamp(moment)}",
            f"before the next source exists, {stamp(following.exists_from)}",
            "The next source may already be known, so choosing it now proves nothing. Get the first source "
            f"after all; a drand round stays available. {stage.NEW_ROUND}",
        )
    return transcript.record("skipped", moment, {"source": number, "reason": reason, "by": by})


def draw(
    transcript: Transcript,
    published: Published,
    commitment: Commitment,
    frame: Mapping[str, Any],
    *,
    rules: str,
    moment: datetime,
) -> Transcript:
    """Draw, once.

    Args:
        transcript: a decided round.
        published: what the source published, read and checked.
        commitment: the applications as they are now, with their salts; held against the frozen root.
        frame: programmes, seats and mechanism as they are now; held against what was frozen.
        rules: SHA-256 of the rules in use now.
        moment: now.

    Raises:
        Refused: a second draw, another source, too early, undecided, or other rules, applications or seats.
    """
    stage.refuse_repeat(transcript, "drawn", stage.NO_SECOND_DRAW)
    stage.need(transcript, "frozen", "Freeze the list first.")
    stage.need(transcript, "decided", stage.NEXT_SOURCE)
    stage.refuse_other_rules(transcript, rules)
    stage.refuse_other_list(transcript, commitment, frame)
    source = stage.source_of(transcript)
    if (published.kind, published.reference) != (source.kind, source.reference):
        raise Refused(
            f"{published.kind} {published.reference}",
            f"{source.kind} {source.reference}",
            "Give the file of the source that was named beforehand.",
        )
    if moment < source.exists_from:
        raise Refused(f"a draw at {stamp(moment)}", f"not before {stamp(source.exists_from)}", "Wait.")
    opened = transcript.data_of("revealed")
    part = None if opened is None else bytes.fromhex(opened["part"])
    round_id = stage.round_of(transcript)
    data = {
        "source": len(transcript.of_kind("skipped")) + 1,
        "kind": published.kind,
        "reference": published.reference,
        "value": published.value.hex(),
        "checked": published.checked,
        "seed": seed_of(published.value, part, round_id=round_id, kind=published.kind),
    }
    return transcript.record("drawn", moment, data)


def place(
    transcript: Transcript,
    data: Mapping[str, Any],
    commitment: Commitment,
    frame: Mapping[str, Any],
    *,
    rules: str,
    moment: datetime,
    software: Mapping[str, str] | None = None,
) -> Transcript:
    """Record the placement.

    Args:
        transcript: a drawn round.
        data: `publication.placed_data`.
        commitment: the applications, as for `draw`.
        frame: programmes, seats and mechanism, as for `draw`.
        rules: SHA-256 of the rules.
        moment: now.
        software: which code placed, by name (`folder.software`).

    Raises:
        Refused: nothing was drawn, it was recorded before, or rules, applications or seats are others.
    """
    stage.need(transcript, "drawn", "Draw first.")
    stage.refuse_repeat(transcript, "placed", "Record what changes as a later event, with its reason.")
    stage.refuse_other_rules(transcript, rules)
    stage.refuse_other_list(transcript, commitment, frame)
    return transcript.record("placed", moment, {**data, "software": dict(software or {})})


def add_later(
    transcript: Transcript,
    kind: str,
    moment: datetime,
    *,
    by: str,
    reason: str,
    detail: Mapping[str, Any] | None = None,
    salt: bytes = b"",
) -> Transcript:
    """Record what happens after the placement; who it is about is published as a salted hash only.

    Args:
        transcript: a placed round.
        kind: one of `LATER`.
        moment: now.
        by: who decided.
        reason: why; published, so without names.
        detail: the applicant, from where, to where; not published.
        salt: 32 random bytes where there is a detail.

    Raises:
        Refused: nothing was placed, the kind is not known, or somebody or the reason is left out.
    """
    stage.need(transcript, "placed", "Place first.")
    stage.refuse_blank(reason=reason, by=by)
    if kind not in LATER:
        raise Refused(f"an event '{kind}'", f"one of {', '.join(LATER)}", "Choose the one that fits best.")
    if detail is not None and len(salt) < 32:
        raise Refused(f"a salt of {len(salt)} bytes", "32 random bytes", "Draw one (`secrets.token_bytes`).")
    sealed = None if detail is None else leaf_hash(salt, canonical(dict(detail))).hex()
    return transcript.record(kind, moment, {"by": by, "reason": reason, "detail": sealed})
