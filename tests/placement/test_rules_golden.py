# SPDX-License-Identifier: EUPL-1.2
"""The reference instances, each as a round with rules."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import polars as pl
import pytest

MADE = runpy.run_path(str(Path(__file__).with_name("rules_made.py")))
a_round, in_order, placed, rules = (MADE["a_round"], MADE["in_order"], MADE["placed"], MADE["rules"])

ENGINES = ("numba", "reference")


@pytest.fixture(scope="module")
def instances(golden):
    found = json.loads((golden / "placement.json").read_text(encoding="utf-8"))
    return {instance["id"]: instance for instance in found}


def ranking(priorities):
    """Strict priorities as the column `order` of claims."""
    return [
        {"applicant": a, "programme": p, "order": place}
        for p, order in priorities.items()
        for place, a in enumerate(order)
    ]


def by_order(**extra):
    return {"types": [{"id": "open", "seats": {"rest": True}, "order": "explicit", **extra}]}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ["GS1962_ex1", "AS2003_ex1", "AS2003_ttc", "boston_manipulable"])
@pytest.mark.parametrize(
    ("field", "mechanism"),
    [
        ("student_da", "deferred_acceptance"),
        ("school_da", "school_proposing"),
        ("boston", "boston"),
        ("ttc", "top_trading_cycles"),
    ],
)
def test_mechanisms_give_the_reference_outcome(instances, name, field, mechanism, engine):
    one = instances[name]
    by = rules(mechanism={"name": mechanism}, seat_types=[by_order()])
    round_ = a_round(one["preferences"], one["capacity"], by, claims=ranking(one["priorities"]))
    assert placed(round_, in_order(*one["preferences"]), engine) == one["expected"][field]


@pytest.mark.parametrize(
    ("field", "types"),
    [
        ("no_policy", []),
        ("majority_quota_c1_1", [{"id": "held", "seats": {"number": 1}, "others": "never"}]),
        ("minority_reserve_c1_1", [{"id": "held", "seats": {"number": 1}, "others": "after"}]),
    ],
)
def test_a_hard_quota_can_harm_the_minority_and_a_soft_reserve_does_not(instances, field, types):
    one = instances["Kojima2012_HYY2013"]
    held = [{**kind, "for": {"flag": "minority"}, "order": "explicit"} for kind in types]
    at_c1 = {"programmes": {"programme": ["c1"]}, "types": [*held, *by_order()["types"]]}
    people = {a: {"minority": a in one["minority"]} for a in one["preferences"]}
    by = rules(seat_types=[at_c1, by_order()])
    round_ = a_round(
        one["preferences"], one["capacity"], by, claims=ranking(one["priorities"]), applicants=people
    )
    assert placed(round_, in_order(*one["preferences"])) == one["expected"][field]


@pytest.mark.parametrize("field", ["walk_slot_first", "open_slot_first"])
def test_precedence_of_the_walk_zone_changes_who_gets_in(instances, field):
    one = instances["precedence_walk"]
    walk = {"id": "walk", "seats": {"share": "50%"}, "for": {"claim": "neighbourhood"}}
    rest = {"id": "open", "seats": {"rest": True}}
    by = rules(seat_types=[{"types": [walk, rest] if field == "walk_slot_first" else [rest, walk]}])
    claims = [{"applicant": a, "programme": "A", "neighbourhood": True} for a in one["walk_zone"]]
    round_ = a_round(one["preferences"], one["capacity"], by, claims=claims)
    found = placed(round_, in_order(*one["priorities"]["A_base_lottery"]))
    assert sorted(a for a, p in found.items() if p) == one["expected"][field]


@pytest.mark.parametrize("engine", ENGINES)
def test_regional_caps_are_flexible(instances, engine):
    one = instances["KamadaKojima2015_ex1"]
    by = rules(regional_caps={"column": "region", "target": "target", "caps": {"all": one["regional_cap"]}})
    schools = {p: {"region": "all", "target": sure} for p, sure in one["target"].items()}
    round_ = a_round(one["preferences"], one["capacity"], by, programmes=schools)
    order = sorted(one["preferences"], key=lambda name: int(name[1:]))
    assert placed(round_, in_order(*order), engine) == one["expected"]["flexible_da"]
    artificial = a_round(one["preferences"], one["target"], rules())
    assert placed(artificial, in_order(*order), engine) == one["expected"]["artificial_caps_da"]


def test_priority_at_the_first_choice_only(instances):
    one = instances["fpf_priority_not_SP"]
    first = {"all": [{"claim": "sibling"}, {"rank": {"at_most": 1}}]}
    by = rules(priorities=[{"when": first}])
    claims = [
        {"applicant": a, "programme": p, "sibling": True}
        for a, names in one["priority_at"].items()
        for p in names
    ]
    honest = a_round(one["preferences"], one["capacity"], by, claims=claims)
    assert placed(honest, in_order(*one["lottery"])) == one["expected"]["truthful"]
    lie = a_round({**one["preferences"], "x": ["B", "A"]}, one["capacity"], by, claims=claims)
    assert placed(lie, in_order(*one["lottery"])) == one["expected"]["x_reports_B_first"]


def double_quota(one, others):
    held = {"id": "for_a", "seats": {"share": str(one["share_A"])}, "for": {"flag": "a"}, "others": others}
    rest = {"id": "for_b", "seats": {"rest": True}, "for": {"not": {"flag": "a"}}, "others": others}
    return rules(seat_types=[{"walk": "own_first", "types": [held, rest]}])


@pytest.mark.parametrize("field", ["both_A_apply", "only_a1_applies"])
def test_double_quota_falls_over_to_the_other_group(instances, field):
    one = instances["double_quota_fallback"]
    applying = [a for a in one["lottery"] if field == "both_A_apply" or a != "a2"]
    people = {a: {"a": one["types"][a] == "A"} for a in applying}
    round_ = a_round({a: ["S"] for a in applying}, {"S": 5}, double_quota(one, "after"), applicants=people)
    found = placed(round_, in_order(*applying))
    assert sorted(a for a, p in found.items() if p) == sorted(one["expected"][field])


def test_a_hard_double_quota_leaves_a_seat_empty_where_fall_over_fills_it(instances):
    one = instances["double_quota_fallback"]
    applying = [a for a in one["lottery"] if a != "a2"]
    people = {a: {"a": one["types"][a] == "A"} for a in applying}
    lists = {a: ["S"] for a in applying}
    filled = {
        others: sum(
            p is not None
            for p in placed(
                a_round(lists, {"S": 5}, double_quota(one, others), applicants=people), in_order(*applying)
            ).values()
        )
        for others in ("after", "never")
    }
    assert filled == {"after": 5, "never": 4}


def test_one_number_per_programme_gives_each_the_others_first_choice(instances):
    one = instances["swap_MTB_vs_STB"]
    rows = [(a, p, place) for p, order in one["priorities_MTB"].items() for place, a in enumerate(order)]
    several = pl.DataFrame(rows, schema=["applicant", "programme", "ticket"], orient="row")
    by = rules(lottery={"numbers": "per_programme"})
    assert placed(a_round(one["preferences"], one["capacity"], by), several) == one["expected"]["DA_MTB"]
    single = a_round(one["preferences"], one["capacity"], rules())
    expected = one["expected"]["DA_STB_lottery_m1_m2_m3"]
    assert placed(single, in_order("m1", "m2", "m3")) == expected
