# SPDX-License-Identifier: EUPL-1.2
"""The header of a table: where it stands, and whether it is one at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

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


def header_of(rows: list[list[str]], header_row: int | None) -> tuple[int, list[str]]:
    """The line of the header (from 1) and its cells."""
    at = find_header(rows) if header_row is None else header_row - 1
    return at + 1, [cell.strip() for cell in rows[at]] if at < len(rows) else []
