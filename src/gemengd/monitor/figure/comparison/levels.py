# SPDX-License-Identifier: EUPL-1.2
"""The index of every municipality in the last year."""

from __future__ import annotations

from gemengd.figures.drawing import Drawing, Spec
from gemengd.figures.figure import Kind, Said
from gemengd.figures.palette import ACCENT, INK, NARROW, PAPER, QUIET
from gemengd.figures.rows import Rows, nice_marks
from gemengd.figures.table import About, Table
from gemengd.language.language import Language, mark
from gemengd.monitor.figure.comparison.columns import numbers_table
from gemengd.monitor.figure.comparison.words import amount, index_name, plain, tick, unit
from gemengd.monitor.figure.words import focal
from gemengd.monitor.labels import reason
from gemengd.monitor.published.comparison import Comparison
from gemengd.monitor.published.view import Number


def say(comparison: Comparison, lang: Language) -> Said:
    """The index of every place in the last year, and what chance alone would make it."""
    numbers = [(cell.name, comparison.number(cell)) for cell in comparison.cells]
    known = [(name, number.estimate) for name, number in numbers if number.estimate is not None]
    missing = [
        lang.say("{place}: {why}.", place=name, why=reason(number.status, lang))
        for name, number in numbers
        if number.estimate is None
    ]
    if not known:
        return Said(tuple(missing), known=False)
    values = {
        "year": lang.school_year(comparison.years[1]),
        "places": lang.listed([f"{name} {amount(comparison, value, lang)}" for name, value in known]),
    }
    if comparison.indicator == "D":
        text = lang.say(
            "In {year}, so many of every 100 {focal} would go to another school if every school had the same "
            "mix and the other pupils stayed: {places}.",
            focal=focal(comparison.cell, lang),
            **values,
        )
    else:
        text = lang.say("{index} in {year}: {places}.", index=index_name(comparison, lang), **values)
    before = [lang.say("Estimated from the neighbourhood.")] if comparison.estimated else []
    return Said((*before, text, *_by_chance(comparison, lang), *missing))


def _by_chance(comparison: Comparison, lang: Language) -> list[str]:
    pairs = [(cell.name, comparison.number(cell).expected) for cell in comparison.cells]
    words = [f"{name} {amount(comparison, value, lang)}" for name, value in pairs if value is not None]
    return (
        [lang.say("A lottery would already make it: {places}.", places=lang.listed(words))] if words else []
    )


def table(comparison: Comparison, lang: Language) -> Table:
    """The index of every place in the last year."""
    about = About("municipality", tuple(comparison.names))
    return numbers_table(comparison, (comparison.years[1],), lang, about)


def draw(comparison: Comparison, lang: Language, width: float = NARROW) -> Spec | None:
    """A row per place: the index with its interval, and a dotted tick at the chance level."""
    strip = [(cell.name, comparison.number(cell)) for cell in comparison.cells]
    strip = [(name, number) for name, number in strip if number.estimate is not None]
    if not strip:
        return None
    high = max(max(n.high or 0, n.estimate or 0, n.expected or 0) for _, n in strip)
    chance = any(number.expected is not None for _, number in strip)
    rows = Rows(width, len(strip), max(high, 0.05), room=46, top=24 if chance else 0)
    drawing = rows.drawing(foot=40)
    rows.scale(drawing, [(mark, tick(comparison, mark, lang)) for mark in nice_marks(rows.high)])
    drawing.text(rows.x(0) - 5, drawing.height - 9, unit(comparison, lang), color=QUIET)
    for row, (name, number) in enumerate(strip):
        rows.name(drawing, row, name)
        _level(drawing, rows, row, number)
        end = rows.x(max(number.high or 0, number.estimate or 0))
        drawing.text(end + 8, rows.y(row), plain(comparison, number.estimate or 0, lang), weight=600)
    if chance:
        drawing.rule(6, 2, 6, 18, color=INK, width=2, dash=(2, 2))
        drawing.text(16, 10, lang.say("by chance alone"), color=QUIET)
    return drawing.spec()


def _level(drawing: Drawing, rows: Rows, row: int, number: Number) -> None:
    y = rows.y(row)
    if number.expected is not None:
        drawing.rule(
            rows.x(number.expected), y - 8, rows.x(number.expected), y + 8, color=INK, width=2, dash=(2, 2)
        )
    if number.low is not None and number.high is not None:
        drawing.rule(rows.x(number.low), y, rows.x(number.high), y, color=ACCENT, width=2.5)
    drawing.dot(rows.x(number.estimate or 0), y, 5, fill=ACCENT, stroke=PAPER)


KIND = Kind("levels", mark("Beside each other"), say, table, draw, wide=True)
