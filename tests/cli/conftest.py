# SPDX-License-Identifier: EUPL-1.2
"""The command line, run in this process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from gemengd.cli import main


class Outcome(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `gemengd` with arguments; gives the exit code and what was printed."""

    def command(*arguments: object) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["gemengd", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        printed = capsys.readouterr()
        code = end.value.code
        return Outcome(code if isinstance(code, int) else int(code is not None), printed.out, printed.err)

    return command


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


@pytest.fixture
def contents(workspace: Path) -> Callable[[], dict[str, bytes]]:
    """Every file of the workspace, to compare before and after."""

    def read() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in workspace.rglob("*") if path.is_file()}

    return read
