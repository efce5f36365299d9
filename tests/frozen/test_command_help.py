# SPDX-License-Identifier: EUPL-1.2
"""The help of every command, and what a command says that is not understood."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from frozen.doors import gemengd
from frozen.keeping import Output, check, output
from frozen.volatile import steady


def test_the_help_of_every_command():
    from gemengd.cli.app import app

    check("command_help", _helps(typer.main.get_command(app)))


def _helps(command: Any, names: tuple[str, ...] = ()) -> Iterator[Output]:
    yield output(
        f"{'-'.join(names) or 'gemengd'}.txt", steady(gemengd(*names, "--help").told(" ".join(names)))
    )
    for name, below in sorted(getattr(command, "commands", {}).items()):
        yield from _helps(below, (*names, name))
