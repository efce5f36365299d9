# SPDX-License-Identifier: EUPL-1.2
"""Schools beside their catchments."""

from __future__ import annotations

import itertools
import math

import numpy as np
import polars as pl
import pytest
import shapely
from scipy.stats import hypergeom

from gemengd.monitor.building.building import build
from gemengd.monitor.building.strata import two_sided
from gemengd.monitor.settings import Settings

EDUCATION = "parental_education"


def school(code, x, denomination=None, *, area=None, sector="po"):
    return (code, "GM0001", sector, area, x, 400_000.0, denomination)


def area(code, x, level="buurt"):
    return (code, level, "GM0001", x, 400_000.0, None)


def rows(*counts):
    """(school, area, low, high) to rows of pupils."""
    return [
        (2024, code, home, EDUCATION, group, n)
        for code, home, *numbers in counts
        for group, n in zip(("low", "high"), numbers, strict=True)
    ]


SCHOOLS = [school("S1", 10_000.0, "openbaar"), school("S2", 10_500.0, "katholiek"), school("S3", 30_000.0)]
AREAS = [area("A", 10_000.0), area("B", 10_800.0), area("C", 30_000.0)]
COUNTS = rows(
    ("S1", "A", 30, 10), ("S1", "B", 5, 5), ("S2", "A", 10, 30), ("S2", "B", 5, 25), ("S3", "C", 9, 1)
)


@pytest.fixture(scope="module")
def schools(hand_made):
    return build(hand_made(COUNTS, SCHOOLS, AREAS))["schools"]


def test_own_catchment_weighs_areas_by_the_schools_own_pupils(schools, row):
    """A: 40 of 80 low; B: 10 of 40 low. S1 has 40 pupils from A and 10 from B."""
    found = row(schools, school_id="S1")
    assert found["own_share"] == pytest.approx((40 * 40 / 80 + 10 * 10 / 40) / 50)
    assert found["focal_share"] == pytest.approx(35 / 50)
    assert found["difference"] == pytest.approx(35 / 50 - found["own_share"])
    assert found["log_ratio"] == pytest.approx(math.log2(0.7 / found["own_share"]))
    assert (found["reference"], found["status"]) == ("own", "ok")


def test_near_counts_everybody_who_lives_within_reach(schools, row):
    found = row(schools, school_id="S1")
    assert found["near_share"] == pytest.approx(50 / 120)
    assert found["near_pupils"] == 120.0


def test_the_distance_that_is_near_is_a_setting(hand_made, row):
    found = build(hand_made(COUNTS, SCHOOLS, AREAS), Settings(near_metres=500.0))["schools"]
    assert row(found, school_id="S1")["near_pupils"] == 80.0


def test_secondary_schools_have_a_reach_of_their_own(hand_made, row):
    secondary = [(*entry[:2], "vo", *entry[3:]) for entry in SCHOOLS]
    frames = build(hand_made(COUNTS, secondary, AREAS), Settings(near_metres_secondary=100.0))
    assert row(frames["schools"], school_id="S1")["near_pupils"] == 80.0


def test_the_area_of_the_school_is_near_however_far_its_point(hand_made, row):
    far = [area("A", 15_000.0), *AREAS[1:]]
    own_area = [school("S1", 10_000.0, area="A"), *SCHOOLS[1:]]
    found = build(hand_made(COUNTS, own_area, far))["schools"]
    assert row(found, school_id="S1")["near_pupils"] == 120.0


def test_local_scores_and_contributions_add_up_to_the_indices(hand_made):
    frames = build(hand_made(COUNTS, SCHOOLS, AREAS))
    numbers = dict(frames["indicators"].select("indicator", "estimate").iter_rows())
    assert frames["schools"]["contribution_M"].sum() == pytest.approx(numbers["M"])
    assert frames["schools"]["contribution_D"].sum() == pytest.approx(numbers["D"])


def test_a_school_that_differs_enough_is_no_mirror(schools, row):
    assert row(schools, school_id="S1")["difference"] > 0.2
    assert row(schools, school_id="S1")["verdict"] == "no_mirror_few_schools"
    assert row(schools, school_id="S3")["verdict"] == "mirror"


def test_exactly_the_threshold_is_no_mirror(hand_made, row):
    """One area, 40 % low; S1 has 60 %, S2 20 %: 20 points each way."""
    counts = rows(("S1", "A", 30, 20), ("S2", "A", 10, 40))
    found = build(hand_made(counts, SCHOOLS[:2], AREAS[:1]))["schools"]
    assert row(found, school_id="S1")["difference"] == pytest.approx(0.2)
    assert row(found, school_id="S1")["verdict"] != "mirror"
    wider = build(hand_made(counts, SCHOOLS[:2], AREAS[:1]), Settings(mirror_points=20.5))["schools"]
    assert row(wider, school_id="S1")["verdict"] == "mirror"


def test_a_catchment_with_many_kinds_of_schools_is_told_apart(hand_made, row):
    more = [*SCHOOLS, school("S4", 10_100.0, "protestants-christelijk")]
    counts = [*COUNTS, *rows(("S4", "A", 8, 12))]
    found = row(build(hand_made(counts, more, AREAS))["schools"], school_id="S1")
    assert (found["near_schools"], found["near_kinds"]) == (2, 2)
    assert found["verdict"] == "no_mirror"


