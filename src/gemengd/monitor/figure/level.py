# SPDX-License-Identifier: EUPL-1.2
"""How mixed the schools are: dissimilarity in people."""

from __future__ import annotations

from gemengd.figures.drawing import Drawing, Spec
from gemengd.figures.figure import Kind, Said, Stand
from gemengd.figures.palette import ACCENT, GREY, INK, NARROW, PAPER, QUIET
from gemengd.figures.table import Table
from gemengd.language.certainty import Certainty, certainty
from gemengd.language.language import Language, mark
from gemengd.monitor.figure.columns import D_COLUMNS, columns_of, number_in_words, picked
from gemengd.monitor.figure.words import about, estimated, focal, per_hundred, unknown
from gemengd.monitor.published.view import Cell, Number

COLUMNS, ROWS = 20, 5
"""The lay-out of the hundred pupils."""


def say(cell: Cell, lang: Language) -> Said:
    """How mixed the schools are: dissimilarity in people, its interval and its chance level."""
    number = cell.number("D")
    if number.estimate is None:
        return _bounds(number, lang)
    sentences = [_moving(cell, number, lang), *margin(number, lang), *by_chance(number, lang)]
    headline = lang.say("{n} of every 100", n=per_hundred(number.estimate, lang))
    caption = estimated(number, lang, lang.say("would have to move to another school for an even spread"))
    return Said(tuple(sentences), headline, caption)


def _bounds(number: Number, lang: Language) -> Said:
    if number.bound_low is None or number.bound_high is None:
        return unknown(number, lang)
    low, high = (per_hundred(bound, lang) for bound in (number.bound_low, number.bound_high))
    text = lang.say(
        "Some counts were not published exactly. The figure lies between {low} and {high} of every 100.",
        low=low,
        high=high,
    )
    return Said((text,), headline=lang.say("{low} to {high} of every 100", low=low, high=high))


def _moving(cell: Cell, number: Number, lang: Language) -> str:
    assert number.estimate is not None
    values = {"place": cell.name, "focal": focal(cell, lang), "n": about(number.estimate, lang)}
    if number.from_area:
        text = lang.say(
            "Estimated from the neighbourhood: if pupils are like the residents of their area, {n} of "
            "every 100 would have to move to another school in {place} for an even spread of ‘{focal}’.",
            **values,
        )
        hidden = lang.say("Differences between families in one area cannot be seen in this estimate.")
        return f"{text} {hidden}"
    if number.estimate == 0:
        return lang.say("In {place}, {focal} are spread evenly over the schools.", **values)
    if number.estimate == 1:
        return lang.say("In {place}, {focal} and other pupils meet at no school.", **values)
    return lang.say(
        "Of every 100 {focal} in {place}, {n} would have to move to another school for an even spread.",
        **values,
    )


def margin(number: Number, lang: Language) -> list[str]:
    """How uncertain a level is; nothing where there is no uncertainty to tell."""
    if number.from_area:
        return [lang.say("How uncertain this estimate is cannot be said with these figures.")]
    if number.low is None or number.high is None or number.estimate in (0, 1):
        return []
    low, high = (lang.number(bound * 100) for bound in (number.low, number.high))
    if low == high:
        return []
    return [lang.say("The margin of uncertainty runs from {low} to {high}.", low=low, high=high)]


def by_chance(number: Number, lang: Language) -> list[str]:
    """What chance alone would make of a level, and whether it is more than that."""
    if number.expected is None or number.estimate is None:
        return []
    said = [lang.say("Chance alone would already make it {n}.", n=per_hundred(number.expected, lang))]
    if number.se is None:
        return said
    above = number.estimate - number.expected
    if above <= 0 or certainty(above, number.se) is Certainty.UNKNOWN:
        said.append(
            lang.say("Whether the schools differ more than by chance cannot be said with these figures.")
        )
        return said
    words = {
        Certainty.ALMOST_CERTAIN: lang.say(
            "It is almost certain that the schools differ more than by chance."
        ),
        Certainty.PROBABLE: lang.say("The schools probably differ more than by chance."),
        Certainty.MAYBE: lang.say("The schools may differ more than by chance."),
    }
    return [*said, words[certainty(above, number.se)]]


def table(cell: Cell, lang: Language) -> Table:
    """Dissimilarity of the last year."""
    columns = columns_of(D_COLUMNS, lang)
    return Table(columns, picked([number_in_words(cell.number("D"), lang)], columns))


def draw(cell: Cell, lang: Language, width: float = NARROW) -> Spec | None:
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


KIND = Kind("level", mark("How mixed?"), say, table, draw, ("D",), stand=Stand.FIRST)
