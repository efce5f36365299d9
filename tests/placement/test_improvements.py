# SPDX-License-Identifier: EUPL-1.2
"""The two ways to improve on deferred acceptance: with consent, and between equals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gemengd.placement import (
    deferred_acceptance,
    efficiency_adjusted,
    justified_envy,
    stable_improvement_cycles,
)
from gemengd.placement.market.keys import standing_of

SEEDS = st.integers(0, 2**32 - 1)


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS)
def test_without_any_consent_it_is_deferred_acceptance(problem, seed):
    market = problem(seed, lottery="programme").market()
    nobody = np.zeros(market.applicants, dtype=bool)
    assert efficiency_adjusted(market, nobody).entry.tolist() == deferred_acceptance(market).entry.tolist()


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS)
def test_who_did_not_consent_is_passed_over_by_nobody(problem, seed):
    market = problem(seed, applicants=6, lottery="programme").market()
    consent = np.random.default_rng(seed).random(6) < 0.5
    envy = justified_envy(market, efficiency_adjusted(market, consent).entry)
    assert consent[envy.applicant].all()


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS)
def test_consenting_costs_nothing(problem, seed):
    market = problem(seed, applicants=5, lottery="programme").market()
    others = np.random.default_rng(seed).random(5) < 0.5
    for who in range(5):
        ranks = []
        for answer in (True, False):
            others[who] = answer
            rank = efficiency_adjusted(market, others).rank[who]
            ranks.append(rank if rank > 0 else 99)
        assert ranks[0] == ranks[1]


def test_consent_for_everybody_is_asked_for(problem):
    with pytest.raises(ValueError, match=r"consent has shape \(2,\); expected \(5,\)"):
        efficiency_adjusted(problem(0).market(), np.array([True, False]))


def _stable_between_classes(one, placed):
    """Whether nobody wants a free seat or one held by somebody of a lower category."""
    category = np.where(one.category < 0, 99, one.category)
    for who, wishes in enumerate(one.acceptable()):
        for programme in wishes:
            if programme == placed[who]:
                break
            holders = [category[other, programme] for other, where in enumerate(placed) if where == programme]
            if len(holders) < one.seats[programme] or max(holders, default=-1) > category[who, programme]:
                return False
    return True


def test_no_placement_fair_between_categories_improves_on_stable_improvement_cycles(problem):
    exchanges = 0
    for seed in range(120):
        one = problem(seed, applicants=5, categories=2, lottery="programme", unacceptable=0.05)
        market = one.market()
        outcome = stable_improvement_cycles(market)
        exchanges += outcome.cycles
        placed = tuple(outcome.programme.tolist())
        assert _stable_between_classes(one, placed)
        mine = one.ranks(placed)
        for other in one.feasible():
            ranks = one.ranks(other)
            if ranks != mine and all(map(int.__le__, ranks, mine)):
                assert not _stable_between_classes(one, other), f"round {seed}"
    assert exchanges


def test_strict_priorities_leave_nothing_to_exchange(problem):
    for seed in range(60):
        one = problem(seed, categories=1, lottery="programme")
        market = type(one)(one.lists, one.ticket, one.ticket, one.seats, one.lottery).market()
        assert np.unique(standing_of(market.key)).size > 1 or market.slot.size == 0
        outcome = stable_improvement_cycles(market)
        assert outcome.cycles == 0
