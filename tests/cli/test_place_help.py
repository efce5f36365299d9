# SPDX-License-Identifier: EUPL-1.2
"""The examples in the help of the commands around a round run as they stand, one after the other."""

from __future__ import annotations

import runpy
import shlex
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer.main

from gemengd.cli.place.group import app

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("place_made.py"))))
COMMANDS = typer.main.get_command(app).commands
PLACED = ["chances", "compare", "explain", "receipt", "withdraw", "late", "rematch"]


def example(name):
    text = COMMANDS[name].epilog.removeprefix("Example: gemengd ")
    return shlex.split(text.split(" > ")[0])


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_made_up_round_and_the_library(run, here):
    assert run(*example("example")).code == 0
    assert run(*example("schemes")).code == 0


def test_everything_that_can_be_asked_of_a_placed_round(run, here):
    made.placed(here / "round", programmes=10, children=150)
    late = here / "late-children"
    late.mkdir()
    (late / "applicants.csv").write_text("applicant,target_group\nlate1,no\n", encoding="utf-8")
    rows = "".join(f"late1,{rank},s0{rank}\n" for rank in range(1, 5))
    (late / "preferences.csv").write_text(f"applicant,rank,programme\n{rows}", encoding="utf-8")
    for name in PLACED:
        ended = run(*example(name))
        assert (name, ended.code, ended.err) == (name, 0, "")


def test_a_decision_by_hand(run, here):
    made.placed(here / "round", programmes=10, children=150)
    ended = run(*example("override"))
    assert (ended.code, ended.err) == (0, "")
