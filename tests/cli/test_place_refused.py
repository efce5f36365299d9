# SPDX-License-Identifier: EUPL-1.2
"""What would make a round unprovable is refused, says what to do, and changes nothing."""

from __future__ import annotations

import fcntl
import json
import os
import runpy
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from gemengd.cli.place import clock
from gemengd.placement.engine.result import placement
from gemengd.placement.rules import run as place_round
from gemengd.rounds.folder import work

PLACEMENT = Path(__file__).parents[1] / "placement"
MADE = runpy.run_path(str(PLACEMENT / "folder" / "small_round.py"))
LOTTERY = runpy.run_path(str(PLACEMENT / "lottery_made.py"))
OPEN = (
    "open round --id 2023-ronde1 --closes 2023-08-31T18:00+02:00 --reveal-from 2023-09-13T09:00+02:00 "
    "--reveal-by 2023-09-14T12:00+02:00 --source-not-before 2023-09-15T13:00:01+02:00"
)
REVEAL, DECIDE, DRAW = "2023-09-13T10:00", "2023-09-14T13:00", "2023-09-15T11:05"
CHAIN = {
    "opened": [(OPEN, "2023-06-01T12:00")],
    "frozen": [("commit round --notary-seal SEAL", "2023-09-01T12:00")],
    "revealed": [("reveal round notary-part.hex", REVEAL)],
    "decided": [("decide round", DECIDE)],
    "drawn": [("draw round --beacon drand.json", DRAW)],
    "placed": [("run round", DRAW)],
}


@pytest.fixture
def place(run, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    MADE["write_round"](tmp_path / "round")
    (tmp_path / "drand.json").write_text(json.dumps(LOTTERY["REAL"]), encoding="utf-8")

    def command(text, at="2023-06-01T12:00"):
        monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat(at).replace(tzinfo=UTC))
        return run("place", *text.split())

    return command


def up_to(place, stage):
    """A round that has come so far; empty for one that was not opened."""
    seal = place("seal 2023-ronde1").out.split("--notary-seal ")[1].strip()
    for name, steps in CHAIN.items() if stage else ():
        for text, at in steps:
            ended = place(text.replace("SEAL", seal), at)
            assert ended.code == 0, ended.err
        if name == stage:
            return


def edit(name, old, new):
    path = Path("round") / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refused(place, text, at):
    """The message of a refusal that left everything as it was."""
    before = MADE["contents"](Path())
    ended = place(text, at)
    assert ended.code == 3, ended
    assert MADE["contents"](Path()) == before
    return ended.err


DRAND = "draw round --beacon drand.json"


@pytest.mark.parametrize(
    ("stage", "text", "at", "words"),
    [
        ("", "commit round", DRAW, "Open the round first"),
        ("opened", "commit round", "2023-08-01T12:00", "Too early: wait"),
        ("opened", "commit round", "2023-09-20T12:00", "publish a new plan"),
        ("opened", OPEN, "2023-06-02T12:00", "A round is opened once"),
        ("opened", "commit round --drill", "2023-09-01T12:00", "Leave out --drill"),
        ("opened", "commit round --notary-seal 12ab", "2023-09-01T12:00", "64 hexadecimal digits"),
        ("opened", DRAND, DRAW, "Freeze the list first"),
        ("frozen", "commit round", "2023-09-02T12:00", "The list stays as it is"),
        ("frozen", "decide round", REVEAL, "Wait for the notary"),
        ("frozen", "reveal round", REVEAL, "Ask the notary for it"),
        ("frozen", "reveal round notary-part.hex", DECIDE, "the public source alone"),
        ("frozen", DRAND, DECIDE, "Decide first: gemengd place decide"),
        ("frozen", DRAND, DRAW, "Nobody can show any more that the decision came first"),
        ("decided", DRAND, DECIDE, "Wait."),
        ("decided", "draw round", DRAW, "Give it with --beacon FILE"),
        ("decided", "run round", DRAW, "Draw first"),
        ("drawn", DRAND, "2023-09-15T12:00", "Nothing is drawn twice"),
        ("drawn", "skip round --reason none --by me", "2023-09-15T19:00", "Nothing is drawn twice"),
        ("decided", "audit round", DRAW, "Draw first: gemengd place draw"),
        ("placed", "run round", "2023-09-15T12:00", "Record what changes as a later event"),
        ("placed", DRAND, "2023-09-15T12:00", "Nothing is drawn twice"),
    ],
)
def test_a_step_out_of_order_or_time_is_refused(place, stage, text, at, words):
    up_to(place, stage)
    assert words in refused(place, text, at)


