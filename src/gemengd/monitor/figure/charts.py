# SPDX-License-Identifier: EUPL-1.2
"""The pictures of the first three blocks, as Vega-Lite specifications."""

from __future__ import annotations

from gemengd.figures.drawing import Drawing, Spec
from gemengd.figures.palette import ACCENT, BAND, FAINT, GREY, INK, NARROW, PAPER, QUIET, SECOND, TEXT
from gemengd.language.language import Language, rounded
from gemengd.monitor.published.view import Cell, Number

COLUMNS, ROWS = 20, 5


def level(cell: Cell, lang: Language, width: float = NARROW) -> Spec | None:
    """A hundred pupils: who would have to move, how sure that is, and what chance alone would give."""
    number = cell.number("D")
    if number.estimate is None:
        return None
    step = width / COLUMNS
    drawing = Drawing(width, step * ROWS + (46 if number.low is not None else 26))
    _hundred(drawing, number, step)
    _chance_mark(drawing, number, step, lang)
    if number.low is not None and number.high is not None:
        y = step * ROWS + 33
        drawing.dot(7, y, 4.6, fill=PAPER, stroke=ACCENT)
        low, high = (lang.number(bound * 100) for bound in (number.low, number.high))
        drawing.text(18, y, lang.say("uncertain: {low} to {high}", low=low, high=high), color=QUIET)
    return drawing.spec()


def _hundred(drawing: Drawing, number: Number, step: float) -> None:
    assert number.estimate is not None
    sure = round(100 * (number.estimate if number.low is None else number.low))
    perhaps = round(100 * (number.estimate if number.high is None else number.high))
    for pupil in range(COLUMNS * ROWS):
        x, y = (pupil // ROWS + 0.5) * step, (pupil % ROWS + 0.5) * step
        if pupil < sure:
            drawing.dot(x, y, step * 0.36, fill=ACCENT, stroke=ACCENT)
        elif pupil < perhaps:
            drawing.dot(x, y, step * 0.33, fill=PAPER, stroke=ACCENT)
        else:
            drawing.dot(x, y, step * 0.2, fill=GREY)


def _chance_mark(drawing: Drawing, number: Number, step: float, lang: Language) -> None:
    """A dotted line under the dots, as long as chance alone would fill them."""
    if number.expected is None:
        return
    x, y = number.expected * 100 / ROWS * step, step * ROWS + 6
    drawing.rule(1, y, max(x, 3), y, color=INK, width=2, dash=(2, 2))
    drawing.rule(max(x, 3), y - 5, max(x, 3), y + 5, color=INK, width=2)
    text = lang.say("by chance alone: {n}", n=lang.number(number.expected * 100))
    right = x > drawing.width * 0.55
    drawing.text(
        x - 4 if right else x + 7, y + (14 if right else 3), text, align="right" if right else "left"
    )


def causes(cell: Cell, lang: Language, width: float = NARROW) -> Spec | None:
    """From the nearest school to the school that was chosen, in pupils of every hundred."""
    near, choice = cell.number("D_nearest").estimate, cell.number("D_choice").estimate
    if near is None or choice is None:
        return None
    total = near + choice
    # What is read adds up: the total in words is the sum of the parts in words.
    added = int(rounded(near * 100) + rounded(choice * 100))
    steps = [
        (lang.say("Everybody to the nearest school"), 0.0, near, ACCENT, lang.number(near * 100)),
        (lang.say("School choice"), near, total, SECOND, lang.points(choice)),
        (lang.say("As it is now"), 0.0, total, INK, lang.number(added)),
    ]
    return waterfall(steps, width)


def waterfall(steps: list[tuple[str, float, float, str, str]], width: float) -> Spec:
    """Bars that go on where the one before ended.

    Args:
        steps: label, start, end, colour and amount in words of each bar.
        width: width of the picture.
    """
    drawing = Drawing(width, len(steps) * 46)
    low = min(0.0, *(min(start, end) for _, start, end, _, _ in steps))
    high = max(0.0, *(max(start, end) for _, start, end, _, _ in steps)) or 1.0
    scale = (width - 48) / (high - low)
    for row, (name, start, end, color, amount) in enumerate(steps):
        y, left, right = row * 46, *sorted(((start - low) * scale, (end - low) * scale))
        drawing.text(0, y + 9, name)
        drawing.box(left, y + 20, max(right, left + 2), y + 36, fill=color)
        drawing.text(max(right, left + 2) + 6, y + 28, amount, weight=600)
        x = (end - low) * scale
        # A line through the next name would make it hard to read.
        if row + 1 < len(steps) and x > len(steps[row + 1][0]) * TEXT * 0.56:
            drawing.rule(x, y + 36, x, y + 66, dash=(2, 2))
    return drawing.spec()


def trend(cell: Cell, lang: Language, width: float = NARROW, height: float = 168) -> Spec | None:
    """Dissimilarity over the years with its band; the chance level is dotted."""
    series = cell.series("D")
    if len(series) < 2:
        return None
    plot = _Plot(series, width, height)
    drawing = Drawing(width, height)
    drawing.rule(0, plot.y(0), width, plot.y(0), color=GREY)
    for part in _unbroken(series):
        _band(drawing, plot, part)
        drawing.line([(plot.x(n), plot.y(n.estimate)) for n in part], color=ACCENT, width=2.5)
    chance = [n for n in series if n.expected is not None]
    if chance:
        drawing.line([(plot.x(n), plot.y(n.expected)) for n in chance], color=INK, width=1.4, dash=(2, 3))
        drawing.text(
            plot.x(chance[0]), plot.y(chance[0].expected) - 10, lang.say("by chance alone"), color=QUIET
        )
    _ends(drawing, plot, series, lang)
    return drawing.spec()


class _Plot:
    def __init__(self, series: list[Number], width: float, height: float) -> None:
        self.first, self.last = series[0].year, series[-1].year
        tops = (max(n.estimate or 0, n.high or 0, n.expected or 0) for n in series)
        self.top = max(*tops, 0.05)
        self.width, self.base = width, height - 24

    def x(self, number: Number) -> float:
        return 18 + (number.year - self.first) / (self.last - self.first) * (self.width - 40)

    def y(self, value: float | None) -> float:
        return self.base - (value or 0) / self.top * (self.base - 26)


def _unbroken(series: list[Number]) -> list[list[Number]]:
    parts: list[list[Number]] = []
    for number in series:
        if parts and number.year == parts[-1][-1].year + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return parts


def _band(drawing: Drawing, plot: _Plot, part: list[Number]) -> None:
    sure = [n for n in part if n.low is not None and n.high is not None]
    if sure:
        drawing.area([(plot.x(n), plot.y(n.low), plot.y(n.high)) for n in sure], fill=BAND)


def _ends(drawing: Drawing, plot: _Plot, series: list[Number], lang: Language) -> None:
    for number in series:
        drawing.dot(plot.x(number), plot.y(number.estimate), 3, fill=ACCENT, stroke=PAPER)
        drawing.rule(plot.x(number), plot.base, plot.x(number), plot.base + 4, color=FAINT)
    for number in (series[0], series[-1]):
        y = plot.y(max(number.estimate or 0, number.high or 0)) - 11
        drawing.text(plot.x(number), y, lang.number((number.estimate or 0) * 100), align="center", weight=600)
    drawing.text(0, plot.base + 15, lang.school_year(plot.first), color=QUIET)
    drawing.text(plot.width, plot.base + 15, lang.school_year(plot.last), align="right", color=QUIET)
