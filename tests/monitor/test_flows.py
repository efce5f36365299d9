# SPDX-License-Identifier: EUPL-1.2
"""Where pupils go to school."""

from __future__ import annotations

import math

import pytest

from gemengd.monitor.building.building import build

SCHOOLS = [
    ("S1", "GM0001", "po", "1001", 10_000.0, 400_000.0, None),
    ("S2", "GM0001", "po", "1002", 14_000.0, 400_000.0, None),
    ("S3", "GM0002", "po", "1003", 20_000.0, 400_000.0, None),
]
AREAS = [
    ("1001", "pc4", "GM0001", 10_000.0, 400_000.0, None),
    ("1002", "pc4", "GM0001", 13_000.0, 400_000.0, None),
    ("1003", "pc4", "GM0002", 20_000.0, 403_000.0, None),
    ("BE", "abroad", None, None, None, None),
]


def flow(school, area, n):
    return (2017, school, area, "all", "all", n)


FLOWS = [
    flow("S1", "1001", 50),
    flow("S1", "1002", 30),
    flow("S2", "1002", 10),
    flow("S1", "1003", 6),
    flow("S2", "BE", 4),
    flow("S2", None, 7),
    flow("S3", "1001", 8),
    flow("S3", "1003", 40),
]


@pytest.fixture(scope="module")
def frames(hand_made):
    return build(hand_made(FLOWS, SCHOOLS, AREAS))


@pytest.fixture(scope="module")
def here(frames, row):
    return lambda indicator: row(frames["indicators"], municipality_id="GM0001", indicator=indicator)


def test_share_at_the_nearest_school(here):
    """50 of 1001 and 10 of 1002 go to the nearest; 30 and 6 do not; nobody knows of BE and unknown homes."""
    found = here("share_nearest")
    assert found["estimate"] == pytest.approx(60 / 96)
    assert found["se"] == pytest.approx(math.sqrt(60 / 96 * 36 / 96 / 96))
    assert (found["pupils"], found["units"], found["status"]) == (96.0, 2, "ok")


def test_the_nearest_school_may_stand_in_another_municipality(frames, row):
    """The 6 of 1003 at S1 and the 8 of 1001 at S3 both pass a nearer school across the border."""
    found = row(frames["indicators"], municipality_id="GM0002", indicator="share_nearest")
    assert found["estimate"] == pytest.approx(40 / 48)


def test_share_outside_the_area_of_the_school(here):
    """Inside: 50 and 10. Outside: 30, 6, and the 4 from abroad."""
    assert here("share_outside_area")["estimate"] == pytest.approx(40 / 100)


def test_share_outside_the_municipality_counts_those_from_abroad(here):
    assert here("share_outside_municipality")["estimate"] == pytest.approx(10 / 100)


def test_share_leaving_is_of_the_pupils_who_live_here(here):
    """50 + 30 + 10 + 8 live here; the 8 go to school elsewhere."""
    found = here("share_leaving")
    assert found["estimate"] == pytest.approx(8 / 98)
    assert found["pupils"] == 98.0


def test_mean_distance_in_km(here):
    far = math.hypot(10, 3)
    assert here("distance")["estimate"] == pytest.approx((50 * 0 + 30 * 3 + 10 * 1 + 6 * far) / 96)


def test_error_of_the_mean_distance(here):
    far = math.hypot(10, 3)
    kilometres = [0.0] * 50 + [3.0] * 30 + [1.0] * 10 + [far] * 6
    mean = sum(kilometres) / 96
    variance = sum((km - mean) ** 2 for km in kilometres) / 96
    assert here("distance")["se"] == pytest.approx(math.sqrt(variance / 96))


def test_flows_hold_distance_and_home_municipality(frames, row):
    found = row(frames["flows"], school_id="S1", area_id="1003")
    assert found["distance"] == pytest.approx(math.hypot(10, 3))
    assert (found["pupils"], found["home_municipality_id"], found["municipality_id"]) == (
        6,
        "GM0002",
        "GM0001",
    )
    assert row(frames["flows"], area_id="BE")["distance"] is None


def test_suppressed_flows_give_bounds_and_no_estimate(hand_made, row):
    hidden = [*FLOWS[:2], flow("S2", "1002", (0, 4))]
    frames = build(hand_made(hidden, SCHOOLS, AREAS))
    found = row(frames["indicators"], indicator="share_nearest")
    assert (found["estimate"], found["status"]) == (None, "bounded")
    assert found["bound_low"] == pytest.approx(50 / 80)
    assert found["bound_high"] == pytest.approx(54 / 84)
    assert row(frames["indicators"], indicator="distance")["status"] == "bounded"
    assert row(frames["flows"], school_id="S2")["pupils"] is None


def test_leaving_cannot_be_seen_without_other_municipalities(hand_made, row):
    frames = build(hand_made(FLOWS[:5], SCHOOLS, AREAS))
    found = row(frames["indicators"], indicator="share_leaving")
    assert (found["estimate"], found["status"]) == (None, "no_other_municipality")


def test_schools_without_points_have_no_distance(hand_made, row):
    nowhere = [(*school[:3], None, None, None, None) for school in SCHOOLS]
    frames = build(hand_made(FLOWS, nowhere, AREAS))
    for indicator, reason in (
        ("distance", "no_points"),
        ("share_nearest", "no_points"),
        ("share_outside_area", "no_own_area"),
    ):
        found = row(frames["indicators"], municipality_id="GM0002", indicator=indicator)
        assert (found["estimate"], found["status"]) == (None, reason)


def test_two_schools_at_one_address_are_both_nearest(hand_made, row):
    twins = [SCHOOLS[0], ("S2", "GM0001", "po", "1001", 10_000.0, 400_000.0, None)]
    frames = build(hand_made([flow("S1", "1001", 5), flow("S2", "1001", 5)], twins, AREAS))
    assert row(frames["indicators"], indicator="share_nearest")["estimate"] == 1.0


def test_distance_by_group(hand_made, row):
    pupils = [
        (2017, "S1", area, "parental_education", group, n)
        for area, group, n in (("1001", "low", 20), ("1002", "low", 20), ("1002", "high", 10))
    ]
    frames = build(hand_made(pupils, SCHOOLS, AREAS))
    assert row(frames["indicators"], indicator="distance:low")["estimate"] == pytest.approx(1.5)
    assert row(frames["indicators"], indicator="distance:high")["estimate"] == pytest.approx(3.0)
    assert row(frames["indicators"], indicator="distance:low")["status"] == "ok"
