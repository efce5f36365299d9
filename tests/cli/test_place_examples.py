# SPDX-License-Identifier: EUPL-1.2
"""The example that each command of a round shows in its help does what it says."""

from __future__ import annotations

import json
import runpy
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer.main

from gemengd.cli.app import app
from gemengd.cli.place import clock

PLACEMENT = Path(__file__).parents[1] / "placement"
MADE = runpy.run_path(str(PLACEMENT / "folder" / "small_round.py"))
COMMANDS = typer.main.get_command(app).commands["place"].commands
OPENED = "open round --id 2027-round1 --closes 2027-03-01T12:00+01:00 --reveal-from 2027-03-08T09:00+01:00 "
OPENED += "--reveal-by 2027-03-09T12:00+01:00 --source-not-before 2027-03-10T12:00+01:00"
TWICE = f"{OPENED} --source-not-before 2027-03-11T12:00+01:00"
DRILL = ["open round --id drill --drill", "seal drill", "commit round --notary-seal SEAL"]
BEFORE = {
    "check": [],
    "status": [],
    "open": [],
    "commit": [],
    "seal": [],
    "reveal": DRILL,
    "decide": DRILL,
    "skip": [TWICE, ("commit round", "2027-03-02")],
    "draw": DRILL,
    "run": ["commit round --drill", "draw round"],
    "audit": ["commit round --drill", "draw round", "run round"],
    "verify": ["commit round --drill", "draw round", "run round"],
}
"""What has to be done before the example; a pair with the day on which, otherwise 1 January 2027."""
DAYS = {"skip": "2027-03-10T20:00"}


@pytest.fixture
def place(run, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    MADE["write_round"](tmp_path / "round")
    beacon = json.dumps({"kind": "drill", "value": "ef" * 32})
    (tmp_path / "round-of-drand.json").write_text(beacon, encoding="utf-8")

    def command(text, at="2027-01-01"):
        monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat(at).replace(tzinfo=UTC))
        ended = run("place", *shlex.split(text))
        assert ended.code == 0, ended.err
        return ended.out

    return command


def test_every_command_shows_an_example():
    assert [name for name, one in COMMANDS.items() if "gemengd place " not in (one.epilog or "")] == []


@pytest.mark.parametrize("name", BEFORE)
def test_the_example_of_the_help_runs(place, name):
    seal = ""
    for step in BEFORE[name]:
        text, day = (step, "2027-01-01") if isinstance(step, str) else step
        said = place(text.replace("SEAL", seal), day)
        seal = said.split("--notary-seal ")[1].strip() if text.startswith("seal") else seal
    example = COMMANDS[name].epilog.removeprefix("Example: gemengd place ")
    assert place(example, DAYS.get(name, "2027-01-01"))


@pytest.mark.parametrize("name", BEFORE)
def test_every_option_says_what_it_is_for(name):
    assert [one.name for one in COMMANDS[name].params if not one.help] == []
