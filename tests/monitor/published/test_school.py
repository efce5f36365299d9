# SPDX-License-Identifier: EUPL-1.2
"""What is published of a school: its years, its pupils, the schools near it."""

from __future__ import annotations

import polars as pl
import pytest

from gemengd.monitor.published.school import FURTHEST_KM, MOST_NEARBY, of_school, school_at, school_cells
from gemengd.monitor.reporting.reading import published as published_of
from gemengd.tables import Workspace


@pytest.fixture(scope="module")
def published(example_workspace):
    return published_of(Workspace(example_workspace))


@pytest.fixture(scope="module")
def code(published):
    return published.schools.filter(municipality_id="GM9901", sector="po")["school_id"][0]


@pytest.fixture(scope="module")
def cells(published, code):
    return school_cells(published, published.view("GM9901"), code)


def test_a_school_has_a_cell_per_characteristic_with_its_own_years(published, code, cells):
    rows = published.frames["schools"].filter(school_id=code)
    assert {cell.characteristic.name for cell in cells} == set(rows["characteristic"])
    for cell in cells:
        of_kind = rows.filter(characteristic=cell.characteristic.name)
        assert cell.years == tuple(sorted(of_kind["year"]))
        assert cell.year == cell.years[-1]


def test_of_a_school_that_is_not_known_there_is_nothing(published):
    assert school_cells(published, published.view("GM9901"), "00XX00") == ()


def test_a_school_shows_the_year_that_was_chosen(published, code, cells):
    municipality, cell = published.view("GM9901"), cells[0]
    year = cell.years[0]
    earlier = of_school(published.cell("GM9901", cell.sector, cell.characteristic.name, year), cell)
    school = school_at(published, municipality, earlier)
    assert school.school_id == code
    assert school.row["year"] == year
    assert [row["year"] for row in school.rows] == list(cell.years)


def test_its_pupils_are_those_of_its_row(published, cells):
    school = school_at(published, published.view("GM9901"), cells[0])
    assert school.pupils == round(school.row["pupils"])


def test_near_schools_are_of_the_same_sort_and_come_by_distance(published, cells):
    school = school_at(published, published.view("GM9901"), cells[0])
    km = [each.km for each in school.nearby]
    assert km == sorted(km)
    assert 1 <= len(km) <= MOST_NEARBY
    assert max(km) <= FURTHEST_KM
    assert all(each.row["sector"] == cells[0].sector for each in school.nearby)
    assert school.school_id not in {each.row["school_id"] for each in school.nearby}


def test_no_count_under_the_threshold_is_told(published):
    counts = published.frames["schools"].filter(pl.col("pupils").is_not_null())["pupils"]
    assert counts.min() >= published.threshold
