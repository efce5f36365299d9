# SPDX-License-Identifier: EUPL-1.2
"""Who goes to these schools."""

from __future__ import annotations

from gemengd.figures.drawing import Spec
from gemengd.figures.figure import Kind, Said, Stand
from gemengd.figures.palette import ACCENT, GREY, NARROW
from gemengd.figures.rows import Bar, bars
from gemengd.figures.table import Table
from gemengd.language.language import Language, mark
from gemengd.monitor.figure.columns import columns_of, picked
from gemengd.monitor.figure.words import focal
from gemengd.monitor.labels import group_name, reason
from gemengd.monitor.published.view import Cell

_COLUMNS = (
    ("year", mark("school year"), "year"),
    ("name", mark("group"), "text"),
    ("pupils", mark("pupils"), "count"),
    ("share", mark("share"), "share"),
    ("status", mark("status"), "text"),
)


def say(cell: Cell, lang: Language) -> Said:
    """Who goes to these schools."""
    rows = [row for row in cell.groups if row["year"] == cell.year and row["known"]]
    if not rows or any(row["share"] is None for row in rows):
        text = lang.say("The size of the groups is left out: too few pupils to publish.")
        return Said((text,), known=bool(rows))
    share = sum(row["share"] for row in rows if row["group"] in cell.characteristic.focal)
    before = (lang.say("Estimated from the neighbourhood."),) if cell.from_area else ()
    text = lang.say(
        "Of the pupils whose group is known, {share} are {focal}.",
        share=lang.percent(share),
        focal=focal(cell, lang),
    )
    return Said((*before, text))


def table(cell: Cell, lang: Language) -> Table:
    """The size of every group: the last year for a reader, all years in the CSV."""
    columns = columns_of(_COLUMNS, lang)
    rows = [
        row
        | {
            "name": group_name(cell.characteristic, row["group"], lang),
            "pupils": None if row["pupils"] is None else round(row["pupils"]),
            "status": reason(row["status"], lang),
        }
        for row in sorted(cell.groups, key=lambda row: (row["year"], _place(row["group"], cell)))
    ]
    last = [row for row in rows if row["year"] == cell.year]
    return Table(columns, picked(last, columns), picked(rows, columns))


def draw(cell: Cell, lang: Language, width: float = NARROW) -> Spec | None:
    """The share of every group whose size is known."""
    rows = [
        row for row in cell.groups if row["year"] == cell.year and row["known"] and row["share"] is not None
    ]
    if not rows:
        return None
    entries = [
        Bar(
            group_name(cell.characteristic, row["group"], lang),
            row["share"],
            lang.percent(row["share"]),
            ACCENT if row["group"] in cell.characteristic.focal else GREY,
        )
        for row in sorted(rows, key=lambda row: _place(row["group"], cell))
    ]
    return bars(entries, 1.0, width)


def _place(group: str, cell: Cell) -> int:
    order = list(cell.characteristic.groups)
    return order.index(group) if group in order else len(order)


KIND = Kind("groups", mark("Who goes to these schools"), say, table, draw, stand=Stand.MORE, wide=True)
