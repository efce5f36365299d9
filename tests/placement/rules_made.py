# SPDX-License-Identifier: EUPL-1.2
"""Small rounds and rules for the tests of rules, schemes and checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from gemengd.placement.rules import (
    Outcome,
    Round,
    Rules,
    compile_round,
    make_round,
    outcome_frame,
    rules_from,
    run,
)

HERE = {"source": "test", "certain": True}
"""The origin of a rule made up for a test."""


def rules(**sections: Any) -> Rules:
    """Deferred acceptance with one number per child, and the sections given; each rule gets an origin."""
    data: dict[str, Any] = {
        "format": "gemengd-rules/1",
        "name": "test",
        "title": {"en": "Made up for a test"},
        "sources": {"test": {"title": "Made up", "kind": "own", "read": "whole"}},
        "mechanism": {"name": "deferred_acceptance"},
        "lottery": {"numbers": "single"},
    }
    data |= sections
    for name, value in data.items():
        if name in ("mechanism", "lottery") or (
            isinstance(value, Mapping) and name not in ("title", "sources")
        ):
            data[name] = {**HERE, **value}
        elif name in ("lists", "eligibility", "guarantees", "priorities", "seat_types"):
            data[name] = [{"id": f"{name}_{place}", **HERE, **one} for place, one in enumerate(value)]
    return rules_from(data)


def a_round(
    preferences: Mapping[str, Sequence[str]],
    seats: Mapping[str, int],
    by: Rules,
    *,
    claims: Sequence[Mapping[str, Any]] = (),
    applicants: Mapping[str, Mapping[str, Any]] | None = None,
    programmes: Mapping[str, Mapping[str, Any]] | None = None,
) -> Round:
    """A round from lists; `applicants` and `programmes` hold extra columns by name."""
    people = applicants or {}
    wishes = [
        {"applicant": a, "rank": rank, "programme": p}
        for a, one in preferences.items()
        for rank, p in enumerate(one, start=1)
    ]
    schools = programmes or {}
    schema = {"applicant": pl.String, "rank": pl.Int64, "programme": pl.String}
    return make_round(
        pl.DataFrame([{"programme": p, "seats": n, **schools.get(p, {})} for p, n in seats.items()]),
        pl.DataFrame([{"applicant": a, **people.get(a, {})} for a in preferences]),
        pl.DataFrame(wishes, schema=schema),
        by,
        pl.DataFrame(list(claims), infer_schema_length=None) if claims else None,
    )


def in_order(*names: str, holder: str = "applicant") -> pl.DataFrame:
    """Lottery numbers in the order of the names."""
    return pl.DataFrame({holder: names, "ticket": range(len(names))})


def placed(round_: Round, tickets: pl.DataFrame, engine: str = "numba") -> dict[str, str | None]:
    """Applicant to programme."""
    return as_dict(round_, tickets, engine)[0]


def as_dict(round_: Round, tickets: pl.DataFrame, engine: str) -> tuple[dict[str, str | None], Outcome]:
    compiled = compile_round(round_, tickets)
    outcome = run(compiled, engine=engine)
    rows = outcome_frame(outcome, compiled).to_dicts()
    return {row["applicant"]: row["programme"] for row in rows}, outcome
