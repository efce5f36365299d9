# SPDX-License-Identifier: EUPL-1.2
"""Bounds against every table of whole numbers that fits the intervals, on small examples."""

import itertools

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog, minimize

from gemengd.measure.certainty.bounds.bounding import bounds
from gemengd.measure.certainty.bounds.dissimilarity import _enumerated, _searched, highest
from gemengd.measure.certainty.bounds.dissimilarity_low import lowest

TWO_GROUP = ("D", "isolation", "exposure", "eta2", "gini", "hutchens")
EXACT = 1e-9


def frame_of(low, high, sizes=None):
    low, high = np.asarray(low), np.asarray(high)
    unit, group = np.indices(low.shape)
    columns = {"unit": unit.ravel(), "group": [f"g{g}" for g in group.ravel()]}
    frame = pl.DataFrame({**columns, "low": low.ravel(), "high": high.ravel()})
    if sizes is None:
        return frame
    least, most = (np.repeat(side, low.shape[1]) for side in sizes)
    return frame.with_columns(least=pl.Series(least), most=pl.Series(most))


def bounded(low, high, sizes=None, index=(*TWO_GROUP, "M", "H")):
    table = bounds(
        frame_of(low, high, sizes),
        unit="unit",
        group="group",
        low="low",
        high="high",
        focal="g0",
        totals=None if sizes is None else ("least", "most"),
        index=index,
    )
    return {row["index"]: row for row in table.to_dicts()}


def extremes(plain, low, high, sizes, names):
    """Smallest and largest value of each index over all tables in which it is defined."""
    found = {name: [] for name in names}
    for flat in itertools.product(*(range(a, b + 1) for a, b in zip(low.ravel(), high.ravel(), strict=True))):
        table = np.array(flat, dtype=float).reshape(low.shape)
        of_units = table.sum(axis=1)
        if sizes is not None and ((of_units < sizes[0]) | (of_units > sizes[1])).any():
            continue
        if low.shape[1] == 2 and not (table.sum(axis=0) > 0).all():
            continue
        if (table.sum(axis=0) > 0).sum() > 1:
            for name in names:
                found[name].append(plain.index(name, table))
    return {name: (min(values), max(values)) for name, values in found.items() if values}


@st.composite
def intervals(draw, groups):
    """Counts that are certain or between two numbers; in three ways also the totals of the units."""
    units = draw(st.integers(1, 4 if groups == 2 else 2))
    size = units * groups
    low = np.array(draw(st.lists(st.integers(0, 12), min_size=size, max_size=size)))
    width = np.array(draw(st.lists(st.integers(0, 3), min_size=size, max_size=size)))
    while np.prod(width + 1.0) > 300:
        width[int(width.argmax())] = 0
    low, high = low.reshape(units, groups), (low + width).reshape(units, groups)
    share = draw(st.floats(0.0, 1.0))
    total = np.round(low.sum(axis=1) + share * (high - low).sum(axis=1)).astype(int)
    slack = draw(st.sampled_from([None, 0, 1]))
    sizes = None if slack is None else (np.maximum(total - slack, 0), total + slack)
    return low, high, sizes


def check(plain, case, names):
    low, high, sizes = case
    found, true = bounded(low, high, sizes, names), extremes(plain, low, high, sizes, names)
    for name, (least, most) in true.items():
        row = found[name]
        assert row["bound_low"] <= least + EXACT, name
        assert row["bound_high"] >= most - EXACT, name
    return found, true


@given(intervals(groups=2))
@settings(max_examples=150, deadline=None)
def test_every_table_of_two_groups_is_inside_the_bounds(plain, case):
    check(plain, case, (*TWO_GROUP, "M", "H"))


@given(intervals(groups=3))
@settings(max_examples=60, deadline=None)
def test_every_table_of_three_groups_is_inside_the_bounds(plain, case):
    check(plain, case, ("M", "H"))


@given(intervals(groups=2))
@settings(max_examples=150, deadline=None)
def test_isolation_and_exposure_are_sharp_on_both_sides(plain, case):
    found, true = check(plain, case, ("isolation", "exposure"))
    for name, (least, most) in true.items():
        if found[name]["status"] == "bounded":
            assert found[name]["bound_low"] == pytest.approx(least, abs=EXACT)
            assert found[name]["bound_high"] == pytest.approx(most, abs=EXACT)


