# SPDX-License-Identifier: EUPL-1.2
"""Nothing under the publication threshold is shown or can be worked out."""

from __future__ import annotations

import runpy
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from gemengd import measure
from gemengd.monitor import build
from gemengd.monitor.safety.indices import STEPS
from gemengd.monitor.safety.publishable import publishable
from gemengd.monitor.safety.suppress import hide_counts, hide_groups, hide_splits
from gemengd.sources.example import contribution
from gemengd.tables import Workspace

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("made.py"))))
THRESHOLD = 10

counts = st.lists(st.integers(0, 60), min_size=1, max_size=12)
units = st.lists(
    st.integers(0, 80).flatmap(lambda total: st.tuples(st.just(total), st.integers(0, total))),
    min_size=1,
    max_size=12,
)


def known_range(objective, equalities, sums, upper):
    """The values that fit what an attacker knows, for a linear function of the hidden cells."""
    ends = []
    for sign in (1, -1):
        solved = linprog(
            sign * np.array(objective), A_eq=np.array(equalities), b_eq=sums, bounds=[(0, u) for u in upper]
        )
        assert solved.success
        ends.append(sign * solved.fun)
    return ends


@settings(deadline=None)
@given(counts)
def test_a_published_count_is_never_below_the_threshold(cells):
    values = np.array(cells, float)
    hidden = hide_counts(values, THRESHOLD)
    assert (values[~hidden] >= THRESHOLD).all()


@settings(deadline=None)
@given(counts)
def test_a_hidden_count_could_be_anything_up_to_the_threshold(cells):
    values = np.array(cells, float)
    hidden = hide_counts(values, THRESHOLD)
    if not hidden.any() or hidden.all():
        return
    among = values[hidden]
    for cell in range(len(among)):
        objective = np.eye(len(among))[cell]
        low, high = known_range(objective, [np.ones(len(among))], [among.sum()], [None] * len(among))
        assert high - low >= THRESHOLD


@settings(max_examples=80, deadline=None)
@given(units)
def test_an_attacker_with_all_totals_pins_no_hidden_split(cells):
    totals, focal = np.array(cells, float).T
    no_total, hidden = hide_splits(totals, focal, THRESHOLD)
    assert (focal[~hidden] >= THRESHOLD).all()
    assert ((totals - focal)[~hidden] >= THRESHOLD).all()
    assert (totals[~no_total] >= THRESHOLD).all()
    if min(focal.sum(), (totals - focal).sum()) < THRESHOLD:
        return  # the groups themselves are then hidden, so that the attacker lacks their sums
    for unit, low, high in attacked(totals, focal, no_total, hidden):
        assert high - low >= min(THRESHOLD, totals[unit] if not no_total[unit] else THRESHOLD) - 1e-6


def attacked(totals, focal, no_total, hidden):
    """For each hidden unit the range of its focal count, from a linear programme over focal and others."""
    which = np.flatnonzero(hidden)
    n = len(which)
    equalities, sums = [], []

    def add(row, total):
        equalities.append(row)
        sums.append(total)

    add(np.r_[np.ones(n), np.zeros(n)], focal[which].sum())
    add(np.r_[np.zeros(n), np.ones(n)], (totals - focal)[which].sum())
    for place, unit in enumerate(which):
        if not no_total[unit]:
            row = np.zeros(2 * n)
            row[[place, n + place]] = 1
            add(row, totals[unit])
    for place, unit in enumerate(which):
        objective = np.eye(2 * n)[place]
        low, high = known_range(objective, equalities, sums, [None] * (2 * n))
        yield unit, low, high


@settings(max_examples=40, deadline=None)
@given(units, units)
def test_no_small_count_leaves_the_frames(schools, areas):
    published = publishable(made.frames(schools, areas), THRESHOLD)
    for name in ("schools", "areas"):
        frame = published[name]
        for column in ("pupils", "focal_pupils"):
            if column in frame.columns:
                assert frame.filter(pl.col(column) < THRESHOLD).is_empty()
        shown = frame.filter(pl.col("focal_share").is_not_null())
        focal = shown["focal_share"] * shown["pupils"]
        assert (focal >= THRESHOLD - 1e-6).all()
        assert (shown["pupils"] - focal >= THRESHOLD - 1e-6).all()
    assert published["groups"].filter(pl.col("pupils") < THRESHOLD).is_empty()
    assert published["groups"].filter(pl.col("high") < THRESHOLD).is_empty()


