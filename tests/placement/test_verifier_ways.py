# SPDX-License-Identifier: EUPL-1.2
"""The stand-alone verifier places as the engine does, whatever the rules ask for, and finds a child moved."""

from __future__ import annotations

import json
import random
import runpy
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gemengd.placement.engine.reference.overlapping import choose
from gemengd.placement.rules import make_round
from gemengd.rounds.lottery import commit
from gemengd.rounds.verify import verifier

HERE = Path(__file__)
ROUNDS = runpy.run_path(str(HERE.with_name("verifier_rounds.py")))
SCHEMES = runpy.run_path(str(HERE.with_name("test_schemes.py")))
random_round, completed, WAYS = ROUNDS["random_round"], ROUNDS["completed"], ROUNDS["WAYS"]
a_round, rules = ROUNDS["a_round"], ROUNDS["rules"]
resealed = runpy.run_path(str(HERE.with_name("test_verifier_tampering.py")))["resealed"]
RIGHT, WRONG, UNREADABLE, PARTLY = 0, 1, 2, 3
INDIRECT = ("top_trading_cycles", "eada", "maximal_use")
"""Where the outcome does not follow from the cut-offs."""

unhurried = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def refused_as_wrong(check, text, line):
    code, said = check(text)
    failed = [one for one in said.splitlines() if one.startswith("[WRONG]")]
    return code == WRONG and any(line in one for one in failed)


def with_one_child_moved(done, rng):
    """The full transcript after somebody gave one child another place, and worked out all hashes anew."""
    full = json.loads(done.full)
    child = rng.choice(full["placements"])
    seats = [one[:2] for one in full["events"][1]["data"]["frame"]["slots"]] + [[None, None]]
    others = [one for one in seats if one != [child["programme"], child["seat_type"]]]
    child["programme"], child["seat_type"] = rng.choice(others)
    placed = next(one["data"] for one in full["events"] if one["kind"] == "placed")
    placed["placements"] = commit(full["placements"], done.commitment.salts).root
    return resealed(full)


# Random rounds


@pytest.mark.parametrize("way", WAYS)
@unhurried
@given(seed=st.integers(0, 100_000))
def test_it_places_as_the_engine_does(check, way, seed):
    done = completed(random_round(way, seed), drill=seed)
    code, said = check(done.full)
    assert code == RIGHT, said


@pytest.mark.parametrize("way", WAYS)
@unhurried
@given(seed=st.integers(0, 100_000))
def test_a_child_moved_is_found_though_all_hashes_were_worked_out_anew(check, way, seed):
    done = completed(random_round(way, seed), drill=seed)
    forged = with_one_child_moved(done, random.Random(seed))
    assert refused_as_wrong(check, forged, "have the same outcome")


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("way", WAYS)
def test_every_receipt_holds_on_the_public_transcript(check, way, seed):
    done = completed(random_round(way, seed), drill=seed)
    for child in sorted(done.commitment.salts):
        code, said = check(done.transcript.text(), done.receipt(child))
        assert code == (PARTLY if way in INDIRECT else RIGHT), said


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1040))
@pytest.mark.parametrize("way", WAYS)
def test_it_places_larger_rounds_as_the_compiled_engine_does(check, way, seed):
    done = completed(random_round(way, seed, children=60), drill=seed, engine="numba")
    code, said = check(done.full)
    assert code == RIGHT, said


@settings(max_examples=300, deadline=None)
@given(
    groups=st.lists(st.sampled_from(["a", "b", "c", "ab", "bc", "ac", "abc"]), min_size=3, max_size=12),
    seats=st.fixed_dictionaries({name: st.integers(0, 3) for name in "abc"}),
)
def test_reserved_seats_go_to_whom_the_reference_engine_chooses(groups, seats):
    names = sorted(seats)
    usable = [(), (), *(tuple(one) for one in groups)]  # the first two in no group
    traits = [sum(1 << names.index(name) for name in one) for one in usable]
    candidates = [(place, place, place) for place in range(len(usable))]
    inside = verifier._inside(usable, seats)
    chosen = choose(candidates, len(inside) + 1, [seats[name] for name in names], traits)
    assert [one[0] for one in chosen] == [*sorted(inside), 0]


