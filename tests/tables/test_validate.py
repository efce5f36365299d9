# SPDX-License-Identifier: EUPL-1.2
"""A table is accepted as a whole or refused with findings that somebody can act on."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gemengd.tables import PUPILS, SCHOOLS, InvalidTable, validate


def pupils(**changed: object) -> pl.DataFrame:
    row = {
        "year": 2024,
        "school_id": "00AB00",
        "area_id": "1012",
        "characteristic": "all",
        "group": "all",
        "low": 12,
        "high": 12,
    }
    return pl.DataFrame([row | changed])


def refusal(frame: pl.DataFrame, table: object = PUPILS) -> InvalidTable:
    with pytest.raises(InvalidTable) as caught:
        validate(table, frame)  # type: ignore[arg-type]
    return caught.value


def test_a_good_table_gets_all_its_columns_in_order() -> None:
    assert validate(PUPILS, pupils()).columns == list(PUPILS.columns)


def test_absent_optional_columns_become_empty() -> None:
    assert validate(PUPILS, pupils().drop("area_id"))["area_id"].to_list() == [None]


def test_a_missing_column_is_named_with_the_columns_found() -> None:
    text = str(refusal(pupils().drop("school_id")))
    assert "column 'school_id'" in text
    assert "characteristic" in text


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("low", -1, "0 or more"),
        ("high", 3, "not below 'low'"),
        ("year", 20241, "year"),
        ("characteristic", "Opleiding ouders", "lower-case"),
        ("school_id", " 00AB", "without spaces"),
        ("school_id", None, "code"),
        ("group", "", "group"),
    ],
)
def test_a_value_out_of_bounds_is_found(column: str, value: object, expected: str) -> None:
    finding = refusal(pupils(**{column: value})).findings[0]
    assert finding.column == column
    assert expected in finding.expected


def test_text_where_a_number_should_stand_is_found() -> None:
    finding = refusal(pupils(low="twaalf")).findings[0]
    assert (finding.column, finding.found) == ("low", "'twaalf'")


def test_a_finding_quotes_file_and_row() -> None:
    frame = pupils(low=-4).with_columns(_file=pl.lit("amsterdam.csv"), _row=pl.lit(17))
    assert str(refusal(frame).findings[0]).startswith(
        "amsterdam.csv, row 17, column 'low': found -4, expected"
    )


def test_a_repeated_key_is_found() -> None:
    error = refusal(pl.concat([pupils(), pupils(low=3, high=3)]))
    assert "a second time" in error.findings[0].found


def test_cells_that_differ_in_area_only_are_no_repetition() -> None:
    assert validate(PUPILS, pl.concat([pupils(), pupils(area_id="1013")])).height == 2


def test_at_most_twenty_findings_are_shown_and_the_rest_counted() -> None:
    error = refusal(pl.concat([pupils(low=-1, area_id=str(number)) for number in range(1000, 1030)]))
    assert len(error.findings) == 20
    assert "Nothing was changed" in str(error)


def test_a_school_of_an_unknown_sector_is_refused() -> None:
    frame = pl.DataFrame(
        {
            "school_id": ["00AB00"],
            "name": ["De Mast"],
            "sector": ["mbo"],
            "municipality_id": ["GM0363"],
            "first_year": [2020],
            "last_year": [2019],
        }
    )
    error = refusal(frame, SCHOOLS)
    assert {finding.column for finding in error.findings} == {"sector", "last_year"}


@given(low=st.integers(-5, 5), high=st.integers(-5, 5))
def test_an_interval_passes_exactly_when_it_is_one(low: int, high: int) -> None:
    frame = pupils(low=low, high=high)
    if 0 <= low <= high:
        assert validate(PUPILS, frame).height == 1
    else:
        assert refusal(frame).findings


def test_a_long_table_with_an_empty_optional_column_passes() -> None:
    frame = pl.concat([pupils()] * 70_000).with_columns(area_id=pl.int_range(70_000).cast(pl.String))
    assert validate(PUPILS, frame).height == 70_000
