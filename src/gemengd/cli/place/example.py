# SPDX-License-Identifier: EUPL-1.2
"""`gemengd place example`: a made-up round to try everything on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gemengd.cli.outcome import NOT_FOUND, REFUSED, stop
from gemengd.cli.place.group import app
from gemengd.cli.place.words import refuse_taken

if TYPE_CHECKING:
    from gemengd.placement.example.round import ExampleRound


@app.command("example", epilog="Example: gemengd place example round --children 400 --programmes 10")
def example(
    folder: Annotated[Path, typer.Argument(help="Folder to make; absent or empty.")],
    children: Annotated[int, typer.Option(help="Number of children.", min=1, max=1_000_000)] = 400,
    programmes: Annotated[int, typer.Option(help="Number of schools.", min=1, max=2000)] = 10,
    seed: Annotated[int, typer.Option(help="Seed; the same seed gives the same round.", min=0)] = 1,
    scheme: Annotated[
        list[str] | None,
        typer.Option(
            help="Scheme of the library, see `gemengd place schemes`. Give more to get the columns that all "
            "of them look at; the first one becomes rules.yaml.",
            show_default="weesp_po_2022; with --amsterdam amsterdam_vo_2024",
        ),
    ] = None,
    amsterdam: Annotated[
        Path | None,
        typer.Option(
            help="Published table of Amsterdam's departments of 2025: lists that agree with it, in place of "
            "a made-up town. --children and --programmes then follow from it."
        ),
    ] = None,
) -> None:
    """Make up a round with a known truth: four tables, rules.yaml and truth.json."""
    _refuse_taken(folder, scheme or [])
    _refuse_absent(amsterdam)
    from gemengd.placement.example.round import write_example
    from gemengd.tables.files import whole_folder

    found = _made(children, programmes, seed, scheme, amsterdam)
    with whole_folder(folder, secret=False) as partial:
        write_example(found, partial)
    people, seats = found.tables["applicants"].height, int(found.tables["programmes"]["seats"].sum())
    print(f"Made up: {people:,} children, {found.tables['programmes'].height:,} schools, {seats:,} seats.")
    print(f"Written to {folder}. What the lists were made from stands in truth.json.")
    print(f"Next: gemengd place check {folder}")


def _made(
    children: int, programmes: int, seed: int, scheme: list[str] | None, amsterdam: Path | None
) -> ExampleRound:
    from gemengd.placement.example.round import (
        AMSTERDAM_SCHEME,
        DEFAULT_SCHEME,
        amsterdam_round,
        example_round,
    )

    try:
        if amsterdam is not None:
            return amsterdam_round(amsterdam, seed=seed, schemes=scheme or [AMSTERDAM_SCHEME])
        return example_round(children, programmes, seed=seed, schemes=scheme or [DEFAULT_SCHEME])
    except ValueError as problem:
        stop(str(problem), REFUSED)


def _refuse_taken(folder: Path, schemes: list[str]) -> None:
    from gemengd.placement.rules import scheme_names

    for name in schemes:
        if name not in scheme_names():
            stop(f"There is no scheme '{name}'; there are {', '.join(scheme_names())}.", NOT_FOUND)
    refuse_taken(folder)


def _refuse_absent(path: Path | None) -> None:
    if path is not None and not path.is_file():
        stop(f"There is no file {path}. Nothing was changed.", NOT_FOUND)
