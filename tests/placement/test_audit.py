# SPDX-License-Identifier: EUPL-1.2
"""The audit finds every broken promise, and only those."""

from __future__ import annotations

import runpy
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from gemengd.placement import (
    MECHANISMS,
    deferred_acceptance,
    efficiency_adjusted,
    family_blocks,
    first_preference_first,
    overlapping_reserves,
    regional_caps,
    swaps,
)
from gemengd.placement.audit import FAILED, PASSED, REPORTED, AuditFailed, Promises, audit
from gemengd.placement.engine.result import placement as follows
from work_done import lines_run

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("named.py"))))
SEEDS = range(60)


def holding(market, entries):
    """The placement that these entries are."""
    return follows(market, np.array(entries, dtype=np.int64), proposals=0)


def checked(market, outcome, **promises):
    return audit(market, outcome, made.named(market), promises=Promises(**promises))


@pytest.mark.parametrize("name", sorted(set(MECHANISMS) - {"first_preference_first"}))
def test_every_mechanism_passes_the_audit_of_its_own_promises(problem, name):
    for seed in SEEDS:
        market = problem(seed, applicants=7, unacceptable=0.1).market()
        outcome = MECHANISMS[name].run(market)
        found = checked(market, outcome, mechanism=name)
        assert found.passed, (seed, list(found.lines()))


def test_first_preference_first_passes_its_own_audit_and_not_that_of_priorities(problem):
    broken = 0
    for seed in SEEDS:
        market = problem(seed, applicants=7).market()
        first = np.arange(market.slots) % 2 == 0
        outcome = first_preference_first(market, first)
        assert checked(market, outcome, mechanism="first_preference_first", rank_first=first).passed
        broken += not checked(market, outcome).passed
    assert broken > 5


@pytest.mark.parametrize("name", ["boston", "top_trading_cycles", "eada"])
def test_unstable_mechanisms_fail_the_audit_of_deferred_acceptance(problem, name):
    failed = 0
    for seed in range(150):
        market = problem(seed, applicants=7).market()
        found = checked(market, MECHANISMS[name].run(market))
        failed += found["justified_envy"].status == FAILED
    assert failed > 3


def test_audit_says_what_trying_all_pairs_says(problem):
    seen = {True: 0, False: 0}
    for seed in range(30):
        one = problem(seed, applicants=4, programmes=3)
        market = one.market()
        for assignment in one.feasible()[::5]:
            entries = [
                -1 if where < 0 else int(market.start[who]) + one.lists[who].index(where)
                for who, where in enumerate(assignment)
            ]
            found = checked(market, holding(market, entries))
            assert found.passed == (not one.blocked(assignment)), (seed, assignment)
            seen[found.passed] += 1
    assert min(seen.values()) > 10


def test_a_seat_too_many_is_found():
    market = made.town({"a": ["x"], "b": ["x"]}, {"x": 1}).market
    found = checked(market, holding(market, [0, 1]))
    assert [one.name for one in found.failures] == ["capacities"]
    assert found["capacities"].examples == ("p0: 2 of 1 seats",)


def test_an_empty_seat_that_is_wanted_is_found():
    market = made.town({"a": ["x"], "b": ["x"]}, {"x": 2}).market
    found = checked(market, holding(market, [0, -1]))
    assert [one.name for one in found.failures] == ["wasted_seats"]
    assert found["wasted_seats"].examples == ("a1 wants p0",)


def test_a_worse_number_that_went_first_is_envy_and_no_broken_priority():
    market = made.town({"a": ["x"], "b": ["x"]}, {"x": 1}).market
    found = checked(market, holding(market, [-1, 1]))
    assert [one.name for one in found.failures] == ["justified_envy"]
    assert found["justified_envy"].examples == ("a0 stands before a1 at p0",)


def test_a_lower_group_that_went_first_is_a_broken_priority():
    categories = pl.DataFrame({"applicant": ["a"], "programme": ["x"], "category": [0]})
    market = made.town({"b": ["x"], "a": ["x"]}, {"x": 1}, categories=categories).market
    found = checked(market, holding(market, [0, -1]))
    assert found["priorities"].status == FAILED
    assert deferred_acceptance(market).entry.tolist() == [-1, 1]


def test_a_seat_closed_to_a_child_is_found():
    categories = pl.DataFrame({"applicant": ["a"], "programme": ["x"], "category": [None]})
    categories = categories.cast({"category": pl.Int64})
    market = made.town({"a": ["x"]}, {"x": 1}, categories=categories, other_category=0).market
    assert checked(market, holding(market, [0]))["acceptable"].status == FAILED
    assert checked(market, holding(market, [-1])).passed


def test_somebody_elses_entry_is_inconsistent_and_ends_the_audit():
    market = made.town({"a": ["x"], "b": ["x"]}, {"x": 2}).market
    outcome = replace(deferred_acceptance(market), entry=np.array([1, 0]))
    found = checked(market, outcome)
    assert [one.name for one in found.checks] == ["consistent"]
    assert not found.passed