def test_groups_are_hidden_for_a_reader_who_knows_each_side():
    counts = np.array([17.0, 42.0, 8.0, 8.0, 568.0, 20.0])
    focal, known = np.array([1, 1, 0, 0, 0, 0], bool), np.array([1, 1, 1, 1, 1, 0], bool)
    no = np.zeros(6, bool)
    assert hide_groups(counts, focal, known, no, no, threshold=THRESHOLD).nonzero()[0].tolist() == [2, 3]


def test_of_a_small_side_the_other_side_hides_a_group_as_well():
    counts, focal = np.array([7.0, 300.0, 160.0]), np.array([1, 0, 0], bool)
    no = np.zeros(3, bool)
    assert hide_groups(counts, focal, ~no, no, no, threshold=THRESHOLD).nonzero()[0].tolist() == [0, 2]


def test_the_total_of_a_place_is_an_interval_where_few_are_of_unknown_group():
    given_frames = made.frames([(100, 40), (100, 50)])
    given_frames["places"] = given_frames["places"].with_columns(pupils=203, pupils_high=203)
    given_frames["coverage"] = given_frames["coverage"].with_columns(pupils=203.0)
    row = publishable(given_frames, THRESHOLD)["places"].row(0, named=True)
    assert (row["pupils"], row["pupils_high"]) == (200, 210)


def test_who_comes_and_who_leaves_are_hidden_together():
    few = {"indicator": "share_leaving", "estimate": 0.003, "pupils": 1000.0, "status": "ok"}
    many = few | {"indicator": "share_outside_municipality", "estimate": 0.3}
    frames = made.frames([(100, 40), (100, 50)], indicators=[few, many])
    shown = publishable(frames, THRESHOLD)["indicators"].filter(pl.col("indicator").str.starts_with("share_"))
    assert shown["estimate"].null_count() == shown.height == 2


def test_few_pupils_nearby_are_hidden():
    given_frames = made.frames([(100, 40), (100, 50)])
    near = pl.Series("near_pupils", [9.0, 500.0])
    schools = publishable(given_frames | {"schools": given_frames["schools"].with_columns(near)}, THRESHOLD)
    assert schools["schools"]["near_pupils"].to_list() == [None, 500.0]


def test_flows_between_schools_and_areas_are_not_published():
    assert "flows" not in publishable(made.frames([(100, 50)]), THRESHOLD)


def test_a_hidden_school_keeps_no_number_of_its_split():
    schools = publishable(made.frames([(100, 5), (100, 50), (120, 60)]), THRESHOLD)["schools"]
    row = schools.filter(school_id="S0").row(0, named=True)
    names = (
        "focal_pupils",
        "focal_share",
        "local",
        "contribution_M",
        "contribution_D",
        "difference",
        "log_ratio",
    )
    assert {row[name] for name in (*names, "probability")} == {None}
    assert (row["verdict"], row["status"]) == ("unknown", "too_few_to_publish")
    assert row["pupils"] == 100


def test_a_second_school_is_hidden_so_that_the_first_does_not_follow_from_the_total():
    schools = publishable(made.frames([(100, 5), (100, 50), (120, 60)]), THRESHOLD)["schools"]
    assert schools["focal_share"].null_count() == 2


def test_nothing_is_hidden_where_every_count_is_large():
    schools = publishable(made.frames([(100, 40), (100, 50), (120, 60)]), THRESHOLD)["schools"]
    assert schools["focal_share"].null_count() == 0


def test_of_an_expected_composition_only_small_schools_are_hidden():
    given_frames = made.frames(
        [(100, 3.5), (4, 1.2), (90, 40)], basis="expected", status="expected_from_area"
    )
    schools = publishable(given_frames, THRESHOLD)["schools"].sort("school_id")
    assert schools["focal_share"].is_null().to_list() == [False, True, True]
    assert schools["pupils"].is_null().to_list() == [False, True, True]


def test_indices_are_hidden_where_a_group_is_small():
    row = publishable(made.frames([(100, 3), (100, 4)]), THRESHOLD)["indicators"].row(0, named=True)
    assert (row["estimate"], row["status"]) == (None, "too_few_to_publish")


def test_an_index_is_rounded_so_coarsely_that_hidden_schools_do_not_show():
    row = publishable(made.frames([(100, 5), (100, 50), (120, 60)]), THRESHOLD)["indicators"].row(
        0, named=True
    )
    step = min(step for step in STEPS if step >= THRESHOLD / (2 * 115))
    assert row["estimate"] == pytest.approx(round(row["estimate"] / step) * step)


