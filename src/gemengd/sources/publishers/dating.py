# SPDX-License-Identifier: EUPL-1.2
"""Where the year of a file comes from: its rows, the person who imports it, or nowhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from gemengd.sources.opening.content import Content
from gemengd.sources.publishers.codes import school_year
from gemengd.tables import Finding, InvalidTable


@dataclass(frozen=True)
class Part:
    """The rows of one year.

    Attributes:
        rows: the rows.
        year: the year in which the school year starts (residents: the calendar year); 0 where there is none.
        day: the day that the rows describe.
        is_one_of_many: True where the rows themselves tell the year, so that files may hold several.
    """

    rows: pl.DataFrame
    year: int
    day: date | None
    is_one_of_many: bool = False


@dataclass(frozen=True)
class Dating:
    """A way in which files are dated.

    Attributes:
        parts: all rows, and the year that was given, to the rows of each year.
        is_given: True where the year has to be given at the import.
    """

    parts: Callable[[pl.DataFrame, int | None], list[Part]]
    is_given: bool = False


def stated_year(contents: Sequence[Content], year: int | None) -> int:
    """The year that was given for files that do not name one.

    Raises:
        InvalidTable: none was given.
    """
    if year is not None:
        return year
    file = contents[0].member.name
    finding = Finding(
        "",
        "no year in the file",
        "the year in which the school year starts (for residents the calendar year)",
        file=file,
        mend="Give it with the import, for example --year 2019; the publisher's page names it.",
    )
    raise InvalidTable(file, [finding])


def _by_day(rows: pl.DataFrame, _year: int | None) -> list[Part]:
    return [
        Part(part, school_year(part.item(0, "day")), part.item(0, "day"), is_one_of_many=True)
        for part in _partitioned(rows, "day")
    ]


def _by_last_day(rows: pl.DataFrame, _year: int | None) -> list[Part]:
    parts = [
        (part, part.item(0, "year"), part.get_column("day").max()) for part in _partitioned(rows, "year")
    ]
    return [Part(part, year, _date(day), is_one_of_many=True) for part, year, day in parts]


def _by_year(month: int) -> Callable[[pl.DataFrame, int | None], list[Part]]:
    def parts(rows: pl.DataFrame, _year: int | None) -> list[Part]:
        years = [(part, part.item(0, "year")) for part in _partitioned(rows, "year")]
        return [Part(part, year, date(year, month, 1), is_one_of_many=True) for part, year in years]

    return parts


def _partitioned(rows: pl.DataFrame, column: str) -> list[pl.DataFrame]:
    parts = rows.partition_by(column, maintain_order=True)
    return sorted(parts, key=lambda part: part.item(0, column))


def _date(value: object) -> date:
    assert isinstance(value, date)
    return value


def _given(day: Callable[[int], date | None]) -> Dating:
    def parts(rows: pl.DataFrame, year: int | None) -> list[Part]:
        assert year is not None
        return [Part(rows, year, day(year))]

    return Dating(parts, is_given=True)


def fixed(year: int, day: date) -> Dating:
    """Files that are known to be of one year and day, though they do not say so."""
    return Dating(lambda rows, _year: [Part(rows, year, day)])


IN_DAY = Dating(_by_day)
"""The column `day` holds the reference date of a row; each day is a source of its own."""

IN_YEAR_AND_DAY = Dating(_by_last_day)
"""The column `year` holds the school year of a row and `day` its date; the last day stands for the year."""

IN_YEAR = Dating(_by_year(10))
"""The column `year` holds the school year of a row, of which 1 October is the day of the count."""

IN_CALENDAR_YEAR = Dating(_by_year(1))
"""The column `year` holds the calendar year of a row; 1 January stands for it."""

GIVEN = _given(lambda year: date(year, 10, 1))
"""The school year is given at the import; the count is that of 1 October."""

GIVEN_WITHOUT_DAY = _given(lambda _year: None)
"""The year is given at the import, and nothing says of which day the count is."""

NONE = Dating(lambda rows, _year: [Part(rows, 0, None)])
"""The content has no year."""
