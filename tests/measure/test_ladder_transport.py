# SPDX-License-Identifier: EUPL-1.2
"""Assignment by distance, with and without limits on places."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gemengd.measure.places.ladder import assignment as ladder_assignment
from gemengd.measure.places.ladder.assignment import nearest, within_capacity


def total_cost(cost, pupils, found):
    return (cost[found.of, found.to] * found.part * pupils[found.of]).sum()


def load(pupils, found, schools):
    return np.bincount(found.to, weights=found.part * pupils[found.of], minlength=schools)


def test_every_class_goes_to_the_first_of_its_nearest_schools():
    found = nearest(np.array([[3.0, 1.0, 1.0], [0.0, 5.0, np.inf]]))
    assert (found.of.tolist(), found.to.tolist(), found.part.tolist()) == ([0, 1], [1, 0], [1.0, 1.0])


@given(
    arrays(np.int64, (4, 3), elements=st.integers(1, 50)),
    arrays(np.int64, 3, elements=st.integers(0, 4)),
)
@settings(max_examples=40, deadline=None)
def test_it_is_the_cheapest_of_all_assignments(cost, places):
    cost, pupils = cost.astype(float), np.ones(4)
    found = within_capacity(cost, pupils, places.astype(float))
    best = min(
        (
            sum(cost[k, j] for k, j in enumerate(choice))
            for choice in itertools.product(range(3), repeat=4)
            if (np.bincount(choice, minlength=3) <= places).all()
        ),
        default=None,
    )
    if best is None:
        assert found is None
    else:
        assert total_cost(cost, pupils, found) == pytest.approx(best, rel=1e-9)
        assert (load(pupils, found, 3) <= places + 1e-6).all()


def test_a_class_is_split_and_its_parts_add_up():
    found = within_capacity(np.array([[1.0, 2.0]]), np.array([10.0]), np.array([4.0, 9.0]))
    assert found.part == pytest.approx([0.4, 0.6])


def test_schools_without_the_track_are_never_used():
    cost = np.array([[np.inf, 9.0], [1.0, 2.0]])
    found = within_capacity(cost, np.array([5.0, 5.0]), np.array([10.0, 5.0]))
    assert dict(zip(found.of.tolist(), found.to.tolist(), strict=True)) == {0: 1, 1: 0}
    assert within_capacity(cost, np.array([6.0, 5.0]), np.array([10.0, 5.0])) is None


def test_few_columns_first_gives_the_same_optimum(monkeypatch):
    rng = np.random.default_rng(2)
    cost, pupils = rng.uniform(0, 9000, (60, 40)), rng.integers(1, 30, 60).astype(float)
    places = np.full(40, np.ceil(pupils.sum() / 40) + 1)
    found = []
    for columns in (2, 40):
        monkeypatch.setattr(ladder_assignment, "_FIRST_COLUMNS", columns)
        found.append(total_cost(cost, pupils, within_capacity(cost, pupils, places)))
    assert found[0] == pytest.approx(found[1], rel=1e-9)


def test_room_for_everyone_is_the_nearest_school():
    cost = np.random.default_rng(3).uniform(1, 9, (20, 6))
    pupils = np.arange(1.0, 21.0)
    found, plain = within_capacity(cost, pupils, np.full(6, 1e6)), nearest(cost)
    assert found.to.tolist() == plain.to.tolist()
