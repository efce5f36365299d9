# SPDX-License-Identifier: EUPL-1.2
"""Every municipality on one map."""

from __future__ import annotations

import statistics

from gemengd.figures.figure import Kind, Paper, Said
from gemengd.figures.table import About, Table
from gemengd.language.language import Language, mark
from gemengd.monitor.figure.columns import D_COLUMNS, columns_of, picked
from gemengd.monitor.figure.map import AREA_COLUMNS, area_name, class_in_words, draw, in_doubt
from gemengd.monitor.figure.words import focal
from gemengd.monitor.labels import reason
from gemengd.monitor.published.map_classes import classes
from gemengd.monitor.published.view import Cell


def say(cell: Cell, lang: Language) -> Said:
    """What the map of the municipalities shows."""
    known = [row for row in cell.areas if row["focal_share"] is not None]
    if not known:
        return Said((lang.say("There are no figures of municipalities to show."),), known=False)
    text = lang.plural(
        "The map shows {count} municipality: how many of every 100 {focal} would go to another school "
        "for the same mix.",
        "The map shows {count} municipalities: how many of every 100 {focal} would go to another school "
        "for the same mix.",
        len(known),
        focal=focal(cell, lang),
    )
    before = [lang.say("Estimated from the neighbourhood.")] if cell.from_area else []
    size = lang.say(
        "A small municipality with few schools differs more by chance, so look at the margin in the table."
    )
    return Said(
        (*before, text, *_left_white(cell, lang), *([] if cell.from_area else [size]), *in_doubt(cell, lang))
    )


def _left_white(cell: Cell, lang: Language) -> list[str]:
    """Of how many municipalities there is no figure, and the reason of most of them."""
    reasons = [row["status"] for row in cell.areas if row["focal_share"] is None]
    if not reasons:
        return []
    return [
        lang.plural(
            "{count} municipality has no figure: {why}.",
            "{count} municipalities have no figure, most often because {why}.",
            len(reasons),
            why=reason(statistics.mode(reasons), lang),
        )
    ]


def table(cell: Cell, lang: Language) -> Table:
    """Dissimilarity of every municipality, with its margin."""
    definitions = (("name", mark("municipality"), "text"), AREA_COLUMNS[0], *D_COLUMNS[1:4])
    columns = columns_of((*definitions, ("pupils", mark("pupils"), "count"), *AREA_COLUMNS[-2:]), lang)
    used = classes(cell)
    rows = [
        row
        | {
            "class": class_in_words(row, used, lang),
            "name": area_name(row),
            "estimate": row["focal_share"],
            "pupils": None if row["pupils"] is None else round(row["pupils"]),
            "status": reason(row["status"], lang),
        }
        for row in sorted(cell.areas, key=area_name)
    ]
    about = About("municipality", tuple(row["area_id"] for row in rows))
    return Table(columns, picked(rows, columns), about=about)


KIND = Kind(
    "map", mark("Map: every municipality"), say, table, draw, ("D", "classes"), wide=True, paper=Paper.ASIDE
)