def test_many_schools_of_one_kind_offer_few(hand_made, row):
    more = [*SCHOOLS, school("S4", 10_100.0, "katholiek")]
    counts = [*COUNTS, *rows(("S4", "A", 8, 12))]
    found = row(build(hand_made(counts, more, AREAS))["schools"], school_id="S1")
    assert (found["near_schools"], found["near_kinds"]) == (2, 1)
    assert found["verdict"] == "no_mirror_few_schools"


def test_schools_of_another_sector_are_no_offer(hand_made, row):
    more = [*SCHOOLS, school("V4", 10_100.0, "openbaar", sector="vo")]
    counts = [*COUNTS, *rows(("V4", "A", 8, 12))]
    assert row(build(hand_made(counts, more, AREAS))["schools"], school_id="S1")["near_schools"] == 1


def test_a_school_without_point_stands_at_its_area(hand_made, row):
    placed = [("S1", "GM0001", "po", "A", None, None, None), *SCHOOLS[1:]]
    found = row(build(hand_made(COUNTS, placed, AREAS))["schools"], school_id="S1")
    assert (found["x"], found["located"]) == (10_000.0, "area")


def test_without_homes_and_residents_the_verdict_is_unknown(hand_made, row):
    counts = rows(("S1", None, 35, 15), ("S2", None, 15, 55), ("S3", None, 9, 1))
    found = row(build(hand_made(counts, SCHOOLS, AREAS))["schools"], school_id="S1")
    assert (found["verdict"], found["status"]) == ("unknown", "no_catchment")
    assert found["focal_share"] == pytest.approx(0.7)


def test_residents_stand_in_for_homes_through_the_shape_around_the_school(hand_made, row):
    counts = rows(("S1", None, 35, 15), ("S2", None, 15, 55), ("S3", None, 9, 1))
    residents = [
        (2023, code, EDUCATION, group, value)
        for code, low, high in (("A", 40.0, 60.0), ("C", 10.0, 90.0))
        for group, value in (("low", low), ("high", high))
    ]
    far_points = [area("A", 15_000.0), area("C", 35_000.0)]
    shapes = [
        (code, shapely.box(x - 900, 399_000, x + 900, 401_000).wkb)
        for code, x in (("A", 10_000.0), ("C", 30_000.0))
    ]
    found = build(hand_made(counts, SCHOOLS, far_points, residents, shapes))["schools"]
    assert row(found, school_id="S1")["near_share"] == pytest.approx(0.4)
    assert row(found, school_id="S3")["near_share"] == pytest.approx(0.1)
    assert row(found, school_id="S1")["status"] == "from_residents"
    assert row(found, school_id="S3")["verdict"] == "no_mirror_few_schools"
    assert found["probability"].null_count() == found.height


def test_a_share_of_zero_has_no_ratio_and_says_so(hand_made, row):
    counts = rows(("S1", "A", 0, 20), ("S2", "A", 10, 10))
    found = row(build(hand_made(counts, SCHOOLS[:2], AREAS[:1]))["schools"], school_id="S1")
    assert (found["log_ratio"], found["status"]) == (None, "zero_share")
    assert found["difference"] == pytest.approx(-0.25)


def test_areas_hold_the_pupils_of_all_schools(hand_made, row):
    areas = build(hand_made(COUNTS, SCHOOLS, AREAS))["areas"]
    assert row(areas, area_id="A")["pupils"] == 80.0
    assert row(areas, area_id="A")["focal_share"] == pytest.approx(0.5)


def arrays(*numbers):
    return [np.array(column, dtype=np.int64) for column in numbers]


def test_one_area_is_the_hypergeometric_test():
    """S1 of `COUNTS`, had all its pupils come from an area with 80 pupils, 40 of them low."""
    chances = hypergeom(80, 40, 40).pmf(np.arange(41))
    expected = chances[chances <= chances[30] * (1 + 1e-7)].sum()
    (found,) = two_sided(*arrays([0, 1], [80], [40], [40], [30]))
    assert found == pytest.approx(expected, rel=1e-9)


def brute_force(strata, found):
    """Every outcome in every area, one by one."""
    chances: dict[int, float] = {}
    supports = [range(drawn + 1) for _, _, drawn in strata]
    for outcome in itertools.product(*supports):
        chance = math.prod(hypergeom(*entry).pmf(x) for entry, x in zip(strata, outcome, strict=True))
        chances[sum(outcome)] = chances.get(sum(outcome), 0.0) + chance
    return sum(chance for chance in chances.values() if chance <= chances[found] * (1 + 1e-7))


@pytest.mark.parametrize("found", range(8))
def test_several_areas_agree_with_brute_force(found):
    strata = [(9, 4, 3), (6, 5, 4), (5, 0, 2)]
    columns = list(zip(*strata, strict=True))
    (chance,) = two_sided(*arrays([0, 3], *columns, [found]))
    # At least two of the four from the second area must be focal: 4 - (6 - 5) = 3 at least.
    assert chance == pytest.approx(brute_force(strata, found) if found >= 3 else 0.0, abs=1e-12)


def test_schools_are_tested_one_by_one_and_a_school_without_areas_not_at_all():
    found = two_sided(*arrays([0, 1, 1, 2], [80, 20], [40, 5], [40, 20], [30, 0, 5]))
    assert found[0] < 0.01
    assert np.isnan(found[1])
    assert found[2] == 1.0


def test_the_probability_is_that_of_the_school_given_its_homes(schools, row):
    (expected,) = two_sided(*arrays([0, 2], [80, 40], [40, 10], [40, 10], [35]))
    assert row(schools, school_id="S1")["probability"] == pytest.approx(expected)
    assert schools.filter(pl.col("school_id") == "S3")["probability"].item() == 1.0
