# SPDX-License-Identifier: EUPL-1.2
"""The nearest-school counterfactual."""

import numpy as np
import polars as pl
import pytest

from gemengd import measure
from gemengd.measure.index.registry import MULTIGROUP

COLUMNS = {"unit": "unit", "area": "area", "group": "group", "pupils": "pupils"}
SCHOOLS = pl.DataFrame({"unit": ["s", "t", "v"], "x": [0.0, 1000.0, 1000.0], "y": [0.0, 0.0, 0.0]})
HOMES = pl.DataFrame({"area": ["b", "c", "m"], "x": [100.0, 900.0, 500.0], "y": [0.0, 0.0, 0.0]})


def flows(rows, **constant):
    frame = pl.DataFrame(rows, schema=["unit", "area", "group", "pupils"], orient="row")
    return frame.with_columns(pl.lit(value).alias(name) for name, value in constant.items())


def run(frame, schools=SCHOOLS, homes=HOMES, **options):
    options = {"focal": "ja", **COLUMNS, **options}
    return measure.nearest_school(frame, unit_points=schools, area_points=homes, **options)


def test_housing_alone():
    row = run(
        flows([("s", "b", "ja", 8), ("s", "b", "nee", 2), ("t", "c", "ja", 2), ("t", "c", "nee", 8)])
    ).to_dicts()[0]
    assert row["actual"] == row["nearest"] == pytest.approx(0.6)
    assert (row["choice"], row["choice_se"], row["share_at_nearest"]) == (0.0, 0.0, 1.0)


def test_choice_alone():
    rows = [("s", "b", "ja", 5), ("t", "b", "nee", 5), ("s", "c", "ja", 5), ("t", "c", "nee", 5)]
    row = run(flows(rows)).to_dicts()[0]
    assert (row["actual"], row["nearest"], row["choice"]) == (1.0, 0.0, 1.0)
    assert row["share_at_nearest"] == 0.5


def test_of_equally_near_schools_the_smallest_key_is_taken_and_each_counts_as_nearest():
    rows = [("v", "c", "ja", 4), ("t", "c", "nee", 6), ("s", "m", "nee", 3), ("s", "b", "ja", 1)]
    row = run(flows(rows)).to_dicts()[0]
    # c goes to t (t and v stand at one place), m to s (s, t and v are equally far), b to s.
    nearest = flows([("t", "c", "ja", 4), ("t", "c", "nee", 6), ("s", "m", "nee", 3), ("s", "b", "ja", 1)])
    expected = measure.indices(nearest, unit="unit", group="group", pupils="pupils", index="D", focal="ja")
    assert row["nearest"] == pytest.approx(expected["estimate"].item(), abs=1e-15)
    assert row["share_at_nearest"] == 1.0


def test_only_schools_of_the_same_cell_can_be_chosen():
    one = flows([("t", "b", "ja", 5), ("t", "c", "nee", 5)], sector="po")
    two = flows([("s", "b", "ja", 5), ("v", "c", "nee", 5)], sector="vo")
    table = run(pl.concat([two, one]), by="sector")
    assert table["sector"].to_list() == ["po", "vo"]
    assert table["nearest"].to_list() == [0.0, 1.0]
    assert table["status"].to_list() == ["one_unit", "ok"]


def test_pupils_without_a_point_are_left_out_of_both_sides_and_counted():
    rows = [("s", "b", "ja", 8), ("t", "c", "nee", 8), ("t", "?", "ja", 3), ("?", "b", "nee", 4)]
    row = run(flows(rows)).to_dicts()[0]
    assert (row["pupils"], row["pupils_left_out"]) == (16.0, 7.0)
    assert row["actual"] == row["nearest"] == 1.0


def test_groups_not_compared_are_not_counted():
    rows = [("s", "b", "ja", 8), ("t", "c", "nee", 8), ("v", "c", "onbekend", 3), ("v", "?", "onbekend", 3)]
    row = run(flows(rows), reference="nee").to_dicts()[0]
    assert (row["units"], row["pupils"], row["pupils_left_out"]) == (2, 16.0, 0.0)


def test_a_cell_without_any_point_keeps_its_row():
    frame = pl.concat([flows([("?", "b", "ja", 8)], cell="a"), flows([("s", "b", "ja", 8)], cell="b")])
    row = run(frame, by="cell").to_dicts()[0]
    assert (row["status"], row["actual"], row["nearest"], row["pupils_left_out"]) == (
        "no_pupils",
        None,
        None,
        8.0,
    )


