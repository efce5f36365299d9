# SPDX-License-Identifier: EUPL-1.2
"""The headings of CBS postcode sheets, which stand on several lines: finding columns by their words."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from gemengd.sources.opening.sheets import TITLE_LINES

FIRST_COLUMN = re.compile(r"postcode-?4|pc-?4|postcode", re.IGNORECASE)
_DATA = re.compile(r"[1-9]\d{3}(\.0)?")

TOTAL = r"^inwoners > totaal"
AGES = {
    "0-14": r"^inwoners > leeftijd.* > tot 15 jaar",
    "15-24": r"^inwoners > leeftijd.* > 15 tot 25 jaar",
    "25-44": r"^inwoners > leeftijd.* > 25 tot 45 jaar",
    "45-64": r"^inwoners > leeftijd.* > 45 tot 65 jaar",
    "65+": r"^inwoners > leeftijd.* > 65 jaar en ouder",
}
MIGRATION_BACKGROUND = {
    "dutch": r"^inwoners > (?:.* > )?(?:met een )?nederlandse (?:migratie ?)?achter",
    "western": r"^inwoners > (?:.* > )?(?:met een )?westerse migratie ?achter",
    "non_western": r"^inwoners > (?:.* > )?(?:met een )?niet-westerse migratie ?achter",
}
ORIGIN = {
    "netherlands_dutch": r"geboren in nederland met (?:een )?nederlandse herkomst",
    "netherlands_europe": r"geboren in nederland met (?:een )?europese herkomst",
    "netherlands_other": r"geboren in nederland met (?:een )?herkomst buiten europa",
    "abroad_europe": r"geboren buiten nederland met (?:een )?europese herkomst",
    "abroad_other": r"geboren buiten nederland met (?:een )?herkomst buiten europa",
}
BENEFIT = r"^sociale zekerheid > .*uitkering"
DENSITY = r"omgevingsadressendichtheid"


@dataclass(frozen=True)
class Headings:
    """Where the parts of a CBS sheet stand.

    Attributes:
        title: the lines above the headings, put together.
        labels: column of the sheet to its headings from top to bottom, small letters, with ` > ` between.
        units: column of the sheet to its unit (`x1`, `%`), where the sheet gives one.
        first: line (from 0) of the first postcode.
    """

    title: str
    labels: dict[str, str]
    units: dict[str, str]
    first: int

    def column(self, pattern: str) -> str | None:
        """The first column of the sheet whose headings fit a pattern."""
        return next((column for column, label in self.labels.items() if re.search(pattern, label)), None)


def headings(cells: pl.DataFrame) -> Headings | None:
    """The headings of a sheet; None when there is no line that starts with `Postcode-4`."""
    top = cells.head(TITLE_LINES + 5)
    firsts = [_words(text) for text in top.get_column("column_0")]
    line = next((place for place, text in enumerate(firsts) if FIRST_COLUMN.fullmatch(text)), None)
    data = next((place for place, text in enumerate(firsts) if _DATA.fullmatch(text)), None)
    if line is None or data is None or data < line:
        return None
    start = max((place for place, text in enumerate(firsts[:line]) if text), default=-1) + 1
    levels = [_filled(top.row(place)) for place in range(start, line + 1)]
    labels = {column: _label(levels, place, top.row(line)) for place, column in enumerate(top.columns)}
    units = next((top.row(place) for place in range(line + 1, data) if firsts[place].lower() == "code"), None)
    named = dict(zip(top.columns, (_words(text) for text in units), strict=True)) if units else {}
    return Headings(" ".join(filter(None, firsts[:line])), labels, named, data)


def _words(text: str | None) -> str:
    return " ".join((text or "").split())


def _filled(row: tuple[str | None, ...]) -> list[tuple[str, int]]:
    """Each heading reaches to the next one on its line: (text, column where it starts)."""
    filled: list[tuple[str, int]] = []
    current = ("", -1)
    for place, text in enumerate(row):
        if _words(text):
            current = (_words(text), place)
        filled.append(current)
    return filled


def _label(levels: list[list[tuple[str, int]]], place: int, last: tuple[str | None, ...]) -> str:
    parts = []
    reach = 0
    for level in levels[:-1]:
        text, start = level[place]
        # A heading ends where a heading above it ends.
        if text and start >= reach:
            parts.append(text)
            reach = start
    own = _words(last[place])
    return " > ".join([*parts, own] if own else parts).lower()
