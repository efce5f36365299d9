# SPDX-License-Identifier: EUPL-1.2
"""Options that several commands have, and the progress they all show."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

WorkspaceFolder = Annotated[
    Path,
    typer.Option(
        "--workspace",
        envvar="GEMENGD_WORKSPACE",
        help="Folder in which the tables and the monitor are kept.",
        show_default="~/.local/share/gemengd",
    ),
]
DEFAULT_FOLDER = Path.home() / ".local" / "share" / "gemengd"

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done, and how much there is."""


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A progress bar on standard error; silent when that is not a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        tasks: dict[str, object] = {}

        def advance(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)  # type: ignore[arg-type]

        yield advance
