# SPDX-License-Identifier: EUPL-1.2
"""Chance levels and the hypergeometric distribution against brute force."""

from fractions import Fraction
from math import comb

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gemengd import measure
from gemengd.measure.index.chance.gini import draw, log_factorials
from gemengd.measure.index.kernels.hypergeometric import two_sided, window

COLUMNS = {"unit": "unit", "group": "group", "pupils": "pupils"}
EXACT = ("D", "isolation", "exposure", "eta2", "hutchens", "M", "H")


def probability(T, A, t, x):
    """P(X = x) as an exact fraction."""
    return Fraction(comb(A, x) * comb(T - A, t - x), comb(T, t))


def support(T, A, t):
    return range(max(0, t - (T - A)), min(t, A) + 1)


@pytest.mark.parametrize(
    ("T", "A", "t"),
    [
        (10, 3, 4),
        (5, 5, 5),
        (50, 20, 50),
        (40, 1, 7),
        (1000, 300, 200),
        (30000, 9000, 400),
        (2_400_000, 2, 10),
    ],
)
def test_window_is_the_hypergeometric_distribution(T, A, t):
    weights = np.empty(min(A, t) + 1)
    low, size = window(T, A, t, 1e-30, weights)
    exact = [float(probability(T, A, t, x)) for x in range(low, low + size)]
    assert weights[:size] == pytest.approx(exact, rel=1e-11)
    outside = sum(probability(T, A, t, x) for x in support(T, A, t) if not low <= x < low + size)
    assert outside < 1e-26


@pytest.mark.parametrize(
    ("T", "A", "t", "observed"), [(20, 8, 5, 4), (20, 8, 5, 0), (200, 30, 40, 6), (9, 3, 9, 3)]
)
def test_two_sided_probability_adds_up_the_outcomes_no_more_likely(T, A, t, observed):
    limit = probability(T, A, t, observed)
    exact = sum(p for x in support(T, A, t) if (p := probability(T, A, t, x)) <= limit)
    assert two_sided(T, A, t, observed, np.empty(t + 1)) == pytest.approx(float(exact), rel=1e-12)


def test_two_sided_probability_reaches_far_into_the_tail():
    assert two_sided(2000, 1000, 500, 470, np.empty(501)) == pytest.approx(
        float(
            sum(
                p
                for x in range(501)
                if (p := probability(2000, 1000, 500, x)) <= probability(2000, 1000, 500, 470)
            )
        ),
        rel=1e-10,
    )


def expected(frame, names, **options):
    table = measure.indices(frame, **COLUMNS, index=names, **options)
    return dict(table.select("index", "expected").rows()), table


def margins(draw_value, groups):
    """A small random table whose groups and units all have pupils."""
    sizes = draw_value(st.lists(st.integers(1, 4), min_size=2, max_size=4))
    T = sum(sizes)
    totals = [1] * groups
    for _ in range(T - groups):
        totals[draw_value(st.integers(0, groups - 1))] += 1
    return sizes, totals


def any_allocation(sizes, totals):
    """Some matrix with these margins."""
    labels = np.repeat(np.arange(len(totals)), totals)
    units = np.repeat(np.arange(len(sizes)), sizes)
    out = np.zeros((len(sizes), len(totals)), dtype=int)
    np.add.at(out, (units, labels), 1)
    return out


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_two_group_chance_levels_are_exact(plain, data):
    sizes, totals = margins(data.draw, 2)
    found, table = expected(plain.long(any_allocation(sizes, totals)), EXACT, focal="g0")
    for name in EXACT:
        assert found[name] == pytest.approx(plain.by_chance(name, sizes, totals), rel=1e-10, abs=1e-14), name
    assert set(table["expected_error"]) == {0.0}


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_multigroup_chance_levels_are_exact(plain, data):
    sizes, totals = margins(data.draw, 3) if data.draw(st.booleans()) else ([3, 2, 2], [3, 2, 2])
    if sum(sizes) < 3:
        return
    found, _ = expected(plain.long(any_allocation(sizes, totals)), ("M", "H"))
    for name in ("M", "H"):
        assert found[name] == pytest.approx(plain.by_chance(name, sizes, totals), rel=1e-10, abs=1e-14)


def test_chance_levels_of_large_units_agree_with_exact_fractions(plain):
    sizes, A = [310, 150, 540, 95], 333
    T = sum(sizes)
    D = sum(probability(T, A, t, x) * abs(x - Fraction(t * A, T)) for t in sizes for x in support(T, A, t))
    D *= Fraction(T, 2 * A * (T - A))
    roots = sum(
        float(probability(T, A, t, x)) * np.sqrt(x * (t - x)) for t in sizes for x in support(T, A, t)
    )
    found, _ = expected(plain.long(any_allocation(sizes, [A, T - A])), ("D", "hutchens"), focal="g0")
    assert found["D"] == pytest.approx(float(D), rel=1e-11)
    assert found["hutchens"] == pytest.approx(1 - roots / np.sqrt(A * (T - A)), rel=1e-10)


@pytest.mark.parametrize(
    ("sizes", "totals"), [([3, 4, 2], [4, 5]), ([6, 5, 4, 1], [3, 13]), ([2, 2, 2, 2], [4, 4])]
)
def test_simulated_gini_is_within_its_error_of_the_truth(plain, sizes, totals):
    _, table = expected(plain.long(any_allocation(sizes, totals)), "gini", focal="g0", draws=4000)
    row = table.to_dicts()[0]
    assert abs(row["expected"] - plain.by_chance("gini", sizes, totals)) < 5 * row["expected_error"]
    assert 0.0 < row["expected_error"] < 0.01


def test_error_of_the_simulation_shrinks_with_the_draws(plain):
    frame = plain.long(any_allocation([30, 40, 20], [40, 50]))
    few, many = (
        expected(frame, "gini", focal="g0", draws=n)[1]["expected_error"].item() for n in (200, 3200)
    )
    assert few / many == pytest.approx(4.0, rel=0.25)


@pytest.mark.parametrize(("T", "A", "t"), [(9, 4, 3), (60, 20, 25), (12, 11, 6)])
def test_draws_invert_the_distribution(T, A, t):
    lf = log_factorials(T)
    grid = (np.arange(20000) + 0.5) / 20000
    found = np.bincount([draw(u, T, A, t, lf) for u in grid], minlength=t + 1) / grid.size
    for x in support(T, A, t):
        assert found[x] == pytest.approx(float(probability(T, A, t, x)), abs=2e-4)


def test_index_of_random_allocations_is_on_average_its_chance_level(plain):
    rng = np.random.default_rng(3)
    sizes, totals = [60, 45, 80, 30], [70, 100, 45]
    labels, units = np.repeat(np.arange(3), totals), np.repeat(np.arange(4), sizes)
    frames = []
    for number in range(300):
        matrix = np.zeros((4, 3), dtype=int)
        np.add.at(matrix, (units, rng.permutation(labels)), 1)
        frames.append(plain.long(matrix, draw=number))
    table = measure.indices(pl.concat(frames), **COLUMNS, by="draw", focal="g0", index=("D", "M", "hutchens"))
    for _, part in table.group_by("index"):
        error = part["estimate"].std() / np.sqrt(300)
        assert part["estimate"].mean() == pytest.approx(part["expected"][0], abs=4 * error)
