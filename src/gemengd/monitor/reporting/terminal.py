# SPDX-License-Identifier: EUPL-1.2
"""The monitor of one municipality in a terminal and as JSON; the figures are those of the report."""

from __future__ import annotations

import io
import os
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from gemengd.figures.figure import Figure
from gemengd.language.language import Language
from gemengd.monitor.figure.municipality import FIRST, PLACES, figures
from gemengd.monitor.published.heading import cell_title
from gemengd.monitor.published.view import Cell, Number, View
from gemengd.monitor.speech import language

if TYPE_CHECKING:
    from rich.console import Console

SMALL = 12
"""Longer tables are cut in the terminal; the report holds them whole."""
FORMAT = 1


def show(view: View, code: str = "nl", *, colour: bool = False, width: int = 88) -> str:
    """The monitor of one municipality for reading in a terminal.

    Args:
        view: the municipality.
        code: language code.
        colour: True for colour codes; the environment variable NO_COLOR wins.
        width: columns of the terminal.
    """
    from rich.console import Console

    lang = language(code)
    out = io.StringIO()
    plain = not colour or bool(os.environ.get("NO_COLOR"))
    console = Console(
        file=out,
        width=width,
        no_color=plain,
        force_terminal=not plain,
        highlight=False,
        emoji=False,
        markup=False,
    )
    _heading(console, view, lang)
    for cell in view.cells:
        # The first is told in full; the others with their conclusions.
        _cell(console, view, cell, lang, full=cell is view.cells[0])
    return out.getvalue().rstrip() + "\n"


def _heading(console: Console, view: View, lang: Language) -> None:
    heading = lang.say("Municipality of {name}", name=view.name)
    if view.fictional:
        heading += f" ({lang.say('fictional')})"
    console.print(heading, style="bold")
    if view.fictional:
        text = "Fictional example data: these municipalities, schools and pupils do not exist."
        console.print(lang.say(text), style="yellow")
    if not view.cells:
        console.print(_no_figures(lang))


def _no_figures(lang: Language) -> str:
    return lang.say(
        "There are no figures of this municipality. Import pupils by group, or flows and the residents of "
        "areas, and build the monitor again."
    )


def _cell(console: Console, view: View, cell: Cell, lang: Language, *, full: bool) -> None:
    console.print()
    year = lang.school_year(cell.year)
    console.print(
        f"{cell_title(cell, lang)} · {lang.say('school year {year}', year=year)}", style="bold cyan"
    )
    for figure in figures(view, lang.code, cell=cell, keys=(*FIRST, *PLACES) if full else FIRST, draw=False):
        console.print()
        console.print(_title(figure), style="bold")
        for sentence in figure.said.sentences:
            console.print(sentence)
        if full and figure.said.known and len(figure.table.rows) > 1:
            _table(console, figure, lang)
    source = lang.say("Source: {source}", source=cell.source or lang.say("not stated"))
    console.print()
    console.print(source, style="dim")


def _title(figure: Figure) -> str:
    headline = " ".join(filter(None, (figure.said.headline, figure.said.caption)))
    return f"{figure.title} {headline}" if headline else figure.title


def _table(console: Console, figure: Figure, lang: Language) -> None:
    from rich import box
    from rich.table import Table

    # A column that says the same in every row says nothing in a narrow terminal.
    rows = figure.table.cells(lang)
    columns = figure.table.columns
    telling = [i for i in range(len(columns)) if i == 0 or len({row[i] for row in rows}) > 1]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for i in telling:
        table.add_column(columns[i].heading, justify="left" if columns[i].kind == "text" else "right")
    for row in rows[:SMALL]:
        table.add_row(*(row[i] for i in telling))
    console.print(table)
    if len(rows) > SMALL:
        console.print(lang.say("… and {n} more rows in the report.", n=lang.number(len(rows) - SMALL)))


def as_json(view: View) -> dict[str, Any]:
    """The monitor of one municipality for programs.

    Returns:
        `format` (version of this form), `municipality_id`, `name`, `fictional`, `workspace_version`,
        `settings`, `sources` and `cells`. A cell has `sector`, `characteristic`, `focal` (groups), `years`,
        `from_area` (True when estimated from the neighbourhood), `indicators` (every year), `groups` (every
        year), `schools`, `areas` and `peers` (last year) and `sentences` (language to figure to sentences).
        What is not published or not defined is null, with the reason in `status`. Coordinates are metres
        in EPSG:28992.
    """
    sources = ("id", "title", "publisher", "licence", "attribution", "reference_date")
    return {
        "format": FORMAT,
        "municipality_id": view.municipality_id,
        "name": view.name,
        "fictional": view.fictional,
        "workspace_version": view.version,
        "settings": dict(view.settings),
        "sources": [{key: source.get(key) for key in sources} for source in view.manifest.get("sources", ())],
        "cells": [_cell_as_json(view, cell) for cell in view.cells],
    }


def _cell_as_json(view: View, cell: Cell) -> dict[str, Any]:
    said = {
        code: {
            figure.key: list(figure.said.sentences) for figure in figures(view, code, cell=cell, draw=False)
        }
        for code in ("nl", "en")
    }
    return {
        "sector": cell.sector,
        "characteristic": cell.characteristic.name,
        "focal": list(cell.characteristic.focal),
        "years": list(cell.years),
        "from_area": cell.from_area,
        "indicators": [_number(number) for _, number in sorted(cell.numbers.items())],
        "groups": [_without(row, "municipality_id", "sector", "characteristic") for row in cell.groups],
        "schools": [_without(row, "municipality_id", "sector", "characteristic") for row in cell.schools],
        "areas": [_without(row, "municipality_id", "sector", "characteristic") for row in cell.areas],
        "peers": [
            {
                "municipality_id": peer.municipality_id,
                "name": peer.name,
                "rank": peer.rank,
                "D": _number(peer.dissimilarity),
            }
            for peer in cell.peers
        ],
        "sentences": said,
    }


def _number(number: Number) -> dict[str, Any]:
    return {each.name: getattr(number, each.name) for each in fields(number) if each.name != "calibration"}


def _without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}
