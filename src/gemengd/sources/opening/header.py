# SPDX-License-Identifier: EUPL-1.2
"""The header of a table: where it stands, and whether it is one at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

from gemengd.sources.own.mapping_words import PERSONAL, PERSONAL_PAIRS, words
from gemengd.tables.findings import Finding, InvalidTable

_DATA = re.compile(
    r"""^(\d{5,} | \d{4}\s?[A-Za-z]{2} | \d{1,2}[-/.]\d{1,2}[-/.]\d{2,4} | \d{4}-\d\d-\d\d.* | .+@.+\..+)$""",
    re.VERBOSE,
)
"""Numbers of five digits or more, full postcodes, dates, mail addresses: never the name of a column, and
never shown, since they may be about a person."""


def looks_like_data(cell: str) -> bool:
    """True for what may be a datum about a person (a long number, postcode, date, mail address)."""
    return bool(_DATA.match(cell.strip()))


def is_personal(column: str) -> bool:
    """True for the name of a column that holds data about a person by name, number or address."""
    found = set(words(column))
    return bool(found & PERSONAL) or any(pair <= found for pair in PERSONAL_PAIRS)


def find_header(rows: Sequence[Sequence[str | None]]) -> int:
    """The index of the header among the first rows: the first nearly full row of texts."""
    filled = [[cell.strip() for cell in row if cell and cell.strip()] for row in rows]
    fullest = max((len(cells) for cells in filled), default=0)
    for at, cells in enumerate(filled):
        if len(cells) >= 0.6 * fullest and not _all_numbers(cells):
            return at
    return 0


def _all_numbers(cells: Iterable[str]) -> bool:
    return all(re.fullmatch(r"[-\d.,<\s]+", cell) for cell in cells)


def check_header(path: Path, header: Sequence[str], row: int) -> None:
    """Refuse a file whose first row is no header; the row itself is not shown, as it may be a pupil's."""
    if not any(header):
        found, mend = "no header", "Give the columns names in the first row."
    elif any(looks_like_data(cell) for cell in header):
        found = "a row with data where the header should be"
        mend = "Add a first row with the names of the columns, or say which line it is: [file] header_row."
    else:
        return
    raise InvalidTable(path.name, [Finding("", found, "names of columns", row, path.name, mend)])


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
