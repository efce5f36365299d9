# SPDX-License-Identifier: EUPL-1.2
"""A table as a reader sees it and as a program reads it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gemengd.language.language import Language

Row = dict[str, Any]
"""A row of a table: column key to value."""


@dataclass(frozen=True)
class Column:
    """A column: its name in the CSV, its heading in words, and the kind of its values.

    `kind` is `text`, `count`, `share` (percentage), `index` (three decimals), `km`, `points` or `year`.
    """

    key: str
    heading: str
    kind: str = "text"


@dataclass(frozen=True)
class About:
    """What the rows of a table are about, so that a page can link to it.

    Attributes:
        kind: `municipality` or `school`.
        codes: the code of each row, None where the row is about nothing else than the subject itself.
    """

    kind: str
    codes: tuple[str | None, ...]


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes:
        columns: the columns a reader sees.
        rows: column key to value; raw numbers, words already in the reader's language.
        csv_rows: rows of the CSV when it holds more than the reader sees, with more columns too.
        about: what the rows are about, None where that has no page.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    csv_rows: tuple[Row, ...] | None = None
    about: About | None = None

    def cells(self, lang: Language) -> list[list[str]]:
        """The rows in words and numbers of a language."""
        return [
            [shown(row.get(column.key), column.kind, lang) for column in self.columns] for row in self.rows
        ]

    def csv(self) -> str:
        """RFC 4180 text: comma, full stop as decimal sign, empty where something is not known."""
        rows = self.rows if self.csv_rows is None else self.csv_rows
        names = list(rows[0]) if rows else [column.key for column in self.columns]
        out = io.StringIO()
        writer = csv.DictWriter(out, names, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({name: _raw(row.get(name)) for name in names} for row in rows)
        return out.getvalue()

    def csv_file(self) -> bytes:
        """The text as a file; its byte order mark lets a spreadsheet see that it is UTF-8."""
        return ("\ufeff" + self.csv()).encode()


def _raw(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    # A spreadsheet would take these for a formula.
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@" and value else value


def shown(value: Any, kind: str, lang: Language) -> str:
    """A value as a reader sees it; a dash when it is not known."""
    if value is None or kind == "text":
        return "–" if value is None else str(value)
    forms: dict[str, Callable[[Any], str]] = {
        "count": lang.number,
        "share": lang.percent,
        "index": lambda number: lang.number(number, 3),
        "km": lambda number: lang.number(number, 1),
        "points": lang.points,
        "year": lambda year: lang.school_year(int(year)),
    }
    return forms[kind](value)