# The library of schemes


def town(name, seed):
    """A made-up town by a scheme, with some twins where it knows them."""
    found = SCHEMES["town"](SCHEMES["complete"](name), seed=seed)
    if found.rules.model.blocks is None:
        return found
    twins = {f"c{number:03}": f"c{number - number % 2:03}" for number in range(12)}
    first = pl.col("applicant").replace(twins)
    people = found.applicants.drop("_file", "_row")
    paired = pl.col("applicant").is_in(list(twins))
    people = people.with_columns(
        block=pl.when(paired).then(first), family=pl.when(paired).then(pl.lit("family ") + first)
    )
    flags = [column for column, dtype in people.schema.items() if dtype == pl.Boolean]
    people = people.with_columns(pl.col(flags).first().over(pl.coalesce("block", "applicant")))
    alone = found.preferences.filter(~pl.col("applicant").is_in([a for a, b in twins.items() if a != b]))
    seconds = [
        alone.filter(pl.col("applicant") == b).with_columns(applicant=pl.lit(a))
        for a, b in twins.items()
        if a != b
    ]
    wishes = pl.concat([alone, *seconds]).drop("_file", "_row")
    tables = [one.drop("_file", "_row") for one in (found.programmes, found.claims)]
    return make_round(tables[0], people, wishes, found.rules, tables[1])


@pytest.mark.parametrize("name", SCHEMES["NAMES"])
def test_a_round_by_every_scheme_is_recomputed(check, name):
    done = completed(town(name, 3), drill=3)
    for child in [None, *sorted(done.commitment.salts)[:14]]:
        code, said = check(done.full, child and done.receipt(child))
        assert code == RIGHT, said


@pytest.mark.parametrize("name", SCHEMES["NAMES"])
def test_a_child_moved_in_a_round_by_any_scheme_is_found(check, name):
    done = completed(town(name, 3), drill=3)
    for seed in range(3):
        forged = with_one_child_moved(done, random.Random(seed))
        assert refused_as_wrong(check, forged, "have the same outcome")


# What is frozen


@pytest.mark.parametrize("way", WAYS)
def test_the_reference_names_every_field_of_frame_application_and_cutoff(way):
    done = completed(random_round(way, 1, repair=True), drill=1)
    frame, placed = (done.transcript.data_of(kind) for kind in ("frozen", "placed"))
    fields = {*frame["frame"], *done.commitment.records[0], *placed, *placed["cutoffs"][0]}
    for part in ("tail_repair", "regions"):
        fields |= set(frame["frame"][part] or ())
    page = (HERE.parents[2] / "docs" / "reference" / "lottery-transcript.md").read_text(encoding="utf-8")
    assert [name for name in sorted(fields) if f"`{name}`" not in page] == []


def test_twins_who_say_differently_who_is_placed_together_are_refused(check):
    full = json.loads(twins().full)
    next(one for one in full["applications"] if one["application"]["together"])["application"][
        "together"
    ] = []
    assert check(resealed(full))[0] == WRONG


# Seats added


def repaired():
    wishes = {name: ["A", "B"] for name in "abcde"}
    repair = {"when": {"unplaced": True}, "extra_seats": 2, "programmes": {"programme": ["B"]}}
    return completed(a_round(wishes, {"A": 1, "B": 1}, rules(tail_repair=repair)), drill=1)


def test_seats_added_at_the_tail_are_recomputed(check):
    done = repaired()
    assert done.outcome.added == {"B": 2}
    code, said = check(done.full, done.receipt("a"))
    assert code == RIGHT, said
    assert "the 2 seats added follow from the rules" in said


def test_a_seat_added_beyond_the_rules_is_found(check):
    full = json.loads(repaired().full)
    next(one["data"] for one in full["events"] if one["kind"] == "placed")["seats_added"] = {"B": 3}
    assert refused_as_wrong(check, resealed(full), "seats added")


# Twins


