# SPDX-License-Identifier: EUPL-1.2
"""Where a draw stands, and the refusals that several steps share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gemengd.rounds.lottery.commitment import Commitment
from gemengd.rounds.lottery.plan import Plan, Source, plan_from
from gemengd.rounds.lottery.refusal import Refused
from gemengd.rounds.lottery.transcript import Transcript

NO_SECOND_DRAW = (
    "Nothing is drawn twice. Place with the tickets of the first draw; if that draw is wrong, a new round "
    "with a new name and a new plan is needed, and its reason is published."
)
NEW_ROUND = "Otherwise publish a new plan under a new round name, and say why."
NEXT_SOURCE = (
    "Nobody can show any more that the decision came first. Wait until the source may be passed over, record "
    "that with its reason (`skip`), and decide before the next source exists."
)


def need(transcript: Transcript, kind: str, mend: str) -> Mapping[str, Any]:
    """What an earlier step recorded; refused where that step was not taken."""
    found = transcript.data_of(kind)
    if found is None:
        raise Refused(f"a round in which nothing was {kind} yet", f"one that was {kind}", mend)
    return found


def refuse_repeat(transcript: Transcript, kind: str, mend: str) -> None:
    """Refuse a step that was taken before."""
    for event in transcript.of_kind(kind):
        raise Refused(f"a round that was {kind} at {event['moment']}", f"one that was not {kind} yet", mend)


def refuse_blank(**texts: str) -> None:
    """Refuse a statement without a reason or without somebody who makes it."""
    for name, text in texts.items():
        if not text.strip():
            raise Refused(f"no '{name}'", "a few words", "They are published, and a court may ask for them.")


def refuse_other_rules(transcript: Transcript, rules: str) -> None:
    """Refuse rules that are not those fixed at the opening."""
    fixed = need(transcript, "opened", "Open the round first.")["rules"]
    if rules != fixed:
        raise Refused(
            f"rules with hash {rules[:16]}…",
            f"the rules that were fixed before registration, {fixed[:16]}…",
            "Put the published rules.yaml back. Other rules need a new round with a new name.",
        )


def refuse_other_list(transcript: Transcript, commitment: Commitment, frame: Mapping[str, Any]) -> None:
    """Refuse applications, programmes or seats that are not those frozen."""
    frozen = need(transcript, "frozen", "Freeze the list first.")
    if (commitment.root, commitment.size) != (frozen["root"], frozen["count"]):
        raise Refused(
            f"{commitment.size} applications with root {commitment.root[:16]}…",
            f"the {frozen['count']} applications frozen with root {frozen['root'][:16]}…",
            "An application or a file was changed after the closing: restore the tables and salts from the "
            "copy made at the closing. Late changes come after the placement.",
        )
    if dict(frame) != frozen["frame"]:
        raise Refused(
            "another table of programmes",
            "seats and programmes as they were frozen",
            "Put back the copy made at the closing. Seats that are added later belong to a re-match.",
        )


def round_of(transcript: Transcript) -> str:
    """The name of the round."""
    return str(need(transcript, "opened", "Open the round first.")["round"])


def plan_of(transcript: Transcript) -> Plan:
    """The plan fixed at the opening."""
    return plan_from(need(transcript, "opened", "Open the round first.")["plan"])


def source_of(transcript: Transcript) -> Source:
    """The source that decides, those passed over left out."""
    return plan_of(transcript).sources[len(transcript.of_kind("skipped"))]
