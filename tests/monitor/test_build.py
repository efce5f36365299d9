# SPDX-License-Identifier: EUPL-1.2
"""The monitor as a whole, on workspaces small enough to work out by hand."""

from __future__ import annotations

import polars as pl
import pytest

from gemengd import measure
from gemengd.monitor.building.building import BY_HOME, BY_SCHOOL, STAGES, build
from gemengd.monitor.frames import FRAMES
from gemengd.monitor.settings import Settings
from gemengd.monitor.statuses import STATUSES

EDUCATION = "parental_education"
TWO_SCHOOLS = [
    ("S1", "GM0001", "po", "A", 10_000.0, 400_000.0, "openbaar"),
    ("S2", "GM0001", "po", "B", 12_000.0, 400_000.0, "katholiek"),
]
TWO_AREAS = [
    ("A", "buurt", "GM0001", 10_000.0, 400_000.0, 1000.0),
    ("B", "buurt", "GM0001", 12_000.0, 400_000.0, 2000.0),
]


def pupils(year=2024):
    """D = 1/2 (|30/40 - 10/40| + |10/40 - 30/40|) = 0.5; everybody lives beside the school."""
    return [
        (year, "S1", "A", EDUCATION, "low", 30),
        (year, "S1", "A", EDUCATION, "high", 10),
        (year, "S2", "B", EDUCATION, "low", 10),
        (year, "S2", "B", EDUCATION, "high", 30),
    ]


@pytest.fixture(scope="module")
def frames(hand_made):
    return build(hand_made(pupils(), TWO_SCHOOLS, TWO_AREAS))


def number(frames, indicator, **values):
    found = frames["indicators"].filter(
        pl.col("indicator") == indicator, *(pl.col(name) == value for name, value in values.items())
    )
    assert found.height == 1
    return found.row(0, named=True)


def test_frames_have_the_documented_columns_and_types(frames):
    assert list(frames) == list(FRAMES)
    for name, frame in frames.items():
        assert dict(frame.schema) == FRAMES[name].dtypes


def test_every_column_is_explained():
    for frame in FRAMES.values():
        assert all(field.meaning for field in frame.fields.values())
        assert set(frame.key) <= set(frame.fields)


def test_an_empty_workspace_gives_empty_frames(hand_made):
    for name, frame in build(hand_made()).items():
        assert frame.height == 0
        assert dict(frame.schema) == FRAMES[name].dtypes


def test_dissimilarity_by_hand(frames):
    found = number(frames, "D")
    assert found["estimate"] == pytest.approx(0.5)
    assert (found["units"], found["pupils"], found["status"]) == (2, 80.0, "ok")
    assert 0 < found["expected"] < found["estimate"]
    assert found["low"] < 0.5 < found["high"]


def test_every_cell_has_every_indicator(frames):
    social = frames["indicators"].filter(pl.col("characteristic") == EDUCATION)
    assert set(BY_SCHOOL) | set(BY_HOME) <= set(social["indicator"])


def test_a_missing_number_always_has_a_reason(hand_made):
    some_unknown = [*pupils(), (2024, "S3", None, EDUCATION, "unknown", 5)]
    lonely = ("S3", "GM0002", "po", None, None, None, None)
    numbers = build(hand_made(some_unknown, [*TWO_SCHOOLS, lonely], TWO_AREAS))["indicators"]
    missing = numbers.filter(pl.col("estimate").is_null())
    assert missing.height > 0
    assert not missing["status"].is_in(["ok", "expected_from_area"]).any()
    assert numbers["status"].null_count() == 0
    assert set(numbers["status"]) <= set(STATUSES) | set(measure.STATUSES)


def test_no_number_is_nan(frames):
    for frame in frames.values():
        assert not any(
            frame[name].is_nan().any() for name in frame.columns if frame[name].dtype == pl.Float64
        )


def test_keys_occur_once(frames):
    for name, frame in frames.items():
        assert not frame.select(pl.struct(FRAMES[name].key).is_duplicated()).to_series().any()


def test_unknown_groups_are_left_out_of_the_index_and_kept_in_the_groups(hand_made, row):
    rows = [*pupils(), (2024, "S1", "A", EDUCATION, "unknown", 100)]
    frames = build(hand_made(rows, TWO_SCHOOLS, TWO_AREAS))
    assert number(frames, "D")["estimate"] == pytest.approx(0.5)
    unknown = row(frames["groups"], group="unknown")
    assert (unknown["pupils"], unknown["share"], unknown["known"]) == (100.0, None, False)
    assert row(frames["groups"], group="low")["share"] == pytest.approx(0.5)
    assert row(frames["coverage"])["pupils_used"] == 80.0
    assert row(frames["coverage"])["pupils"] == 180.0


def test_one_school_gives_a_status(hand_made):
    frames = build(hand_made(pupils()[:2], TWO_SCHOOLS, TWO_AREAS))
    assert number(frames, "D")["status"] == "one_unit"


def test_one_group_gives_a_status(hand_made):
    rows = [row for row in pupils() if row[4] == "high"]
    frames = build(hand_made(rows, TWO_SCHOOLS, TWO_AREAS))
    assert (number(frames, "D")["estimate"], number(frames, "D")["status"]) == (None, "focal_absent")
    assert number(frames, "H")["status"] == "one_group"


