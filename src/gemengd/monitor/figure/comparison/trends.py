# SPDX-License-Identifier: EUPL-1.2
"""The index of every municipality over the years."""

from __future__ import annotations

import math
from dataclasses import dataclass

from gemengd.figures.drawing import Drawing, Spec, fit
from gemengd.figures.figure import Kind, Said
from gemengd.figures.palette import ACCENT, BAND, FAINT, GREY, INK, NARROW, PAPER, QUIET
from gemengd.figures.table import Table
from gemengd.language.language import Language, mark
from gemengd.monitor.figure.comparison.columns import numbers_table
from gemengd.monitor.figure.comparison.words import amount, plain
from gemengd.monitor.published.comparison import Comparison
from gemengd.monitor.published.view import Cell, Number


def say(comparison: Comparison, lang: Language) -> Said:
    """What the index was in the first and in the last year."""
    if not comparison.between_years:
        return Said((lang.say("There is one school year, so no change can be shown."),), known=False)
    known = [each for each in comparison.between_years if each.difference is not None]
    if not known:
        return Said((lang.say("For these years no change can be shown."),), known=False)
    first, last = (lang.school_year(year) for year in comparison.years)
    parts = [
        lang.say(
            "{place} from {start} to {end}",
            place=comparison.names[each.place],
            start=amount(comparison, each.first_value or 0.0, lang),
            end=amount(comparison, each.second_value or 0.0, lang),
        )
        for each in known
    ]
    text = lang.say("From {first} to {last}: {places}.", first=first, last=last, places=lang.listed(parts))
    scale = lang.say("All places are drawn on one scale; the others stand in grey behind each of them.")
    return Said((text, scale))


def table(comparison: Comparison, lang: Language) -> Table:
    """The index of every place in every year."""
    first, last = comparison.years
    years = sorted({year for cell in comparison.cells for year in cell.years if first <= year <= last})
    return numbers_table(comparison, years, lang)


def draw(comparison: Comparison, lang: Language, width: float = NARROW) -> Spec | None:
    """A small trend per place on one scale, with its band and chance level, the others in grey behind it."""
    years = (comparison.years[0], comparison.years[1])
    series = [(cell, _series(comparison, cell)) for cell in comparison.cells]
    series = [(cell, numbers) for cell, numbers in series if len(numbers) > 1]
    if not series or years[0] == years[1]:
        return None
    across = min(len(series), 2 if width < 480 else 4)
    high = max(max(n.high or 0, n.estimate or 0, n.expected or 0) for _, numbers in series for n in numbers)
    panel = width / across
    drawing = Drawing(width, 150 * math.ceil(len(series) / across) + 24)
    for index, (cell, numbers) in enumerate(series):
        place = _Panel(index % across * panel, index // across * 150 + 24, panel, 146, years, max(high, 0.05))
        _panel(drawing, place, cell, numbers, [other for _, other in series if other is not numbers])
        _panel_words(drawing, place, comparison, numbers, lang)
    if any(number.expected is not None for _, numbers in series for number in numbers):
        drawing.rule(0, 9, 22, 9, color=INK, width=1.4, dash=(2, 3))
        drawing.text(28, 9, lang.say("by chance alone"), color=QUIET)
    return drawing.spec()


@dataclass(frozen=True)
class _Panel:
    """One small picture among several on one scale."""

    left: float
    top: float
    width: float
    height: float
    years: tuple[int, int]
    high: float

    def x(self, year: int) -> float:
        span = self.years[1] - self.years[0]
        return self.left + 14 + (year - self.years[0]) / span * (self.width - 34)

    def y(self, value: float) -> float:
        base = self.top + self.height - 20
        return base - value / self.high * (self.height - 62)


def _series(comparison: Comparison, cell: Cell) -> list[Number]:
    first, last = comparison.years
    return [n for n in cell.series(comparison.indicator) if first <= n.year <= last]


def _panel(
    drawing: Drawing, place: _Panel, cell: Cell, numbers: list[Number], others: list[list[Number]]
) -> None:
    drawing.text(place.left, place.top + 8, fit(cell.name, place.width - 8), weight=600)
    drawing.rule(place.left, place.y(0), place.left + place.width - 12, place.y(0), color=GREY)
    for other in others:
        drawing.line([(place.x(n.year), place.y(n.estimate or 0)) for n in other], color=FAINT, width=1.5)
    sure = [n for n in numbers if n.low is not None and n.high is not None]
    if sure:
        drawing.area([(place.x(n.year), place.y(n.low or 0), place.y(n.high or 0)) for n in sure], fill=BAND)
    chance = [(place.x(n.year), place.y(n.expected)) for n in numbers if n.expected is not None]
    if len(chance) > 1:
        drawing.line(chance, color=INK, width=1.4, dash=(2, 3))
    drawing.line([(place.x(n.year), place.y(n.estimate or 0)) for n in numbers], color=ACCENT, width=2.2)
    for number in numbers:
        drawing.dot(place.x(number.year), place.y(number.estimate or 0), 2.6, fill=ACCENT, stroke=PAPER)


def _panel_words(
    drawing: Drawing, place: _Panel, comparison: Comparison, numbers: list[Number], lang: Language
) -> None:
    base = place.y(0)
    for number in (numbers[0], numbers[-1]):
        y = place.y(max(number.estimate or 0, number.high or 0)) - 10
        words = plain(comparison, number.estimate or 0, lang)
        drawing.text(place.x(number.year), y, words, align="center", weight=600)
    first, last = (lang.school_year(year) for year in place.years)
    drawing.text(place.left, base + 12, first, color=QUIET)
    drawing.text(place.left + place.width - 12, base + 12, last, align="right", color=QUIET)


KIND = Kind("trends", mark("Over the years"), say, table, draw, wide=True)
