# SPDX-License-Identifier: EUPL-1.2
"""The library of schemes: every file is valid, sourced, honest about what is unsure, and runs."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from gemengd.placement.checks import check
from gemengd.placement.rules import (
    RulesNotSet,
    compile_round,
    make_round,
    outcome_frame,
    run,
    scheme,
    scheme_names,
    scheme_text,
    seeded_tickets,
    with_settings,
)
from gemengd.placement.rules.conditions import columns_used
from gemengd.placement.rules.meaning import rules_of

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("rules_made.py"))))
PAGES = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "schemes"

NAMES = [
    "amstelveen_po",
    "amsterdam_po",
    "amsterdam_vo_2015",
    "amsterdam_vo_2023",
    "amsterdam_vo_2024",
    "apeldoorn_po",
    "boston_walk_zone",
    "chile_sae",
    "den_haag_po",
    "den_haag_vo",
    "ghent_basis",
    "haarlem_po",
    "nijmegen_po",
    "utrecht_po",
    "weesp_po_2014",
    "weesp_po_2022",
]
ABROAD = {"boston_walk_zone", "chile_sae", "ghent_basis"}
SETTINGS = {
    "ghent_basis": {f"/seat_types/0/types/{place}/seats/share": "1/5" for place in range(3)},
}
"""Made-up values for what a scheme leaves open, so that it can be tried here."""


def complete(name):
    return with_settings(scheme(name), SETTINGS.get(name, {}))


def test_the_library_holds_the_schemes_asked_for():
    assert scheme_names() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_scheme_says_what_it_is_and_where_it_comes_from(name):
    data = scheme(name).data
    assert data["name"] == name
    assert set(data["title"]) == {"en", "nl"}
    assert data["year"]
    cited = {one for _, rule in rules_of(data) for one in _as_list(rule["source"])}
    assert cited == set(data["sources"])
    assert all(one["kind"] == "collected" or "publisher" in one for one in data["sources"].values())


def _as_list(source):
    return [source] if isinstance(source, str) else source


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_that_rests_on_an_unread_source_alone_is_not_called_certain(name):
    data = scheme(name).data
    for pointer, rule in rules_of(data):
        reads = {data["sources"][one]["read"] for one in _as_list(rule["source"])}
        assert reads != {"no"} or not rule["certain"], pointer


def test_what_the_sources_do_not_give_is_left_to_be_set():
    unset = {name: scheme(name).unset for name in NAMES if scheme(name).unset}
    assert list(unset) == ["ghent_basis"]
    assert len(unset["ghent_basis"]) == 3


def test_a_scheme_with_something_to_be_set_refuses_to_run():
    round_ = made.a_round({"a": ["S"]}, {"S": 1}, scheme("ghent_basis"))
    with pytest.raises(RulesNotSet, match="share of all seats for indicator pupils that go by distance"):
        compile_round(round_, made.in_order("a"))


def town(rules, seed=0, children=60, schools=6):
    """A made-up town with every column that the rules look at."""
    rng = np.random.default_rng(seed)
    names = [f"s{place}" for place in range(schools)]
    used = {one for _, rule in rules_of(rules.data) for one in _columns(rule)}
    programmes = {"programme": names, "school": names, "seats": [children // schools] * schools}
    programmes |= {c: [p == 0 for p in range(schools)] for t, c in used if t == "programmes"}
    programmes |= {"seats_extra_attention": [1] * schools}
    applicants = {"applicant": [f"c{n:03}" for n in range(children)]}
    flags = {c for t, c in used if t == "applicants"} - {"level", "cohort"}
    applicants |= {c: rng.random(children) < 0.4 for c in sorted(flags)}
    applicants |= {"level": ["vwo"] * children, "block": [None] * children}
    pairs = [(a, p) for a in applicants["applicant"] for p in names]
    claims = pl.DataFrame(pairs, schema=["applicant", "programme"], orient="row").with_columns(
        pl.Series("distance", rng.integers(100, 5000, len(pairs))),
    )
    nearest = pl.col("distance").rank("ordinal").over("applicant").cast(pl.Int64)
    claims = claims.with_columns(nearest=nearest)
    boolean = {c for t, c in used if t == "claims"} - {"nearest", "distance"}
    claims = claims.with_columns(pl.Series(c, rng.random(len(pairs)) < 0.1) for c in sorted(boolean))
    wishes = [
        (a, rank, names[place])
        for a in applicants["applicant"]
        for rank, place in enumerate(rng.permutation(schools)[:4], start=1)
    ]
    preferences = pl.DataFrame(wishes, schema=["applicant", "rank", "programme"], orient="row")
    return make_round(pl.DataFrame(programmes), pl.DataFrame(applicants), preferences, rules, claims)


def _columns(rule):
    conditions = [rule[key] for key in ("when", "for", "programmes", "require") if key in rule]
    conditions += [kind["for"] for kind in rule.get("types", ()) if "for" in kind]
    return {column for condition in conditions for column in columns_used(condition)}


@pytest.mark.parametrize("name", NAMES)
def test_a_scheme_checks_and_places_a_made_up_town_within_the_seats(name):
    round_ = town(complete(name))
    report = check(round_, lists=40, draws=1)
    assert report.errors == ()
    compiled = compile_round(round_, seeded_tickets(round_, 1))
    frame = outcome_frame(run(compiled), compiled)
    assert frame.height == 60
    taken = frame.drop_nulls("programme").group_by("programme").len()
    assert taken["len"].max() <= 10
    assert taken["len"].sum() >= 45


RANKED = {"amstelveen_po", "amsterdam_po", "amsterdam_vo_2015", "amsterdam_vo_2023", "utrecht_po"}


@pytest.mark.parametrize("name", NAMES)
def test_the_check_names_the_schemes_with_priority_at_the_first_choice(name):
    report = check(town(complete(name)), lists=0, draws=1)
    assert any("place on the list" in risk.reason for risk in report.risks) == (name in RANKED)


@pytest.mark.parametrize("name", sorted(set(NAMES) - ABROAD))
def test_each_dutch_scheme_has_a_page_that_names_every_rule_and_doubt(name):
    text = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    data = scheme(name).data
    for _, rule in rules_of(data):
        assert f"`{rule['id']}`" in text if "id" in rule else True
        assert rule["certain"] or rule["note"] in text
    for one in (*data.get("not_covered", ()), *(source["title"] for source in data["sources"].values())):
        assert one in text


def test_the_text_of_a_scheme_can_be_copied():
    assert scheme_text("utrecht_po").startswith("# SPDX-License-Identifier: EUPL-1.2\n")
    with pytest.raises(KeyError, match="no scheme 'eindhoven_po'"):
        scheme_text("eindhoven_po")