def test_an_index_keeps_three_decimals_where_nothing_is_hidden():
    row = publishable(made.frames([(100, 40), (100, 50)]), THRESHOLD)["indicators"].row(0, named=True)
    assert row["estimate"] == 0.312


@pytest.mark.parametrize("share", [0.0, 0.005, 0.995, 1.0])
def test_a_share_of_few_pupils_is_hidden(share):
    flow = {"indicator": "share_leaving", "estimate": share, "pupils": 1000.0, "status": "ok"}
    indicators = publishable(made.frames([(100, 40), (100, 50)], indicators=[flow]), THRESHOLD)["indicators"]
    row = indicators.filter(indicator="share_leaving").row(0, named=True)
    assert (row["estimate"], row["status"], row["pupils"]) == (None, "too_few_to_publish", 1000.0)


def test_the_distance_of_a_hidden_group_is_hidden():
    far = {"indicator": "distance:low", "estimate": 1.5, "pupils": 7.0, "status": "ok"}
    given_frames = made.frames([(100, 3), (100, 4)], indicators=[far])
    row = (
        publishable(given_frames, THRESHOLD)["indicators"].filter(indicator="distance:low").row(0, named=True)
    )
    assert (row["estimate"], row["pupils"]) == (None, None)


def test_a_catchment_that_is_mostly_a_hidden_area_is_hidden_too():
    flows = [
        {"school_id": "S0", "area_id": "A0", "pupils": 90},
        {"school_id": "S1", "area_id": "A1", "pupils": 90},
    ]
    areas = [(100, 3), (100, 50), (100, 50), (110, 60)]
    given_frames = made.frames([(100, 40), (100, 50)], areas, flows=flows)
    published = publishable(given_frames, THRESHOLD)
    hidden = set(published["areas"].filter(pl.col("focal_share").is_null())["area_id"])
    assert "A0" in hidden
    schools = published["schools"].sort("school_id")
    assert schools["own_share"][0] is None
    assert schools["difference"][0] is None
    assert schools["verdict"][0] == "unknown"


def test_the_share_of_a_catchment_is_published_in_whole_percents():
    schools = publishable(made.frames([(100, 40), (100, 50)]), THRESHOLD)["schools"]
    assert schools["own_share"].to_list() == [0.31, 0.31]


@pytest.fixture(scope="module")
def example_frames(tmp_path_factory):
    workspace = Workspace(tmp_path_factory.mktemp("example"))
    workspace.add([contribution()], now=datetime(2026, 1, 1, tzinfo=UTC))
    return build(workspace)


def published_table(schools):
    """The split of schools into focal and other pupils, with totals, and null where it is not published."""
    whole = pl.col("pupils", "focal_pupils").cast(pl.Int64)
    sides = schools.with_columns(whole).with_columns(other=pl.col("pupils") - pl.col("focal_pupils"))
    cells = sides.unpivot(["focal_pupils", "other"], index=["school_id", "shown"], variable_name="side")
    of_nobody = {"school_id": pl.lit(None, pl.String), "side": pl.lit(None, pl.String)}
    sums = [
        cells.group_by("school_id").agg(pl.col("value").sum()).with_columns(side=of_nobody["side"]),
        cells.group_by("side").agg(pl.col("value").sum()).with_columns(school_id=of_nobody["school_id"]),
        cells.select(pl.col("value").sum(), **of_nobody),
    ]
    hidden = cells.with_columns(shown=pl.when(pl.col("shown").is_not_null()).then("value"))
    names = ("school_id", "side", "value", "shown")
    return pl.concat([hidden.select(names), *(one.with_columns(shown="value").select(names) for one in sums)])


def test_the_audit_finds_no_exposed_school_in_the_example_region(example_frames):
    published = publishable(example_frames, THRESHOLD)["schools"]
    schools = example_frames["schools"].filter(year=2025, characteristic="parental_education", sector="po")
    cell = ["municipality_id", "sector", "year", "characteristic", "school_id"]
    beside = schools.join(published.select(*cell, shown="focal_pupils"), on=cell)
    for (municipality,), rows in beside.group_by("municipality_id"):
        table = published_table(rows)
        audited = measure.audit(
            table.drop("value"), rows="school_id", columns="side", public=("rows", "columns")
        )
        small = table.filter(pl.col("shown").is_null(), pl.col("value") < THRESHOLD)
        found = small.join(audited, on=["school_id", "side"])
        assert 0 < small.height == found.height, municipality
        assert not found["exposed"].any(), municipality
