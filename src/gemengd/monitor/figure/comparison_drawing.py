# SPDX-License-Identifier: EUPL-1.2
"""The pictures of a comparison: a strip of places, small multiples of trends, differences about zero."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from gemengd.figures.drawing import Drawing, Spec, fit
from gemengd.figures.palette import ACCENT, BAND, FAINT, GREY, INK, NARROW, PAPER, QUIET
from gemengd.language.certainty import Certainty
from gemengd.language.language import Language
from gemengd.monitor.figure.charts_rows import Rows, nice_marks
from gemengd.monitor.figure.comparison_words import index_name, plain, shown_difference
from gemengd.monitor.published.comparison import Comparison, Difference
from gemengd.monitor.published.view import Cell, Number


def _tick(comparison: Comparison, value: float, lang: Language) -> str:
    return lang.number(value * 100) if comparison.indicator == "D" else lang.number(value, 2)


def _unit(comparison: Comparison, lang: Language) -> str:
    if comparison.indicator == "D":
        return lang.say("of every 100 pupils")
    return index_name(comparison, lang)


def levels(comparison: Comparison, lang: Language, width: float = NARROW) -> Spec | None:
    """A row per place: the index with its interval, and a dotted tick at the chance level."""
    strip = [(cell.name, comparison.number(cell)) for cell in comparison.cells]
    strip = [(name, number) for name, number in strip if number.estimate is not None]
    if not strip:
        return None
    high = max(max(n.high or 0, n.estimate or 0, n.expected or 0) for _, n in strip)
    chance = any(number.expected is not None for _, number in strip)
    rows = Rows(width, len(strip), max(high, 0.05), room=46, top=24 if chance else 0)
    drawing = rows.drawing(foot=40)
    rows.scale(drawing, [(mark, _tick(comparison, mark, lang)) for mark in nice_marks(rows.high)])
    drawing.text(rows.x(0) - 5, drawing.height - 9, _unit(comparison, lang), color=QUIET)
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


@dataclass(frozen=True)
class _Signed:
    """Rows about a zero line; the ends of the scale lie equally far from it unless all lies on one side."""

    rows: Rows
    low: float
    high: float

    def x(self, value: float) -> float:
        left, right = self.rows.left + 8, self.rows.width - self.rows.room
        return left + (value - self.low) / (self.high - self.low) * (right - left)


def differences(comparison: Comparison, lang: Language, width: float = NARROW) -> Spec | None:
    """Every difference between places about the zero line."""
    names = comparison.names
    named = [
        (lang.say("{second} minus {first}", second=names[d.second], first=names[d.first]), d)
        for d in comparison.between_places
    ]
    return _about_zero(comparison, named, lang, width)


def changes(comparison: Comparison, lang: Language, width: float = NARROW) -> Spec | None:
    """The change of every place about the zero line."""
    named = [(comparison.names[d.place], d) for d in comparison.between_years]
    return _about_zero(comparison, named, lang, width)


def _about_zero(
    comparison: Comparison, named: Sequence[tuple[str, Difference]], lang: Language, width: float
) -> Spec | None:
    known = [(name, d) for name, d in named if d.difference is not None]
    if not known:
        return None
    ends = [value for _, d in known for value in (d.low, d.high, d.difference) if value is not None]
    step = _step(max(*ends, 0.0) - min(*ends, 0.0))
    low, high = math.floor(min(*ends, 0.0) / step), math.ceil(max(*ends, 0.0) / step)
    rows = Rows(width, len(known), 1.0, room=50, names=0.44, top=44 if width < 480 else 24)
    scale = _Signed(rows, low * step, max(high, low + 1) * step)
    drawing = rows.drawing(foot=40)
    _zero_scale(drawing, comparison, scale, [i * step for i in range(low, max(high, low + 1) + 1)], lang)
    for row, (name, each) in enumerate(known):
        rows.name(drawing, row, name)
        _difference(drawing, scale, row, each)
        words = plain(comparison, shown_difference(comparison, each), lang)
        signed = f"+{words}" if (each.difference or 0) > 0 else words
        drawing.text(width - 4, rows.y(row), signed, align="right", weight=600)
    _sure_key(drawing, rows.above, lang)
    return drawing.spec()


def _step(span: float) -> float:
    return next((step for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5) if span / step <= 5), 1.0)


def _zero_scale(
    drawing: Drawing, comparison: Comparison, scale: _Signed, marks: list[float], lang: Language
) -> None:
    rows = scale.rows
    bottom = rows.top + rows.count * rows.pitch
    for mark in marks:
        zero = abs(mark) < 1e-9
        x = scale.x(mark)
        drawing.rule(x, rows.top, x, bottom, color=INK if zero else FAINT, width=1.2 if zero else 1)
        words = _tick(comparison, mark, lang)
        drawing.text(x, bottom + 12, f"+{words}" if mark > 1e-9 else words, align="center", color=QUIET)
    unit = lang.say("points") if comparison.indicator == "D" else _unit(comparison, lang)
    drawing.text(rows.left + 3, drawing.height - 9, unit, color=QUIET)


def _difference(drawing: Drawing, scale: _Signed, row: int, each: Difference) -> None:
    y, sure = scale.rows.y(row), each.sure in (Certainty.ALMOST_CERTAIN, Certainty.PROBABLE)
    color = ACCENT if sure else GREY
    if each.low is not None and each.high is not None:
        drawing.rule(scale.x(each.low), y, scale.x(each.high), y, color=color, width=2.5)
    drawing.dot(
        scale.x(each.difference or 0), y, 5, fill=ACCENT if sure else PAPER, stroke=PAPER if sure else GREY
    )


def _sure_key(drawing: Drawing, narrow: bool, lang: Language) -> None:
    drawing.dot(7, 10, 5, fill=ACCENT, stroke=PAPER)
    drawing.text(18, 10, lang.say("probably or almost certainly a difference"), color=QUIET)
    x, y = (7, 30) if narrow else (327, 10)
    drawing.dot(x, y, 5, fill=PAPER, stroke=GREY)
    drawing.text(x + 11, y, lang.say("less certain"), color=QUIET)


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


def trends(comparison: Comparison, lang: Language, width: float = NARROW) -> Spec | None:
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
