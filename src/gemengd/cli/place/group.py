# SPDX-License-Identifier: EUPL-1.2
"""The group `gemengd place`, to which every file in this folder adds its commands."""

from __future__ import annotations

import gc

import typer

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

MANY_OBJECTS = 1_000_000


@app.callback()
def place() -> None:
    """Central admission: a round from its rules to a placement that anyone can check."""
    # A round is many small objects that stay until the end. Walking all of them again and again in search of
    # cycles, of which there are hardly any, took a third of the time.
    gc.set_threshold(MANY_OBJECTS)
