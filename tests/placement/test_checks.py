# SPDX-License-Identifier: EUPL-1.2
"""The check of a round: risky rules with an example, guarantees, precedence."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gemengd.placement.checks import check, check_guarantees, find_counterexample, risks, theory
from gemengd.placement.checks.other_lists import other_lists, standings, variations, with_other_list
from gemengd.placement.rules import Round, compile_round, run, seeded_tickets
from gemengd.placement.rules.tables import PREFERENCES, round_table

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("rules_made.py"))))
a_round, in_order, placed, rules = made.a_round, made.in_order, made.placed, made.rules

FIRST = {"all": [{"claim": "sibling"}, {"rank": {"at_most": 1}}]}


def claim(applicant, programme, **what):
    return {"applicant": applicant, "programme": programme, **what}


def town(by, seed=0, children=40, schools=5, seats=7, **options):
    """A made-up town with siblings, distances and more children than seats."""
    rng = np.random.default_rng(seed)
    names = [f"s{place}" for place in range(schools)]
    lists = {
        f"c{n:03}": [names[p] for p in rng.permutation(schools)[: rng.integers(1, schools + 1)]]
        for n in range(children)
    }
    claims = [
        claim(a, p, sibling=bool(rng.random() < 0.2), nearest=n, distance=int(rng.integers(100, 4000)))
        for a in lists
        for n, p in enumerate(rng.permutation(names).tolist(), start=1)
    ]
    people = {a: {"target": bool(rng.random() < 0.3), "family": f"f{n // 2}"} for n, a in enumerate(lists)}
    return a_round(lists, dict.fromkeys(names, seats), by, claims=claims, applicants=people, **options)


def with_list(round_, applicant, one):
    """The round as if the applicant had handed in another list."""
    others = round_.preferences.filter(pl.col("applicant") != applicant).drop("_file", "_row")
    mine = pl.DataFrame(
        {"applicant": applicant, "rank": list(range(1, len(one) + 1)), "programme": list(one)},
        schema=others.schema,
    )
    preferences = round_table(PREFERENCES, pl.concat([others, mine]))
    return Round(round_.programmes, round_.applicants, preferences, round_.claims, round_.rules)


def holds(round_, example):
    """Whether an example is true, by placing both rounds from the start."""
    numbers = seeded_tickets(round_, example.seed)
    own = placed(round_, numbers)[example.applicant]
    other = placed(with_list(round_, example.applicant, example.other), numbers)[example.applicant]
    worth = [*example.own, None]
    return (own, other) == (example.own_place, example.other_place) and worth.index(other) < worth.index(own)


def test_priority_at_the_first_choice_is_flagged_with_an_example_from_the_round(golden):
    found = json.loads((golden / "placement.json").read_text(encoding="utf-8"))
    one = next(instance for instance in found if instance["id"] == "fpf_priority_not_SP")
    claims = [claim(a, p, sibling=True) for a, names in one["priority_at"].items() for p in names]
    by = rules(priorities=[{"id": "first", "when": FIRST}])
    round_ = a_round(one["preferences"], one["capacity"], by, claims=claims)
    report = check(round_, draws=6)
    assert [risk.rule for risk in report.risks] == ["/priorities/0"]
    assert report.counterexample.applicant == "x"
    assert report.counterexample.other == ("B", "A")
    assert (report.counterexample.own_place, report.counterexample.other_place) == (None, "B")
    assert holds(round_, report.counterexample)


RISKY = {
    "first choice only": {"priorities": [{"when": FIRST}]},
    "boston": {"mechanism": {"name": "boston"}},
    "first preference first": {
        "mechanism": {"name": "first_preference_first", "programmes": {"programme": ["s0", "s1", "s2"]}}
    },
    "tail repair": {"tail_repair": {"when": {"unplaced": True}, "extra_seats": 4}},
    "boston with one number per school": {
        "mechanism": {"name": "boston"},
        "lottery": {"numbers": "per_programme"},
    },
    "first choice before everything, with back-ups": {
        "priorities": [{"when": {"rank": {"at_most": 1}}}, {"when": {"nearest": {"at_most": 2}}}],
        "backups": {"when": {"nearest": {"at_most": 2}}, "order": "nearest"},
    },
    "first choice only at reserved seats": {
        "priorities": [{"when": FIRST}],
        "seat_types": [
            {
                "walk": "own_first",
                "types": [
                    {"id": "t", "seats": {"share": "1/3"}, "for": {"flag": "target"}, "order": "distance"},
                    {"id": "o", "seats": {"rest": True}, "for": {"not": {"flag": "target"}}},
                ],
            }
        ],
    },
    "first choice only under overlapping reserves": {
        "priorities": [{"when": FIRST}],
        "seat_types": [
            {
                "walk": "maximal_use",
                "types": [
                    {"id": "t", "seats": {"share": "1/3"}, "for": {"flag": "target"}},
                    {"id": "s", "seats": {"share": "1/3"}, "for": {"claim": "sibling"}},
                    {"id": "o", "seats": {"rest": True}},
                ],
            }
        ],
    },
}


@pytest.mark.parametrize("name", RISKY)
def test_a_risky_rule_is_shown_by_an_example_that_is_true(name):
    round_ = town(rules(**RISKY[name]), seed=2)
    report = check(round_, lists=2000, draws=2)
    assert report.risks
    assert report.counterexample is not None
    assert holds(round_, report.counterexample)
    assert any(line.startswith("In this round: c") for line in report.lines())


SAFE = {
    "plain": {},
    "siblings and neighbours": {
        "priorities": [{"when": {"claim": "sibling"}}, {"when": {"nearest": {"at_most": 2}}}]
    },
    "one number per school": {"lottery": {"numbers": "per_programme"}},
    "double quota": {"seat_types": RISKY["first choice only at reserved seats"]["seat_types"]},
    "overlap": {"seat_types": RISKY["first choice only under overlapping reserves"]["seat_types"]},
    "backups": {"backups": {"when": {"nearest": {"at_most": 2}}, "order": "nearest"}},
}


@pytest.mark.parametrize("name", SAFE)
def test_a_search_under_safe_rules_finds_nothing(name):
    round_ = town(rules(**SAFE[name]), seed=1)
    report = check(round_)
    assert report.risks == ()
    assert report.theory[-1] == "No rule of this round makes an honest list risky."
    example, tried = find_counterexample(round_, seed=0, draws=2, most=300)
    assert example is None
    assert tried > 100


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), name=st.sampled_from(sorted([*RISKY, *SAFE])))
def test_the_quick_way_to_another_list_equals_placing_the_round_again(seed, name):
    round_ = town(rules(**{**SAFE, **RISKY}[name]), seed=seed, children=12, schools=4, seats=2)
    numbers = seeded_tickets(round_, seed)
    compiled = compile_round(round_, numbers)
    lists = other_lists(round_, compiled, list(range(0, 12, 4)), 30)
    found = standings(round_, compiled.model, lists)
    for place, one in enumerate(lists[::5]):
        quick = run(with_other_list(compiled, place * 5, one, found)).placement
        whole = placed(with_list(round_, one.applicant, one.reported), numbers)
        got = [None if p < 0 else compiled.labels.programmes[int(p)] for p in quick.programme]
        assert dict(zip(compiled.labels.applicants, got, strict=True)) == whole


def test_other_lists_are_promotions_beginnings_and_omissions():
    assert list(variations(("a", "b", "c"))) == [
        ("b", "a", "c"),
        ("c", "a", "b"),
        ("a",),
        ("a", "b"),
        ("b", "c"),
        ("a", "c"),
    ]
    assert list(variations(("a",))) == []


def test_the_search_is_bounded_and_depends_on_the_seed_alone():
    round_ = town(rules(**RISKY["boston"]), seed=2)
    assert find_counterexample(round_, seed=5, draws=2, most=0) == (None, 0)
    assert check(round_, seed=5) == check(round_, seed=5)


@pytest.mark.parametrize(
    ("sections", "pointer", "word"),
    [
        ({"mechanism": {"name": "boston"}}, "/mechanism", "not strategy-proof"),
        ({"mechanism": {"name": "eada"}}, "/mechanism", "not strategy-proof"),
        ({"lists": [{"most": 3}]}, "/lists/0", "at most 3 programmes"),
        ({"guarantees": [{"when": FIRST}]}, "/guarantees/0", "place on the list"),
        ({"families": {"block": "together"}}, "/families", "block"),
        ({"tail_repair": {"when": {"unplaced": True}, "extra_seats": 1}}, "/tail_repair", "falls off"),
        (
            {
                "seat_types": [
                    {
                        "types": [
                            {"id": "t", "seats": {"share_of": "listing"}, "for": {"flag": "target"}},
                            {"id": "o", "seats": {"rest": True}},
                        ]
                    }
                ]
            },
            "/seat_types/0/types/0",
            "depends on who lists",
        ),
    ],
)
def test_each_risky_rule_is_named(sections, pointer, word):
    (risk,) = risks(rules(**sections).model)
    assert risk.rule == pointer
    assert word in risk.reason


@pytest.mark.parametrize("name", ["deferred_acceptance", "top_trading_cycles", "serial_dictatorship"])
def test_the_safe_mechanisms_are_called_safe(name):
    model = rules(mechanism={"name": name}).model
    assert risks(model) == []
    assert "an honest list is never worse" in theory(model)[0]


def test_one_number_per_programme_is_said_to_leave_swaps():
    found = theory(rules(lottery={"numbers": "per_programme"}).model)
    assert "each other's places" in found[1]


@pytest.mark.parametrize("seats", ["double quota", "overlap"])
@pytest.mark.parametrize("seed", range(5))
def test_certain_guarantees_are_kept_in_every_draw(seed, seats):
    by = rules(guarantees=[{"when": FIRST}], seat_types=SAFE[seats]["seat_types"])
    round_ = town(by, seed=seed)
    found = check_guarantees(round_)
    assert found.certain
    first = round_.preferences.filter(pl.col("rank") == 1).join(
        round_.claims.filter(pl.col("sibling")), on=["applicant", "programme"], how="semi"
    )
    assert first.height == found.children > 0
    for draw in range(5):
        places = placed(round_, seeded_tickets(round_, draw))
        assert all(places[row["applicant"]] == row["programme"] for row in first.to_dicts())


def test_the_effect_of_precedence_is_shown():
    walk = {"id": "walk", "seats": {"share": "1/2"}, "for": {"claim": "neighbourhood"}}
    rest = {"id": "open", "seats": {"rest": True}}
    claims = [claim(f"c{n}", "A", neighbourhood=True) for n in range(10)]
    lists = {f"c{n}": ["A"] for n in range(20)}
    found = {}
    for name, types in (("first", [walk, rest]), ("last", [rest, walk])):
        by = rules(seat_types=[{"types": types}])
        (found[name],) = check(a_round(lists, {"A": 8}, by, claims=claims), draws=5).precedence
    assert found["first"].as_listed == found["last"].turned_round
    # A reserve filled last comes on top of those who get in by lottery anyway.
    assert found["last"].as_listed > found["first"].as_listed
    assert found["first"].seats == 4
    assert "with their order turned round" in str(found["first"])


def test_errors_stop_the_check_and_are_all_in_the_report(tmp_path):
    report = check(tmp_path)
    assert not report.ok
    assert report.errors[0].file == "rules.yaml"
    round_ = a_round({"a": ["A"]}, {"A": 1}, rules(priorities=[{"when": {"claim": "cousin"}}]))
    report = check(round_)
    assert [one.found for one in report.errors] == ["'cousin'"]
    assert report.identity == round_.rules.identity


def test_uncertain_rules_are_repeated_in_the_report():
    by = rules(lottery={"numbers": "single", "certain": False, "note": "Not read."})
    report = check(a_round({"a": ["A"]}, {"A": 1}, by))
    assert report.uncertain == (("/lottery", "Not read."),)
    assert report.ok


def test_a_block_with_a_number_per_child_is_said_to_have_an_advantage():
    apart, together = (
        theory(rules(families={"block": "together"}, lottery={"numbers": numbers}).model)
        for numbers in ("single", "per_family")
    )
    assert any("best of their numbers" in one for one in apart)
    assert not any("best of their numbers" in one for one in together)
