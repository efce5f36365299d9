# SPDX-License-Identifier: EUPL-1.2
"""The tutorial on a first round: its commands, in order, give what the page shows."""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from gemengd.cli.outcome import REFUSED
from gemengd.cli.place import clock

page = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("page_commands.py"))))
FIRST, *STEPS = page.steps("tutorials/first-round.md")
LEFT_OUT = "…"
HASH = re.compile(r"[0-9a-f]{16,}")
"""Fingerprints differ from version to version: the transcript names the hash of the software."""


@pytest.fixture(scope="module")
def performed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[str, int]]]:
    """Every step of the page in an empty folder, with a clock and a chance that are the same each time."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(tmp_path_factory.mktemp("tutorial"))
        monkeypatch.setenv("COLUMNS", "80")
        monkeypatch.setattr(clock, "now", lambda: datetime(2027, 3, 1, 12, tzinfo=UTC))
        monkeypatch.setattr(clock, "secrets", SimpleNamespace(token_bytes=page.Chance().token_bytes))
        done = [[page.perform(command, monkeypatch) for command in step.commands] for step in STEPS]
        yield [("".join(one.printed for one in box), box[-1].code) for box in done]


def lines(text: str) -> list[str]:
    return [HASH.sub("#", line.rstrip()) for line in text.strip("\n").splitlines()]


def parts(shown: str) -> list[list[str]]:
    """The runs of lines between those that are left out."""
    found: list[list[str]] = [[]]
    for line in lines(shown):
        if line == LEFT_OUT:
            found.append([])
        else:
            found[-1].append(line)
    return found


def differs(shown: str, printed: str) -> list[str] | None:
    """The first part of what is shown that was not printed where it should stand."""
    rest, first, *others = lines(printed), *parts(shown)
    if rest[: len(first)] != first:
        return first
    rest = rest[len(first) :]
    for one in others:
        places = [p for p in range(len(rest) - len(one) + 1) if rest[p : p + len(one)] == one]
        if not places:
            return one
        rest = rest[places[0] + len(one) :]
    left_out_at_the_end = bool(others) and not others[-1]
    return rest if rest and not left_out_at_the_end else None


@pytest.mark.parametrize("number", range(len(STEPS)))
def test_a_box_of_the_page_shows_what_its_commands_print(
    number: int, performed: list[tuple[str, int]]
) -> None:
    shown, (printed, code) = STEPS[number].shown, performed[number]
    assert differs(shown, printed) is None, printed
    assert code == (REFUSED if shown.startswith("Refused") else 0), printed


def test_the_first_box_makes_the_command_known() -> None:
    assert FIRST.commands == ("source .venv/bin/activate",)


def test_every_step_of_a_round_is_on_the_page() -> None:
    typed = {command.split()[2] for step in STEPS for command in step.commands if "gemengd place" in command}
    wanted = (
        "example schemes check compare open commit draw run audit explain receipt verify withdraw rematch"
    )
    assert typed == {*wanted.split(), "status"}


def test_a_line_that_is_not_printed_is_found() -> None:
    assert differs("a\n…\nc", "a\nb\nc\n") is None
    assert differs("a\nc", "a\nb\nc\n") == ["a", "c"]
    assert differs("a", "a\nb") == ["b"]
    assert differs("a\n…\nx", "a\nb") == ["x"]


def test_what_the_page_calls_secret_is_readable_by_its_owner_only(performed: list[tuple[str, int]]) -> None:
    result = Path("my-round/result")
    private = [Path("my-round/lottery/secret"), result / "placement.csv", result / "full-transcript.json"]
    assert [path for path in private if path.stat().st_mode & 0o077] == []
    assert Path("my-round/result/cutoffs.csv").is_file()
