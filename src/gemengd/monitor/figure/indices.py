# SPDX-License-Identifier: EUPL-1.2
"""Every index, with its error, interval, chance level and status."""

from __future__ import annotations

from gemengd.figures.figure import Kind, Said, Stand, no_picture
from gemengd.figures.table import Table
from gemengd.language.language import Language, mark
from gemengd.monitor.figure.columns import columns_of, number_in_words, picked
from gemengd.monitor.labels import indicator_of
from gemengd.monitor.published.view import Cell

_COLUMNS = (
    ("name", mark("index"), "text"),
    ("estimate", mark("estimate"), "index"),
    ("se", mark("standard error"), "index"),
    ("low", mark("lowest (95%)"), "index"),
    ("high", mark("highest (95%)"), "index"),
    ("expected", mark("by chance alone"), "index"),
    ("excess", mark("above chance"), "index"),
    ("bound_low", mark("lower bound"), "index"),
    ("bound_high", mark("upper bound"), "index"),
    ("units", mark("units"), "count"),
    ("pupils", mark("pupils"), "count"),
    ("status", mark("status"), "text"),
)


def say(cell: Cell, lang: Language) -> Said:
    """What the table of all indices holds."""
    text = lang.say("Every index has its standard error, its interval and what chance alone would give.")
    rounded_text = lang.say(
        "Where a school or area is left out, indices are rounded so that its pupils cannot be worked out."
    )
    return Said((text, rounded_text)) if cell.years else Said((text,), known=False)


def table(cell: Cell, lang: Language) -> Table:
    """Every indicator that is an index: the last year for a reader, all years in the CSV."""
    columns = columns_of(_COLUMNS, lang)
    rows = [
        number_in_words(number, lang) | {"name": lang.say(indicator_of(number.indicator).name)}
        for _, number in sorted(cell.numbers.items())
        if indicator_of(number.indicator).kind == "index"
    ]
    last = [row for row in rows if row["year"] == cell.year]
    group = lang.pick(cell.characteristic.focal_label, cell.characteristic.name)
    full = tuple({"year": row["year"], "group": group, **row} for row in rows)
    return Table(columns, picked(last, columns), full)


KIND = Kind(
    "indices", mark("All indices"), say, table, no_picture, ("D", "isolation", "M", "H"), stand=Stand.MORE
)
