# SPDX-License-Identifier: EUPL-1.2
"""Envy, waste, blocking pairs and swaps, beside a count by hand or by brute force."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from gemengd.placement import blocking_pairs as blocking
from gemengd.placement import (
    boston,
    deferred_acceptance,
    justified_envy,
    swaps,
    top_trading_cycles,
    wasted_seats,
)


def _entries(market, placed):
    """The entries that stand for a tuple of programmes."""
    held = []
    for who, where in enumerate(placed):
        own = range(market.start[who], market.start[who + 1])
        held.append(next((e for e in own if market.slot[e] == where), -1))
    return np.array(held, dtype=np.int64)


def _pairs_by_hand(one, placed, wanted):
    found = set()
    for who, wishes in enumerate(one.acceptable()):
        for programme in wishes:
            if one.place_of(who, programme) < one.place_of(who, placed[who]) and wanted(who, programme):
                found.add((who, programme))
    return found


def _as_pairs(wishes):
    return set(zip(wishes.applicant.tolist(), wishes.slot.tolist(), strict=True))


@pytest.mark.parametrize("seed", range(40))
def test_envy_waste_and_blocking_pairs_equal_a_count_by_hand(problem, seed):
    one = problem(seed, applicants=4, unacceptable=0.2)
    market, rng = one.market(), np.random.default_rng(seed)
    feasible = one.feasible()
    for pick in rng.integers(0, len(feasible), 20):
        placed = feasible[pick]
        entry = _entries(market, placed)

        def envies(who, programme, placed=placed):
            return any(
                one.key[other, programme] > one.key[who, programme]
                for other, where in enumerate(placed)
                if where == programme
            )

        def free(_, programme, placed=placed):
            return placed.count(programme) < one.seats[programme]

        envy, waste = _pairs_by_hand(one, placed, envies), _pairs_by_hand(one, placed, free)
        assert _as_pairs(justified_envy(market, entry)) == envy
        assert _as_pairs(wasted_seats(market, entry)) == waste
        assert _as_pairs(blocking(market, entry)) == envy | waste
        assert bool(envy | waste) == one.blocked(placed)


@pytest.mark.parametrize("seed", range(40))
def test_swaps_equal_a_count_by_hand(problem, seed):
    one = problem(seed, applicants=8, programmes=4, lottery="programme", most_seats=3)
    outcome = deferred_acceptance(one.market())
    placed = outcome.programme.tolist()

    def rather(who, other):
        both = placed[who] >= 0 and placed[other] >= 0
        return both and one.place_of(who, placed[other]) < one.place_of(who, placed[who])

    pairs = [(a, b) for a, b in combinations(range(8), 2) if rather(a, b) and rather(b, a)]
    found = swaps(one.market(), outcome.entry)
    assert (found.pairs, found.applicants) == (len(pairs), len({who for pair in pairs for who in pair}))


@pytest.mark.parametrize("seed", range(40))
def test_applicants_in_cycles_equal_a_search_for_cycles(problem, seed):
    one = problem(seed, applicants=7, programmes=4, lottery="programme", most_seats=3)
    outcome = deferred_acceptance(one.market())
    placed = outcome.programme.tolist()
    moves = {
        (placed[who], programme): who
        for who in range(7)
        if placed[who] >= 0
        for programme in one.lists[who][: one.place_of(who, placed[who])]
    }

    def reaches(here, goal):
        seen, todo = set(), [here]
        while todo:
            place = todo.pop()
            if place == goal:
                return True
            if place not in seen:
                seen.add(place)
                todo += [there for source, there in moves if source == place]
        return False

    expected = {
        who
        for who in range(7)
        if placed[who] >= 0
        for programme in one.lists[who][: one.place_of(who, placed[who])]
        if reaches(programme, placed[who])
    }
    assert swaps(one.market(), outcome.entry).in_cycles == len(expected)


def test_a_cycle_of_three_is_seen_though_no_pair_swaps(problem):
    one = problem(0, applicants=3, programmes=3)
    rotated = type(one)(
        lists=((1, 0), (2, 1), (0, 2)),
        category=np.zeros((3, 3), dtype=np.int64),
        ticket=np.array([[0, 1, 2], [2, 0, 1], [1, 2, 0]]),
        seats=(1, 1, 1),
    )
    market = rotated.market()
    found = swaps(market, np.array([1, 3, 5]))
    assert (found.pairs, found.applicants, found.in_cycles) == (0, 0, 3)
    assert swaps(market, top_trading_cycles(market).entry).in_cycles == 0


def test_one_number_per_programme_leaves_more_swaps_than_one_per_child(problem):
    found = {}
    for lottery in ("applicant", "programme"):
        rounds = [
            problem(seed, applicants=60, programmes=6, categories=1, most_seats=12, lottery=lottery)
            for seed in range(5)
        ]
        markets = [one.market() for one in rounds]
        found[lottery] = sum(swaps(m, deferred_acceptance(m).entry).applicants for m in markets)
    assert found["applicant"] == 0
    assert found["programme"] > 0


def test_the_boston_mechanism_leaves_justified_envy(problem):
    envious = 0
    for seed in range(60):
        market = problem(seed, applicants=6, categories=3).market()
        envious += justified_envy(market, boston(market).entry).size > 0
    assert envious


def test_nobody_placed_is_all_waste(problem):
    market = problem(4, most_seats=2).market()
    nobody = np.full(market.applicants, -1, dtype=np.int64)
    assert justified_envy(market, nobody).size == 0
    assert wasted_seats(market, nobody).size == int((market.seats[market.slot] > 0).sum())
    assert swaps(market, nobody).in_cycles == 0