@pytest.fixture(scope="module")
def city():
    rng = np.random.default_rng(2)
    counts = rng.multinomial(20000, rng.dirichlet(np.full(5 * 12 * 2, 0.8)))
    unit, area, group = (part.ravel() for part in np.indices((5, 12, 2)))
    frame = pl.DataFrame(
        {"unit": unit, "area": area, "group": np.array(["ja", "nee"])[group], "pupils": counts}
    )
    schools = pl.DataFrame({"unit": range(5), "x": rng.uniform(0, 5000, 5), "y": rng.uniform(0, 5000, 5)})
    homes = pl.DataFrame({"area": range(12), "x": rng.uniform(0, 5000, 12), "y": rng.uniform(0, 5000, 12)})
    return frame, schools, homes


def by_hand(frame, schools, homes):
    """Assign with a plain loop."""
    x = {key: np.array(point) for key, *point in schools.rows()}
    y = {key: np.array(point) for key, *point in homes.rows()}
    nearest = {area: min(x, key=lambda unit: np.hypot(*(x[unit] - point))) for area, point in y.items()}
    return frame.with_columns(unit=pl.col("area").replace_strict(nearest))


@pytest.mark.parametrize("index", list(measure.INDICES))
def test_agrees_with_a_plain_loop(city, index):
    frame, schools, homes = city
    row = run(frame, schools, homes, index=index).to_dicts()[0]
    options = {"unit": "unit", "group": "group", "pupils": "pupils", "index": index, "focal": "ja"}
    actual, nearest = (measure.indices(f, **options).to_dicts()[0] for f in (frame, by_hand(*city)))
    assert row["actual"] == pytest.approx(actual["estimate"], abs=1e-14)
    assert row["nearest"] == pytest.approx(nearest["estimate"], abs=1e-14)
    assert row["choice"] == pytest.approx(actual["estimate"] - nearest["estimate"], abs=1e-14)
    assert (row["actual_se"], row["nearest_se"]) == pytest.approx((actual["se"], nearest["se"]))
    assert (row["choice_se"] is None) == (index in MULTIGROUP)


@pytest.mark.parametrize("index", ["D", "isolation"])
def test_error_of_choice_is_that_of_resampled_pupils(city, index):
    frame, schools, homes = city
    counts = frame["pupils"].to_numpy()
    samples = np.random.default_rng(5).multinomial(20000, counts / counts.sum(), size=500)
    resampled = pl.concat([frame.with_columns(pupils=s, draw=pl.lit(i)) for i, s in enumerate(samples)])
    spread = run(resampled, schools, homes, by="draw", index=index)["choice"].std()
    assert run(frame, schools, homes, index=index)["choice_se"].item() / spread == pytest.approx(
        1.0, abs=0.12
    )


def test_order_of_rows_and_points_does_not_matter(city):
    frame, schools, homes = city
    assert run(frame, schools, homes).equals(run(frame.reverse(), schools.reverse(), homes.reverse()))


def test_expected_composition_has_no_error(city):
    frame, schools, homes = city
    row = run(frame.with_columns(pl.col("pupils") / 3), schools, homes).to_dicts()[0]
    assert (row["status"], row["actual_se"], row["choice_se"]) == ("fractional_counts", None, None)
    assert row["choice"] == pytest.approx(run(frame, schools, homes)["choice"].item(), abs=1e-12)


def test_a_point_given_twice_is_named():
    with pytest.raises(ValueError, match=r"unit_points, row 0: .*'unit': 's'.* more than once"):
        run(flows([("s", "b", "ja", 8)]), schools=pl.concat([SCHOOLS, SCHOOLS]))


def test_an_unknown_index_is_named():
    with pytest.raises(ValueError, match="index is 'Q'"):
        run(flows([("s", "b", "ja", 8)]), index="Q")


def test_points_whose_key_has_another_type_are_refused_in_words():
    flows = pl.DataFrame({"school": ["1"], "area": ["a"], "group": ["low"], "pupils": [3]})
    schools = pl.DataFrame({"school": [1], "x": [0.0], "y": [0.0]})
    areas = pl.DataFrame({"area": ["a"], "x": [0.0], "y": [0.0]})
    with pytest.raises(TypeError, match="column 'school': found type Int64, expected String"):
        measure.nearest_school(
            flows, unit="school", area="area", group="group", pupils="pupils",
            unit_points=schools, area_points=areas, focal="low",
        )  # fmt: skip
