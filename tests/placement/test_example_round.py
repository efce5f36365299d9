# SPDX-License-Identifier: EUPL-1.2
"""A made-up round has all that a scheme looks at, keeps its promises, and tells what it was made from."""

from __future__ import annotations

import polars as pl
import pytest

from gemengd.placement.audit import audit, promises_of
from gemengd.placement.example.round import example_round
from gemengd.placement.rules import (
    compile_round,
    make_round,
    parse_rules,
    run,
    scheme_names,
    seeded_tickets,
)

SCHEMES = [name for name in scheme_names() if name != "ghent_basis"]


def as_round(example):
    tables = example.tables
    names = ("programmes", "applicants", "preferences")
    return make_round(*(tables[one] for one in names), parse_rules(example.rules), tables["claims"])


@pytest.mark.parametrize("name", SCHEMES)
def test_a_round_of_every_scheme_is_placed_and_passes_its_audit(name):
    round_ = as_round(example_round(90, 12, seed=4, schemes=[name]))
    compiled = compile_round(round_, seeded_tickets(round_, 2))
    outcome = run(compiled)
    found = audit(outcome.market, outcome.placement, compiled.labels, promises=promises_of(round_, compiled))
    assert found.failures == ()


def test_lists_have_the_length_the_rules_ask():
    lengths = as_round(example_round(80, 15, seed=1, schemes=["amsterdam_vo_2024"])).preferences
    assert set(lengths.group_by("applicant").len()["len"]) == {12}


def test_claims_are_kept_for_listed_and_near_programmes_only():
    tables = example_round(50, 20, seed=1).tables
    claims, lists = tables["claims"], tables["preferences"]
    pairs = claims.join(lists, on=["applicant", "programme"], how="left")
    assert lists.join(claims, on=["applicant", "programme"], how="anti").height == 0
    assert pairs.filter(pl.col("rank").is_null() & ~pl.col("sibling"))["nearest"].max() == 8


def test_the_truth_names_columns_that_mean_nothing():
    example = example_round(60, 6, seed=1, schemes=["weesp_po_2014"])
    assert "programmes.seats_extra_attention" in example.truth["made_up_columns"]
    assert (
        example.tables["applicants"]
        .select((pl.col("extra_attention") == pl.col("target_group")).all())
        .item()
    )


def test_too_few_programmes_for_a_list_are_refused():
    with pytest.raises(ValueError, match="expected 12 or more"):
        example_round(60, 6, seed=1, schemes=["amsterdam_vo_2024"])
