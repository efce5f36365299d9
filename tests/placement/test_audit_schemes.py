# SPDX-License-Identifier: EUPL-1.2
"""Rounds by the rules of the library pass their audit, are explained, and fail when tampered with."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from gemengd.placement.audit import FAILED, PASSED, REPORTED, audit, promises_of
from gemengd.placement.engine.result import placement as follows
from gemengd.placement.explain import INVERTED, explain_all, gather, terms_of
from gemengd.placement.rules import compile_round, run, seeded_tickets

schemes = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("test_schemes.py"))))
made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("rules_made.py"))))


def placed(round_, seed=1):
    compiled = compile_round(round_, seeded_tickets(round_, seed))
    outcome = run(compiled)
    return compiled, outcome, promises_of(round_, compiled)


def audited(compiled, outcome, promises, placement=None):
    return audit(outcome.market, placement or outcome.placement, compiled.labels, promises=promises)


@pytest.mark.parametrize("name", schemes.NAMES)
def test_a_round_by_every_scheme_passes_and_everybody_can_be_told_why(name):
    rules = schemes.complete(name)
    round_ = schemes.town(rules, seed=2)
    compiled, outcome, promises = placed(round_)
    found = audited(compiled, outcome, promises)
    broken = [one for one in found.failures if one.name != "guarantees"]
    assert not broken, list(found.lines())
    terms = terms_of(rules, promises, audited=found.passed)
    letters = list(
        explain_all(gather(outcome.market, outcome.placement, terms), compiled.labels, ("nl", "en"))
    )
    assert len(letters) == 2 * round_.applicants.height
    assert all(letter.title == rules.data["title"][code] for _, code, letter in letters)


@pytest.mark.parametrize("name", schemes.NAMES)
def test_a_child_whose_place_was_struck_out_is_found(name):
    rules = schemes.complete(name)
    compiled, outcome, promises = placed(schemes.town(rules, seed=2))
    market, entry = outcome.market, outcome.placement.entry.copy()
    first = int(np.flatnonzero(outcome.placement.rank == 1)[0])
    entry[first] = -1
    wrong = follows(market, entry, proposals=0)
    assert not audited(compiled, outcome, promises, wrong).passed


def test_guarantees_by_rules_are_audited():
    by = made.rules(guarantees=[{"when": {"claim": "sibling"}}])
    claims = [{"applicant": name, "programme": "x", "sibling": True} for name in "ab"]
    lists = {"a": ["x"], "b": ["x"], "c": ["x"]}
    kept = audited(*placed(made.a_round(lists, {"x": 2}, by, claims=claims)))
    assert (kept["guarantees"].status, kept["guarantees"].examined) == (PASSED, 2)
    broken = audited(*placed(made.a_round(lists, {"x": 1}, by, claims=claims)))
    assert (broken["guarantees"].status, broken["guarantees"].count) == (FAILED, 1)


def test_reserves_by_rules_are_audited():
    by = made.rules(
        seat_types=[
            {
                "programmes": {"always": True},
                "walk": "as_listed",
                "types": [
                    {"id": "held", "seats": {"number": 1}, "for": {"flag": "vve"}},
                    {"id": "open", "seats": {"rest": True}},
                ],
            }
        ]
    )
    lists = {"a": ["x"], "b": ["x"], "c": ["x"]}
    people = {"a": {"vve": False}, "b": {"vve": False}, "c": {"vve": True}}
    compiled, outcome, promises = placed(made.a_round(lists, {"x": 2}, by, applicants=people))
    assert audited(compiled, outcome, promises)["reserves"].status == PASSED
    market, labels = outcome.market, compiled.labels
    child = labels.applicants.to_list().index("c")
    others = [one for one in range(3) if one != child]
    held = int(np.flatnonzero(labels.seat_types == "held")[0])
    entry = np.full(3, -1, dtype=np.int64)
    for one, slot in zip(others, (held, 1 - held), strict=True):
        span = range(market.start[one], market.start[one + 1])
        entry[one] = next(at for at in span if market.slot[at] == slot)
    wrong = audited(compiled, outcome, promises, follows(market, entry, proposals=0))
    assert wrong["reserves"].status == FAILED
    assert wrong["reserves"].examples == ("c wants x (held)",)


def test_priority_at_the_first_choice_only_makes_the_order_of_the_list_count():
    """Amsterdam to 2023: the letter may not say that another order would have changed nothing."""
    for name, counts in (("amsterdam_vo_2023", True), ("amsterdam_vo_2024", False)):
        rules = schemes.complete(name)
        _, _, promises = placed(schemes.town(rules, seed=2))
        terms = terms_of(rules, promises)
        assert terms.order_counts is counts
        assert terms.reserve_list == INVERTED


def test_groups_carry_the_titles_of_the_rules():
    rules = schemes.complete("nijmegen_po")
    compiled, outcome, promises = placed(schemes.town(rules, seed=2))
    terms = terms_of(rules, promises)
    assert terms.groups[1]["nl"] == "Broer of zus"
    assert terms.groups[max(terms.groups)]["nl"] == "geen voorrang"
    assert outcome.placement.entry.size == compiled.labels.applicants.len()


def test_swaps_are_reported_for_amsterdam_2015():
    rules = schemes.complete("amsterdam_vo_2015")
    compiled, outcome, promises = placed(schemes.town(rules, seed=2))
    found = audited(compiled, outcome, promises)["swaps"]
    assert found.status == REPORTED
