# SPDX-License-Identifier: EUPL-1.2
"""Rules at work: groups, guarantees, seats, back-ups, twins, tail repair and reserve lists."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gemengd.placement import deferred_acceptance, swaps
from gemengd.placement.checks.other_lists import other_lists
from gemengd.placement.rules import (
    Round,
    compile_round,
    outcome_frame,
    reserve_lists,
    run,
    seeded_tickets,
)

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("rules_made.py"))))
a_round, in_order, placed, rules = made.a_round, made.in_order, made.placed, made.rules


def claim(applicant, programme, **what):
    return {"applicant": applicant, "programme": programme, **what}


def admitted(found):
    return sorted(applicant for applicant, programme in found.items() if programme)


def test_priority_groups_count_in_their_order_and_then_the_number():
    by = rules(priorities=[{"when": {"claim": "sibling"}}, {"when": {"nearest": {"at_most": 2}}}])
    claims = [claim("c", "A", sibling=True), claim("b", "A", nearest=2), claim("d", "A", nearest=3)]
    lists = {name: ["A"] for name in "abcd"}
    order = [
        admitted(placed(a_round(lists, {"A": n}, by, claims=claims), in_order(*"dabc"))) for n in (1, 2, 3)
    ]
    assert order == [["c"], ["b", "c"], ["b", "c", "d"]]


@pytest.mark.parametrize(
    ("condition", "winner"),
    [
        ({"flag": "target"}, "b"),
        ({"not": {"flag": "target"}}, "a"),
        ({"all": [{"flag": "target"}, {"claim": "sibling"}]}, "a"),
        ({"any": [{"flag": "target"}, {"claim": "sibling"}]}, "b"),
        ({"distance": {"at_least": 300, "at_most": 400}}, "b"),
        ({"distance": {"at_most": 200}}, "a"),
        ({"rank": {"at_least": 2}}, "b"),
        ({"school": ["elsewhere"]}, "a"),
        ({"level": ["vwo"]}, "b"),
        ({"programme_flag": "city_wide"}, "a"),
    ],
)
def test_conditions_say_who_goes_first(condition, winner):
    by = rules(priorities=[{"when": condition}])
    round_ = a_round(
        {"a": ["A"], "b": ["Z", "A"]},
        {"A": 1, "Z": 0},
        by,
        claims=[claim("b", "A", distance=400, sibling=None), claim("a", "A", distance=100)],
        applicants={"a": {"target": False, "level": "havo"}, "b": {"target": True, "level": "vwo"}},
        programmes={"A": {"city_wide": True, "school": "here"}, "Z": {"city_wide": False, "school": "there"}},
    )
    assert admitted(placed(round_, in_order("a", "b"))) == [winner]


def test_a_guarantee_goes_before_every_group_and_every_reserve():
    held = {"id": "held", "seats": {"number": 1}, "for": {"flag": "target"}, "others": "never"}
    by = rules(
        guarantees=[{"when": {"claim": "sibling"}}],
        priorities=[{"when": {"flag": "target"}}],
        seat_types=[{"types": [held, {"id": "open", "seats": {"rest": True}}]}],
    )
    people = {name: {"target": name == "a"} for name in "abc"}
    claims = [claim("b", "A", sibling=True), claim("c", "A", sibling=True)]
    round_ = a_round({name: ["A"] for name in "abc"}, {"A": 2}, by, claims=claims, applicants=people)
    assert admitted(placed(round_, in_order("a", "b", "c"))) == ["b", "c"]


def test_who_does_not_meet_the_condition_of_a_school_cannot_get_it():
    by = rules(eligibility=[{"programmes": {"programme": ["A"]}, "require": {"claim": "meets_condition"}}])
    claims = [claim("b", "A", meets_condition=True)]
    round_ = a_round({"a": ["A", "B"], "b": ["A", "B"]}, {"A": 2, "B": 2}, by, claims=claims)
    assert placed(round_, in_order("a", "b")) == {"a": "B", "b": "A"}


def backups(order="nearest"):
    return rules(
        priorities=[{"when": {"nearest": {"at_most": 2}}}],
        backups={"when": {"nearest": {"at_most": 2}}, "order": order},
    )


def test_unchosen_priority_schools_are_added_below_the_list_nearest_first():
    claims = [claim("a", p, nearest=n) for n, p in enumerate(["A", "B", "C"], start=1)]
    round_ = a_round({"a": ["C"], "b": ["C"]}, {"A": 1, "B": 1, "C": 1}, backups(), claims=claims)
    compiled = compile_round(round_, in_order("b", "a"))
    mine = compiled.lists.filter(compiled.lists["applicant"] == "a").sort("rank")
    assert mine["programme"].to_list() == ["C", "A", "B"]
    assert mine["added"].to_list() == [False, True, True]
    found = outcome_frame(run(compiled), compiled).row(0, named=True)
    assert (found["programme"], found["rank"], found["added"]) == ("A", 2, True)


def test_a_child_without_a_list_still_gets_back_ups():
    round_ = a_round({"a": []}, {"A": 1}, backups(), claims=[claim("a", "A", nearest=1)])
    assert placed(round_, in_order("a")) == {"a": "A"}


def test_back_ups_can_be_kept_out_of_a_priority_group():
    by = rules(
        priorities=[{"when": {"not": {"backup": True}}}],
        backups={"when": {"nearest": {"at_most": 1}}, "order": "nearest"},
    )
    claims = [claim("a", "A", nearest=1)]
    round_ = a_round({"a": [], "b": ["A"]}, {"A": 1}, by, claims=claims)
    assert placed(round_, in_order("a", "b")) == {"a": None, "b": "A"}


@pytest.mark.parametrize("engine", ["numba", "reference"])
def test_twins_stay_together(engine):
    by = rules(families={"block": "together"}, lottery={"numbers": "per_family"})
    twins = {name: {"family": "t", "block": "t"} for name in ("t1", "t2")} | {"s": {"family": "s"}}
    lists = {"s": ["A"], "t1": ["A", "B"], "t2": ["A", "B"]}
    round_ = a_round(lists, {"A": 2, "B": 2}, by, applicants=twins)
    found = placed(round_, in_order("s", "t", holder="family"), engine)
    assert found == {"s": "A", "t1": "B", "t2": "B"}
    apart = a_round(lists, {"A": 2, "B": 2}, rules(), applicants=twins)
    assert placed(apart, in_order("s", "t1", "t2")) == {"s": "A", "t1": "A", "t2": "B"}


def tail(extra, **when):
    return rules(tail_repair={"when": when, "extra_seats": extra})


@pytest.mark.parametrize(
    ("extra", "added", "c"),
    [(0, {}, None), (1, {"A": 1}, "A")],
)
def test_tail_repair_adds_the_declared_seats_and_no_more(extra, added, c):
    round_ = a_round({name: ["A", "B"] for name in "abc"}, {"A": 1, "B": 1}, tail(extra, unplaced=True))
    found, outcome = made.as_dict(round_, in_order("a", "b", "c"), "numba")
    assert outcome.added == added
    # The seat at A goes to the next in line there, b; c then gets the place b leaves.
    assert found == {"a": "A", "b": "A" if extra else "B", "c": "B" if extra else c}


def test_tail_repair_can_help_who_was_placed_low():
    lists = {"a": ["A"], "b": ["A", "B", "C"]}
    round_ = a_round(lists, {"A": 1, "B": 0, "C": 1}, tail(1, rank_above=2))
    assert placed(round_, in_order("a", "b")) == {"a": "A", "b": "A"}


def test_nobody_loses_by_tail_repair():
    lists = {f"c{n}": [f"s{(n + k) % 3}" for k in range(2)] for n in range(9)}
    seats = {"s0": 1, "s1": 2, "s2": 2}
    before = a_round(lists, seats, rules())
    after = a_round(lists, seats, tail(2, unplaced=True))
    for seed in range(5):
        numbers = seeded_tickets(before, seed)
        old, new = placed(before, numbers), placed(after, numbers)
        for name, own in lists.items():
            assert [*own, None].index(new[name]) <= [*own, None].index(old[name])
        assert sum(p is None for p in new.values()) < sum(p is None for p in old.values())


@pytest.mark.parametrize(("order", "expected"), [("ticket", ["b", "c", "d"]), ("inverted", ["d", "c", "b"])])
def test_the_reserve_list_can_be_inverted(order, expected):
    by = rules(reserve_list={"order": order})
    compiled = compile_round(
        a_round({n: ["A", "B"] for n in "abcd"}, {"A": 1, "B": 2}, by), in_order(*"abcd")
    )
    found = reserve_lists(run(compiled), compiled)
    assert found.filter(found["programme"] == "A")["applicant"].to_list() == expected
    assert found.filter(found["programme"] == "B").rows() == [("B", 1, "d")]


@pytest.mark.parametrize(("groups", "expected"), [(True, ["d", "c", "b"]), (False, ["c", "d", "b"])])
def test_priority_groups_may_count_on_the_inverted_list_too(groups, expected):
    by = rules(
        priorities=[{"when": {"claim": "sibling"}}],
        reserve_list={"order": "inverted", "priorities": groups},
    )
    claims = [claim("d", "A", sibling=True), claim("a", "A", sibling=True)]
    lists = {n: ["A"] for n in "abcd"}
    compiled = compile_round(a_round(lists, {"A": 1}, by, claims=claims), in_order("a", "b", "d", "c"))
    assert reserve_lists(run(compiled), compiled)["applicant"].to_list() == expected


def test_the_order_of_rows_changes_nothing():
    by = rules(priorities=[{"when": {"claim": "sibling"}}])
    lists = {f"c{n}": [f"s{(n * k) % 4}" for k in (1, 3)] if n % 2 else [f"s{n % 4}"] for n in range(12)}
    claims = [claim(f"c{n}", "s1", sibling=True) for n in range(0, 12, 5)]
    one = a_round(lists, {f"s{n}": 2 for n in range(4)}, by, claims=claims)
    numbers = seeded_tickets(one, 3)
    other = Round(
        one.programmes.reverse(),
        one.applicants.sample(fraction=1, shuffle=True, seed=1),
        one.preferences.reverse(),
        one.claims.reverse(),
        by,
    )
    assert placed(one, numbers) == placed(other, numbers.reverse())


def test_one_number_per_child_leaves_no_swaps_and_one_per_school_does():
    lists = {f"c{n:02}": [f"s{(n + k) % 5}" for k in range(5)][:: 1 if n % 2 else -1] for n in range(40)}
    found = {}
    for numbers in ("single", "per_programme"):
        round_ = a_round(lists, {f"s{n}": 6 for n in range(5)}, rules(lottery={"numbers": numbers}))
        compiled = compile_round(round_, seeded_tickets(round_, 0))
        outcome = run(compiled)
        assert (outcome.placement.entry == deferred_acceptance(compiled.market).entry).all()
        found[numbers] = swaps(compiled.market, outcome.placement.entry).pairs
    assert found["single"] == 0
    assert found["per_programme"] > 0


def test_back_ups_stay_within_the_cohort():
    claims = [claim("a", "A", nearest=1), claim("a", "B", nearest=2)]
    round_ = a_round(
        {"a": ["C", "D"]},
        {"A": 1, "B": 1, "C": 1, "D": 1},
        backups(),
        claims=claims,
        applicants={"a": {"cohort": "2021"}},
        programmes={
            "A": {"cohort": "2022"},
            "B": {"cohort": "2021"},
            "C": {"cohort": None},
            "D": {"cohort": None},
        },
    )
    compiled = compile_round(round_, in_order("a"))
    assert compiled.lists.sort("rank")["programme"].to_list() == ["C", "D", "B"]
    assert [one.whole for one in other_lists(round_, compiled, [0], 2)] == [("D", "C", "B"), ("C", "B")]


def plainly(condition, row):
    """The meaning of a condition, worked out without polars."""
    ((kind, value),) = condition.items()
    if kind == "all":
        return all(plainly(one, row) for one in value)
    if kind == "any":
        return any(plainly(one, row) for one in value)
    if kind == "not":
        return not plainly(value, row)
    if kind in ("claim", "flag"):
        return bool(row.get(value))
    found = row.get(kind)
    return found is not None and value.get("at_least", 0) <= found <= value.get("at_most", 10**9)


SIMPLE = st.one_of(
    st.sampled_from([{"claim": "sibling"}, {"claim": "staff_child"}, {"flag": "target"}]),
    st.builds(
        lambda kind, low, more: {kind: {"at_least": low, "at_most": low + more}},
        st.sampled_from(["rank", "nearest"]),
        st.integers(1, 3),
        st.integers(0, 2),
    ),
)
CONDITIONS = st.recursive(
    SIMPLE,
    lambda inner: st.one_of(
        st.builds(lambda one: {"not": one}, inner),
        st.builds(
            lambda kind, some: {kind: some},
            st.sampled_from(["all", "any"]),
            st.lists(inner, min_size=1, max_size=3),
        ),
    ),
    max_leaves=4,
)


@settings(max_examples=60, deadline=None)
@given(conditions=st.lists(CONDITIONS, max_size=3), seed=st.integers(0, 10_000))
def test_nobody_is_passed_over_for_somebody_of_a_lower_group_or_number(conditions, seed):
    rng = np.random.default_rng(seed)
    names = ["A", "B", "C"]
    lists = {f"c{n}": [str(p) for p in rng.permutation(names)[: rng.integers(1, 4)]] for n in range(8)}
    people = {a: {"target": bool(rng.random() < 0.5)} for a in lists}
    claims = [
        claim(
            a,
            p,
            sibling=bool(rng.random() < 0.4),
            staff_child=None if rng.random() < 0.5 else True,
            nearest=int(rng.integers(1, 5)) if rng.random() < 0.8 else None,
        )
        for a in lists
        for p in names
        if rng.random() < 0.8
    ]
    by = rules(priorities=[{"when": one} for one in conditions])
    round_ = a_round(lists, {"A": 1, "B": 2, "C": 2}, by, claims=claims, applicants=people)
    order = [str(a) for a in rng.permutation(list(lists))]
    found = placed(round_, in_order(*order))
    rows = {(row["applicant"], row["programme"]): row for row in claims}

    def standing(a, p):
        row = {**people[a], **rows.get((a, p), {}), "rank": lists[a].index(p) + 1}
        groups = [place for place, one in enumerate(conditions) if plainly(one, row)]
        return (min(groups, default=len(conditions)), order.index(a))

    for a, own in lists.items():
        for p in own[: own.index(found[a])] if found[a] else own:
            inside = [b for b, where in found.items() if where == p]
            assert len(inside) == {"A": 1, "B": 2, "C": 2}[p]
            assert all(standing(b, p) < standing(a, p) for b in inside)
