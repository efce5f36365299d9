# SPDX-License-Identifier: EUPL-1.2
"""Whether guarantees can be kept: the flow, the programmes where it fails, and what the draw can break."""

from __future__ import annotations

import runpy
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gemengd.placement.checks import check, check_guarantees

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("rules_made.py"))))
a_round, in_order, placed, rules = made.a_round, made.in_order, made.placed, made.rules

FIRST = {"all": [{"claim": "sibling"}, {"rank": {"at_most": 1}}]}


def claim(applicant, programme, **what):
    return {"applicant": applicant, "programme": programme, **what}


def promise(lists, seats, siblings, **extra):
    by = rules(guarantees=[{"when": {"claim": "sibling"}, **extra}])
    claims = [claim(a, p, sibling=True) for a, names in siblings.items() for p in names]
    return check_guarantees(a_round(lists, seats, by, claims=claims))


def test_guarantees_that_fit_are_certain_under_deferred_acceptance():
    found = promise({"a": ["A"], "b": ["A", "B"]}, {"A": 1, "B": 1}, {"a": ["A"], "b": ["B"]})
    assert (found.children, found.kept, found.certain) == (2, 2, True)
    assert found.shortfalls == ()


def test_too_many_promises_at_one_school_are_named():
    lists = {name: ["A", "B"] for name in "abc"} | {"d": ["B"]}
    found = promise(lists, {"A": 2, "B": 1}, {name: ["A"] for name in "abc"} | {"d": ["B"]})
    assert (found.children, found.kept, found.feasible) == (4, 3, False)
    (one,) = found.shortfalls
    assert (one.programmes, one.promised, one.seats) == (("A",), 3, 2)


def test_a_promise_of_one_of_several_fails_only_where_all_of_them_are_full():
    lists = {name: ["A", "B", "C"] for name in "abcd"}
    sets = {"a": ["A", "B"], "b": ["A", "B"], "c": ["A", "B"], "d": ["C"]}
    found = promise(lists, {"A": 1, "B": 1, "C": 5}, sets, promise="one_of_them")
    (one,) = found.shortfalls
    assert (one.programmes, one.promised, one.seats) == (("A", "B"), 3, 2)
    assert promise(lists, {"A": 1, "B": 2, "C": 5}, sets, promise="one_of_them").feasible


def test_two_shortfalls_apart_are_both_named():
    lists = {name: ["A", "B"] for name in "abcd"}
    found = promise(lists, {"A": 1, "B": 1}, {"a": ["A"], "b": ["A"], "c": ["B"], "d": ["B"]})
    assert [one.programmes for one in found.shortfalls] == [("A",), ("B",)]


def test_a_promise_that_the_draw_can_break_is_not_called_certain():
    lists = {"a": ["A", "B"], "b": ["A"]}
    found = promise(lists, {"A": 1, "B": 1}, {"a": ["A", "B"], "b": ["A"]}, promise="one_of_them")
    assert found.feasible
    assert not found.certain


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 100_000))
def test_the_flow_agrees_with_halls_condition_by_counting(seed):
    rng = np.random.default_rng(seed)
    names = ["A", "B", "C", "D"]
    seats = {name: int(rng.integers(0, 3)) for name in names}
    lists = {f"c{n}": names for n in range(rng.integers(1, 8))}
    sets = {a: [str(p) for p in rng.choice(names, rng.integers(1, 4), replace=False)] for a in lists}
    found = promise(lists, seats, sets, promise="one_of_them")

    def too_much(some):
        inside = sum(set(one) <= set(some) for one in sets.values())
        return inside - sum(seats[name] for name in some)

    subsets = [some for size in range(1, 5) for some in combinations(names, size)]
    assert found.children - found.kept == max(0, *(too_much(some) for some in subsets))
    assert bool(found.shortfalls) == (not found.feasible)
    exact = [one for one in found.shortfalls if too_much(one.programmes) == one.promised - one.seats > 0]
    assert bool(exact) == (not found.feasible)
    for one in exact:
        smaller = [some for some in subsets if set(some) < set(one.programmes)]
        assert all(too_much(some) <= 0 for some in smaller)


def test_a_round_whose_guarantees_cannot_be_kept_is_not_ok():
    claims = [claim(name, "A", sibling=True) for name in "ab"]
    round_ = a_round({"a": ["A"], "b": ["A"]}, {"A": 1}, rules(guarantees=[{"when": FIRST}]), claims=claims)
    report = check(round_)
    assert not report.ok
    assert "ERROR guarantee A: 2 places promised, 1 seats. Add seats" in "\n".join(report.lines())
