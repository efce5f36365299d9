# SPDX-License-Identifier: EUPL-1.2
"""Conditions: structured data in, a polars expression, a sentence or the names it uses out.

The columns of a pair (applicant × programme) carry a prefix for the table they come from, so that a claim and
a flag with one name stay apart. A value that is absent makes a condition fail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from gemengd.placement.rules.model import Condition

PREFIX = {"claim": "claims:", "flag": "applicants:", "programme_flag": "programmes:"}
"""Kind of condition to the prefix of its column."""

COLUMN = {
    "programme": "programme",
    "school": "programmes:school",
    "level": "applicants:level",
    "cohort": "applicants:cohort",
    "rank": "rank",
    "nearest": "claims:nearest",
    "distance": "claims:distance",
    "backup": "added",
}
"""Kind of condition to its column, where the kind fixes it."""

OF_PROGRAMMES = frozenset({"always", "programme_flag", "programme", "school", "to_be_set"})
OF_APPLICANTS = frozenset({"always", "flag", "level", "cohort", "to_be_set"})
JOINED = ("all", "any")
WORDS = {"always": "everybody", "backup": "programmes added to the list"}


def expression(condition: Condition) -> pl.Expr:
    """Whether the condition holds, never null."""
    ((kind, value),) = condition.items()
    if kind in JOINED:
        return _joined(kind, [expression(one) for one in value])
    if kind == "not":
        return ~expression(value)
    if kind == "always":
        return pl.lit(value=True)
    return _simple(kind, value).fill_null(value=False)


def _simple(kind: str, value: Any) -> pl.Expr:
    if kind in PREFIX:
        return pl.col(PREFIX[kind] + value)
    column = pl.col(COLUMN[kind])
    if isinstance(value, Mapping):
        low = [column >= value["at_least"]] if "at_least" in value else []
        high = [column <= value["at_most"]] if "at_most" in value else []
        return _joined("all", [*low, *high])
    return column if value is True else column.is_in(list(value))


def _joined(kind: str, parts: list[pl.Expr]) -> pl.Expr:
    return pl.all_horizontal(parts) if kind == "all" else pl.any_horizontal(parts)


def simple_parts(condition: Condition) -> Iterator[tuple[str, Any]]:
    """Kind and value of every part that is no combination of others."""
    ((kind, value),) = condition.items()
    if kind in JOINED:
        for one in value:
            yield from simple_parts(one)
    elif kind == "not":
        yield from simple_parts(value)
    else:
        yield kind, value


def kinds(condition: Condition) -> frozenset[str]:
    """The kinds of condition inside."""
    return frozenset(kind for kind, _ in simple_parts(condition))


def columns_used(condition: Condition) -> frozenset[tuple[str, str]]:
    """Table and column of everything the condition looks at."""
    tables = {"claim": "claims", "flag": "applicants", "programme_flag": "programmes"}
    fixed = {
        "level": ("applicants", "level"),
        "cohort": ("applicants", "cohort"),
        "nearest": ("claims", "nearest"),
        "distance": ("claims", "distance"),
    }
    parts = list(simple_parts(condition))
    named = {(tables[kind], str(value)) for kind, value in parts if kind in tables}
    return frozenset(named | {fixed[kind] for kind, _ in parts if kind in fixed})


def sentence(condition: Condition) -> str:
    """The condition in English words."""
    ((kind, value),) = condition.items()
    if kind in JOINED:
        word = " and " if kind == "all" else " or "
        parts = [sentence(one) for one in value if "always" not in one]
        return (
            word.join(f"({one})" if " or " in one and kind == "all" else one for one in parts) or "everybody"
        )
    if kind == "not":
        return f"not ({sentence(value)})"
    if kind in WORDS:
        return WORDS[kind]
    if isinstance(value, Mapping):
        return f"{kind} {_range(value)}"
    if isinstance(value, str):
        return f"{kind.replace('_', ' ')} {value}"
    return f"{kind} {' or '.join(map(str, value))}"


def _range(value: Mapping[str, Any]) -> str:
    low, high = value.get("at_least"), value.get("at_most")
    if low == high:
        return f"{low}"
    if low is None or high is None:
        return f"at most {high}" if low is None else f"at least {low}"
    return f"{low} to {high}"
