# SPDX-License-Identifier: EUPL-1.2
"""Rows of publishers to canonical tables."""

from __future__ import annotations

import polars as pl

from gemengd.sources.publishers.canonical import ALL, counted, listed, municipalities
from gemengd.tables import AREAS, PUPILS, SCHOOLS, validate

ROWS = pl.DataFrame(
    {
        "school_id": ["99AA00", "99BB00"],
        "municipality_id": ["GM9902", "GM9901"],
        "GEMEENTE": ["AA EN HUNZE", "VOORBEELDSTAD"],
        "NAAM": ["De Regenboog", "De Maas"],
        "T_low": [3, 0],
        "T_high": [3, 4],
        "H_low": [1, 0],
        "H_high": [2, 4],
        "_file": ["f.csv", "f.csv"],
        "_row": [2, 3],
    }
)


def test_columns_of_counts_become_cells_below_each_other():
    make = counted({"T": ALL, "H": ("advice", "havo")}, "school_id", stage=pl.lit("8"))
    pupils = validate(PUPILS, make(ROWS, 2023))
    assert pupils.select("year", "school_id", "characteristic", "group", "low", "high", "stage").rows() == [
        (2023, "99AA00", "all", "all", 3, 3, "8"),
        (2023, "99BB00", "all", "all", 0, 4, "8"),
        (2023, "99AA00", "advice", "havo", 1, 2, "8"),
        (2023, "99BB00", "advice", "havo", 0, 4, "8"),
    ]


def test_a_location_is_a_school_of_that_year():
    schools = validate(SCHOOLS, listed(name=pl.col("NAAM"), sector=pl.lit("vo"))(ROWS, 2023))
    assert schools.select(
        "school_id", "name", "sector", "municipality_id", "first_year", "last_year"
    ).rows() == [
        ("99AA00", "De Regenboog", "vo", "GM9902", 2023, 2023),
        ("99BB00", "De Maas", "vo", "GM9901", 2023, 2023),
    ]


def test_municipalities_come_once_in_order_and_in_small_letters_where_wanted():
    twice = pl.concat([ROWS, ROWS])
    areas = validate(AREAS, municipalities("GEMEENTE", in_capitals=True)(twice, 2023))
    assert areas.select("area_id", "level", "name", "municipality_id").rows() == [
        ("GM9901", "gemeente", "Voorbeeldstad", "GM9901"),
        ("GM9902", "gemeente", "Aa en Hunze", "GM9902"),
    ]
    assert municipalities("NAAM")(twice, 2023)["name"].to_list() == ["De Maas", "De Regenboog"]


def test_rows_without_a_municipality_give_none():
    nowhere = ROWS.with_columns(municipality_id=pl.lit(None, pl.String))
    assert municipalities("GEMEENTE")(nowhere, 2023).height == 0