@pytest.mark.parametrize("field", ["slot", "rank", "programme", "filled"])
def test_a_result_that_contradicts_itself_is_found(field):
    market = made.crowd(30, 4, 3)
    outcome = deferred_acceptance(market)
    wrong = getattr(outcome, field).copy()
    wrong[0] += 1
    assert checked(market, replace(outcome, **{field: wrong}))["consistent"].status == FAILED


def test_reserved_seat_given_to_an_outsider_is_found():
    seat_types = pl.DataFrame(
        {"programme": ["x", "x"], "seat_type": ["held", "open"], "seats": [1, 1], "ordered": [False, False]}
    )
    walks = pl.DataFrame(
        {
            "type": ["group", "group", "other", "other"],
            "seat_type": ["held", "open"] * 2,
            "position": [0, 1] * 2,
            "standing": [0, 0, 1, 0],
        }
    )
    people = pl.DataFrame({"applicant": ["a", "b", "c"], "type": ["other", "other", "group"]})
    lists = {"a": ["x"], "b": ["x"], "c": ["x"]}
    compiled = made.town(lists, {"x": 2}, applicants=people, seat_types=seat_types, walks=walks)
    market = compiled.market
    outsider = np.array([True, False, True, False, False, False])
    good = deferred_acceptance(market)
    assert good.entry[2] >= 0
    assert checked(market, good, outsider=outsider).passed
    wrong = holding(market, [0, 3, -1])
    found = audit(market, wrong, compiled.labels, promises=Promises(outsider=outsider))
    assert found["reserves"].status == FAILED
    assert found["reserves"].examples == ("c wants x (held)",)


