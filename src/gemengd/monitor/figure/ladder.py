# SPDX-License-Identifier: EUPL-1.2
"""The exact decomposition of mutual information: housing, sorting, mixing."""

from __future__ import annotations

from gemengd.figures.drawing import Spec
from gemengd.figures.figure import Kind, Said, Stand
from gemengd.figures.palette import ACCENT, GREY, INK, NARROW, SECOND
from gemengd.figures.table import Table
from gemengd.figures.waterfall import waterfall
from gemengd.language.language import Language, mark
from gemengd.monitor.figure.columns import NAMED, columns_of, named
from gemengd.monitor.figure.words import unknown
from gemengd.monitor.published.view import Cell


def say(cell: Cell, lang: Language) -> Said:
    """The exact decomposition of mutual information: housing, sorting, mixing."""
    parts = [cell.number(f"M_{part}").estimate for part in ("total", "housing", "sorting", "mixing")]
    if any(part is None for part in parts):
        return unknown(cell.number("M_total"), lang)
    total, housing, sorting, mixing = (part or 0.0 for part in parts)
    text = lang.say(
        "Total {total} = housing {housing} + sorting within areas {sorting} − mixing across areas {mixing}.",
        total=lang.number(total, 3),
        housing=lang.number(housing, 3),
        sorting=lang.number(sorting, 3),
        mixing=lang.number(abs(mixing), 3),
    )
    before = (lang.say("Estimated from the neighbourhood."),) if cell.number("M_total").from_area else ()
    return Said((*before, text))


def table(cell: Cell, lang: Language) -> Table:
    """The terms of the decomposition."""
    columns = columns_of((("name", mark("what"), "text"), ("estimate", "M", "index"), *NAMED[-2:]), lang)
    names = ("M_housing", "M_sorting", "M_mixing", "M_total")
    return Table(columns, named(cell, names, lang, columns))


def draw(cell: Cell, lang: Language, width: float = NARROW) -> Spec | None:
    """The decomposition of mutual information as a waterfall."""
    parts = [cell.number(f"M_{part}").estimate for part in ("total", "housing", "sorting", "mixing")]
    if any(part is None for part in parts):
        return None
    total, housing, sorting, _ = (part or 0.0 for part in parts)
    steps = [
        (lang.say("Housing"), 0.0, housing, ACCENT, lang.number(housing, 3)),
        (lang.say("Sorting within areas"), housing, housing + sorting, SECOND, f"+{lang.number(sorting, 3)}"),
        (
            lang.say("Mixing across areas"),
            housing + sorting,
            total,
            GREY,
            lang.number(total - housing - sorting, 3),
        ),
        (lang.say("Total"), 0.0, total, INK, lang.number(total, 3)),
    ]
    return waterfall(steps, width)


KIND = Kind(
    "ladder",
    mark("Housing, sorting and mixing"),
    say,
    table,
    draw,
    ("M_total", "M_housing", "M_sorting", "M_mixing"),
    stand=Stand.MORE,
)
