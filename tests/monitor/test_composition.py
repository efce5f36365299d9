# SPDX-License-Identifier: EUPL-1.2
"""Compositions that are expected from the areas where pupils live (the definition of the data index, 6.2)."""

from __future__ import annotations

import polars as pl
import pytest

from gemengd.monitor.building.building import build
from gemengd.monitor.settings import Settings

ORIGIN = "migration_background"
SCHOOLS = [
    ("S1", "GM0001", "po", "1001", 10_000.0, 400_000.0, None),
    ("S2", "GM0001", "po", "1002", 12_000.0, 400_000.0, None),
    ("Z1", "GM0001", "so", "1002", 12_000.0, 400_000.0, None),
]
AREAS = [
    ("1001", "pc4", "GM0001", 10_000.0, 400_000.0, 1000.0),
    ("1002", "pc4", "GM0001", 12_000.0, 400_000.0, 3000.0),
    ("1003", "pc4", "GM0002", 14_000.0, 400_000.0, 500.0),
    ("1004", "pc4", "GM0002", 16_000.0, 400_000.0, 500.0),
    ("BE", "abroad", None, None, None, None),
]


def flow(school, area, n, year=2017):
    return (year, school, area, "all", "all", n)


FLOWS = [flow("S1", "1001", 60), flow("S1", "1002", 20), flow("S2", "1002", 40), flow("S2", "1003", 40)]


def shares(year, **by_area):
    """Published numbers of inhabitants: 1000 per area, of whom a share is in the focal group."""
    rows = []
    for area, share in by_area.items():
        rows.append((year, area[1:], "all", "all", 1000.0))
        value = None if share is None else 1000.0 * share
        rows.append((year, area[1:], ORIGIN, "non_western", value))
        rows.append((year, area[1:], ORIGIN, "dutch", None if share is None else 500.0))
    return rows


RESIDENTS = shares(2020, a1001=0.5, a1002=0.2, a1003=0.0, a1004=None)


@pytest.fixture(scope="module")
def frames(hand_made):
    return build(hand_made(FLOWS, SCHOOLS, AREAS, RESIDENTS))


def test_each_pupil_gets_the_share_of_the_home_area(frames, row):
    """S1: 60 · 0.5 + 20 · 0.2 = 34 of 80; S2: 40 · 0.2 + 40 · 0 = 8 of 80."""
    assert row(frames["schools"], school_id="S1")["focal_pupils"] == pytest.approx(34)
    assert row(frames["schools"], school_id="S2")["focal_pupils"] == pytest.approx(8)
    focal = row(frames["groups"], group="non_western")
    assert focal["pupils"] == pytest.approx(42)
    assert focal["share"] == pytest.approx(42 / 160)
    assert row(frames["groups"], group="other")["pupils"] == pytest.approx(118)


def test_dissimilarity_by_hand(frames, row):
    schools = 0.5 * (abs(34 / 42 - 46 / 118) + abs(8 / 42 - 72 / 118))
    homes = 0.5 * (abs(30 / 42 - 30 / 118) + abs(12 / 42 - 48 / 118) + abs(0 / 42 - 40 / 118))
    assert row(frames["indicators"], indicator="D")["estimate"] == pytest.approx(schools)
    assert row(frames["indicators"], indicator="D_residence")["estimate"] == pytest.approx(homes)


def test_every_number_says_that_it_is_expected(frames):
    numbers = frames["indicators"].filter(
        pl.col("characteristic") == ORIGIN, pl.col("estimate").is_not_null()
    )
    assert set(numbers["status"]) == {"expected_from_area"}
    for name in ("groups", "coverage", "schools", "areas"):
        assert set(frames[name]["status"]) == {"expected_from_area"}


def test_an_expected_number_has_no_error_and_no_chance_level(frames):
    numbers = frames["indicators"].filter(pl.col("characteristic") == ORIGIN)
    for name in ("se", "low", "high", "expected", "expected_error", "excess"):
        assert numbers[name].null_count() == numbers.height
    assert frames["schools"]["probability"].null_count() == frames["schools"].height


def test_sorting_inside_areas_cannot_be_seen(frames, row):
    found = row(frames["indicators"], indicator="M_sorting")
    assert (found["estimate"], found["status"]) == (None, "same_by_construction")
    total, housing, mixing = (
        row(frames["indicators"], indicator=name)["estimate"] for name in ("M_total", "M_housing", "M_mixing")
    )
    assert total == pytest.approx(housing - mixing, abs=1e-12)


def test_own_catchment_is_left_out_because_it_is_the_same(frames):
    assert frames["schools"]["own_share"].null_count() == frames["schools"].height
    assert set(frames["schools"]["reference"]) == {"near"}


def test_what_cannot_be_used_is_counted_by_reason(hand_made, row):
    flows = [*FLOWS, flow("S1", "BE", 3), flow("S1", None, 4), flow("S2", "1004", 5), flow("S2", "1999", 6)]
    found = row(build(hand_made(flows, SCHOOLS, AREAS, RESIDENTS))["coverage"])
    assert found["pupils"] == 160 + 3 + 4 + 5 + 6
    assert found["pupils_used"] == pytest.approx(160)
    assert found["abroad_or_unknown"] == 7
    assert found["composition_secret"] == 5
    assert found["composition_absent"] == 6
    assert found["areas_used"] == 3
    assert found["residents_year"] == 2020


def test_a_share_of_zero_is_kept(frames, row):
    assert row(frames["areas"], area_id="1003")["focal_share"] == 0.0
    assert row(frames["areas"], area_id="1003")["pupils"] == 40.0


