# SPDX-License-Identifier: EUPL-1.2
"""Ordered characteristics: golden values, the definitions, errors, chance levels, degenerate cells."""

import json
import re

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gemengd import measure
from gemengd.measure.index.thresholds import moments, rank_order, variation

COLUMNS = {"unit": "unit", "group": "group", "pupils": "pupils"}
QUICK = settings(max_examples=30, deadline=None)
NAMES = tuple(measure.ORDERED)


def order(matrix):
    return [f"g{g}" for g in range(np.shape(matrix)[1])]


def run(plain, matrix, index=NAMES, **options):
    table = measure.ordered(plain.long(matrix), **COLUMNS, order=order(matrix), index=index, **options)
    return {row["index"]: row for row in table.to_dicts()}


def at_thresholds(plain, matrix, entropy):
    """Cumulative shares, and the two-group index there, by the plain implementation."""
    below = np.cumsum(matrix, axis=1)[:, :-1]
    share = below.sum(axis=0) / matrix.sum()
    kept = (share > 0) & (share < 1)
    pairs = [np.column_stack([low, matrix.sum(axis=1) - low]) for low in below[:, kept].T]
    return share[kept], np.array([plain.index("H" if entropy else "eta2", pair) for pair in pairs])


def by_definition(plain, name, matrix, degree=4):
    entropy = name.endswith("H")
    p, X = at_thresholds(plain, matrix, entropy)
    f = variation(p, entropy=entropy)[0]
    if name.startswith("ordinal"):
        return (f * X).sum() / f.sum()
    p, first = np.unique(p, return_index=True)
    fit = np.polynomial.Polynomial.fit(p, X[first], min(degree, p.size - 1), w=f[first])
    grid = (np.arange(100_000) + 0.5) / 100_000
    weight = variation(grid, entropy=entropy)[0]
    return (weight * fit(grid)).sum() / weight.sum()


tables = arrays(
    np.int64, st.tuples(st.integers(2, 6), st.integers(3, 7)), elements=st.integers(0, 30)
).filter(lambda n: (n.sum(axis=0) > 0).sum() > 1)


@pytest.mark.parametrize("area", ["area1", "area2"])
def test_golden_values_of_segindex(golden, area):
    """segindex fits at 13 percentiles and moves shares of 0 and 1 inwards by 1e-6."""
    values = json.loads((golden / "measurement.json").read_text())["values"]
    (value,) = (v for v in values if v["dataset"].startswith(f"segindex example {area}"))
    sectors = json.loads(re.search(r"\[\[.*\]\]", value["dataset"]).group())
    rows = [{"unit": u, "group": v, "pupils": 1} for u, sector in enumerate(sectors) for v in sector]
    levels = sorted({v for sector in sectors for v in sector})
    options = {**COLUMNS, "order": levels, "index": "rank_order_H", "percentiles": 14}
    same, exact = (
        measure.ordered(pl.DataFrame(rows), **options, least_share=least)["estimate"].item()
        for least in (1e-6, 0.0)
    )
    assert same == pytest.approx(value.get("value_full", value["value"]), abs=1e-8)
    assert same == pytest.approx(value["value"], abs=value["tol"])
    assert exact == pytest.approx(same, abs=5e-5)


@QUICK
@given(tables)
def test_follows_the_definition(plain, matrix):
    found = run(plain, matrix)
    for name in NAMES:
        expected = by_definition(plain, name, matrix.astype(float))
        assert found[name]["estimate"] == pytest.approx(expected, abs=1e-6), name


@QUICK
@given(tables, st.integers(0, 3))
def test_errors_are_the_delta_method(plain, matrix, degree):
    matrix = matrix + 1.0
    for name in NAMES:
        slopes = np.zeros_like(matrix)
        for place in np.ndindex(matrix.shape):
            step = np.zeros_like(matrix)
            step[place] = 1e-5 * matrix[place]
            up, down = (
                run(plain, matrix + sign * step, name, degree=degree)[name]["estimate"] for sign in (1, -1)
            )
            slopes[place] = (up - down) / (2 * step[place])
        found = run(plain, matrix, name, degree=degree)[name]["se"]
        assert found == pytest.approx(np.sqrt((matrix * slopes**2).sum()), rel=1e-3, abs=1e-6), name


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("percentiles", [None, 5])
def test_chance_levels_are_exact(plain, name, percentiles):
    sizes, totals = [3, 2, 2], [3, 1, 3]
    options = {"index": name, "degree": 1, "percentiles": percentiles}
    tables = list(plain.allocations(sizes, totals))
    exact = sum(chance * run(plain, matrix, **options)[name]["estimate"] for matrix, chance in tables)
    assert run(plain, tables[0][0], **options)[name]["expected"] == pytest.approx(exact, rel=1e-10)


@QUICK
@given(tables)
def test_turning_the_order_round_changes_nothing(plain, matrix):
    first, second = (run(plain, n, chance=False) for n in (matrix, matrix[:, ::-1]))
    for name in NAMES:
        assert second[name]["estimate"] == pytest.approx(first[name]["estimate"], abs=1e-8)


@QUICK
@given(tables)
def test_two_categories_give_the_two_group_indices(plain, matrix):
    two = matrix[:, :2]
    if (two.sum(axis=0) == 0).any():
        return
    found = run(plain, two)
    for name in NAMES:
        expected = plain.index("H" if name.endswith("H") else "eta2", two)
        assert found[name]["estimate"] == pytest.approx(expected, abs=1e-12)


