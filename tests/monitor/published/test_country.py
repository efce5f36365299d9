# SPDX-License-Identifier: EUPL-1.2
"""All municipalities together: means, trend, outlines."""

from __future__ import annotations

import math

import pytest
import shapely

from gemengd.monitor.published.country import country_cell
from gemengd.monitor.published.outlines import outlines
from gemengd.monitor.published.published import Published
from gemengd.monitor.reporting.reading import published as published_of
from gemengd.tables import Workspace
from monitor import made

KIND = "parental_education"


@pytest.fixture(scope="module")
def published(example_workspace):
    return published_of(Workspace(example_workspace))


def with_numbers(published, *rows):
    """The same monitor with these D: (municipality, year, estimate, se, pupils)."""
    copy = object.__new__(Published)
    copy.__dict__ |= published.__dict__
    copy.dissimilarities = {
        (code, "po", KIND, year): made.number("D", d, se, year=year, pupils=pupils, expected=0.05)
        for code, year, d, se, pupils in rows
    }
    return copy


def test_the_level_is_weighted_by_pupils_with_its_error(published):
    few = with_numbers(published, ("GM9901", 2025, 0.4, 0.02, 3000.0), ("GM9902", 2025, 0.2, 0.04, 1000.0))
    number = country_cell(few, {}, "po", KIND).number("D")
    assert number.estimate == pytest.approx(0.35)
    assert number.se == pytest.approx(math.hypot(0.75 * 0.02, 0.25 * 0.04))
    assert number.expected == pytest.approx(0.05)
    assert (number.units, number.pupils) == (2, 4000.0)


def test_without_an_error_of_one_there_is_no_error(published):
    few = with_numbers(published, ("GM9901", 2025, 0.4, 0.02, 3000.0), ("GM9902", 2025, 0.2, None, 1000.0))
    number = country_cell(few, {}, "po", KIND).number("D")
    assert number.estimate == pytest.approx(0.35)
    assert number.se is number.low is number.high is None


def test_the_change_is_that_of_the_municipalities_known_in_both_years(published):
    few = with_numbers(
        published,
        ("GM9901", 2020, 0.5, 0.01, 3000.0),
        ("GM9901", 2025, 0.4, 0.01, 3000.0),
        ("GM9902", 2025, 0.1, 0.01, 9000.0),
    )
    change = country_cell(few, {}, "po", KIND).number("D_change")
    assert change.estimate == pytest.approx(-0.1)
    assert change.units == 5


def test_one_year_has_no_change(published):
    few = with_numbers(published, ("GM9901", 2025, 0.4, 0.01, 3000.0))
    assert country_cell(few, {}, "po", KIND).number("D_change").status == "one_year"


def test_an_earlier_year_shows_that_year(published):
    cell = country_cell(published, {}, "po", KIND, 2021)
    assert cell.year == 2021
    assert {row["focal_share"] for row in cell.areas} == {
        number.estimate
        for (_, sector, kind, year), number in published.dissimilarities.items()
        if (sector, kind, year) == ("po", KIND, 2021)
    }


def test_outlines_hold_the_areas_of_each_municipality():
    shapes = {"a": made.square(0, 0), "b": made.square(1000, 0), "c": made.square(5000, 0)}
    found = outlines(shapes, {"a": "GM0001", "b": "GM0001", "c": "GM0002", "d": None})
    one = shapely.from_wkb(found["GM0001"])
    assert list(found) == ["GM0001", "GM0002"]
    assert one.geom_type == "Polygon"
    assert one.area == pytest.approx(2e6)
