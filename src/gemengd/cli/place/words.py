# SPDX-License-Identifier: EUPL-1.2
"""What several commands of `gemengd place` ask and print in the same way."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gemengd.cli.outcome import REFUSED, stop


class Language(StrEnum):
    """Languages of the sentences."""

    nl = "nl"
    en = "en"


LanguageOption = Annotated[Language, typer.Option(help="Language of the sentences.")]
RoundArgument = Annotated[Path, typer.Argument(metavar="ROUND", help="Folder of the round.")]


def refuse_taken(folder: Path) -> None:
    """End the command where a folder to be made holds something already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        stop(
            f"{folder} holds something already; give a new or an empty folder. Nothing was changed.", REFUSED
        )


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on standard output, numbers to the right."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, name in enumerate(header):
        table.add_column(name, justify="right" if place else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console(highlight=False, markup=False).print(table)
