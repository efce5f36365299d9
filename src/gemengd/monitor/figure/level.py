# SPDX-License-Identifier: EUPL-1.2
"""How mixed the schools are: dissimilarity in people."""

from __future__ import annotations

from gemengd.figures.drawing import Drawing, Spec
from gemengd.figures.figure import Kind, Said, Stand
from gemengd.figures.palette import ACCENT, GREY, INK, NARROW, PAPER, QUIET
from gemengd.figures.table import Table
from gemengd.language.certainty import Certainty
from gemengd.language.language import Language, mark
from gemengd.monitor.figure.columns import D_COLUMNS, columns_of, number_in_words, picked
from gemengd.monitor.figure.words import estimated, focal, per_hundred, unknown
from gemengd.monitor.labels import sector_name
from gemengd.monitor.published.view import Cell, Number

COLUMNS, ROWS = 20, 5
"""The lay-out of the hundred pupils."""


def say(cell: Cell, lang: Language) -> Said:
    """How mixed the schools are: dissimilarity in people, its interval and its chance level."""
    number = cell.number("D")
    if number.status == "one_unit":
        return _one_school(cell, lang)
    if number.estimate is None:
        return _bounds(number, lang)
    sentences = [*_moving(cell, number, lang), *margin(number, lang), *by_chance(number, lang)]
    return Said((*sentences, *_all_pupils(cell, number, lang), no_duty(lang)), *heading(number, lang))


def heading(number: Number, lang: Language) -> tuple[str, str]:
    """Headline and caption of a dissimilarity: of which hundred, and on what condition."""
    assert number.estimate is not None
    headline = lang.say("{n} of every 100 pupils in this group", n=per_hundred(number.estimate, lang))
    caption = lang.say(
        "would go to another school if every school had the same mix and the other pupils stayed"
    )
    return headline, estimated(number, lang, caption)


def no_duty(lang: Language) -> str:
    """That a measure asks nothing of anybody."""
    return lang.say("This is a way of measuring. Nobody has to change schools.")


def _one_school(cell: Cell, lang: Language) -> Said:
    text = lang.say(
        "In {place} there is one school in these figures ({sector}). "
        "So there is no spread over schools to measure.",
        place=cell.name,
        sector=sector_name(cell.sector, lang).lower(),
    )
    return Said((text,), headline=lang.say("One school"), known=False)


def _bounds(number: Number, lang: Language) -> Said:
    if number.bound_low is None or number.bound_high is None:
        return unknown(number, lang)
    low, high = (per_hundred(bound, lang) for bound in (number.bound_low, number.bound_high))
    text = lang.say(
        "Some counts were not published exactly. "
        "The figure lies between {low} and {high} of every 100 pupils in this group.",
        low=low,
        high=high,
    )
    return Said((text,), headline=lang.say("{low} to {high} of every 100", low=low, high=high))


def _moving(cell: Cell, number: Number, lang: Language) -> list[str]:
    assert number.estimate is not None
    n = per_hundred(number.estimate, lang)
    values = {"place": cell.name, "focal": focal(cell, lang), "n": n}
    if number.from_area:
        return [
            lang.say(
                "This is an estimate: of every 100 {focal} in {place}, about {n} would go to another school "
                "if every school had the same mix and the other pupils stayed.",
                **values,
            ),
            lang.say("It takes pupils to be like the residents of their area."),
        ]
    if number.estimate == 0:
        return [lang.say("In {place}, {focal} are spread evenly over the schools.", **values)]
    if number.estimate == 1:
        return [lang.say("In {place}, {focal} and other pupils meet at no school.", **values)]
    return [
        lang.say(
            "Of every 100 {focal} in {place}, {n} would go to another school if every school had the same "
            "mix and the other pupils stayed.",
            **values,
        )
    ]


def margin(number: Number, lang: Language) -> list[str]:
    """How uncertain a level is; nothing where there is no uncertainty to tell."""
    if number.from_area:
        return [lang.say("How uncertain this is, we do not know. Such estimates are usually too low.")]
    if number.low is None or number.high is None or number.estimate in (0, 1):
        return []
    low, high = (lang.number(bound * 100) for bound in (number.low, number.high))
    if low == high:
        return []
    return [lang.say("With the margin: {low} to {high} of every 100.", low=low, high=high)]


def by_chance(number: Number, lang: Language) -> list[str]:
    """What chance alone would make of a level, and whether it is more than that."""
    if number.expected is None or number.counted is None:
        return []
    said = [
        lang.say(
            "If a lottery decided who goes to which school, the spread would not be quite even either: "
            "this figure would be about {n}. It cannot be subtracted.",
            n=per_hundred(number.expected, lang),
        ),
        _above_chance(number, lang),
    ]
    if number.level is not None and number.above_chance is Certainty.ALMOST_CERTAIN:
        said.append(lang.say("With chance taken into account it is {n}.", n=per_hundred(number.level, lang)))
    return said


def _above_chance(number: Number, lang: Language) -> str:
    words = {
        Certainty.ALMOST_CERTAIN: lang.say(
            "The differences between schools are almost certainly larger than by chance."
        ),
        Certainty.PROBABLE: lang.say("The differences between schools are probably larger than by chance."),
        Certainty.UNKNOWN: lang.say(
            "Whether the differences between schools are larger than by chance cannot be said with these "
            "figures."
        ),
    }
    return words[number.above_chance]


def _all_pupils(cell: Cell, number: Number, lang: Language) -> list[str]:
    """The part of all pupils that would trade places if schools kept their size: 2P(1 - P)D."""
    share = focal_share(cell, number.year)
    if share is None or number.estimate is None or number.above_chance is not Certainty.ALMOST_CERTAIN:
        return []
    trading = 2 * share * (1 - share) * number.estimate
    return [
        lang.say(
            "If every school kept its size, {n} of every 100 of all pupils would trade places.",
            n=per_hundred(trading, lang),
        )
    ]


def focal_share(cell: Cell, year: int) -> float | None:
    """The share of the group among the pupils of known groups; None where it is not published."""
    rows = [row for row in cell.groups if row["year"] == year and row["known"]]
    if not rows or any(row["pupils"] is None for row in rows):
        return None
    whole = sum(row["pupils"] for row in rows)
    focal_groups = cell.characteristic.focal
    return sum(row["pupils"] for row in rows if row["group"] in focal_groups) / whole if whole else None


def table(cell: Cell, lang: Language) -> Table:
    """Dissimilarity of the last year."""
    columns = columns_of(D_COLUMNS, lang)
    return Table(columns, picked([number_in_words(cell.number("D"), lang)], columns))


def draw(cell: Cell, lang: Language, width: float = NARROW) -> Spec | None:
    """A hundred pupils: who would go to another school, how sure that is, and what a lottery would give."""
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
        drawing.text(18, y, lang.say("margin: {low} to {high}", low=low, high=high), color=QUIET)
    return drawing.spec()


def _hundred(drawing: Drawing, number: Number, step: float) -> None:
    """Full dots as far as is sure, open ones within the margin; of an estimate all are open."""
    assert number.estimate is not None
    surely = 0.0 if number.counted is None else number.estimate
    sure = round(100 * (surely if number.low is None else number.low))
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
    text = lang.say("by a lottery: {n}", n=lang.number(number.expected * 100))
    right = x > drawing.width * 0.55
    drawing.text(
        x - 4 if right else x + 7, y + (14 if right else 3), text, align="right" if right else "left"
    )


KIND = Kind("level", mark("How mixed?"), say, table, draw, ("D",), stand=Stand.FIRST)
