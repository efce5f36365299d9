# SPDX-License-Identifier: EUPL-1.2
"""The stand-alone verifier finds what was tampered with, also by a forger who works out all hashes anew."""

from __future__ import annotations

import copy
import json
import runpy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gemengd.rounds.lottery.canonical import digest

MADE = runpy.run_path(str(Path(__file__).with_name("lottery_made.py")))
completed, small_round = MADE["completed"], MADE["small_round"]
RIGHT, WRONG, UNREADABLE = 0, 1, 2

DONE = completed(small_round())

unhurried = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def resealed(full):
    """The hashes of a transcript worked out anew, as a forger would."""
    previous = "0" * 64
    for event in full["events"]:
        content = {name: value for name, value in event.items() if name != "hash"} | {"previous": previous}
        event |= {"previous": previous, "hash": digest(content)}
        previous = event["hash"]
    return full


def event(full, kind):
    return next(one for one in full["events"] if one["kind"] == kind)["data"]


@unhurried
@given(data=st.data())
def test_no_altered_character_goes_unnoticed(check, data):
    position = data.draw(st.integers(0, len(DONE.full) - 1))
    character = data.draw(st.characters(min_codepoint=32, max_codepoint=126))
    altered = DONE.full[:position] + character + DONE.full[position + 1 :]
    try:
        same = json.loads(altered) == json.loads(DONE.full)
    except ValueError:
        same = False
    if not same:
        assert check(altered)[0] in (WRONG, UNREADABLE)


@unhurried
@given(data=st.data())
def test_no_altered_character_in_a_receipt_goes_unnoticed(check, data):
    whole = DONE.receipt("ada")
    position = data.draw(st.integers(0, len(whole) - 1))
    character = data.draw(st.characters(min_codepoint=32, max_codepoint=126))
    altered = whole[:position] + character + whole[position + 1 :]
    try:
        same = json.loads(altered) == json.loads(whole) or json.loads(altered.lower()) == json.loads(
            whole.lower()
        )
    except ValueError:
        same = False
    if not same:
        code, said = check(DONE.transcript.text(), altered)
        # Without its placement it is a receipt from before the placement: that proves less, nothing else.
        assert code in (WRONG, UNREADABLE) or "Outcome" not in said


def on_the_same_day(full):
    """Everything else as it should be, by a plan that leaves less than a day."""
    day = "2023-09-15T"
    event(full, "opened")["plan"].update(reveal_from=f"{day}02:00:00Z", reveal_by=f"{day}04:00:00Z")
    for number, hour in ((1, "01"), (2, "03"), (3, "05")):
        full["events"][number]["moment"] = f"{day}{hour}:00:00Z"


FORGERIES = {
    "the seed": (lambda full: event(full, "drawn").update(seed="0" * 64), "The seed follows"),
    "the value of the source": (
        lambda full: event(full, "drawn").update(value="00" * 48),
        "The seed follows",
    ),
    "another round of the source": (
        lambda full: event(full, "drawn").update(reference="657414"),
        "The seed follows",
    ),
    "the notary's part": (
        lambda full: event(full, "revealed").update(part="00" * 32),
        "the seal is right",
    ),
    "the decision": (
        lambda full: event(full, "decided").update(notary_counts=False),
        "the seal is right",
    ),
    "the root": (lambda full: event(full, "frozen").update(root="0" * 64), "frozen before the draw"),
    "the number of applications": (
        lambda full: event(full, "frozen").update(count=5),
        "frozen before the draw",
    ),
    "the seats": (
        lambda full: event(full, "frozen")["frame"]["slots"][0].__setitem__(2, 1),
        "have the same outcome",
    ),
    "a cut-off": (
        lambda full: event(full, "placed")["cutoffs"][0].update(full=False, last=None),
        "cut-offs are right",
    ),
    "an application": (
        lambda full: full["applications"][0]["application"]["preferences"].reverse(),
        "frozen before the draw",
    ),
    "a salt": (lambda full: full["applications"][0].update(salt="00" * 32), "frozen before the draw"),
    "an application left out": (lambda full: full["applications"].pop(), "frozen before the draw"),
    "a placement": (lambda full: full["placements"][0].update(programme="Iep"), "have the same outcome"),
    "a decision after the fact": (
        lambda full: full["events"][3].update(moment="2023-09-15T11:00:04Z"),
        "in the right order",
    ),
    "a root on the same day": (on_the_same_day, "in the right order"),
    "a late reveal": (
        lambda full: full["events"][2].update(moment="2023-09-14T11:00:04Z"),
        "in the right order",
    ),
    "a second draw": (
        lambda full: full["events"].insert(5, {**copy.deepcopy(full["events"][4]), "number": 6}),
        "in the right order",
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forger_who_works_out_all_hashes_anew_is_found_out(check, name):
    forge, where = FORGERIES[name]
    full = json.loads(DONE.full)
    forge(full)
    for number, one in enumerate(full["events"], start=1):
        one["number"] = number
    code, said = check(resealed(full))
    assert code == WRONG
    failed = [line for line in said.splitlines() if line.startswith("[WRONG]")]
    assert any(where in line for line in failed), said


def test_a_consistent_other_round_is_told_by_a_hash_that_was_kept(check):
    """A whole forged transcript can hang together; a head that was published earlier gives it away."""
    other = completed(small_round(), notary=False)
    kept = DONE.transcript.events[3]["hash"]
    assert check(other.full)[0] == RIGHT
    assert check(other.full, None, "--head", kept)[0] == WRONG
    assert check(DONE.full, None, "--head", kept)[0] == RIGHT


def test_the_rules_are_held_against_their_hash(check, tmp_path):
    path = tmp_path / "rules.json"
    path.write_bytes(small_round().rules.canonical)
    assert check(DONE.full, None, "--rules", str(path))[0] == RIGHT
    path.write_bytes(small_round(lottery={"numbers": "per_family"}).rules.canonical)
    assert check(DONE.full, None, "--rules", str(path))[0] == WRONG


def test_the_receipt_of_another_round_is_refused(check):
    other = completed(small_round(priorities=[]), drill=1)
    assert check(DONE.transcript.text(), other.receipt("ada"))[0] == WRONG


def test_a_placement_that_does_not_fit_the_cutoffs_is_refused(check):
    """Even if placements and root were forged together."""
    unplaced = next(one["applicant"] for one in DONE.placements.records if one["programme"] is None)
    full = json.loads(DONE.transcript.text())
    for cut in event(full, "placed")["cutoffs"]:
        cut["last"] = [0, 99, 0, "f" * 64]
    code, said = check(resealed(full), DONE.receipt(unplaced))
    assert code == WRONG
    assert "[WRONG] Beuk" in said


@pytest.mark.parametrize("name", ["applications", "placements"])
def test_a_full_transcript_does_not_pass_for_the_public_one_under_another_name(check, name):
    full = json.loads(DONE.full)
    full[f"0{name}"] = full.pop(name)
    assert check(json.dumps(full))[0] == UNREADABLE
