# SPDX-License-Identifier: EUPL-1.2
"""The tables of a round with what changed after the placement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from gemengd.placement.rules import Round
from gemengd.placement.rules.tables import PLACE


def without(round_: Round, names: Sequence[str]) -> Round:
    """The round without some applicants."""
    here = ~pl.col("applicant").is_in(list(names))
    return replace(
        round_,
        applicants=round_.applicants.filter(here),
        preferences=round_.preferences.filter(here),
        claims=round_.claims.filter(here),
    )


def with_late(round_: Round, details: Sequence[Mapping[str, Any]]) -> Round:
    """The round with late applications or changed lists, in place of what these applicants had."""
    base = without(round_, [str(one["applicant"]) for one in details])
    people = [{"applicant": one["applicant"], **one["details"]} for one in details]
    lists = [
        {"applicant": one["applicant"], "rank": rank, "programme": programme}
        for one in details
        for rank, programme in one["preferences"]
    ]
    claims = [{"applicant": one["applicant"], **claim} for one in details for claim in one["claims"]]
    return replace(
        base,
        applicants=_added(base.applicants, people),
        preferences=_added(base.preferences, lists),
        claims=_added(base.claims, claims),
    )


def _added(frame: pl.DataFrame, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    return pl.concat([frame, pl.DataFrame([dict(row) for row in rows], schema=frame.schema)])


def details_of(late: Round) -> Iterator[dict[str, Any]]:
    """Each applicant of the tables as the detail of an event; `with_late` reads it back."""
    lists = late.preferences.sort("applicant", "rank")
    for row in late.applicants.sort("applicant").iter_rows(named=True):
        name = row["applicant"]
        own = pl.col("applicant") == name
        yield {
            "applicant": name,
            "details": _filled(row),
            "preferences": [list(one) for one in lists.filter(own).select("rank", "programme").rows()],
            "claims": [_filled(one) for one in late.claims.filter(own).sort("programme").to_dicts()],
        }


def _filled(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in row.items()
        if value is not None and name != "applicant" and name not in PLACE
    }
