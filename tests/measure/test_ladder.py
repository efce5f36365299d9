# SPDX-License-Identifier: EUPL-1.2
"""The ladder of counterfactuals."""

from functools import partial

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gemengd.measure import indices, nearest_school
from gemengd.measure.places.ladder.climbing import LADDER_STATUSES, RUNGS, SOURCES, ladder
from work_done import lines_run

KEYS = {"unit": "school", "area": "area", "group": "group", "pupils": "pupils"}
ALL = {"track": "track", "denomination": "faith", "capacity": "places"}


def city(seed=0, schools=6, areas=8, places=None):
    """Flows, schools and areas of an invented city whose west is mostly x."""
    rng = np.random.default_rng(seed)
    at, homes = rng.uniform(0, 9000, (schools, 2)), rng.uniform(0, 9000, (areas, 2))
    faith = [("public", "catholic")[j % 2] for j in range(schools)]
    rows = []
    for area in range(areas):
        pull = np.exp(-np.hypot(*(at - homes[area]).T) / 3000)
        share = 1 / (1 + np.exp((homes[area, 0] - 4500) / 1500))
        for track in ("havo", "vwo"):
            for group in ("x", "y"):
                size = rng.poisson(
                    40 * (share if group == "x" else 1 - share) * (1.5 if track == "vwo" else 1)
                )
                offered = np.array([track == "havo" or j % 3 > 0 for j in range(schools)])
                split = rng.multinomial(size, pull * offered / (pull * offered).sum())
                rows += [(f"s{j}", f"a{area}", group, track, faith[j], int(n)) for j, n in enumerate(split)]
    flows = pl.DataFrame(rows, ["school", "area", "group", "track", "faith", "pupils"], orient="row")
    points = {"x": at[:, 0], "y": at[:, 1], "faith": faith}
    room = pl.Series("places", [places] * schools, dtype=pl.Int64)
    school_frame = pl.DataFrame({"school": [f"s{j}" for j in range(schools)], **points, "places": room})
    area_frame = pl.DataFrame({"area": [f"a{b}" for b in range(areas)], "x": homes[:, 0], "y": homes[:, 1]})
    return flows, school_frame, area_frame


def climb(parts, **options):
    flows, schools, areas = parts
    return ladder(flows, **KEYS, unit_points=schools, area_points=areas, **options)


def rungs(table):
    return {row["rung"]: row for row in table.to_dicts()}


@given(st.integers(0, 500), st.sampled_from(["D", "H", "eta2", "M"]), st.sampled_from(["given", "shapley"]))
@settings(max_examples=20, deadline=None)
def test_steps_add_up_to_the_actual_index(seed, index, order):
    table = climb(city(seed), **ALL, index=index, order=order)
    assert table["rung"].to_list() == list(RUNGS)
    assert table["step"].sum() == pytest.approx(rungs(table)["actual"]["estimate"], abs=1e-12)


def test_ends_and_chance_level_are_those_of_the_indices():
    parts = city()
    found = rungs(climb(parts, index="D"))
    row = indices(parts[0], unit="school", group="group", pupils="pupils", index="D").to_dicts()[0]
    assert found["random"]["estimate"] == pytest.approx(row["expected"], abs=1e-15)
    assert found["actual"]["estimate"] == pytest.approx(row["estimate"], abs=1e-15)


def test_second_rung_is_the_nearest_school():
    flows, schools, areas = city()
    table = nearest_school(flows, **KEYS, unit_points=schools, area_points=areas, index="D")
    assert rungs(climb((flows, schools, areas)))["nearest"]["estimate"] == pytest.approx(
        table["nearest"].item(), abs=1e-15
    )


def test_each_restriction_sends_pupils_further():
    found = rungs(climb(city(), **ALL))
    metres = [found[rung]["mean_distance"] for rung in RUNGS[1:]]
    assert metres == sorted(metres)
    assert found["random"]["mean_distance"] is None


def test_pupils_go_to_a_school_with_their_track():
    flows = pl.DataFrame(
        [("near", "a", "x", "havo", 9), ("far", "a", "y", "vwo", 9), ("near", "b", "y", "havo", 3)],
        ["school", "area", "group", "track", "pupils"],
        orient="row",
    )
    schools = pl.DataFrame({"school": ["near", "far"], "x": [0.0, 5000.0], "y": [0.0, 0.0]})
    areas = pl.DataFrame({"area": ["a", "b"], "x": [10.0, 20.0], "y": [0.0, 0.0]})
    found = rungs(climb((flows, schools, areas), track="track"))
    assert found["nearest"]["units"] == 1
    assert found["track"]["units"] == 2
    assert found["track"]["estimate"] == pytest.approx(found["actual"]["estimate"])


def test_a_wish_no_school_can_meet_leads_to_the_nearest_with_the_track():
    flows, schools, areas = city()
    wishes = flows.with_columns(faith=pl.lit("islamic"))
    found = rungs(climb((wishes, schools, areas), track="track", denomination="faith"))
    assert found["denomination"]["step"] == pytest.approx(0.0, abs=1e-15)


