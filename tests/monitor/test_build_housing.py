# SPDX-License-Identifier: EUPL-1.2
"""Housing against choice on small places."""

from __future__ import annotations

import math

import polars as pl
import pytest

from gemengd.monitor.building.building import build

EDUCATION = "parental_education"
SCHOOLS = [
    ("S1", "GM0001", "po", "A", 10_000.0, 400_000.0, None),
    ("S2", "GM0001", "po", "B", 12_000.0, 400_000.0, None),
]
AREAS = [
    ("A", "buurt", "GM0001", 10_000.0, 400_000.0, None),
    ("B", "buurt", "GM0001", 12_000.0, 400_000.0, None),
]


def rows(*counts):
    """(school, area, low, high) to rows of pupils."""
    return [
        (2024, school, area, EDUCATION, group, n)
        for school, area, *numbers in counts
        for group, n in zip(("low", "high"), numbers, strict=True)
    ]


def numbers(frames):
    social = frames["indicators"].filter(pl.col("characteristic") == EDUCATION)
    return dict(social.select("indicator", "estimate").iter_rows())


CHOICE_ONLY = rows(("S1", "A", 20, 0), ("S2", "A", 0, 20), ("S1", "B", 20, 0), ("S2", "B", 0, 20))
HOUSING_ONLY = rows(("S1", "A", 20, 0), ("S2", "B", 0, 20))


def test_segregation_by_choice_alone_is_sorting(hand_made):
    found = numbers(build(hand_made(CHOICE_ONLY, SCHOOLS, AREAS)))
    assert found["M_housing"] == pytest.approx(0.0, abs=1e-12)
    assert found["M_sorting"] == pytest.approx(math.log(2))
    assert found["D"] == pytest.approx(1.0)
    assert found["D_residence"] == pytest.approx(0.0, abs=1e-12)
    assert found["D_nearest"] == pytest.approx(0.0, abs=1e-12)
    assert found["D_choice"] == pytest.approx(1.0)


def test_segregation_by_housing_alone_leaves_nothing_to_choice(hand_made):
    found = numbers(build(hand_made(HOUSING_ONLY, SCHOOLS, AREAS)))
    assert found["M_housing"] == pytest.approx(math.log(2))
    assert found["M_sorting"] == pytest.approx(0.0, abs=1e-12)
    assert found["D_nearest"] == pytest.approx(1.0)
    assert found["D_choice"] == pytest.approx(0.0, abs=1e-12)


def test_the_identity_adds_up(hand_made):
    mixed = rows(("S1", "A", 30, 10), ("S2", "A", 5, 15), ("S1", "B", 5, 10), ("S2", "B", 3, 22))
    found = numbers(build(hand_made(mixed, SCHOOLS, AREAS)))
    assert found["M_total"] == pytest.approx(found["M"])
    assert found["M_total"] == pytest.approx(
        found["M_housing"] + found["M_sorting"] - found["M_mixing"], abs=1e-12
    )


def test_pupils_of_unknown_home_count_between_schools_and_not_between_areas(hand_made, row):
    some = [*HOUSING_ONLY, (2024, "S1", None, EDUCATION, "low", 5)]
    frames = build(hand_made(some, SCHOOLS, AREAS))
    assert row(frames["indicators"], indicator="M")["pupils"] == 45.0
    assert row(frames["indicators"], indicator="M_total")["pupils"] == 40.0
    assert row(frames["indicators"], indicator="D_residence")["pupils"] == 40.0


def test_without_points_the_nearest_school_is_not_known(hand_made, row):
    nowhere = [(*area[:3], None, None, None) for area in AREAS]
    found = row(build(hand_made(HOUSING_ONLY, SCHOOLS, nowhere))["indicators"], indicator="D_nearest")
    assert (found["estimate"], found["status"]) == (None, "no_points")


def test_one_home_area_says_so(hand_made, row):
    frames = build(hand_made(CHOICE_ONLY[:4], SCHOOLS, AREAS))
    assert row(frames["indicators"], indicator="D_residence")["status"] == "one_area"


def test_residents_stand_in_where_no_homes_are_known(hand_made, row):
    """Residents: A 30 low of 40, B 10 of 40, so D = 0.5; the school figure is the pupils' own."""
    pupils = [(2024, school, None, *rest) for _, school, _, *rest in HOUSING_ONLY]
    residents = [
        (2023, area, EDUCATION, group, value)
        for area, low, high in (("A", 30.0, 10.0), ("B", 10.0, 30.0), ("GM0001", 40.0, 40.0))
        for group, value in (("low", low), ("high", high))
    ]
    areas = [*AREAS, ("GM0001", "gemeente", "GM0001", None, None, None)]
    frames = build(hand_made(pupils, SCHOOLS, areas, residents))
    found = row(frames["indicators"], indicator="D_residence")
    assert found["estimate"] == pytest.approx(0.5)
    assert (found["units"], found["status"]) == (2, "from_residents")
    assert row(frames["indicators"], indicator="D")["estimate"] == pytest.approx(1.0)
    assert row(frames["indicators"], indicator="M_total")["status"] == "no_home_areas"
