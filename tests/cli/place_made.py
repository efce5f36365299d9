# SPDX-License-Identifier: EUPL-1.2
"""Small made-up rounds on disk for the tests of the commands that look at one."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from gemengd.placement.example.round import example_round, write_example
from gemengd.rounds.folder import Clock, RoundFolder, draw, freeze, place

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


class Random:
    """Bytes that follow from a count: every call gives others, every test the same."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, size: int) -> bytes:
        self.calls += 1
        return self.calls.to_bytes(4, "big") * (size // 4)


def clock() -> Clock:
    return Clock(NOW, Random())


def written(folder: Path, **asked) -> Path:
    """A round that nothing was done with."""
    folder.mkdir(parents=True)
    write_example(example_round(**{"children": 120, "programmes": 6, "seed": 3} | asked), folder)
    return folder


def placed(folder: Path, **asked) -> Path:
    """A drill that was placed."""
    opened = RoundFolder(written(folder, **asked))
    freeze(opened, clock(), drill_id="drill")
    draw(opened, None, clock())
    place(opened, clock())
    return folder


def copied(folder: Path, to: Path) -> Path:
    return Path(shutil.copytree(folder, to))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file, to compare before and after."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