def twins(numbers="single", **seats):
    """Twins and three children who compete with them."""
    wishes = {"ann": ["A", "B"], "bob": ["A", "B"], "cas": ["A", "B"], "dik": ["B"], "eva": ["B", "A"]}
    together = {name: {"block": "twins", "family": "twins"} for name in ("ann", "bob")}
    people = {name: together.get(name, {"block": None, "family": f"family {name}"}) for name in wishes}
    by = rules(families={"block": "together"}, lottery={"numbers": numbers})
    return completed(a_round(wishes, seats or {"A": 2, "B": 2}, by, applicants=people), drill=4)


TWINS = twins()


@pytest.mark.parametrize("numbers", ["single", "per_family", "per_programme"])
def test_the_receipt_of_a_twin_shows_both_applications_and_the_familys_numbers(check, numbers):
    done = twins(numbers)
    code, said = check(done.transcript.text(), done.receipt("ann"))
    assert code == RIGHT, said
    for name in ("ann", "bob"):
        assert f"The application of {name} was included" in said
        assert f"The lottery number of {name}" in said


@unhurried
@given(data=st.data())
def test_no_altered_character_in_the_receipt_of_a_twin_goes_unnoticed(check, data):
    done = TWINS
    whole = done.receipt("ann")
    position = data.draw(st.integers(0, len(whole) - 1))
    character = data.draw(st.characters(min_codepoint=32, max_codepoint=126))
    altered = whole[:position] + character + whole[position + 1 :]
    try:
        same = json.loads(altered.lower()) == json.loads(whole.lower())
    except ValueError:
        same = False
    if not same:
        code, said = check(done.transcript.text(), altered)
        # Without its placement it is a receipt from before the placement: that proves less, nothing else.
        assert code in (WRONG, UNREADABLE) or "Outcome" not in said


def test_a_receipt_holds_no_application_but_those_of_the_twins():
    done = twins()
    assert "together" not in json.loads(done.receipt("cas"))
    assert [one["application"]["applicant"] for one in json.loads(done.receipt("bob"))["together"]] == ["ann"]


def test_a_receipt_that_leaves_out_the_twin_is_refused(check):
    done = twins()
    receipt = json.loads(done.receipt("ann"))
    del receipt["together"]
    assert check(done.transcript.text(), receipt)[0] == WRONG


def test_a_twin_is_told_that_there_was_no_room_for_both(check):
    done = twins(A=1, B=1)
    code, said = check(done.transcript.text(), done.receipt("ann"))
    assert code == RIGHT, said
    assert "A (choice 1): no room for all 2 children together" in said


def test_a_twin_passed_over_by_a_forged_cutoff_is_found(check):
    done = twins(A=1, B=1)
    full = json.loads(done.transcript.text())
    cut = next(one["data"] for one in full["events"] if one["kind"] == "placed")["cutoffs"][0]
    cut.update(free=2)
    code, said = check(resealed(full), done.receipt("ann"))
    assert code == WRONG
    assert "[WRONG] A (choice 1): no room for all 2" in said


def without_a_stable_placement():
    """The first random round of families for which no stable placement is found."""
    for seed in range(100, 400):
        done = completed(random_round("families", seed), drill=seed)
        if done.outcome.placement.blocking.size:
            return done
    raise AssertionError("none")


def test_who_could_claim_a_place_that_no_stable_placement_gives_is_told_so(check):
    done = without_a_stable_placement()
    claims = {one["applicant"]: one["blocking"] for one in done.placements.records if "blocking" in one}
    for child, programmes in claims.items():
        code, said = check(done.full, done.receipt(child))
        assert code == RIGHT, said
        assert all(f"{name} (choice " in said for name in programmes)
        assert "no stable placement exists" in said


def test_a_claim_kept_silent_is_found(check):
    done = without_a_stable_placement()
    full = json.loads(done.full)
    for one in full["placements"]:
        one.pop("blocking", None)
    placed = next(one["data"] for one in full["events"] if one["kind"] == "placed")
    placed["placements"] = commit(full["placements"], done.commitment.salts).root
    assert refused_as_wrong(check, resealed(full), "have the same outcome")