def test_overlapping_reserves_pass_and_a_wrong_choice_fails(problem):
    failed = 0
    for seed in SEEDS:
        one = problem(seed, applicants=7, programmes=3, most_seats=3)
        market = one.market()
        rng = np.random.default_rng(seed)
        reserved = np.minimum(rng.integers(0, 2, (market.slots, 2)), market.seats[:, None] // 2)
        traits = rng.integers(0, 4, market.slot.size)
        outcome = overlapping_reserves(market, reserved, traits)
        terms = {"mechanism": "overlapping_reserves", "reserved": reserved, "traits": traits}
        assert checked(market, outcome, **terms).passed, seed
        plain = checked(market, deferred_acceptance(market), **terms)
        failed += plain["reserves"].status == FAILED
    assert failed > 3


def test_regional_caps_pass_and_a_region_above_its_cap_fails(problem):
    failed = 0
    for seed in SEEDS:
        market = problem(seed, applicants=7, programmes=4, most_seats=3).market()
        region, target = np.array([0, 0, 1, -1]), np.minimum(market.seats, 1)
        cap = np.array([2, 1])
        terms = {"mechanism": "regional_caps", "target": target, "region": region, "cap": cap}
        assert checked(market, regional_caps(market, target, region, cap), **terms).passed, seed
        failed += checked(market, deferred_acceptance(market), **terms)["regions"].status == FAILED
    assert failed > 3


def twins(seed: int):
    """A round with two families of two, who have one list each."""
    rng = np.random.default_rng(seed)
    lists = {f"c{one}": [f"p{p}" for p in rng.permutation(3)] for one in range(7)}
    lists["c1"], lists["c4"] = lists["c0"], lists["c3"]
    seats = {f"p{one}": int(rng.integers(0, 4)) for one in range(3)}
    order = [f"c{one}" for one in rng.permutation(7)]
    claims = [(a, p, int(rng.integers(0, 3))) for a in lists for p in seats]
    categories = pl.DataFrame(claims, schema=["applicant", "programme", "category"], orient="row")
    compiled = made.town(lists, seats, order=order, categories=categories)
    family = {"c1": "c0", "c4": "c3"}
    names = [family.get(name, name) for name in compiled.labels.applicants]
    return compiled.market, np.unique(names, return_inverse=True)[1].astype(np.int64)


def test_twins_stay_together_or_the_audit_says_who_does_not():
    apart = 0
    for seed in range(80):
        market, block = twins(seed)
        found = checked(market, family_blocks(market, block), mechanism="family_blocks", block=block)
        assert found.passed, (seed, list(found.lines()))
        split = checked(market, deferred_acceptance(market), block=block)["families"]
        apart += split.status == FAILED
    assert apart > 5


def test_a_family_passed_over_in_silence_is_found():
    market = made.town({"a": ["x"], "b": ["x"], "c": ["x"]}, {"x": 2}).market
    block = np.array([0, 0, 1])
    terms = {"mechanism": "family_blocks", "block": block}
    found = checked(market, holding(market, [-1, -1, 2]), **terms)
    assert found["passed_families"].status == FAILED


def test_a_blocking_pair_is_reported_where_declared_and_fails_where_concealed():
    for seed in range(400):
        market, block = twins(seed)
        outcome = family_blocks(market, block)
        if len(outcome.blocking):
            break
    terms = {"mechanism": "family_blocks", "block": block}
    found = checked(market, outcome, **terms)
    assert (found["blocking"].status, found["blocking"].count) == (REPORTED, len(outcome.blocking))
    assert found.passed
    concealed = replace(outcome, blocking=np.empty((0, 2), dtype=np.int64))
    assert not checked(market, concealed, **terms).passed


def test_a_broken_guarantee_is_found():
    market = made.town({"a": ["x"], "b": ["x"]}, {"x": 1}).market
    promised = np.array([False, True])
    found = checked(market, deferred_acceptance(market), guaranteed=promised)
    assert [one.name for one in found.failures] == ["guarantees"]
    assert found["guarantees"].examples == ("a1",)


def test_a_guarantee_is_kept_by_a_place_higher_on_the_list():
    market = made.town({"a": ["x", "y"]}, {"x": 1, "y": 1}).market
    found = checked(market, deferred_acceptance(market), guaranteed=np.array([False, True]))
    assert found["guarantees"].status == PASSED
    assert found["guarantees"].examined == 1


def test_swaps_of_amsterdam_2015_and_ghent_2018_are_counted_and_do_not_fail_one_number_per_school():
    market = made.crowd(400, 8, 5)
    rng = np.random.default_rng(1)
    numbers = rng.permuted(np.tile(np.arange(400), (8, 1)), axis=1)
    per_school = replace(
        market, key=numbers[market.slot, market.owner()].astype(np.int64), lottery="programme"
    )
    many = checked(per_school, deferred_acceptance(per_school))
    one = checked(market, deferred_acceptance(market))
    assert many.passed
    assert many["swaps"].count == swaps(per_school, deferred_acceptance(per_school).entry).pairs > 0
    assert (one["swaps"].count, one["exchanges"].count) == (0, 0)


def test_an_exchange_left_by_a_mechanism_that_promises_none_fails(problem):
    failed = 0
    for seed in range(150):
        market = problem(seed, applicants=7, lottery="programme").market()
        found = checked(market, deferred_acceptance(market), mechanism="top_trading_cycles")
        failed += found["exchanges"].status == FAILED
    assert failed > 3


def test_efficiency_adjustment_may_pass_over_only_those_who_consent(problem):
    reported = 0
    for seed in range(200):
        market = problem(seed, applicants=7).market()
        consent = np.arange(7) % 2 == 0
        outcome = efficiency_adjusted(market, consent)
        assert checked(market, outcome, mechanism="eada", consent=consent).passed, seed
        nobody = checked(market, outcome, mechanism="eada", consent=np.zeros(7, dtype=bool))
        reported += not nobody.passed
    assert reported > 0


def test_another_engine_is_compared():
    market = made.crowd(50, 5, 3)
    outcome = deferred_acceptance(market)
    labels = made.named(market)
    same = audit(market, outcome, labels, again=deferred_acceptance(market, engine="reference"))
    assert same["recomputed"].status == PASSED
    other = audit(market, outcome, labels, again=MECHANISMS["boston"].run(market))
    assert other["recomputed"].status == FAILED


def test_a_failed_audit_refuses_and_names_only_pseudonyms():
    market = made.town({"a": ["x"], "b": ["x"]}, {"x": 1}).market
    found = checked(market, holding(market, [-1, 1]))
    with pytest.raises(AuditFailed, match=r"justified_envy: failed, 1 of 1\..*\n?No result may be written"):
        found.require()
    assert "examples" not in found.as_dict()["checks"][0]
    assert found.as_dict(examples=True)["checks"][4]["examples"] == ["a0 stands before a1 at p0"]


def test_a_passed_audit_lets_the_round_go_on():
    market = made.crowd(50, 5, 3)
    checked(market, deferred_acceptance(market)).require()


def test_labels_of_another_round_are_refused():
    market = made.crowd(50, 5, 3)
    other = made.named(made.crowd(51, 5, 3))
    with pytest.raises(ValueError, match=r"labels\.applicants has length 51; expected 50"):
        audit(market, deferred_acceptance(market), other)


def test_unknown_mechanism_and_missing_terms_are_refused():
    with pytest.raises(ValueError, match="mechanism is 'luck'"):
        Promises(mechanism="luck")
    with pytest.raises(ValueError, match="needs target, region, cap"):
        Promises(mechanism="regional_caps")


def test_ten_thousand_children_are_audited_with_the_steps_of_a_thousand():
    steps = []
    for children in (1_000, 10_000):
        market = made.crowd(children, 100, 10)
        outcome, labels = deferred_acceptance(market), made.named(market)
        steps.append(lines_run(lambda given=(market, outcome, labels): audit(*given)))
    # No step of Python for each child: what is done for all of them is done by the libraries at once.
    assert steps[0] == steps[1]
