# SPDX-License-Identifier: EUPL-1.2
"""The command `gemengd` and what all its commands share."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from gemengd import __version__
from gemengd.cli import measure, monitor, place, sources
from gemengd.cli.outcome import report_problems
from gemengd.cli.serve import serve

app = typer.Typer(
    name="gemengd",
    help="Open software against school segregation: see where pupils of different backgrounds do not meet.",
    epilog="Start with `gemengd monitor build` (fictional region), then `gemengd monitor show Oosterhaven`.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(sources.app, name="sources")
app.add_typer(measure.app, name="measure")
app.add_typer(monitor.app, name="monitor")
app.add_typer(place.app, name="place")
app.command("serve", epilog="Example: gemengd serve --workspace my-region --port 8080")(serve)


def _version(asked: bool) -> None:
    if asked:
        print(f"gemengd {__version__}")
        raise typer.Exit


@app.callback()
def gemengd(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Open software against school segregation."""


def main() -> None:
    """Run the command line; a problem the user can mend ends with a message and an exit code."""
    with report_problems():
        app()
    sys.exit(0)