@given(intervals(groups=2))
@settings(max_examples=150, deadline=None)
def test_upper_bounds_of_dissimilarity_and_eta2_are_sharp_in_small_cells(plain, case):
    found, true = check(plain, case, ("D", "eta2"))
    for name, (_, most) in true.items():
        if found[name]["status"] == "bounded":
            assert found[name]["bound_high"] == pytest.approx(most, abs=EXACT)


boxes = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 9), st.integers(0, 30), st.integers(0, 9)),
    min_size=1,
    max_size=7,
)


def arrays_of(rows):
    al, aw, ol, ow = np.array(rows, dtype=float).T
    al[0], ol[0] = al[0] + 1, ol[0] + 1
    return np.stack([al, al + aw]), np.stack([ol, ol + ow])


@given(boxes)
@settings(max_examples=80, deadline=None)
def test_lower_bound_of_dissimilarity_is_that_of_the_linear_programme(rows):
    a, o = arrays_of(rows)
    assert lowest(a, o, 1.0) == pytest.approx(least_dissimilarity(a, o), abs=1e-7)


def least_dissimilarity(a, o):
    """Largest Σ m with m <= p, m <= q, p between a/A, q between o/O, and 1/A and 1/O free."""
    n = a.shape[1]
    eye, none, column = np.eye(n), np.zeros((n, n)), np.zeros((n, 1))
    rows = [
        (-eye, none, eye, column, column),
        (none, -eye, eye, column, column),
        (eye, none, none, -a[1][:, None], column),
        (-eye, none, none, a[0][:, None], column),
        (none, eye, none, column, -o[1][:, None]),
        (none, -eye, none, column, o[0][:, None]),
    ]
    ones, nothing = np.ones((1, n)), np.zeros((1, n))
    sums = [np.hstack([ones, nothing, nothing, [[0, 0]]]), np.hstack([nothing, ones, nothing, [[0, 0]]])]
    price = np.concatenate([np.zeros(2 * n), -np.ones(n), [0, 0]])
    found = linprog(
        price,
        A_ub=np.vstack([np.hstack(row) for row in rows]),
        b_ub=np.zeros(6 * n),
        A_eq=np.vstack(sums),
        b_eq=[1, 1],
    )
    return 1.0 + found.fun


@given(boxes)
@settings(max_examples=60, deadline=None)
def test_the_search_for_the_upper_bound_of_dissimilarity_is_certified(rows):
    a, o = arrays_of(rows)
    bound, reached = _searched(a, o)
    best = _enumerated(a, o, np.arange(a.shape[1]))
    assert reached <= best + EXACT
    assert bound >= best - EXACT


def test_the_search_leaves_little_room_among_many_units():
    rng = np.random.default_rng(5)
    counts = rng.poisson(rng.uniform(5, 80, (2, 60))).astype(float)
    a, o = (np.stack([row, row + rng.integers(0, 5, row.size)]) for row in counts)
    bound, reached = highest(a, o)
    assert 0.0 <= bound - reached < 1e-4


@pytest.mark.parametrize("name", ["eta2", "hutchens", "M", "H"])
@pytest.mark.parametrize("seed", range(3))
def test_lower_bounds_are_reached_by_real_tables(plain, name, seed):
    rng = np.random.default_rng(seed)
    low = rng.integers(2, 20, (4, 2)).astype(float)
    high = low + rng.integers(0, 6, low.shape)
    row = bounded(low, high, index=(name,))[name]
    assert 0.0 <= row["reached_low"] - row["bound_low"] <= 2e-7
    limits = list(zip(low.ravel(), high.ravel(), strict=True))
    best = min(
        minimize(
            lambda x: plain.index(name, x.reshape(4, 2)), rng.uniform(low, high).ravel(), bounds=limits
        ).fun
        for _ in range(6)
    )
    assert row["bound_low"] <= best + EXACT
    assert best == pytest.approx(row["bound_low"], abs=1e-4)
