# SPDX-License-Identifier: EUPL-1.2
"""The change since the first year of a series."""

from __future__ import annotations

import polars as pl
import pytest

from gemengd import measure
from gemengd.monitor.building.building import build

EDUCATION = "parental_education"
ORIGIN = "migration_background"
SCHOOLS = [
    ("S1", "GM0001", "po", "1001", 10_000.0, 400_000.0, None),
    ("S2", "GM0001", "po", "1002", 12_000.0, 400_000.0, None),
]
AREAS = [
    ("1001", "pc4", "GM0001", 10_000.0, 400_000.0, None),
    ("1002", "pc4", "GM0001", 12_000.0, 400_000.0, None),
]


def pupils(year, low, high, characteristic=EDUCATION, groups=("low", "high")):
    """S1 has `low` and `high`, S2 the reverse."""
    return [
        (year, school, area, characteristic, group, n)
        for school, area, numbers in (("S1", "1001", (low, high)), ("S2", "1002", (high, low)))
        for group, n in zip(groups, numbers, strict=True)
    ]


def d(frames, year):
    return frames["indicators"].filter(pl.col("indicator") == "D", pl.col("year") == year).row(0, named=True)


@pytest.fixture(scope="module")
def frames(hand_made):
    return build(
        hand_made([*pupils(2020, 80, 20), *pupils(2022, 75, 25), *pupils(2024, 60, 40)], SCHOOLS, AREAS)
    )


def test_the_change_is_the_level_of_the_last_year_minus_that_of_the_first(frames, row):
    found = row(frames["indicators"], indicator="D_change")
    levels = [d(frames, year)["level"] for year in (2020, 2024)]
    assert found["estimate"] == pytest.approx(levels[1] - levels[0])
    assert (found["year"], found["units"], found["status"]) == (2024, 4, "ok")


def test_its_test_is_that_of_the_contrast(frames, row, hand_made):
    found = row(frames["indicators"], indicator="D_change")
    table = pl.DataFrame(
        [
            (year, school, group, n)
            for year, school, _, _, group, n in (*pupils(2020, 80, 20), *pupils(2024, 60, 40))
        ],
        schema=["year", "school", "group", "pupils"],
        orient="row",
    )
    options = {"unit": "school", "group": "group", "pupils": "pupils", "by": "year", "focal": "low"}
    told = measure.contrasts(table, over="year", **options).row(0, named=True)
    for name, other in (("estimate", "difference"), ("low", "low"), ("high", "high"), ("p_value", "p_value")):
        assert found[name] == pytest.approx(told[other])
    assert found["expected"] == pytest.approx(d(frames, 2024)["expected"] - d(frames, 2020)["expected"])


def test_two_schools_and_then_one_is_no_change(hand_made, row):
    rows = [*pupils(2020, 80, 20), *(each for each in pupils(2021, 60, 40) if each[1] == "S1")]
    found = build(hand_made(rows, SCHOOLS, AREAS))["indicators"]
    assert row(found.filter(year=2021), indicator="D")["estimate"] is None
    change = row(found, indicator="D_change")
    assert (change["estimate"], change["status"]) == (None, "one_unit")


def test_no_change_is_told_across_a_year_with_one_school(hand_made, row):
    rows = [*pupils(2020, 80, 20), *(each for each in pupils(2021, 60, 40) if each[1] == "S1")]
    found = build(hand_made([*rows, *pupils(2022, 55, 45)], SCHOOLS, AREAS))["indicators"]
    change = row(found, indicator="D_change")
    assert (change["estimate"], change["status"]) == (None, "one_unit")


def test_one_year_is_no_change(hand_made, row):
    found = row(build(hand_made(pupils(2020, 80, 20), SCHOOLS, AREAS))["indicators"], indicator="D_change")
    assert (found["estimate"], found["status"]) == (None, "one_year")


def test_a_new_coding_is_a_series_of_its_own(hand_made):
    rows = [
        *pupils(2020, 80, 20, ORIGIN, ("non_western", "dutch")),
        *pupils(2021, 70, 30, ORIGIN, ("non_western", "dutch")),
        *pupils(2022, 90, 10, "origin", ("abroad_other", "netherlands_dutch")),
    ]
    found = build(hand_made(rows, SCHOOLS, AREAS))["indicators"].filter(pl.col("indicator") == "D_change")
    series = {row["characteristic"]: row for row in found.iter_rows(named=True)}
    assert series[ORIGIN]["estimate"] == pytest.approx(0.4 - 0.6, abs=0.01)
    assert (series["origin"]["estimate"], series["origin"]["status"]) == (None, "one_year")


def test_observed_and_expected_years_are_not_compared(hand_made, row):
    flows = [(2017, school, area, "all", "all", 100) for school, area in (("S1", "1001"), ("S2", "1002"))]
    later = pupils(2020, 80, 20, ORIGIN, ("non_western", "dutch"))
    totals = [(2020, school, area, "all", "all", 100) for school, area in (("S1", "1001"), ("S2", "1002"))]
    residents = [
        (2018, area, characteristic, group, value)
        for area, share in (("1001", 0.5), ("1002", 0.1))
        for characteristic, group, value in (("all", "all", 100.0), (ORIGIN, "non_western", 100 * share))
    ]
    found = build(hand_made([*flows, *totals, *later], SCHOOLS, AREAS, residents))["indicators"]
    assert found.filter(indicator="D", year=2017)["status"].item() == "expected_from_area"
    change = row(found, indicator="D_change")
    assert (change["year"], change["estimate"], change["status"]) == (2020, None, "break_in_series")


def test_a_last_year_without_a_number_has_its_reason(hand_made, row):
    without_low = [
        (2024, school, area, EDUCATION, "high", 40) for school, area in (("S1", "1001"), ("S2", "1002"))
    ]
    rows = [*pupils(2020, 80, 20), *without_low]
    found = row(build(hand_made(rows, SCHOOLS, AREAS))["indicators"], indicator="D_change")
    assert (found["year"], found["estimate"], found["status"]) == (2024, None, "focal_absent")


def test_a_bounded_first_year_is_passed_over(hand_made, row):
    rows = [*pupils(2020, 80, (0, 4)), *pupils(2021, 80, 20), *pupils(2022, 60, 40)]
    found = row(build(hand_made(rows, SCHOOLS, AREAS))["indicators"], indicator="D_change")
    assert (found["units"], found["status"]) == (1, "ok")
    assert found["estimate"] == pytest.approx(0.2 - 0.6, abs=0.01)
