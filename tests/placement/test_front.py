# SPDX-License-Identifier: EUPL-1.2
"""`match`: placement from plain dictionaries."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gemengd.placement import match
from gemengd.placement.plain.front import MATCHES

PREFERENCES = {"anna": ["A", "B"], "bram": ["A"], "chris": ["B", "A"]}
PRIORITIES = {"A": ["chris", "anna", "bram"], "B": ["anna", "bram", "chris"]}
SEATS = {"A": 1, "B": 1}


@pytest.mark.parametrize("mechanism", MATCHES)
@pytest.mark.parametrize("engine", ["numba", "reference"])
def test_every_applicant_gets_an_answer(mechanism, engine):
    found = match(PREFERENCES, PRIORITIES, SEATS, mechanism, engine=engine)
    assert list(found) == list(PREFERENCES)
    assert set(found.values()) <= {"A", "B", None}


def test_who_finds_no_seat_maps_to_none():
    assert match({"x": ["A"], "y": ["A"]}, {"A": ["y", "x"]}, {"A": 1}) == {"x": None, "y": "A"}


def test_who_is_not_on_a_priority_list_is_not_placed_there():
    assert match({"x": ["A", "B"]}, {"A": [], "B": ["x"]}, {"A": 1, "B": 1}) == {"x": "B"}


def test_an_empty_list_is_a_list():
    assert match({"x": []}, {"A": ["x"]}, {"A": 1}) == {"x": None}


def test_names_may_be_anything_hashable():
    assert match({1: [("p", 1)], "x": [("p", 1)]}, {("p", 1): ["x", 1]}, {("p", 1): 1}) == {
        1: None,
        "x": ("p", 1),
    }


@pytest.mark.parametrize("group", [["x", "y"], ("y", "x"), {"x", "y"}, frozenset({"x", "y"})])
def test_between_equals_the_name_decides_unless_there_are_tickets(group):
    preferences = {"y": ["A"], "x": ["A"]}
    assert match(preferences, {"A": [group]}, {"A": 1}) == {"y": None, "x": "A"}
    assert match(preferences, {"A": [group]}, {"A": 1}, tickets={"x": "7f", "y": "03"}) == {
        "y": "A",
        "x": None,
    }


def test_a_ticket_does_not_decide_against_a_priority():
    assert match({"x": ["A"], "y": ["A"]}, {"A": ["x", "y"]}, {"A": 1}, tickets={"x": 2, "y": 1})["x"] == "A"


def test_a_ticket_decides_against_the_name_below_a_group():
    groups = {"A": [["w"], ["z", "y", "x"]]}
    found = match({n: ["A"] for n in "wxyz"}, groups, {"A": 2}, tickets={"w": 9, "x": 3, "y": 1, "z": 2})
    assert found == {"w": "A", "x": None, "y": "A", "z": None}


def test_the_order_of_the_dictionaries_decides_nothing():
    ties = {"A": [["chris", "anna", "bram"]], "B": [["anna", "bram", "chris"]]}
    for mechanism in MATCHES:
        one = match(PREFERENCES, ties, SEATS, mechanism)
        backwards = [dict(reversed(table.items())) for table in (PREFERENCES, ties, SEATS)]
        assert match(*backwards, mechanism) == one, mechanism


def test_serial_dictatorship_follows_the_tickets():
    free = {"A": [["anna", "bram", "chris"]], "B": [["anna", "bram", "chris"]]}
    tickets = {"bram": 1, "chris": 2, "anna": 3}
    found = match(PREFERENCES, free, SEATS, "serial_dictatorship", tickets=tickets)
    assert found == {"anna": None, "bram": "A", "chris": "B"}


def test_serial_dictatorship_follows_priorities_that_agree():
    agreed = {"A": ["chris", "bram", "anna"], "B": ["chris", "anna"]}
    assert match(PREFERENCES, agreed, SEATS, "serial_dictatorship") == {
        "anna": None,
        "bram": "A",
        "chris": "B",
    }


def test_serial_dictatorship_follows_the_names_where_priorities_clash():
    assert match(PREFERENCES, PRIORITIES, SEATS, "serial_dictatorship") == {
        "anna": "A",
        "bram": None,
        "chris": "B",
    }


def test_consent_lets_others_pass():
    preferences = {"i1": ["s2", "s1", "s3"], "i2": ["s1", "s2", "s3"], "i3": ["s1", "s2", "s3"]}
    priorities = {"s1": ["i1", "i3", "i2"], "s2": ["i2", "i1", "i3"], "s3": ["i2", "i1", "i3"]}
    seats = dict.fromkeys(priorities, 1)
    assert match(preferences, priorities, seats, "eada") == {"i1": "s2", "i2": "s1", "i3": "s3"}
    without = match(preferences, priorities, seats, "eada", consent={"i1", "i2"})
    assert without == match(preferences, priorities, seats)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_one_number_for_all_makes_deferred_acceptance_a_serial_dictatorship(data):
    programmes = "ABCD"
    names = data.draw(st.lists(st.integers(0, 99), unique=True, max_size=8))
    preferences = {name: data.draw(st.lists(st.sampled_from(programmes), unique=True)) for name in names}
    priorities = {programme: [names] for programme in programmes}
    seats = {programme: data.draw(st.integers(0, 3)) for programme in programmes}
    tickets = dict(zip(names, data.draw(st.permutations(range(len(names)))), strict=True))
    deferred, serial = (
        match(preferences, priorities, seats, mechanism, tickets=tickets)
        for mechanism in ("deferred_acceptance", "serial_dictatorship")
    )
    assert deferred == serial


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"preferences": {"x": ["Z"]}}, "applicant 'x' lists programme 'Z'"),
        ({"preferences": {"x": ["A", "A"]}}, "applicant 'x' lists programme 'A' twice"),
        ({"preferences": {"x": "A"}}, "applicant 'x' has 'A'; expected a list"),
        ({"priorities": {"A": ["x", "x"], "B": []}}, "programme 'A' ranks applicant 'x' twice"),
        ({"priorities": {"A": [["x"], "x"], "B": []}}, "programme 'A' ranks applicant 'x' twice"),
        ({"priorities": {"A": ["y"], "B": []}}, "programme 'A' ranks applicant 'y', who has no preferences"),
        ({"priorities": {"A": ["x"]}}, "programme 'B' has seats but no priorities"),
        ({"seats": {"A": 1}}, "programme 'B' has priorities but no seats"),
        ({"seats": {"A": -1, "B": 1}}, "programme 'A' has -1 seats"),
        ({"seats": {"A": 1.5, "B": 1}}, "programme 'A' has 1.5 seats"),
        ({"seats": {"A": True, "B": 1}}, "programme 'A' has True seats"),
        ({"tickets": {}}, "applicant 'x' has no ticket"),
        ({"tickets": {"x": 1, "q": 2}}, "tickets names applicant 'q'"),
        ({"mechanism": "lottery"}, "mechanism is 'lottery'"),
        ({"engine": "fast"}, "engine is 'fast'"),
        ({"mechanism": "eada", "consent": ["q"]}, "consent names applicant 'q'"),
    ],
)
def test_inconsistent_input_is_refused(change, message):
    sound = {
        "preferences": {"x": ["A", "B"]},
        "priorities": {"A": ["x"], "B": ["x"]},
        "seats": {"A": 1, "B": 1},
    }
    with pytest.raises(ValueError, match=message):
        match(**{**sound, **change})


def test_equal_tickets_are_refused():
    with pytest.raises(ValueError, match="'x' and 'y' have the same ticket"):
        match({"x": [], "y": []}, {}, {}, tickets={"x": 1, "y": 1})


def test_a_programme_that_ranks_nobody_admits_nobody():
    assert match({"x": ["A"]}, {"A": []}, {"A": 1}) == {"x": None}


def test_repeats_are_found_behind_other_lists():
    priorities = {"A": ["x", "y"], "B": ["x", "y"]}
    with pytest.raises(ValueError, match="applicant 'y' lists programme 'A' twice"):
        match({"x": ["B", "A"], "y": ["A", "B", "A"]}, priorities, {"A": 1, "B": 1})
    with pytest.raises(ValueError, match="programme 'B' ranks applicant 'x' twice"):
        match({"x": ["B"], "y": []}, priorities | {"B": ["x", "y", "x"]}, {"A": 1, "B": 1})
