# SPDX-License-Identifier: EUPL-1.2
"""Whether the columns that a mapping names are there, and whether they may be read."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from gemengd.sources.own.mapping_words import PERSONAL, PERSONAL_PAIRS, words
from gemengd.tables.findings import Finding, InvalidTable


def is_personal(column: str) -> bool:
    """True for the name of a column that holds data about a person by name, number or address."""
    found = set(words(column))
    return bool(found & PERSONAL) or any(pair <= found for pair in PERSONAL_PAIRS)


def check_columns(path: Path, header: Sequence[str], wanted: Sequence[str], row: int) -> None:
    """Refuse when a mapped column is absent, stands there twice, or holds data about persons."""
    findings = []
    for column in wanted:
        times = header.count(column)
        if times == 0:
            near = get_close_matches(column, header, 3, 0.4)
            mend = f"Near to it: {', '.join(near)}." if near else f"There are: {', '.join(header)}."
            findings.append(Finding(column, "no such column", "this column", row, path.name, mend))
        elif times > 1:
            findings.append(Finding(column, f"{times} columns of this name", "one", row, path.name))
        elif is_personal(column):
            mend = "Do not map it; if it is something else, give the column another name."
            found = "a column with data about persons"
            findings.append(
                Finding(column, found, "a column that says nothing of one person", row, path.name, mend)
            )
    if findings:
        raise InvalidTable(path.name, findings)