def test_places_that_do_not_suffice_leave_the_rung_out():
    table = climb(city(places=3), **ALL)
    found = rungs(table)
    assert (found["capacity"]["estimate"], found["capacity"]["status"]) == (None, "capacity_short")
    assert found["actual"]["step"] == pytest.approx(
        found["actual"]["estimate"] - found["denomination"]["estimate"]
    )
    shared = climb(city(places=3), **ALL, order="shapley")
    assert shared["step"].sum() == pytest.approx(found["actual"]["estimate"], abs=1e-12)


def test_places_for_everyone_change_nothing():
    found = rungs(climb(city(places=100_000), **ALL))
    assert found["capacity"]["step"] == pytest.approx(0.0, abs=1e-12)


def test_rungs_that_are_not_given_say_so():
    found = rungs(climb(city()))
    for rung in ("track", "denomination", "capacity"):
        assert (found[rung]["estimate"], found[rung]["step"]) == (None, None)
        assert found[rung]["status"] == "not_given"
    assert "not_given" in LADDER_STATUSES


def test_shapley_is_the_mean_over_orders():
    parts = city(7)
    orders = {}
    for first, second in (("track", "denomination"), ("denomination", "track")):
        alone = rungs(climb(parts, **{first: ALL[first]}))[first]["estimate"]
        both = rungs(climb(parts, **{name: ALL[name] for name in (first, second)}))["denomination"][
            "estimate"
        ]
        start = rungs(climb(parts))["nearest"]["estimate"]
        orders[first] = {first: alone - start, second: both - alone}
    shared = rungs(climb(parts, track="track", denomination="faith", order="shapley"))
    for name in ("track", "denomination"):
        expected = np.mean([steps[name] for steps in orders.values()])
        assert shared[name]["step"] == pytest.approx(expected, abs=1e-12)


def test_five_sources_are_named():
    table = climb(city())
    assert dict(table.select("rung", "source").rows()) == SOURCES
    assert set(SOURCES.values()) == {"noise", "residence", "tracking", "preference", "capacity"}


def test_cells_are_solved_apart():
    parts = [city(seed) for seed in (1, 2)]
    flows = pl.concat(
        [part[0].with_columns(town=pl.lit(town)) for part, town in zip(parts, "ab", strict=True)]
    )
    named = flows.with_columns(pl.concat_str("town", name).alias(name) for name in ("school", "area"))
    points = [
        pl.concat(
            [
                part[side].with_columns((pl.lit(town) + pl.col(key)).alias(key))
                for part, town in zip(parts, "ab", strict=True)
            ]
        )
        for side, key in ((1, "school"), (2, "area"))
    ]
    table = climb((named, *points), **ALL, by="town")
    for part, town in zip(parts, "ab", strict=True):
        alone = climb(part, **ALL)
        np.testing.assert_allclose(
            table.filter(town=town)["estimate"].to_numpy(), alone["estimate"].to_numpy(), atol=1e-12
        )


def test_pupils_without_a_point_are_left_out_and_counted():
    flows, schools, areas = city()
    lost = flows.filter(area="a0")["pupils"].sum()
    table = climb((flows, schools, areas.filter(pl.col("area") != "a0")))
    assert table["pupils_left_out"].to_list() == [lost] * 6
    assert table["pupils"].to_list() == [flows["pupils"].sum() - lost] * 6


def test_expected_compositions_have_no_chance_level():
    flows, schools, areas = city()
    table = climb((flows.with_columns(pupils=pl.col("pupils") * 0.3), schools, areas), **ALL)
    found = rungs(table)
    assert (found["random"]["estimate"], found["random"]["status"]) == (None, "fractional_counts")
    assert {found[rung]["status"] for rung in RUNGS[1:]} == {"ok"}
    assert table["step"].sum() == pytest.approx(found["actual"]["estimate"], abs=1e-12)


def test_a_cell_without_the_reference_group_has_a_reason():
    flows, schools, areas = city()
    table = climb((flows.filter(group="x"), schools, areas), focal="x")
    assert set(table["status"]) == {"reference_absent"}
    assert table["estimate"].null_count() == 6


def test_the_work_grows_with_pairs_of_a_school_and_an_area():
    few, many = (
        lines_run(partial(climb, city(1, schools=schools, areas=2 * schools), **ALL)) for schools in (10, 30)
    )
    assert many < 10 * few  # nine times the pairs


def test_a_city_of_250_schools_is_no_trouble():
    table = climb(city(1, schools=250, areas=500), **ALL)
    assert table["step"].sum() == pytest.approx(rungs(table)["actual"]["estimate"], abs=1e-12)


@pytest.mark.parametrize(
    ("options", "message"),
    [({"index": "X"}, "index is 'X'"), ({"order": "random"}, "order is 'random'")],
)
def test_bad_arguments_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        climb(city(), **options)


def test_places_below_zero_are_refused():
    with pytest.raises(ValueError, match="column 'places': found -1"):
        climb(city(places=-1), capacity="places")


def test_a_missing_column_names_its_table():
    flows, schools, areas = city()
    with pytest.raises(ValueError, match="unit_points has no column 'beds'"):
        climb((flows, schools, areas), capacity="beds")
    with pytest.raises(ValueError, match="flows has no column 'level'"):
        climb((flows, schools, areas), track="level")
