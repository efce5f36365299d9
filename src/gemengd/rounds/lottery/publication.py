# SPDX-License-Identifier: EUPL-1.2
"""What is published after the placement, what a family gets, and what the auditor gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from gemengd.placement.engine.result import NOBODY, Placement
from gemengd.placement.rules import CompiledRound, Outcome
from gemengd.rounds.lottery.commitment import Commitment, commit
from gemengd.rounds.lottery.limits import cutoffs
from gemengd.rounds.lottery.stage import need, round_of
from gemengd.rounds.lottery.transcript import Transcript

RECEIPT = "gemengd-receipt/1"
SMALLEST = 5
"""No count below this is published."""


def placements_of(outcome: Outcome, compiled: CompiledRound) -> list[dict[str, Any]]:
    """One record per applicant: `applicant, programme, seat_type`, the last two null for who has no place.

    Where children are placed together and no stable placement exists, who is concerned also has `blocking`:
    the programmes, most wanted first, that they could claim.
    """
    frame = outcome.placement.frame(compiled.labels)
    blocking = _blocking(outcome, compiled)
    rows = frame.select("applicant", "programme", "seat_type").to_dicts()
    return [
        row | ({"blocking": blocking[row["applicant"]]} if row["applicant"] in blocking else {})
        for row in rows
    ]


def _blocking(outcome: Outcome, compiled: CompiledRound) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for who, programme in outcome.placement.blocking.tolist():
        names = found.setdefault(compiled.labels.applicants[who], [])
        names.append(compiled.labels.programmes[programme])
    return found


def seal_placements(records: Sequence[Mapping[str, Any]], commitment: Commitment) -> Commitment:
    """The placements under a root of their own, with the salts of the applications."""
    return commit(records, commitment.salts)


def placed_data(
    outcome: Outcome,
    compiled: CompiledRound,
    tickets: pl.DataFrame,
    placements: Commitment,
    *,
    audit: Mapping[str, Any],
) -> dict[str, Any]:
    """The data of the event `placed`: root of the placements, cut-offs, pooled counts, added seats, audit.

    Args:
        outcome: the placement.
        compiled: the round it was made on.
        tickets: the tickets it was made with.
        placements: `seal_placements`.
        audit: findings of the audit as JSON data.
    """
    return {
        "placements": placements.root,
        "cutoffs": cutoffs(outcome, compiled, tickets),
        "counts": pooled_counts(outcome.placement),
        "seats_added": dict(sorted(outcome.added.items())),
        "audit": dict(audit),
    }


def pooled_counts(placement: Placement, *, smallest: int = SMALLEST) -> list[dict[str, Any]]:
    """How many got which choice, neighbouring choices added up until no count gives anybody away.

    Args:
        placement: the placement.
        smallest: least count that is published.

    Returns:
        `from`, `to` (null = no place) and `count`, from the first choice down.
    """
    ranks, sizes = np.unique(placement.rank[placement.rank > 0], return_counts=True)
    bins = [(int(r), int(r), int(n)) for r, n in zip(ranks, sizes, strict=True)]
    unplaced = int((placement.rank == NOBODY).sum())
    steps: list[tuple[int | None, int | None, int]] = [*bins, *([(None, None, unplaced)] if unplaced else [])]
    found: list[dict[str, Any]] = []
    for first, last, count in steps:
        if found and found[-1]["count"] < smallest:
            found[-1] = {"from": found[-1]["from"], "to": last, "count": found[-1]["count"] + count}
        else:
            found.append({"from": first, "to": last, "count": count})
    if len(found) > 1 and found[-1]["count"] < smallest:
        tail = found.pop()
        found[-1] = {"from": found[-1]["from"], "to": tail["to"], "count": found[-1]["count"] + tail["count"]}
    return found


def receipt(
    transcript: Transcript, commitment: Commitment, applicant: str, placements: Commitment | None = None
) -> dict[str, Any]:
    """What one family gets: the child's application, its salt, and the way to the roots.

    Where children are placed together, `together` holds the same of the others: their standing decides too.

    Args:
        transcript: a frozen round.
        commitment: the applications.
        applicant: the pseudonym.
        placements: `seal_placements`, once there are any.

    Raises:
        KeyError: the applicant is not in the list.
    """
    need(transcript, "frozen", "Freeze the list first.")
    others = [one for one in commitment.record(applicant).get("together", []) if one != applicant]
    found: dict[str, Any] = {
        "format": RECEIPT,
        "round": round_of(transcript),
        **_included(commitment, applicant),
        **({"together": [_included(commitment, one) for one in others]} if others else {}),
    }
    if placements is None:
        return found
    return {
        **found,
        "placement": dict(placements.record(applicant)),
        "placement_proof": placements.proof(applicant),
    }


def _included(commitment: Commitment, applicant: str) -> dict[str, Any]:
    """An application, its salt, and the way from it to the root."""
    return {
        "salt": commitment.salts[applicant].hex(),
        "application": dict(commitment.record(applicant)),
        "proof": commitment.proof(applicant),
    }


def full_transcript(transcript: Transcript, commitment: Commitment, placements: Commitment) -> str:
    """The transcript for notary, auditor or court: with every application, salt and placement."""
    applications = [
        {"salt": commitment.salts[one["applicant"]].hex(), "application": one} for one in commitment.records
    ]
    return transcript.text(applications=applications, placements=list(placements.records))
