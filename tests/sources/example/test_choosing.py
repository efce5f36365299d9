# SPDX-License-Identifier: EUPL-1.2
"""How the families of the example region choose."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gemengd.sources.example.choosing import dated, placed
from gemengd.sources.example.families import pick

RULES = [
    {"municipality": "A", "from": 2010, "low": 1.0, "middle": 2.0, "high": 3.0, "per_year": {"high": 0.5}},
    {"municipality": "A", "from": 2022, "low": 0.0, "middle": 0.0, "high": 9.0},
]


@given(st.integers(1, 40), st.integers(1, 6), st.integers(0, 10_000))
def test_nobody_has_to_squeeze_in_while_seats_suffice(children: int, schools: int, seed: int) -> None:
    generator = np.random.default_rng(seed)
    seats = np.full(schools, -(-children // schools))
    school = placed(generator.random((children, schools)), generator.random(children), seats)
    assert (np.bincount(school, minlength=schools) <= seats).all()


@given(st.integers(2, 40), st.integers(0, 10_000))
def test_nobody_would_rather_have_a_seat_that_a_later_child_got(children: int, seed: int) -> None:
    generator = np.random.default_rng(seed)
    utility, turn = generator.random((children, 4)), generator.random(children)
    school = placed(utility, turn, np.full(4, -(-children // 4)))
    gained = utility[np.arange(children), school]
    for later in range(children):
        earlier = turn < turn[later]
        assert (utility[earlier, school[later]] <= gained[earlier]).all()


def test_a_school_that_is_no_option_is_never_given() -> None:
    utility = np.array([[-np.inf, 1.0], [-np.inf, 2.0]])
    assert placed(utility, np.array([0.1, 0.2]), np.array([5, 1])).tolist() == [1, 1]


def test_the_seats_that_were_passed_in_are_left_alone() -> None:
    seats = np.array([1, 1])
    placed(np.ones((2, 2)), np.array([0.0, 1.0]), seats)
    assert seats.tolist() == [1, 1]


@given(st.integers(0, 10_000))
def test_a_code_without_a_share_is_never_picked(seed: int) -> None:
    shares = np.tile([0.0, 0.3, 0.0, 0.7, 0.0], (200, 1))
    assert set(pick(shares, np.random.default_rng(seed))) <= {1, 3}


def test_codes_are_picked_in_proportion() -> None:
    codes = pick(np.tile([0.2, 0.5, 0.3], (100_000, 1)), np.random.default_rng(3))
    assert np.abs(np.bincount(codes) / 100_000 - [0.2, 0.5, 0.3]).max() < 0.01


def test_the_last_rule_that_has_begun_holds_and_grows_by_the_year() -> None:
    member_of, education = np.array(["A", "A", "B"]), np.array([0, 2, 2])
    assert dated(RULES, member_of, education, 2009).tolist() == [0.0, 0.0, 0.0]
    assert dated(RULES, member_of, education, 2014).tolist() == [1.0, 5.0, 0.0]
    assert dated(RULES, member_of, education, 2022).tolist() == [0.0, 9.0, 0.0]
