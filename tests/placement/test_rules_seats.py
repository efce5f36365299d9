# SPDX-License-Identifier: EUPL-1.2
"""Seat types in rules: numbers, order, precedence, targets and overlap."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

from gemengd.placement.rules.seats import divisions

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("rules_made.py"))))
a_round, in_order, placed, rules = made.a_round, made.in_order, made.placed, made.rules


def claim(applicant, programme, **what):
    return {"applicant": applicant, "programme": programme, **what}


def admitted(found):
    return sorted(applicant for applicant, programme in found.items() if programme)


def test_seats_by_distance_beside_seats_by_lottery():
    near = {"id": "near", "seats": {"share": "1/2"}, "order": "distance"}
    by = rules(seat_types=[{"types": [near, {"id": "lots", "seats": {"rest": True}}]}])
    claims = [
        claim(name, "A", distance=metres) for name, metres in zip("abcd", (400, 300, 200, 100), strict=True)
    ]
    round_ = a_round({name: ["A"] for name in "abcd"}, {"A": 2}, by, claims=claims)
    assert admitted(placed(round_, in_order("a", "b", "c", "d"))) == ["a", "d"]


@pytest.mark.parametrize(("rounding", "held"), [("down", 1), ("nearest", 2), ("up", 2)])
def test_a_share_becomes_a_whole_number_as_the_rules_say(rounding, held):
    kind = {"id": "held", "seats": {"share": "3/10"}, "round": rounding, "for": {"flag": "t"}}
    by = rules(seat_types=[{"types": [kind, {"id": "open", "seats": {"rest": True}}]}])
    round_ = a_round({"a": ["A"]}, {"A": 5}, by, applicants={"a": {"t": True}})
    (one,) = divisions(round_, by.model)
    assert one.seats == {"held": held, "open": 5 - held}


@pytest.mark.parametrize(("of", "held"), [("applicants", 4), ("listing", 2)])
def test_a_target_can_follow_the_applicants(of, held):
    kind = {"id": "held", "seats": {"share_of": of}, "for": {"flag": "t"}}
    split = {"programmes": {"programme": ["A"]}, "types": [kind, {"id": "open", "seats": {"rest": True}}]}
    lists = {"a": ["A"], "b": ["A"], "c": ["A"], "d": ["A"], "e": ["B"]}
    people = {name: {"t": name in "ae"} for name in lists}
    round_ = a_round(lists, {"A": 10, "B": 9}, rules(seat_types=[split]), applicants=people)
    (one,) = divisions(round_, round_.rules.model)
    assert one.seats["held"] == held


def test_the_target_is_the_share_within_the_cohort():
    kind = {"id": "held", "seats": {"share_of": "applicants"}, "for": {"flag": "t"}}
    by = rules(seat_types=[{"types": [kind, {"id": "open", "seats": {"rest": True}}]}])
    people = {name: {"t": name == "a", "cohort": "1" if name in "ab" else "2"} for name in "abcd"}
    schools = {"A": {"cohort": "1"}, "B": {"cohort": "2"}}
    lists = {name: ["A"] if name in "ab" else ["B"] for name in "abcd"}
    round_ = a_round(lists, {"A": 4, "B": 4}, by, applicants=people, programmes=schools)
    assert [one.seats["held"] for one in divisions(round_, by.model)] == [2, 0]


def test_the_first_division_that_names_a_programme_counts():
    def split(number, **where):
        kind = {"id": "held", "seats": {"number": number}, "for": {"flag": "t"}}
        return {**where, "types": [kind, {"id": "open", "seats": {"rest": True}}]}

    by = rules(seat_types=[split(2, programmes={"programme_flag": "city_wide"}), split(1)])
    schools = {"A": {"city_wide": True}, "B": {"city_wide": False}}
    round_ = a_round({"a": ["A"]}, {"A": 3, "B": 3}, by, applicants={"a": {"t": True}}, programmes=schools)
    assert {one.programme: one.seats["held"] for one in divisions(round_, by.model)} == {"A": 2, "B": 1}


def test_priority_groups_can_count_at_some_seats_only():
    walk = {"id": "walk", "seats": {"number": 1}, "for": {"claim": "neighbourhood"}}
    rest = {"id": "open", "seats": {"rest": True}, "priorities": []}
    by = rules(
        priorities=[{"id": "near", "when": {"claim": "neighbourhood"}}], seat_types=[{"types": [walk, rest]}]
    )
    claims = [claim(name, "A", neighbourhood=True) for name in "cd"]
    round_ = a_round({name: ["A"] for name in "abcd"}, {"A": 2}, by, claims=claims)
    assert admitted(placed(round_, in_order("a", "b", "c", "d"))) == ["a", "c"]


@pytest.mark.parametrize("engine", ["numba", "reference"])
def test_overlapping_reserves_count_a_seat_once_and_fill_as_many_as_they_can(engine):
    held = [{"id": name, "seats": {"number": 1}, "for": {"flag": name}} for name in ("poor", "support")]
    split = {"walk": "maximal_use", "types": [*held, {"id": "open", "seats": {"rest": True}}]}
    people = {
        "a": {"poor": False, "support": False},
        "b": {"poor": True, "support": True},
        "c": {"poor": True, "support": False},
    }
    lists = {name: ["A"] for name in people}
    round_ = a_round(lists, {"A": 2}, rules(seat_types=[split]), applicants=people)
    assert admitted(placed(round_, in_order("a", "b", "c"), engine)) == ["b", "c"]


def test_a_promise_holds_where_overlapping_reserves_leave_no_open_seat():
    held = [{"id": name, "seats": {"number": 1}, "for": {"flag": name}} for name in ("poor", "support")]
    split = {"walk": "maximal_use", "types": [*held, {"id": "open", "seats": {"rest": True}}]}
    people = {name: {"poor": name == "b", "support": name == "c"} for name in "abc"}
    by = rules(seat_types=[split], guarantees=[{"when": {"claim": "sibling"}}])
    claims = [claim("a", "A", sibling=True)]
    round_ = a_round({name: ["A"] for name in "abc"}, {"A": 2}, by, claims=claims, applicants=people)
    assert admitted(placed(round_, in_order("c", "b", "a"))) == ["a", "c"]
