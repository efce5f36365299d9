# SPDX-License-Identifier: EUPL-1.2
"""Profiles over surroundings: against brute force, ties, scales, degenerate cells."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gemengd import measure
from gemengd.measure.places.neighbourhoods import lay_out, nearest_shares, shares_within

COLUMNS = {"unit": "unit", "group": "group", "pupils": "pupils", "focal": "f"}
QUICK = settings(max_examples=40, deadline=None)


def brute_nearest(xy, pupils, focal, k):
    """Focal share among the k nearest residents of each point, and their radius; ties in proportion."""
    shares, radii = [], []
    for x in xy:
        away = ((xy - x) ** 2).sum(axis=1)
        left, among = k, 0.0
        for distance in np.unique(away):
            ring = away == distance
            part = min(1.0, left / pupils[ring].sum())
            among += part * focal[ring].sum()
            left -= part * pupils[ring].sum()
            if left <= 1e-9:
                break
        shares.append(among / k)
        radii.append(np.sqrt(distance))
    return np.array(shares), np.array(radii)


def nearest(xy, pupils, focal, ks):
    grid, out = lay_out(xy, pupils, focal), [np.empty((len(xy), len(ks))) for _ in range(2)]
    arrays = grid.points, grid.start, grid.squares, grid.side, grid.origin, grid.sums
    nearest_shares(np.arange(len(xy)), *arrays, np.array(ks, float), *out)
    return (part[np.argsort(grid.order)] for part in out)


def town(seed, points, spacing, fractional=False):
    rng = np.random.default_rng(seed)
    xy = rng.normal(0, 1000, (points, 2)) ** 3 / 1e6
    if spacing:
        xy = np.floor(xy / spacing) * spacing
    pupils = rng.poisson(4, points) + 1.0
    focal = rng.binomial(pupils.astype(int), 1 / (1 + np.exp(-xy[:, 0] / 800))).astype(float)
    return (xy, pupils * 0.7, focal * 0.7) if fractional else (xy, pupils, focal)


@QUICK
@given(st.integers(0, 10_000), st.integers(1, 150), st.sampled_from([0, 50, 700]), st.booleans())
def test_nearest_residents_agree_with_brute_force(seed, points, spacing, fractional):
    xy, pupils, focal = town(seed, points, spacing, fractional)
    ks = [k for k in (1, 3, 17, 60, 200) if k <= pupils.sum() - 1e-6] or [0.5]
    share, radius = nearest(xy, pupils, focal, ks)
    for column, k in enumerate(ks):
        expected, far = brute_nearest(xy, pupils, focal, k)
        assert share[:, column] == pytest.approx(expected, abs=1e-10)
        assert radius[:, column] == pytest.approx(far, abs=1e-9)


def test_all_residents_are_the_largest_neighbourhood():
    xy, pupils, focal = town(1, 90, 0)
    share, radius = nearest(xy, pupils, focal, [pupils.sum()])
    assert share.ravel() == pytest.approx(np.full(90, focal.sum() / pupils.sum()), abs=1e-12)
    across = np.sqrt(((xy[:, None] - xy[None]) ** 2).sum(axis=2)).max(axis=1)
    assert radius.ravel() == pytest.approx(across)


@QUICK
@given(st.integers(0, 10_000), st.integers(1, 120), st.sampled_from([0, 50]))
def test_residents_within_a_distance_agree_with_brute_force(seed, points, spacing):
    xy, pupils, focal = town(seed, points, spacing)
    radii = np.array([50.0, 100.0, 900.0, 1e6])
    grid, out = lay_out(xy, pupils, focal), [np.empty((points, 4)) for _ in range(2)]
    shares_within(
        np.arange(points), grid.points, grid.start, grid.squares, grid.side, grid.origin, radii, *out
    )
    away = ((xy[:, None] - xy[None]) ** 2).sum(axis=2)
    for column, r in enumerate(radii):
        near = away <= r * r
        back = np.argsort(grid.order)
        assert out[1][back, column] == pytest.approx(near @ pupils)
        assert out[0][back, column] == pytest.approx((near @ focal) / (near @ pupils))


def tables(xy, pupils, focal, **constant):
    size = len(xy)
    counts = np.stack([focal, pupils - focal], axis=1).ravel()
    frame = pl.DataFrame(
        {"unit": np.repeat(np.arange(size), 2), "group": ["f", "r"] * size, "pupils": counts}
    )
    points = pl.DataFrame({"unit": np.arange(size), "x": xy[:, 0], "y": xy[:, 1]})
    return frame.with_columns(**{k: pl.lit(v) for k, v in constant.items()}), points


def run(town_, **options):
    frame, points = tables(*town_)
    return measure.profiles(frame, **COLUMNS, points=points, **options)


def estimates(table, kind="neighbours"):
    rows = table.filter(kind=kind).select("scale", "index", "estimate").rows()
    return {(scale, index): value for scale, index, value in rows}


def test_indices_of_the_surroundings_follow_their_definitions():
    xy, pupils, focal = town(3, 120, 0)
    found = estimates(run((xy, pupils, focal), neighbours=[30]))
    share, _ = brute_nearest(xy, pupils, focal, 30)
    T, P = pupils.sum(), focal.sum() / pupils.sum()
    entropy = np.array([-sum(q * np.log(q) for q in (p, 1 - p) if q > 0) for p in share])
    whole = -(P * np.log(P) + (1 - P) * np.log(1 - P))
    expected = {
        "D": (pupils * np.abs(share - P)).sum() / (2 * T * P * (1 - P)),
        "H": 1 - (pupils * entropy).sum() / (T * whole),
        "eta2": 1 - (pupils * share * (1 - share)).sum() / (T * P * (1 - P)),
        "isolation": (focal * share).sum() / focal.sum(),
        "exposure": (focal * (1 - share)).sum() / focal.sum(),
        "spread": np.sqrt(np.cov(share, fweights=pupils.astype(int), ddof=0)),
    }
    for name, value in expected.items():
        assert found[30.0, name] == pytest.approx(value, abs=1e-12), name


def test_points_far_apart_are_the_units_of_the_ordinary_indices(plain):
    counts = np.array([[10, 20], [25, 5], [8, 22]])
    xy = np.array([[0.0, 0.0], [1e5, 0.0], [0.0, 1e5]])
    table = run(
        (xy, counts.sum(axis=1).astype(float), counts[:, 0].astype(float)), neighbours=[30], bands=[10]
    )
    for kind in ("neighbours", "distance"):
        found = {name: value for (_, name), value in estimates(table, kind).items()}
        for name in ("D", "eta2", "isolation", "exposure"):
            assert found[name] == pytest.approx(plain.index(name, counts), abs=1e-12)
        assert found["H"] == pytest.approx(plain.index("H", counts), abs=1e-12)


def test_everybody_near_is_no_segregation_at_all():
    xy, pupils, focal = town(4, 60, 0)
    table = run((xy, pupils, focal), neighbours=[int(pupils.sum())], bands=[1e6])
    for (_, name), value in [*estimates(table).items(), *estimates(table, "distance").items()]:
        if name in ("D", "H", "eta2", "spread"):
            assert value == pytest.approx(0.0, abs=1e-7)


def test_chance_level_is_the_mean_over_random_labels():
    """Single residents on a square grid, so that no ring is cut where k is 9."""
    side = 15
    xy = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2) * 100.0
    xy += np.random.default_rng(0).uniform(-10, 10, xy.shape)
    rng, seen = np.random.default_rng(1), []
    for _ in range(150):
        focal = rng.permutation(np.arange(side**2) < 70).astype(float)
        table = run((xy, np.ones(side**2), focal), neighbours=[9])
        seen.append(estimates(table))
    for row in table.filter(pl.col("expected").is_not_null()).to_dicts():
        drawn = np.array([found[9.0, row["index"]] for found in seen])
        assert row["expected"] == pytest.approx(drawn.mean(), abs=5 * drawn.std() / np.sqrt(150)), row[
            "index"
        ]


def test_the_half_scale_lies_between_the_scales_around_it():
    xy, pupils, focal = town(7, 400, 0)
    table = run((xy, pupils, focal), neighbours=[5, 50, 200, 800, 1500], index="eta2")
    rows = table.to_dicts()
    assert rows[0]["ratio"] == 1.0
    half = rows[0]["half_scale"]
    after = next(row for row in rows if row["ratio"] <= 0.5)
    before = rows[rows.index(after) - 1]
    assert before["scale"] < half <= after["scale"]
    assert {row["half_scale"] for row in rows} == {half}


def test_radius_and_residents_are_means_over_residents():
    xy, pupils, focal = town(9, 80, 0)
    table = run((xy, pupils, focal), neighbours=[20], bands=[300], index="D")
    near, within = table.to_dicts()
    assert near["residents"] == 20.0
    assert near["radius"] == pytest.approx(
        np.average(brute_nearest(xy, pupils, focal, 20)[1], weights=pupils)
    )
    away = ((xy[:, None] - xy[None]) ** 2).sum(axis=2)
    assert within["residents"] == pytest.approx(np.average((away <= 300**2) @ pupils, weights=pupils))
    assert within["radius"] == 300.0


def test_a_neighbourhood_larger_than_the_cell_has_no_number():
    table = run(town(1, 20, 0), index="D")
    beyond = table.filter(pl.col("scale") > table["pupils"][0])
    assert beyond["estimate"].null_count() == beyond.height > 0
    assert beyond["status"].unique().to_list() == ["too_few_residents"]
    assert table["scale"].to_list() == [50.0 * 2**step for step in range(11)]


def test_pupils_without_a_point_are_left_out_and_counted():
    xy, pupils, focal = town(2, 30, 0)
    frame, points = tables(xy, pupils, focal)
    options = {**COLUMNS, "neighbours": [10], "index": "D"}
    table = measure.profiles(frame, **options, points=points.head(25))
    known = measure.profiles(frame.filter(pl.col("unit") < 25), **options, points=points)
    assert table["estimate"].item() == known["estimate"].item()
    assert table["pupils_left_out"].item() == pupils[25:].sum()
    nowhere = measure.profiles(frame, **options, points=points.clear())
    assert nowhere.select("estimate", "status").row(0) == (None, "no_points")


def test_cells_are_separate():
    first, points = tables(*town(1, 40, 0), cell="a")
    second, _ = tables(*town(2, 40, 0), cell="b")
    options = {**COLUMNS, "points": points, "by": "cell", "neighbours": [10], "bands": [200]}
    together = measure.profiles(pl.concat([second, first]), **options)
    apart = pl.concat([measure.profiles(part, **options) for part in (first, second)])
    assert together.equals(apart)


@pytest.mark.parametrize(("group", "status"), [("f", "reference_absent"), ("r", "focal_absent")])
def test_a_cell_with_one_group_has_a_reason(group, status):
    frame, points = tables(*town(1, 20, 0))
    table = measure.profiles(
        frame.with_columns(pupils=pl.when(pl.col("group") == group).then("pupils").otherwise(0.0)),
        **COLUMNS,
        points=points,
        neighbours=[10],
    )
    assert table["status"].unique().to_list() == [status]
    assert table["estimate"].null_count() == table.height


def test_results_do_not_depend_on_the_cores(monkeypatch):
    city = town(5, 5000, 0)
    many = run(city, neighbours=[50, 400], index="H")
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert run(city, neighbours=[50, 400], index="H").equals(many)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"neighbours": []}, "at least one scale"),
        ({"neighbours": [0, 5]}, "all above zero"),
        ({"bands": [-3.0]}, "all above zero"),
        ({"index": "M"}, r"index is \['M'\]"),
    ],
)
def test_errors_say_what_was_expected(options, message):
    with pytest.raises(ValueError, match=message):
        run(town(1, 5, 0), **options)