def test_zero_pupils_give_a_status(hand_made):
    rows = [(*row[:-1], 0) for row in pupils()]
    frames = build(hand_made(rows, TWO_SCHOOLS, TWO_AREAS))
    assert (number(frames, "D")["estimate"], number(frames, "D")["status"]) == (None, "no_pupils")


def test_a_cell_of_only_unknown_pupils_gives_a_status(hand_made):
    frames = build(hand_made([(2024, "S1", "A", EDUCATION, "unknown", 7)], TWO_SCHOOLS, TWO_AREAS))
    assert number(frames, "D")["status"] == "no_pupils"


def test_counts_that_are_intervals_are_not_guessed(hand_made, row):
    rows = [*pupils()[:3], (2024, "S2", "B", EDUCATION, "high", (0, 4))]
    frames = build(hand_made(rows, TWO_SCHOOLS, TWO_AREAS))
    for indicator in (*BY_SCHOOL, *BY_HOME):
        assert (number(frames, indicator)["estimate"], number(frames, indicator)["status"]) == (
            None,
            "bounded",
        )
    high = row(frames["groups"], group="high")
    assert (high["pupils"], high["low"], high["high"]) == (None, 10.0, 14.0)
    assert row(frames["places"])["pupils"] == 80 - 30
    assert row(frames["places"])["pupils_high"] == 80 - 26
    assert set(frames["schools"]["status"]) == {"bounded"}


def test_an_interval_of_unknown_pupils_does_no_harm(hand_made):
    rows = [*pupils(), (2024, "S1", "A", EDUCATION, "unknown", (0, 4))]
    assert number(build(hand_made(rows, TWO_SCHOOLS, TWO_AREAS)), "D")["estimate"] == pytest.approx(0.5)


def test_places_without_composition_have_their_flows(hand_made):
    totals = [(2024, "S1", "A", "all", "all", 20), (2024, "S2", "A", "all", "all", 20)]
    frames = build(hand_made(totals, TWO_SCHOOLS, TWO_AREAS))
    assert frames["coverage"].height == 0
    assert number(frames, "share_nearest")["estimate"] == pytest.approx(0.5)


def test_where_most_schools_are_nobodys_nearest_none_is_called_the_nearest(hand_made):
    schools = [(f"S{i}", "GM0001", "po", "A", 10_000.0 + i, 400_000.0, None) for i in range(5)]
    rows = [
        (2024, f"S{i}", area, EDUCATION, group, 20 + i)
        for i in range(5)
        for area in ("A", "B")
        for group in ("low", "high")
    ]
    found = build(hand_made(rows, schools, TWO_AREAS))
    for indicator in ("share_nearest", "D_nearest", "D_choice"):
        told = number(found, indicator)
        assert (told["estimate"], told["status"]) == (None, "coarse_homes")


def test_places_without_home_areas_say_so(hand_made):
    rows = [(year, school, None, *rest) for year, school, _, *rest in pupils()]
    frames = build(hand_made(rows, TWO_SCHOOLS, TWO_AREAS))
    for indicator in (*BY_HOME, "share_nearest", "distance"):
        assert number(frames, indicator)["status"] == "no_home_areas"
    assert number(frames, "D")["estimate"] == pytest.approx(0.5)


def test_a_school_without_particulars_is_left_out(hand_made):
    rows = [*pupils(), (2024, "S9", "A", EDUCATION, "low", 1000)]
    assert number(build(hand_made(rows, TWO_SCHOOLS, TWO_AREAS)), "D")["estimate"] == pytest.approx(0.5)


def test_sectors_and_municipalities_are_kept_apart(hand_made):
    rows = [*pupils(), (2024, "V1", "A", EDUCATION, "low", 5), (2024, "V1", "A", EDUCATION, "high", 5)]
    schools = [*TWO_SCHOOLS, ("V1", "GM0002", "vo", "A", 10_000.0, 400_000.0, None)]
    frames = build(hand_made(rows, schools, TWO_AREAS))
    assert number(frames, "D", sector="po")["pupils"] == 80.0
    assert number(frames, "D", sector="vo", municipality_id="GM0002")["pupils"] == 10.0


def test_the_order_of_the_rows_does_not_matter(hand_made, frames):
    turned = build(hand_made(pupils()[::-1], TWO_SCHOOLS[::-1], TWO_AREAS[::-1]))
    for name, frame in frames.items():
        assert frame.equals(turned[name])


def test_progress_names_every_stage_in_order(hand_made):
    seen = []
    build(hand_made(pupils(), TWO_SCHOOLS, TWO_AREAS), progress=lambda *said: seen.append(said))
    assert seen == [(stage, done, 1) for stage in STAGES for done in (0, 1)]


def test_confidence_is_a_setting(hand_made, frames):
    wide = number(build(hand_made(pupils(), TWO_SCHOOLS, TWO_AREAS), Settings(confidence=0.99)), "D")
    narrow = number(frames, "D")
    assert wide["high"] - wide["low"] > narrow["high"] - narrow["low"]


@pytest.mark.parametrize("wrong", [{"confidence": 1.0}, {"mirror_points": -1}, {"least_known": 0.0}])
def test_impossible_settings_are_refused(wrong):
    (name,) = wrong
    with pytest.raises(ValueError, match=name):
        Settings(**wrong)
