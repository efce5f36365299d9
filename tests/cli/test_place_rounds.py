# SPDX-License-Identifier: EUPL-1.2
"""A round from the command line, from its rules to a placement that anyone can check."""

from __future__ import annotations

import json
import runpy
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gemengd.cli.place import clock

PLACEMENT = Path(__file__).parents[1] / "placement"
MADE = runpy.run_path(str(PLACEMENT / "folder" / "small_round.py"))
LOTTERY = runpy.run_path(str(PLACEMENT / "lottery_made.py"))
OPEN = (
    "open round --id 2023-ronde1 --closes 2023-08-31T18:00+02:00 --reveal-from 2023-09-13T09:00+02:00 "
    "--reveal-by 2023-09-14T12:00+02:00 --source-not-before 2023-09-15T13:00:01+02:00"
)
"""A plan whose source is a round that drand really published."""


@pytest.fixture
def place(run, monkeypatch, tmp_path):
    """Give a command at a moment (UTC), in a folder that holds the small round."""
    monkeypatch.chdir(tmp_path)
    MADE["write_round"](tmp_path / "round")
    (tmp_path / "drand.json").write_text(json.dumps(LOTTERY["REAL"]), encoding="utf-8")

    def command(text, at="2023-06-01T12:00"):
        monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat(at).replace(tzinfo=UTC))
        return run("place", *text.split())

    return command


def sealed(place):
    return place("seal 2023-ronde1").out.split("--notary-seal ")[1].strip()


def test_a_real_round_goes_from_its_rules_to_a_placement_that_is_right(place, tmp_path):
    steps = [
        ("check round", "2023-06-01T12:00", "Nothing stands in the way"),
        (OPEN, "2023-06-01T12:00", "Opened"),
        (f"commit round --notary-seal {sealed(place)}", "2023-09-01T12:00", "Frozen: 12 applications"),
        ("reveal round notary-part.hex", "2023-09-13T10:00", "Revealed"),
        ("decide round", "2023-09-14T13:00", "the notary's part counts"),
        ("draw round --beacon drand.json", "2023-09-15T11:05", "Drawn from drand 657413"),
        ("run round", "2023-09-15T11:06", "Audit passed"),
        ("audit round", "2023-09-15T11:07", "recomputed: passed"),
        ("verify round --language en", "2023-09-15T11:08", "EVERYTHING IS RIGHT."),
    ]
    for text, at, says in steps:
        ended = place(text, at)
        assert (ended.code, says in ended.out) == (0, True), (text, ended)
        assert "DRILL" not in ended.out


def test_every_step_says_what_comes_next_and_by_when(place):
    assert "from 2023-08-31 16:00:00 UTC, before 2023-09-13 07:00:00 UTC" in place(OPEN).out
    seal = sealed(place)
    said = place(f"commit round --notary-seal {seal}", "2023-09-01T12:00").out
    assert "Next: gemengd place reveal round (from 2023-09-13 07:00:00 UTC" in said
    said = place("status round", "2023-09-14T13:00").out
    assert "Next: gemengd place decide round (before 2023-09-15 11:00:03 UTC)" in said
    said = place("decide round", "2023-09-14T13:00").out
    assert "does not count" in said
    assert "https://api.drand.sh/52db9ba70e0c" in said
    assert "public/657413" in said


def test_a_drill_takes_four_commands_and_says_that_it_is_one(place):
    for text in ("commit round --drill", "draw round", "run round"):
        ended = place(text)
        assert ended.code == 0
        assert "THIS IS A DRILL" in ended.out
    assert "DIT IS EEN OEFENING" in place("verify round").out
    assert "THIS IS A DRILL" in place("status round").out
    events = json.loads(Path("round/lottery/transcript.json").read_text(encoding="utf-8"))["events"]
    assert [one["kind"] for one in events] == [
        "opened", "frozen", "revealed", "decided", "drawn", "placed",
    ]  # fmt: skip
    assert events[0]["data"]["drill"] is True


