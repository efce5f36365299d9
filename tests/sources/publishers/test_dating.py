# SPDX-License-Identifier: EUPL-1.2
"""Where the year of a file comes from."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from gemengd.sources.opening.archive import Member
from gemengd.sources.opening.content import Content
from gemengd.sources.publishers import dating
from gemengd.tables import InvalidTable, SourceFile

DAYS = [date(2024, 1, 15), date(2022, 10, 1), date(2024, 1, 15), date(2023, 10, 1)]
ROWS = pl.DataFrame({"day": DAYS, "year": [2023, 2022, 2023, 2023], "place": range(4)})


def parts(way, year=None):
    found = way.parts(ROWS, year)
    return [(part.year, part.day, part.rows["place"].to_list()) for part in found]


def test_every_day_is_a_part_of_the_school_year_it_lies_in():
    assert parts(dating.IN_DAY) == [
        (2022, date(2022, 10, 1), [1]),
        (2023, date(2023, 10, 1), [3]),
        (2023, date(2024, 1, 15), [0, 2]),
    ]


def test_the_last_day_stands_for_a_year():
    assert parts(dating.IN_YEAR_AND_DAY) == [
        (2022, date(2022, 10, 1), [1]),
        (2023, date(2024, 1, 15), [0, 2, 3]),
    ]


@pytest.mark.parametrize(("way", "month"), [(dating.IN_YEAR, 10), (dating.IN_CALENDAR_YEAR, 1)])
def test_a_year_without_a_day_has_its_usual_one(way, month):
    assert parts(way) == [(2022, date(2022, month, 1), [1]), (2023, date(2023, month, 1), [0, 2, 3])]


def test_a_year_that_is_given_holds_for_all_rows():
    assert parts(dating.GIVEN, 2019) == [(2019, date(2019, 10, 1), [0, 1, 2, 3])]
    assert parts(dating.GIVEN_WITHOUT_DAY, 2019) == [(2019, None, [0, 1, 2, 3])]


def test_a_fixed_year_does_not_listen_to_the_one_that_is_given():
    assert parts(dating.fixed(2012, date(2013, 1, 1)), 2019) == [(2012, date(2013, 1, 1), [0, 1, 2, 3])]


def test_what_has_no_year_is_one_part_without_one():
    assert parts(dating.NONE, 2019) == [(0, None, [0, 1, 2, 3])]


def test_only_parts_of_many_name_the_files_that_they_come_from():
    many = [dating.IN_DAY, dating.IN_YEAR, dating.IN_YEAR_AND_DAY, dating.IN_CALENDAR_YEAR]
    assert all(part.is_one_of_many for way in many for part in way.parts(ROWS, None))
    assert not any(part.is_one_of_many for way in (dating.GIVEN, dating.NONE) for part in way.parts(ROWS, 1))


def test_a_year_that_is_not_there_is_asked_for_with_an_example():
    member = Member("l.csv", b"", SourceFile("l.csv", "", 0))
    contents = [Content(member, "text", ("A",))]
    assert dating.stated_year(contents, 2019) == 2019
    with pytest.raises(InvalidTable, match="--year 2019"):
        dating.stated_year(contents, None)