TAMPERED = [
    ("preferences.csv", "ada,1,Beuk\nada,2,Eik", "ada,1,Eik\nada,2,Beuk", "other entries of 1 children"),
    ("preferences.csv", "ada,2,Eik\n", "", "other entries of 1 children, other preferences of 1 children"),
    ("claims.csv", "cas,Beuk,yes", "cas,Beuk,no", "other claims of 1 children"),
    ("applicants.csv", "lou\n", "lou\nmia\n", "1 children added"),
    ("programmes.csv", "Beuk,b,3", "Beuk,b,4", "seats and programmes as they were frozen"),
    ("rules.yaml", "numbers: single", "numbers: per_programme", "Put the published rules.yaml back"),
    ("lottery/secret/salts.json", '"ada": "', '"ada": "00', "Put back the copy made at the closing"),
    ("lottery/transcript.json", '"count": 12', '"count": 11', "Restore the transcript from the copy"),
]


@pytest.mark.parametrize(("name", "old", "new", "words"), TAMPERED)
@pytest.mark.parametrize(("stage", "text"), [("decided", DRAND), ("drawn", "run round")])
def test_a_file_changed_after_the_freeze_is_refused(place, stage, text, name, old, new, words):
    up_to(place, stage)
    edit(name, old, new)
    message = refused(place, text, DRAW)
    assert words in message
    assert [child for child in MADE["CHILDREN"] if f"'{child}'" in message] == []


def test_rules_changed_after_the_opening_cannot_be_frozen(place):
    up_to(place, "opened")
    edit("rules.yaml", "numbers: single", "numbers: per_programme")
    assert "Put the published rules.yaml back" in refused(place, "commit round", "2023-09-01T12:00")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"round": 657414, "signature": LOTTERY["REAL"]["signature"]}, "Fetch round 657414"),
        ({"kind": "drill", "value": "ab" * 32}, "Give the file of the source that was named beforehand"),
        ({"round": 657413, "signature": "zz"}, "Fetch the file again"),
    ],
)
def test_a_swapped_file_of_the_beacon_is_refused(place, content, words):
    up_to(place, "decided")
    Path("drand.json").write_text(json.dumps(content), encoding="utf-8")
    assert words in refused(place, DRAND, DRAW)


def test_another_part_than_was_sealed_is_refused(place):
    up_to(place, "frozen")
    Path("notary-part.hex").write_text("ab" * 32, encoding="utf-8")
    assert "Compare the digits" in refused(place, "reveal round notary-part.hex", REVEAL)


def test_a_missing_reveal_leaves_the_public_source_alone_and_shows(place):
    up_to(place, "frozen")
    place("decide round", DECIDE)
    assert place(DRAND, DRAW).code == 0
    assert "the notary's part does not count" in place("status round", DRAW).out
    assert place("run round", DRAW).code == 0
    assert place("verify round", DRAW).code == 0


def test_altered_copies_of_the_applications_are_not_believed(place):
    up_to(place, "drawn")
    edit("lottery/secret/applications.json", '"ada"', '"ida"')
    edit("preferences.csv", "ada,2,Eik\n", "")
    assert "applications.json or secret/salts.json with another content" in refused(place, "run round", DRAW)


