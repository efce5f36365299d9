# SPDX-License-Identifier: EUPL-1.2
"""The reference results: published and computed placements."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest

from gemengd.placement import (
    compile_market,
    deferred_acceptance,
    match,
    regional_caps,
    stable_improvement_cycles,
    swaps,
)

MECHANISM_OF = {
    "student_da": "deferred_acceptance",
    "school_da": "school_proposing",
    "boston": "boston",
    "ttc": "top_trading_cycles",
}

TABLES = (
    "GS1962_ex1",
    "AS2003_ex1",
    "AS2003_ttc",
    "NRMP_video",
    "boston_manipulable",
)
"""Instances with preferences, priorities and an outcome per mechanism."""

OWN_TESTS = (
    "Kojima2012_HYY2013",
    "precedence_walk",
    "KamadaKojima2015_ex1",
    "fpf_priority_not_SP",
    "double_quota_fallback",
    "swap_MTB_vs_STB",
)
"""Instances with a test of their own below."""

ELSEWHERE = (
    "RFC3797_sec6",
    "drand_quicknet_657413",
    "lottery_sha256_ticket",
    "calibration_amsterdam_vo",
    "calibration_nijmegen_po",
)
"""Instances about the lottery and about published outcomes; they belong to the tests of the lottery and of
the generator of rounds."""

ENGINES = ("numba", "reference")


@pytest.fixture(scope="module")
def instances(golden):
    found = json.loads((golden / "placement.json").read_text(encoding="utf-8"))
    return {instance["id"]: instance for instance in found}


def test_every_instance_is_accounted_for(instances):
    assert set(instances) == {*TABLES, *OWN_TESTS, *ELSEWHERE}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", TABLES)
def test_mechanisms_give_the_reference_outcome(instances, name, engine):
    one = instances[name]
    assert set(one["expected"]) == {*MECHANISM_OF, "all_stable"}
    for field, mechanism in MECHANISM_OF.items():
        found = match(one["preferences"], one["priorities"], one["capacity"], mechanism, engine=engine)
        assert found == one["expected"][field], field


@pytest.mark.parametrize("name", TABLES)
def test_brute_force_finds_the_reference_stable_placements(instances, name, problem):
    one = instances[name]
    programmes, applicants = list(one["capacity"]), list(one["preferences"])
    ticket = np.full((len(applicants), len(programmes)), -1)
    for place, programme in enumerate(programmes):
        for order, applicant in enumerate(one["priorities"][programme]):
            ticket[applicants.index(applicant), place] = order
    lists = tuple(tuple(map(programmes.index, one["preferences"][who])) for who in applicants)
    category = np.where(ticket < 0, -1, 0)
    kind = type(problem(0))
    small = kind(lists, category, np.maximum(ticket, 0), tuple(one["capacity"].values()))
    found = [dict(zip(applicants, [programmes[p] for p in placed], strict=True)) for placed in small.stable()]
    expected = one["expected"]["all_stable"]
    assert sorted(found, key=str) == sorted(({a: p[a] for a in applicants} for p in expected), key=str)


def _compiled(preferences, capacity, order, **options):
    """A market with one number per applicant, in the order given."""
    return compile_market(
        pl.DataFrame({"programme": list(capacity), "seats": list(capacity.values())}),
        options.pop("applicants", pl.DataFrame({"applicant": list(preferences)})),
        pl.DataFrame(
            [(a, r + 1, p) for a, wishes in preferences.items() for r, p in enumerate(wishes)],
            schema=["applicant", "rank", "programme"],
            orient="row",
        ),
        pl.DataFrame({"applicant": order, "ticket": range(len(order))}),
        **options,
    )


def _placed(compiled, outcome):
    return {row["applicant"]: row["programme"] for row in outcome.frame(compiled.labels).to_dicts()}


def _categories(priorities):
    rows = [(a, p, place) for p, order in priorities.items() for place, a in enumerate(order)]
    return pl.DataFrame(rows, schema=["applicant", "programme", "category"], orient="row")


def _walks(*rows):
    return pl.DataFrame(rows, schema=["type", "seat_type", "position", "standing"], orient="row")


@pytest.mark.parametrize(
    ("field", "walks"),
    [
        ("no_policy", None),
        (
            "majority_quota_c1_1",
            [("minority", "held", 0, 0), ("minority", "open", 1, 0), ("majority", "open", 0, 0)],
        ),
        (
            "minority_reserve_c1_1",
            [
                ("minority", "held", 0, 0),
                ("minority", "open", 1, 0),
                ("majority", "held", 0, 1),
                ("majority", "open", 1, 0),
            ],
        ),
    ],
)
def test_kojima_and_hafalir_yenmez_yildirim(instances, field, walks):
    one = instances["Kojima2012_HYY2013"]
    kinds = ["minority" if a in one["minority"] else "majority" for a in one["preferences"]]
    options = {}
    if walks:
        options = {
            "seat_types": pl.DataFrame(
                {"programme": ["c1", "c1"], "seat_type": ["held", "open"], "seats": [1, 1]}
            ),
            "walks": _walks(*walks),
        }
    compiled = _compiled(
        one["preferences"],
        one["capacity"],
        list(one["preferences"]),
        applicants=pl.DataFrame({"applicant": list(one["preferences"]), "type": kinds}),
        categories=_categories(one["priorities"]),
        **options,
    )
    assert _placed(compiled, deferred_acceptance(compiled.market)) == one["expected"][field]


@pytest.mark.parametrize("field", ["walk_slot_first", "open_slot_first"])
def test_precedence_of_the_walk_zone(instances, field):
    one = instances["precedence_walk"]
    first, second = ("walk", "open") if field == "walk_slot_first" else ("open", "walk")
    kinds = ["near" if a in one["walk_zone"] else "far" for a in one["preferences"]]
    walks = [(kind, seat, place, 0) for kind in ("near", "far") for place, seat in enumerate((first, second))]
    walks = [(*row[:3], int(row[:2] == ("far", "walk"))) for row in walks]
    compiled = _compiled(
        one["preferences"],
        one["capacity"],
        one["priorities"]["A_base_lottery"],
        applicants=pl.DataFrame({"applicant": list(one["preferences"]), "type": kinds}),
        seat_types=pl.DataFrame({"programme": ["A", "A"], "seat_type": ["walk", "open"], "seats": [1, 1]}),
        walks=_walks(*walks),
    )
    placed = _placed(compiled, deferred_acceptance(compiled.market))
    assert sorted(a for a, p in placed.items() if p) == one["expected"][field]


@pytest.mark.parametrize("engine", ENGINES)
def test_kamada_and_kojima(instances, engine):
    one = instances["KamadaKojima2015_ex1"]
    artificial = match(one["preferences"], one["priorities"], one["target"], engine=engine)
    assert artificial == one["expected"]["artificial_caps_da"]
    compiled = _compiled(
        one["preferences"], one["capacity"], sorted(one["preferences"], key=lambda name: int(name[1:]))
    )
    target = np.array([one["target"][name] for name in compiled.labels.programmes])
    cap = np.array([one["regional_cap"]])
    outcome = regional_caps(compiled.market, target, np.zeros(2, dtype=int), cap, engine=engine)
    assert _placed(compiled, outcome) == one["expected"]["flexible_da"]


def test_priority_at_the_first_choice_only_is_not_strategy_proof(instances):
    one = instances["fpf_priority_not_SP"]

    def outcome(preferences):
        rows = [
            (a, p, 0 if p in one["priority_at"].get(a, ()) and rank == 0 else 1)
            for a, wishes in preferences.items()
            for rank, p in enumerate(wishes)
        ]
        categories = pl.DataFrame(rows, schema=["applicant", "programme", "category"], orient="row")
        compiled = _compiled(preferences, one["capacity"], one["lottery"], categories=categories)
        return _placed(compiled, deferred_acceptance(compiled.market))

    assert outcome(one["preferences"]) == one["expected"]["truthful"]
    lie = {**one["preferences"], "x": ["B", "A"]}
    assert outcome(lie) == one["expected"]["x_reports_B_first"]


@pytest.mark.parametrize("field", ["both_A_apply", "only_a1_applies"])
def test_double_quota_falls_over_to_the_other_group(instances, field):
    one = instances["double_quota_fallback"]
    applying = [a for a in one["lottery"] if field == "both_A_apply" or a != "a2"]
    held = round(one["seats"] * one["share_A"])
    compiled = _compiled(
        {a: ["S"] for a in applying},
        {"S": one["seats"]},
        applying,
        applicants=pl.DataFrame({"applicant": applying, "type": [one["types"][a] for a in applying]}),
        seat_types=pl.DataFrame(
            {"programme": ["S", "S"], "seat_type": ["for A", "for B"], "seats": [held, one["seats"] - held]}
        ),
        walks=_walks(("A", "for A", 0, 0), ("A", "for B", 1, 1), ("B", "for B", 0, 0), ("B", "for A", 1, 1)),
    )
    placed = _placed(compiled, deferred_acceptance(compiled.market))
    assert sorted(a for a, p in placed.items() if p) == sorted(one["expected"][field])


def test_one_number_per_programme_leaves_swaps_and_one_per_child_does_not(instances):
    one = instances["swap_MTB_vs_STB"]
    several = match(one["preferences"], one["priorities_MTB"], one["capacity"])
    assert several == one["expected"]["DA_MTB"]
    rows = [(a, p, place) for p, order in one["priorities_MTB"].items() for place, a in enumerate(order)]
    tickets = pl.DataFrame(rows, schema=["applicant", "programme", "ticket"], orient="row")
    single = _compiled(one["preferences"], one["capacity"], ["m1", "m2", "m3"])
    outcome = deferred_acceptance(single.market)
    assert _placed(single, outcome) == one["expected"]["DA_STB_lottery_m1_m2_m3"]
    assert swaps(single.market, outcome.entry).pairs == 0
    frames = (
        pl.DataFrame({"programme": list(one["capacity"]), "seats": list(one["capacity"].values())}),
        pl.DataFrame({"applicant": list(one["preferences"])}),
        pl.DataFrame(
            [(a, r + 1, p) for a, wishes in one["preferences"].items() for r, p in enumerate(wishes)],
            schema=["applicant", "rank", "programme"],
            orient="row",
        ),
    )
    compiled = compile_market(*frames, tickets, lottery="programme")
    outcome = deferred_acceptance(compiled.market)
    assert _placed(compiled, outcome) == one["expected"]["DA_MTB"]
    found = swaps(compiled.market, outcome.entry)
    assert (found.pairs, found.applicants, found.in_cycles) == (1, 2, 2)
    exchanged = stable_improvement_cycles(compiled.market)
    assert _placed(compiled, exchanged) == one["expected"]["DA_STB_lottery_m1_m2_m3"]
    assert exchanged.cycles == 1
