# SPDX-License-Identifier: EUPL-1.2
"""The boxes with commands of a page of the documentation, and what comes of giving them in order."""

from __future__ import annotations

import hashlib
import io
import re
import shlex
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest

from gemengd.cli import main

DOCS = Path(__file__).parents[2] / "docs"
BOX = re.compile(r"^```sh\n(.*?)^```$(?:\n\n```text\n(.*?)^```$)?", re.DOTALL | re.MULTILINE)


class Step(NamedTuple):
    """A box: the commands, and what the page says that they print (empty: it does not say)."""

    commands: tuple[str, ...]
    shown: str


class Done(NamedTuple):
    """What the commands of a step printed, and the exit code of the last."""

    printed: str
    code: int


class Chance:
    """Bytes that follow from a count, in place of those of the operating system."""

    def __init__(self) -> None:
        self.counted = count()

    def token_bytes(self, size: int) -> bytes:
        return hashlib.sha256(f"tutorial {next(self.counted)}".encode()).digest()[:size]


def steps(page: str) -> list[Step]:
    """The boxes of a page, in order."""
    found = BOX.findall((DOCS / page).read_text(encoding="utf-8"))
    return [Step(tuple(commands.splitlines()), shown) for commands, shown in found]


def perform(command: str, monkeypatch: pytest.MonkeyPatch) -> Done:
    """Run one line; `> FILE` at its end keeps what is printed."""
    line, _, file = command.partition(" > ")
    words = shlex.split(line)
    if words[0] != "gemengd":
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        return Done(done.stdout + done.stderr, done.returncode)
    monkeypatch.setattr(sys, "argv", words)
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed), pytest.raises(SystemExit) as end:
        main()
    if file:
        Path(file).write_text(printed.getvalue(), encoding="utf-8")
    return Done("" if file else printed.getvalue(), int(end.value.code or 0))