def test_an_empty_category_changes_the_rank_order_indices_not(plain):
    matrix = np.random.default_rng(2).poisson(9, (6, 6))
    wider = np.insert(matrix, 3, 0, axis=1)
    first, second = run(plain, matrix), run(plain, wider)
    for name in ("rank_order_H", "rank_order_R"):
        assert second[name]["estimate"] == pytest.approx(first[name]["estimate"], abs=1e-12)
        assert second[name]["thresholds"] == first[name]["thresholds"] == 5


def test_complete_segregation_in_order(plain):
    for row in run(plain, np.diag([5, 5, 5, 5])).values():
        assert row["estimate"] == pytest.approx(1.0, abs=1e-12)
        assert row["se"] == pytest.approx(0.0, abs=1e-7)


def test_even_units_have_no_segregation(plain):
    for row in run(plain, [[10, 20, 30, 40, 50, 5], [20, 40, 60, 80, 100, 10]]).values():
        assert row["estimate"] == pytest.approx(0.0, abs=1e-12)


def test_closed_form_moments():
    grid = (np.arange(400_000) + 0.5) / 400_000
    for entropy in (True, False):
        f = variation(grid, entropy=entropy)[0]
        direct = [(f * grid**m).sum() / f.sum() for m in range(7)]
        assert moments(6, entropy=entropy) == pytest.approx(direct, rel=1e-9)


def test_the_fit_is_reported(plain):
    matrix = np.random.default_rng(5).poisson(np.outer([1, 2, 3, 4, 5], np.linspace(5, 30, 10)) + 3)
    for degree, other in ((2, 5),):
        low, high = (run(plain, matrix, "rank_order_H", degree=d)["rank_order_H"] for d in (degree, other))
        assert low["r2"] < high["r2"] <= 1.0
        assert low["residual"] > high["residual"] > 0.0
        assert (low["degree"], high["degree"], low["thresholds"]) == (degree, other, 9)
    p, X = at_thresholds(plain, matrix.astype(float), entropy=True)
    weighting = rank_order(p, X, 2, entropy=True)
    assert weighting.r2 == pytest.approx(low["r2"])


def test_ordinal_indices_report_no_fit(plain):
    row = run(plain, [[1, 2, 3], [3, 2, 1]], "ordinal_H")["ordinal_H"]
    assert (row["r2"], row["residual"], row["degree"], row["thresholds"]) == (None, None, None, 2)


def test_a_degree_that_cannot_be_fitted_is_lowered_and_said(plain):
    found = run(plain, [[5, 6, 7], [9, 2, 3]], degree=4)
    assert (found["rank_order_H"]["degree"], found["rank_order_H"]["status"]) == (1, "degree_lowered")
    assert found["ordinal_H"]["status"] == "ok"
    assert set(measure.ORDERED_STATUSES) == {"degree_lowered"}


@pytest.mark.parametrize(
    ("matrix", "status"),
    [([[5, 0, 0], [7, 0, 0]], "one_group"), ([[0, 0, 0]], "no_pupils"), ([[5, 7, 2]], "one_unit")],
)
def test_degenerate_cells_have_a_reason(plain, matrix, status):
    for row in run(plain, matrix).values():
        assert row["status"] == status
        if status == "one_unit":
            assert row["estimate"] == pytest.approx(0.0, abs=1e-12)
        else:
            assert [row[name] for name in ("estimate", "se", "expected", "r2")] == [None] * 4


def test_fractions_have_an_estimate_and_no_error(plain):
    row = run(plain, [[0.5, 6, 7, 1, 1, 2], [9, 2, 3, 1, 4, 2]], "rank_order_R")["rank_order_R"]
    assert row["estimate"] is not None
    assert (row["se"], row["expected"], row["status"]) == (None, None, "fractional_counts")


def test_cells_do_not_see_each_other(plain):
    rng = np.random.default_rng(4)
    frames = {cell: plain.long(rng.poisson(8, (5, 6)), cell=cell) for cell in "ab"}
    options = {**COLUMNS, "order": order(np.empty((1, 6))), "by": "cell"}
    together = measure.ordered(pl.concat(frames.values()), **options)
    apart = pl.concat([measure.ordered(frame, **options) for frame in frames.values()])
    assert together.equals(apart)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"order": ["g0", "g1"]}, r"found 'g2', which is not in order"),
        ({"order": ["g0"]}, r"expected two or more different categories"),
        ({"order": ["g0", "g1", "g2"], "degree": -1}, "degree is -1"),
        ({"order": ["g0", "g1", "g2"], "index": "H"}, r"index is \['H'\]"),
        ({"order": ["g0", "g1", "g2"], "percentiles": 1}, "percentiles is 1"),
        ({"order": ["g0", "g1", "g2"], "least_share": 0.7}, r"least_share is 0\.7"),
        ({"order": ["g0", "g1", "g2"], "confidence": 95}, "confidence is 95"),
    ],
)
def test_errors_say_what_was_expected(plain, options, message):
    with pytest.raises(ValueError, match=message):
        measure.ordered(plain.long([[1, 2, 3], [3, 2, 1]]), **COLUMNS, **options)