def test_missing_secret_files_are_refused(place):
    up_to(place, "drawn")
    Path("round/lottery/secret/salts.json").unlink()
    assert "Put back the copy made at the closing" in refused(place, "run round", DRAW)


@pytest.mark.parametrize("text", ["check round", "commit round --drill"])
def test_a_pseudonym_that_cannot_stand_in_a_lottery_number_is_refused(place, text):
    edit("applicants.csv", "ada", "a|da")
    for rank in "12":
        edit("preferences.csv", f"ada,{rank}", f"a|da,{rank}")
    before = MADE["contents"](Path())
    ended = place(text)
    assert (ended.code, MADE["contents"](Path())) == (3, before)
    said = ended.out + ended.err
    assert "applicants.csv, row 2, column 'applicant'" in said
    assert "found a '|'" in said
    assert "a|da" not in said


@pytest.mark.parametrize("text", ["check round", "commit round --drill"])
def test_promises_that_cannot_be_kept_are_refused_before_anybody_is_told(place, text):
    edit("rules.yaml", "priorities:", MADE["GUARANTEE"] + "priorities:")
    edit("programmes.csv", "Iep,i,3", "Iep,i,0")
    before = MADE["contents"](Path())
    ended = place(text)
    assert (ended.code, MADE["contents"](Path())) == (3, before)
    assert "1 places promised, 0 seats" in ended.out + ended.err


def test_rules_to_be_set_cannot_be_opened(place):
    edit("rules.yaml", "numbers: single", "numbers: {to_be_set: 'One number or one per school?'}")
    message = refused(place, OPEN, "2023-06-01T12:00")
    assert "One number or one per school?" in message


def test_a_second_command_at_the_same_time_is_told_to_wait(place):
    up_to(place, "drawn")
    before = MADE["contents"](Path())
    held = os.open("round", os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        ended = place("run round", DRAW)
    finally:
        os.close(held)
    assert (ended.code, "Wait for it to end" in ended.err) == (6, True)
    assert MADE["contents"](Path()) == before
    assert place("run round", DRAW).code == 0


def test_a_placement_that_fails_its_audit_is_never_written(place, monkeypatch):
    up_to(place, "drawn")

    def faulty(compiled, **engine):
        outcome = place_round(compiled, **engine)
        entry = outcome.placement.entry.copy()
        entry[np.flatnonzero(entry >= 0)[0]] = -1
        return replace(outcome, placement=placement(outcome.market, entry, proposals=0))

    monkeypatch.setattr(work, "run", lambda one, **e: place_round(one, **e) if e else faulty(one))
    message = refused(place, "run round", DRAW)
    assert "The placement fails its audit" in message
    assert "wasted_seats: failed" in message
    assert "recomputed: failed" in message
    assert [child for child in MADE["CHILDREN"] if f" {child}" in message] == []
    ended = place("audit round --examples", DRAW)
    assert ended.code == 3
    assert [child for child in MADE["CHILDREN"] if f" {child}" in ended.out] != []
    assert [child for child in MADE["CHILDREN"] if f" {child}" in ended.err] == []


def test_a_result_edited_by_hand_fails_the_next_audit(place):
    up_to(place, "placed")
    path = Path("round/result/placement.csv")
    rows = path.read_text(encoding="utf-8").splitlines()
    first = next(row for row in rows if ",Beuk," in row)
    edited = [row.replace(",Beuk,", ",Eik,") if row == first else row for row in rows]
    path.write_text("\n".join(edited) + "\n", encoding="utf-8")
    ended = place("audit round", DRAW)
    assert (ended.code, "trace: failed" in ended.err) == (3, True)


def test_the_verifier_sees_a_transcript_that_was_altered(place):
    up_to(place, "placed")
    edit("result/full-transcript.json", '"Beuk"', '"Berk"')
    assert place("verify round", DRAW).code == 1
    edit("lottery/transcript.json", '"count": 12', '"count": 11')
    assert place("verify round/lottery/transcript.json", DRAW).code == 1
    assert place("verify nowhere.json", DRAW).code == 2
