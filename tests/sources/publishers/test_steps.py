# SPDX-License-Identifier: EUPL-1.2
"""The steps of a layout: what becomes of rows, and what a person is told."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from gemengd.sources.publishers import codes, steps
from gemengd.sources.publishers.checks import Checks
from gemengd.tables import InvalidTable


@pytest.fixture
def checks():
    return Checks("Rows")


def rows(**columns):
    height = len(next(iter(columns.values())))
    return pl.DataFrame(columns).with_columns(_file=pl.lit("f.csv"), _row=pl.int_range(2, height + 2))


def told(checks):
    return [(one.row, one.column, one.found, one.expected) for one in checks.findings]


def test_a_column_becomes_another_and_what_cannot_be_read_is_told(checks):
    step = steps.becomes("municipality_id", "GEM", codes.municipality("GEM"), "a number such as 363")
    found = step(rows(GEM=["363", "GM0599", "Amsterdam", ""]), checks)
    assert found["municipality_id"].to_list() == ["GM0363", "GM0599", None, None]
    assert told(checks) == [
        (4, "GEM", "'Amsterdam'", "a number such as 363"),
        (5, "GEM", "nothing", "a number such as 363"),
    ]


def test_a_column_that_is_added_may_be_empty(checks):
    found = steps.adds(area=codes.postcode4("PC"))(rows(PC=["1012AB", "?"]), checks)
    assert found["area"].to_list() == ["1012", None]
    assert not checks.findings


def test_counts_become_intervals(checks):
    found = steps.counts("A", "B")(rows(A=["3", "<5"], B=["0", "12"]), checks)
    assert found.select("A_low", "A_high", "B_low", "B_high").rows() == [(3, 3, 0, 0), (0, 4, 12, 12)]
    assert not checks.findings


@pytest.mark.parametrize("cell", ["", "twaalf", "-1", "1,5"])
def test_what_is_no_count_is_told(checks, cell):
    steps.counts("A")(rows(A=["3", cell]), checks)
    ((row, column, *_),) = told(checks)
    assert (row, column) == (3, "A")


def test_what_is_shown_of_a_refused_row_can_be_said(checks):
    wrong = pl.col("A") > pl.col("B")
    step = steps.refuses(wrong, "A", "at most B", shown=pl.format("{} of {}", "A", "B"), mend="Look again.")
    assert step(rows(A=[1, 5], B=[2, 3]), checks).height == 2
    assert told(checks) == [(3, "A", "5 of 3", "at most B")]
    assert checks.findings[0].mend == "Look again."


def test_a_school_code_that_was_not_read_is_not_told_twice(checks):
    found = rows(school_id=["99AA00", None, None, "99AA00"], CODE=["99AA00", "x", "y", "99AA00"])
    steps.once(["school_id"], "CODE", "each school once")(found, checks)
    assert told(checks) == [(5, "CODE", "'99AA00'", "each school once")]


def test_a_key_is_shown_as_a_whole_without_the_columns_that_are_absent_or_hidden(checks):
    found = rows(year=[2023, 2023, 2024], A=["x", "x", "x"], B=["y", "y", "y"])
    steps.once_together(["A", "B", "C"], hidden=["year"])(found, checks)
    assert told(checks) == [(3, "A + B", "x, y a second time", "each combination once")]


def test_a_date_is_read_in_both_forms_and_starts_a_school_year_in_august():
    frame = pl.DataFrame({"D": ["20231001", "2024-07-31", "20240801", "1-10-2023", ""]})
    frame = frame.with_columns(day=steps.day("D")).with_columns(year=steps.school_year("day"))
    assert frame["day"].to_list()[:3] == [date(2023, 10, 1), date(2024, 7, 31), date(2024, 8, 1)]
    assert frame["year"].to_list() == [2023, 2023, 2024, None, None]


def test_all_findings_are_raised_together(checks):
    steps.refuses(pl.col("A") == "x", "A", "no x")(rows(A=["x", "x"]), checks)
    steps.refuses(pl.col("A") == "x", "A", "something else")(rows(A=["x"]), checks)
    with pytest.raises(InvalidTable) as refusal:
        checks.refuse()
    assert len(refusal.value.findings) == 3
