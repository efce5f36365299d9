# SPDX-License-Identifier: EUPL-1.2
"""The page on running a round: its commands, on its calendar, place a real round."""

from __future__ import annotations

import json
import runpy
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from gemengd.cli.place import clock

HERE = Path(__file__)
page = SimpleNamespace(**runpy.run_path(str(HERE.with_name("page_commands.py"))))
made = SimpleNamespace(**runpy.run_path(str(HERE.with_name("place_made.py"))))
LOTTERY = runpy.run_path(str(HERE.parents[1] / "placement" / "lottery_made.py"))
COMMANDS = [command for step in page.steps("how-to/run-a-round.md") for command in step.commands]
OF_2023 = {
    "2027-03-01T12:00+01:00": "2023-08-31T12:00+02:00",
    "2027-03-15T09:00+01:00": "2023-09-13T09:00+02:00",
    "2027-03-16T12:00+01:00": "2023-09-14T12:00+02:00",
    "2027-03-17T12:00+01:00": "2023-09-15T13:00:01+02:00",
    "2027-03-19T12:00+01:00": "2023-09-17T12:00+02:00",
}
"""The moments of the page, moved so that the source is a round which drand really published."""

MOMENTS = {
    "open": "2023-06-01T12:00",
    "seal": "2023-09-01T09:00",
    "reveal": "2023-09-13T10:00",
    "decide": "2023-09-14T13:00",
    "draw": "2023-09-15T11:05",
}
"""When the clock moves on (UTC): at the first of these commands, until the next."""


def given(command: str, said: dict[str, str]) -> str:
    """The command of the page with its places filled in."""
    for there, here in OF_2023.items():
        command = command.replace(there, here)
    if "seal" in said:
        command = command.replace("SEAL", said["seal"].split("--notary-seal ")[1].strip())
    if "decide" in said:
        head = said["decide"].split("Head of the transcript: ")[1].split()[0]
        command = command.replace("HEAD", head)
    return command


def tables(folder: Path) -> None:
    """What the organiser puts in the folders: the round's tables, a late family, the file of drand."""
    made.written(folder / "made", children=120, seed=2, programmes=10, schemes=["weesp_po_2022"])
    for table in (folder / "made").glob("*.csv"):
        table.rename(folder / "round" / table.name)
    late = folder / "late-children"
    late.mkdir()
    (late / "applicants.csv").write_text("applicant,target_group\nlate1,no\n", encoding="utf-8")
    rows = "".join(f"late1,{rank},s0{rank}\n" for rank in range(1, 5))
    (late / "preferences.csv").write_text(f"applicant,rank,programme\n{rows}", encoding="utf-8")
    (folder / "drand.json").write_text(json.dumps(LOTTERY["REAL"]), encoding="utf-8")


@pytest.fixture(scope="module")
def performed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What each command of the page said, by name; `skip` is for another course of events."""
    folder, said = tmp_path_factory.mktemp("real"), dict[str, str]()
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(folder)
        monkeypatch.setattr(clock, "secrets", SimpleNamespace(token_bytes=page.Chance().token_bytes))
        for command in COMMANDS:
            words = command.split()
            name = words[2] if words[0] == "gemengd" else words[0]
            if name in MOMENTS:
                now = datetime.fromisoformat(f"{MOMENTS[name]}+00:00")
                monkeypatch.setattr(clock, "now", lambda now=now: now)
            if name == "check":
                tables(folder)
            if name == "skip":
                continue
            done = page.perform(given(command, said), monkeypatch)
            assert done.code == 0, (command, done.printed)
            said[name] = said.get(name, "") + done.printed
        yield said


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("check", "Nothing stands in the way of this round."),
        ("commit", "Frozen: 120 applications"),
        ("receipt", "Written: 120 receipts"),
        ("decide", "the notary's part counts"),
        ("draw", "Drawn from drand 657413"),
        ("run", "Audit passed"),
        ("audit", "recomputed: passed"),
        ("explain", "Written: 120 letters"),
        ("verify", "ALLES KLOPT."),
        ("withdraw", "Recorded: 1 withdrawn."),
        ("late", "Recorded: 1 late applications"),
        ("override", "Recorded: one decision by hand."),
        ("rematch", "Recorded: re-match 1."),
    ],
)
def test_a_command_of_the_page_does_what_the_page_says(
    command: str, words: str, performed: dict[str, str]
) -> None:
    assert words in performed[command]
    assert "DRILL" not in performed[command]


def test_the_sentence_on_objections_stands_in_the_letters(performed: dict[str, str]) -> None:
    letter = Path("round/result/letters/c001.nl.txt").read_text(encoding="utf-8")
    assert "U kunt tot 30 april bezwaar maken bij het schoolbestuur." in letter


def test_the_copies_are_as_secret_as_the_round(performed: dict[str, str]) -> None:
    for copy in ("copy-frozen", "copy-placed"):
        assert Path(copy, "lottery", "secret").stat().st_mode & 0o077 == 0


def test_a_source_is_passed_over_and_the_missed_decision_made_good(
    performed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat("2023-09-16T12:00+00:00"))
    (skip,) = (command for command in COMMANDS if command.startswith("gemengd place skip"))
    done = page.perform(skip.replace(" round ", " copy-frozen "), monkeypatch)
    assert "Skipped: the next source of the plan decides." in done.printed
    done = page.perform("gemengd place decide copy-frozen", monkeypatch)
    assert "Decided: the notary's part does not count." in done.printed
