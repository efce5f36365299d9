# SPDX-License-Identifier: EUPL-1.2
"""The files of a result, in memory; they are published in one step."""

from __future__ import annotations

import json
from typing import Any

import polars as pl

from gemengd.placement.audit import Audit
from gemengd.placement.rules import outcome_frame, reserve_lists
from gemengd.rounds.folder.work import Work
from gemengd.rounds.lottery import Transcript, full_transcript
from gemengd.tables.files import Contents

PLACEMENT, RESERVE, CUTOFFS = "placement.csv", "reserve_lists.csv", "cutoffs.csv"
AUDIT, FULL_AUDIT, FULL_TRANSCRIPT = "audit.json", "audit-full.json", "full-transcript.json"
STANDING = ("rank", "category", "order", "ticket")


def result_files(work: Work, transcript: Transcript, audit: Audit) -> Contents:
    """Every file of the folder `result`, with whether it is secret.

    Args:
        work: the placement.
        transcript: the transcript with the event `placed`.
        audit: its audit.
    """
    placed = transcript.data_of("placed") or {}
    full = full_transcript(transcript, work.commitment, work.placements)
    return {
        PLACEMENT: (_csv(placement_table(work)), True),
        RESERVE: (_csv(reserve_lists(work.outcome, work.compiled)), True),
        CUTOFFS: (_csv(_cutoffs(placed["cutoffs"])), False),
        AUDIT: (_json(audit.as_dict()), False),
        FULL_AUDIT: (_json(audit.as_dict(examples=True)), True),
        FULL_TRANSCRIPT: (full.encode(), True),
    }


def placement_table(work: Work) -> pl.DataFrame:
    """One row per applicant: `applicant, programme, seat_type, rank, added, ticket`.

    With a number per programme, `ticket` is the one that counted; empty for who has no place.
    """
    frame = outcome_frame(work.outcome, work.compiled)
    tickets = work.tickets
    if "family" in tickets.columns:
        own = pl.coalesce("family", "applicant").alias("family")
        people = work.round_.applicants.select("applicant", own)
        tickets = people.join(tickets, on="family").select("applicant", "ticket")
    keys = [name for name in tickets.columns if name != "ticket"]
    return frame.join(tickets, on=keys, how="left", maintain_order="left")


def _cutoffs(rows: list[dict[str, Any]]) -> pl.DataFrame:
    flat = [
        {
            **{name: row[name] for name in ("programme", "seat_type", "full")},
            **dict(zip(STANDING, row["last"] or (None,) * len(STANDING), strict=True)),
        }
        for row in rows
    ]
    numbers = dict.fromkeys(STANDING[:3], pl.Int64)
    schema = {"programme": pl.String, "seat_type": pl.String, "full": pl.Boolean}
    return pl.DataFrame(flat, schema={**schema, **numbers, "ticket": pl.String})


def _csv(frame: pl.DataFrame) -> bytes:
    return frame.write_csv().encode()


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