def test_the_nearest_year_of_residents_is_taken(hand_made, row):
    residents = [*shares(2013, a1001=0.9, a1002=0.9, a1003=0.9), *RESIDENTS]
    frames = build(hand_made(FLOWS, SCHOOLS, AREAS, residents))
    assert row(frames["coverage"])["residents_year"] == 2020
    early = [flow(*row_[1:3], row_[-1], year=2015) for row_ in FLOWS]
    assert row(build(hand_made(early, SCHOOLS, AREAS, residents))["coverage"])["residents_year"] == 2013


def test_of_two_years_equally_near_the_earlier_is_taken(hand_made, row):
    residents = [*shares(2014, a1001=0.9, a1002=0.9, a1003=0.9), *RESIDENTS]
    assert row(build(hand_made(FLOWS, SCHOOLS, AREAS, residents))["coverage"])["residents_year"] == 2014


def test_what_was_observed_is_not_expected_as_well(hand_made, row):
    observed = [(2017, "S1", "1001", ORIGIN, "non_western", 10), (2017, "S1", "1001", ORIGIN, "dutch", 50)]
    found = row(build(hand_made([*FLOWS, *observed], SCHOOLS, AREAS, RESIDENTS))["coverage"])
    assert (found["basis"], found["status"]) == ("observed", "ok")
    assert (found["schools_used"], found["schools"]) == (1, 2)


def test_special_schools_are_a_sector_of_their_own(hand_made, row):
    frames = build(hand_made([*FLOWS, flow("Z1", "1001", 50)], SCHOOLS, AREAS, RESIDENTS))
    assert row(frames["indicators"], indicator="D", sector="po")["pupils"] == 160.0
    special = row(frames["indicators"], indicator="D", sector="so")
    assert (special["estimate"], special["status"]) == (None, "one_unit")


def test_too_little_known_gives_no_number(hand_made, row):
    flows = [*FLOWS, flow("S2", "1004", 200)]
    frames = build(hand_made(flows, SCHOOLS, AREAS, RESIDENTS))
    found = row(frames["indicators"], indicator="D")
    assert (found["estimate"], found["status"]) == (None, "too_little_known")
    lenient = build(hand_made(flows, SCHOOLS, AREAS, RESIDENTS), Settings(least_known=0.4))
    assert row(lenient["indicators"], indicator="D")["estimate"] is not None


def _rounded(workspace, unit):
    """The residents as if every share had been rounded to this unit."""
    half = 1000.0 * unit / 2
    grouped = pl.col("characteristic") == ORIGIN
    around = {"low": (pl.col("value") - half).clip(0), "high": pl.col("value") + half}
    workspace.tables["residents"] = workspace.tables["residents"].with_columns(
        pl.when(grouped).then(bound.cast(pl.Int64)).otherwise(pl.col(name)).alias(name)
        for name, bound in around.items()
    )
    return workspace


def test_rounding_that_weighs_more_than_the_group_gives_no_number(hand_made, row):
    """The group is 26% here: shares rounded to tens tell something, shares rounded to sixties nothing."""
    fine = build(_rounded(hand_made(FLOWS, SCHOOLS, AREAS, RESIDENTS), 0.1))
    assert row(fine["indicators"], indicator="D")["status"] == "expected_from_area"
    coarse = build(_rounded(hand_made(FLOWS, SCHOOLS, AREAS, RESIDENTS), 0.6))
    found = row(coarse["indicators"], indicator="D")
    assert (found["estimate"], found["status"]) == (None, "too_coarse")


def test_several_focal_groups_are_added_up(hand_made, row):
    residents = []
    for area, born_here, abroad in (("1001", 300.0, 100.0), ("1002", 50.0, 50.0), ("1003", 0.0, 100.0)):
        residents.append((2022, area, "all", "all", 1000.0))
        residents.append((2022, area, "origin", "netherlands_other", born_here))
        residents.append((2022, area, "origin", "abroad_other", abroad))
    frames = build(hand_made(FLOWS, SCHOOLS, AREAS, residents))
    focal = row(frames["groups"], focal=True)
    assert focal["group"] == "netherlands_other+abroad_other"
    assert focal["pupils"] == pytest.approx(60 * 0.4 + 60 * 0.1 + 40 * 0.1)


def test_one_secret_focal_group_makes_the_share_secret(hand_made, row):
    residents = [
        (2022, area, characteristic, group, value)
        for area, second in (("1001", 100.0), ("1002", None), ("1003", 0.0))
        for characteristic, group, value in (
            ("all", "all", 1000.0),
            ("origin", "netherlands_other", 200.0),
            ("origin", "abroad_other", second),
        )
    ]
    found = row(build(hand_made(FLOWS, SCHOOLS, AREAS, residents))["coverage"])
    assert found["composition_secret"] == 60


def test_residents_of_unknown_group_are_left_out_of_the_share(hand_made, row):
    residents = [
        (2022, area, characteristic, group, value)
        for area in ("1001", "1002", "1003")
        for characteristic, group, value in (
            ("all", "all", 1000.0),
            ("amsterdam_ja", "ja", 300.0),
            ("amsterdam_ja", "nee", 300.0),
            ("amsterdam_ja", "onbekend", 400.0),
        )
    ]
    frames = build(hand_made(FLOWS, SCHOOLS, AREAS, residents))
    assert row(frames["groups"], group="ja")["share"] == pytest.approx(0.5)


def test_address_density_is_that_of_the_homes(frames, row):
    expected = (60 * 1000 + 60 * 3000 + 40 * 500) / 160
    assert row(frames["places"], sector="po")["address_density"] == pytest.approx(expected)
