# SPDX-License-Identifier: EUPL-1.2
"""Many draws of one round."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gemengd.placement import redraw_placements
from gemengd.placement.engine.draws import draw_numbers
from gemengd.placement.market.keys import (
    TICKETS,
    UNACCEPTABLE,
    pack,
    rank_first,
    standing_of,
    ticket_of,
    with_ticket,
)


def test_every_draw_gives_everybody_one_outcome(problem):
    market = problem(2, applicants=20, programmes=4, most_seats=5).market()
    found = redraw_placements(market, 50, seed=1)
    per_applicant = np.bincount(market.owner(), weights=found.times, minlength=20) + found.unplaced
    assert (per_applicant == 50).all()


@pytest.mark.parametrize("lottery", ["applicant", "programme"])
def test_threads_change_nothing(problem, lottery):
    market = problem(3, applicants=30, programmes=5, most_seats=6, lottery=lottery).market()
    one, several = (redraw_placements(market, 40, seed=9, threads=threads) for threads in (1, 3))
    assert one.times.tobytes() == several.times.tobytes()
    assert one.unplaced.tobytes() == several.unplaced.tobytes()


def test_another_seed_is_another_lottery(problem):
    market = problem(3, applicants=30, programmes=5, most_seats=6, categories=1).market()
    one, other = (redraw_placements(market, 20, seed=seed) for seed in (1, 2))
    assert one.times.tobytes() != other.times.tobytes()


def test_equals_have_equal_chances(problem):
    market = type(problem(0))(
        ((0,),) * 4, np.zeros((4, 1), dtype=np.int64), np.arange(4)[:, None], (1,)
    ).market()
    found = redraw_placements(market, 4_000, seed=5)
    # A fair lottery gives each 1,000 of 4,000; four standard errors are 110.
    assert (abs(found.times - 1_000) < 110).all()


def test_children_of_a_family_are_drawn_together(problem):
    market = replace(
        problem(1, applicants=6).market(),
        lottery="family",
        family=np.array([0, 0, 1, 2, 1, 3], dtype=np.int32),
    )
    seen = set()
    for seed in range(40):
        number = draw_numbers(market, 6, np.random.default_rng(seed))
        assert sorted(number) == list(range(6))
        assert number[1] == number[0] + 1
        assert number[4] == number[2] + 1
        seen.add(tuple(number))
    assert len(seen) > 10


def test_a_priority_holds_in_every_draw(problem):
    category = np.array([[1], [1], [0]])
    market = type(problem(0))(((0,),) * 3, category, np.arange(3)[:, None], (1,)).market()
    assert redraw_placements(market, 30, seed=5).times.tolist() == [0, 0, 30]


@pytest.mark.parametrize("wrong", [{"draws": 0}, {"threads": 0}, {"seed": -1}])
def test_impossible_draws_are_refused(problem, wrong):
    with pytest.raises(ValueError, match="expected 1 or more draws"):
        redraw_placements(problem(0).market(), **{"draws": 1, "seed": 0, **wrong})


def test_keys_order_by_category_then_order_then_number():
    parts = np.array([(0, 0, 5), (0, 1, 0), (1, 0, 0), (1, 0, 1), (4_095, (1 << 19) - 1, TICKETS - 1)])
    key = pack(*parts.T)
    assert (np.diff(key) > 0).all()
    assert key[0] == 5
    assert key[2] == 1 << 40
    assert ticket_of(key).tolist() == parts[:, 2].tolist()
    assert (np.diff(standing_of(key)) > 0).tolist() == [True, True, False, True]
    assert key.max() < UNACCEPTABLE


def test_a_new_number_leaves_the_standing_and_who_is_barred():
    key = np.array([(3 << 40) | 7, UNACCEPTABLE])
    assert with_ticket(key, np.array([2, 2])).tolist() == [(3 << 40) | 2, UNACCEPTABLE]


def test_a_list_too_long_for_the_key_is_refused():
    with pytest.raises(ValueError, match="the longest list has 2048 programmes"):
        rank_first(np.array([1]), np.array([2048], dtype=np.int32), np.array([True]))