def test_a_drill_draws_from_a_file_when_one_is_given(place):
    Path("beacon.json").write_text(json.dumps({"kind": "drill", "value": "cd" * 32}), encoding="utf-8")
    place("commit round --drill --id exercise")
    assert place("draw round --beacon beacon.json").code == 0
    transcript = json.loads(Path("round/lottery/transcript.json").read_text(encoding="utf-8"))
    assert transcript["events"][-1]["data"]["value"] == "cd" * 32
    assert transcript["events"][0]["data"]["round"] == "exercise"


def test_a_source_that_cannot_be_had_is_passed_over(place):
    place(f"{OPEN} --source-not-before 2023-09-16T13:00+02:00")
    place("commit round", "2023-09-01T12:00")
    said = place("status round", "2023-09-15T12:00").out
    assert "Next: gemengd place skip round" in said
    ended = place("skip round --reason unreachable --by notary", "2023-09-15T18:00")
    assert (ended.code, "the next source" in ended.out) == (0, True)
    assert "Next: gemengd place decide round" in ended.out
    assert "source 1: unreachable" in place("status round", "2023-09-15T18:01").out


def test_a_fallback_of_another_kind_stands_in_the_plan(place):
    said = place(f"{OPEN} --fallback nist,2023-09-16T11:00,2023-09-16T11:00+00:00,2023-09-16T18:00+00:00")
    assert said.code == 0
    assert "nist 2023-09-16T11:00" in said.out


def test_secret_files_are_for_the_owner_only_and_public_ones_for_all(place):
    for text in ("commit round --drill", "draw round", "run round"):
        place(text)
    public = {"transcript.json", "rules.json", "drill-beacon.json", "cutoffs.csv", "audit.json"}
    made = [*Path("round/lottery").rglob("*"), *Path("round/result").rglob("*")]
    for path in made:
        mode = stat.S_IMODE(path.stat().st_mode)
        if path.is_file():
            assert mode == (0o644 if path.name in public else 0o600), path
    assert stat.S_IMODE(Path("round/lottery/secret").stat().st_mode) == 0o700


def test_no_public_file_holds_a_pseudonym(place):
    for text in ("commit round --drill", "draw round", "run round"):
        place(text)
    for path in (
        "lottery/transcript.json", "lottery/rules.json", "result/cutoffs.csv", "result/audit.json",
    ):  # fmt: skip
        text = (Path("round") / path).read_text(encoding="utf-8")
        assert [child for child in ("dina", "gijs", "hana", "ilse", "joep") if child in text] == []


def test_the_result_holds_everybody_with_the_ticket_that_counted(place):
    for text in ("commit round --drill", "draw round", "run round"):
        place(text)
    rows = Path("round/result/placement.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0] == "applicant,programme,seat_type,rank,added,ticket"
    assert [row.split(",")[0] for row in rows[1:]] == sorted(MADE["CHILDREN"])
    assert {len(row.split(",")[-1]) for row in rows[1:]} == {64}


def test_a_notary_never_overwrites_a_part(place):
    place("seal 2023-ronde1 --out part.hex")
    part = Path("part.hex").read_bytes()
    ended = place("seal 2023-ronde1 --out part.hex")
    assert (ended.code, Path("part.hex").read_bytes()) == (3, part)


def test_a_folder_that_is_not_there_ends_with_not_found(place):
    for text in ("check nowhere", "status nowhere", "commit nowhere --drill", "run nowhere"):
        ended = place(text)
        assert (ended.code, "no such folder" in ended.err) == (4, True)


@pytest.mark.parametrize(
    "text",
    [
        "open round --id x",
        "open round --id x --closes 2023-08-31T18:00 --reveal-from a --reveal-by b --source-not-before c",
        "open round --id x --drill --reveal-by 2023-08-31T18:00+02:00",
        "commit round --id x",
    ],
)
def test_wrong_use_says_what_was_expected(place, text):
    ended = place(text)
    assert ended.code == 2
    assert ended.err
    assert not Path("round/lottery").exists()


def test_a_drawn_round_can_be_audited_before_it_is_placed(place):
    for text in ("commit round --drill", "draw round"):
        place(text)
    before = MADE["contents"](Path("round"))
    ended = place("audit round")
    assert (ended.code, "Next: gemengd place run round" in ended.out) == (0, True)
    assert MADE["contents"](Path("round")) == before
