# SPDX-License-Identifier: EUPL-1.2
"""The stand-alone verifier: it agrees with the engine, and finds what was tampered with."""

from __future__ import annotations

import json
import random
import runpy
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gemengd.rounds.lottery import add_later
from gemengd.rounds.verify import verifier, verify

HERE = Path(__file__)
MADE = runpy.run_path(str(HERE.with_name("lottery_made.py")))
completed, frozen, small_round = (MADE[name] for name in ("completed", "frozen", "small_round"))
a_round, rules = MADE["a_round"], MADE["rules"]
resealed = runpy.run_path(str(HERE.with_name("test_verifier_tampering.py")))["resealed"]
RIGHT, WRONG, UNREADABLE, PARTLY = 0, 1, 2, 3

DONE = completed(small_round())
CHILDREN = sorted(DONE.commitment.salts)

unhurried = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_runs_with_nothing_but_the_standard_library(tmp_path, language):
    transcript, receipt = tmp_path / "transcript.json", tmp_path / "receipt.json"
    transcript.write_text(DONE.full, encoding="utf-8")
    receipt.write_text(DONE.receipt("cas"), encoding="utf-8")
    alone = tmp_path / "verifier.py"
    alone.write_text(Path(verifier.__file__).read_text(encoding="utf-8"), encoding="utf-8")
    command = [sys.executable, "-I", "-S", str(alone), str(transcript), str(receipt)]
    found = subprocess.run([*command, "--language", language], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (RIGHT, "")
    assert {"nl": "ALLES KLOPT", "en": "EVERYTHING IS RIGHT"}[language] in found.stdout


@pytest.mark.parametrize("child", CHILDREN)
def test_every_family_can_check_its_own_receipt_on_the_public_transcript(check, child):
    code, said = check(DONE.transcript.text(), DONE.receipt(child))
    assert code == RIGHT, said
    assert f"The application of {child} was included" in said


def test_a_receipt_before_the_draw_shows_inclusion(check):
    transcript, commitment, _ = frozen(small_round())
    whole = json.dumps(MADE["receipt"](transcript, commitment, "ada"))
    code, said = check(transcript.text(), whole)
    assert code == RIGHT, said
    assert "Nothing was placed yet" in said


@pytest.mark.parametrize("numbers", ["single", "per_programme", "per_family"])
@pytest.mark.parametrize("notary", [True, False])
def test_every_way_of_numbering_is_recomputed(check, numbers, notary):
    done = completed(small_round(lottery={"numbers": numbers}), notary=notary)
    code, said = check(done.full, done.receipt("fem"))
    assert code == RIGHT, said
    assert "all 6 children have the same outcome" in said


def random_round(seed):
    """A round with groups, reserved seats by distance, conditions and several ways of placing."""
    rng = random.Random(seed)
    programmes = [f"P{number}" for number in range(rng.randint(2, 4))]
    people = [f"child_{number}" for number in range(rng.randint(3, 14))]
    wishes = {name: rng.sample(programmes, rng.randint(1, len(programmes))) for name in people}
    claims = [
        {
            "applicant": name,
            "programme": programme,
            "sibling": rng.random() < 0.3,
            "meets_condition": rng.random() < 0.8,
            "distance": rng.randint(1, 5),
        }
        for name in people
        for programme in programmes
    ]
    extra = {name: {"family": f"family_{rng.randint(0, 5)}", "target": rng.random() < 0.4} for name in people}
    types = [
        {"id": "held", "seats": {"share": "1/2"}, "for": {"flag": "target"}, "order": "distance"},
        {"id": "open", "seats": {"rest": True}},
    ]
    sections = {
        "mechanism": {"name": rng.choice(["deferred_acceptance"] * 3 + ["boston", "serial_dictatorship"])},
        "lottery": {"numbers": rng.choice(["single", "per_family", "per_programme"])},
        "priorities": [{"when": {"claim": "sibling"}}],
        "eligibility": [{"require": {"claim": "meets_condition"}}],
    }
    if sections["mechanism"]["name"] == "serial_dictatorship":
        sections["lottery"] = {"numbers": "single"}
        del sections["priorities"]
    elif sections["mechanism"]["name"] == "deferred_acceptance":
        sections["seat_types"] = [{"types": types, "walk": rng.choice(["as_listed", "own_first"])}]
    seats = {programme: rng.randint(0, 4) for programme in programmes}
    return a_round(wishes, seats, rules(**sections), claims=claims, applicants=extra)


@unhurried
@given(seed=st.integers(0, 10_000))
def test_it_places_as_the_engine_does_and_every_receipt_holds(check, seed):
    done = completed(random_round(seed), drill=seed)
    for child in [None, *sorted(done.commitment.salts)[:4]]:
        code, said = check(done.full, child and done.receipt(child))
        assert code == RIGHT, said


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(200))
def test_it_places_as_the_compiled_engine_does(check, seed):
    done = completed(random_round(seed), drill=seed, engine="numba")
    code, said = check(done.full)
    assert code == RIGHT, said


@pytest.mark.parametrize("programmes", [["Beuk"], ["Eik", "Iep"]])
def test_programmes_that_look_at_the_list_first_are_recomputed(check, programmes):
    mechanism = {"name": "first_preference_first", "programmes": {"programme": programmes}}
    done = completed(small_round(mechanism=mechanism))
    for child in CHILDREN:
        code, said = check(done.full, done.receipt(child))
        assert code == RIGHT, said


@pytest.mark.parametrize("change", [{"mechanism": "hat"}, {"format": "gemengd-frame/9"}])
def test_a_way_of_placing_it_does_not_know_is_said_and_not_passed_as_right(check, change):
    full, whole = json.loads(DONE.full), json.loads(DONE.receipt("ada"))
    full["events"][1]["data"]["frame"].update(change)
    text = json.dumps(resealed(full))
    for receipt in (None, whole):
        code, said = check(text, receipt)
        assert code == PARTLY, said
        assert next(iter(change.values())) in said


def test_a_drill_is_said_to_be_one(check):
    code, said = check(completed(small_round(), drill=1).full)
    assert code == RIGHT
    assert "THIS IS A DRILL" in said


def test_later_events_belong_to_the_chain(check):
    moment = DONE.transcript.moment + timedelta(days=3)
    later = add_later(DONE.transcript, "withdrawn", moment, by="board", reason="moved house")
    assert check(later.text())[0] == RIGHT


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "x", "events": []}', '{"a": 1, "a": 2}'])
def test_an_unreadable_file_is_said_to_be_so(check, text):
    assert check(text)[0] == UNREADABLE


def test_a_missing_file_is_said_to_be_so(capsys):
    assert verify(["no such file.json"]) == UNREADABLE
    assert "Haal het opnieuw op" in capsys.readouterr().out
