# SPDX-License-Identifier: EUPL-1.2
"""What is published after the placement, what a family gets, and what the auditor gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from gemengd.placement.keys import CATEGORY_SHIFT, ORDER_SHIFT, ORDERS
from gemengd.placement.lottery.applications import BY_TURNS, rank_first_of
from gemengd.placement.lottery.commitment import Commitment, commit
from gemengd.placement.lottery.stage import need, round_of
from gemengd.placement.lottery.transcript import Transcript
from gemengd.placement.market import PER_PROGRAMME
from gemengd.placement.result import NOBODY, Placement
from gemengd.placement.rules import CompiledRound, Outcome

RECEIPT = "gemengd-receipt/1"
SMALLEST = 5
"""No count below this is published."""


def placements_of(outcome: Outcome, compiled: CompiledRound) -> list[dict[str, Any]]:
    """One record per applicant: `applicant, programme, seat_type`, both null for who has no place."""
    frame = outcome.placement.frame(compiled.labels)
    return frame.select("applicant", "programme", "seat_type").to_dicts()


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


def cutoffs(outcome: Outcome, compiled: CompiledRound, tickets: pl.DataFrame) -> list[dict[str, Any]]:
    """Per kind of seat whether it is full, and if so the standing of the last one admitted.

    Returns:
        `programme, seat_type, full, last`; `last` is `[rank, category, order, ticket]` as far as each decides
        there (0 where it does not), null where a seat is free or there are no seats.
    """
    held = _held(outcome, compiled, tickets)
    last = held.sort("s", "rank", "category", "order", "ticket").group_by("s", maintain_order=True).last()
    found = {row["s"]: [row[name] for name in _STANDING] for row in last.iter_rows(named=True)}
    market, labels = outcome.market, compiled.labels
    names = labels.programmes.gather(pl.Series(market.programme)).to_list()
    full = (outcome.placement.filled >= market.seats).tolist()
    return [
        {
            "programme": names[slot],
            "seat_type": labels.seat_types[slot],
            "full": full[slot],
            "last": found.get(slot) if full[slot] else None,
        }
        for slot in range(market.slots)
    ]


_STANDING = ("rank", "category", "order", "ticket")


def _held(outcome: Outcome, compiled: CompiledRound, tickets: pl.DataFrame) -> pl.DataFrame:
    """The entry that each placed applicant holds, with what decided there."""
    market, labels, placement = outcome.market, compiled.labels, outcome.placement
    who = np.flatnonzero(placement.entry != NOBODY)
    entry = placement.entry[who]
    slot, key = market.slot[entry], market.key[entry]
    counts = compiled.model.mechanism != BY_TURNS
    frame = pl.DataFrame(
        {
            "s": slot,
            "applicant": labels.applicants.gather(pl.Series(who)),
            "programme": labels.programmes.gather(pl.Series(market.programme[slot])),
            "rank": np.where(rank_first_of(compiled)[slot], market.rank[entry], 0),
            "category": (key >> CATEGORY_SHIFT) * counts,
            "order": ((key >> ORDER_SHIFT) & (ORDERS - 1)) * counts,
            "family": market.family[who],
        }
    )
    return _with_ticket(frame, compiled, tickets)


def _with_ticket(frame: pl.DataFrame, compiled: CompiledRound, tickets: pl.DataFrame) -> pl.DataFrame:
    if "family" not in tickets.columns:
        keys = ["applicant", "programme"] if compiled.market.lottery == PER_PROGRAMME else ["applicant"]
        return frame.join(tickets.select(*keys, "ticket"), on=keys, how="left")
    # The market numbers families in the order of their names.
    named = tickets.sort("family").with_row_index("number").with_columns(pl.col("number").cast(pl.Int32))
    return frame.join(named.select("number", "ticket"), left_on="family", right_on="number", how="left")


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
    """What one family gets: its own application, its salt, and the way to the roots.

    Args:
        transcript: a frozen round.
        commitment: the applications.
        applicant: the pseudonym.
        placements: `seal_placements`, once there are any.

    Raises:
        KeyError: the applicant is not in the list.
    """
    need(transcript, "frozen", "Freeze the list first.")
    found: dict[str, Any] = {
        "format": RECEIPT,
        "round": round_of(transcript),
        "salt": commitment.salts[applicant].hex(),
        "application": dict(commitment.record(applicant)),
        "proof": commitment.proof(applicant),
    }
    if placements is None:
        return found
    return {
        **found,
        "placement": dict(placements.record(applicant)),
        "placement_proof": placements.proof(applicant),
    }


def full_transcript(transcript: Transcript, commitment: Commitment, placements: Commitment) -> str:
    """The transcript for notary, auditor or court: with every application, salt and placement."""
    applications = [
        {"salt": commitment.salts[one["applicant"]].hex(), "application": one} for one in commitment.records
    ]
    return transcript.text(applications=applications, placements=list(placements.records))
