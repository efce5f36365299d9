# SPDX-License-Identifier: EUPL-1.2
"""Whether dissimilarity changed over the school years."""

from __future__ import annotations

from gemengd.figures.drawing import Drawing, Spec, unbroken
from gemengd.figures.figure import Kind, Said, Stand
from gemengd.figures.palette import ACCENT, BAND, FAINT, GREY, INK, NARROW, PAPER, QUIET
from gemengd.figures.table import Table
from gemengd.language.certainty import Certainty, certainty_of_test
from gemengd.language.language import Language, mark, rounded
from gemengd.monitor.figure.columns import D_COLUMNS, columns_of, number_in_words, picked
from gemengd.monitor.figure.words import estimated, per_hundred
from gemengd.monitor.published.view import Cell, Number


def say(cell: Cell, lang: Language) -> Said:
    """Whether dissimilarity changed since the first school year, and how sure that is."""
    change, series = cell.number("D_change"), cell.series("D")
    if change.estimate is None or len(series) < 2:
        return _no_change(cell, change, series, lang)
    first, last = _first_and_last(change, series)
    said = [_both(first, last, lang), *_chances(first, last, lang), *_direction(change, lang)]
    caption = lang.say("since {year}", year=lang.school_year(first.year))
    return Said(tuple(said), _headline(change, lang), estimated(change, lang, caption))


def _no_change(cell: Cell, change: Number, series: list[Number], lang: Language) -> Said:
    if change.status == "break_in_series":
        text = lang.say(
            "The groups were counted in another way before. Years with different counts are not compared."
        )
        return Said((text,), known=len(series) > 1)
    if change.status == "one_unit":
        text = lang.say(
            "In one of these school years there was one school. "
            "A spread over schools cannot be compared then."
        )
    else:
        year = lang.school_year(cell.year)
        text = lang.say(
            "There are figures of one school year, {year}. A change cannot be shown yet.", year=year
        )
    return Said((text,), headline=lang.say("Not yet known"), known=False)


def _first_and_last(change: Number, series: list[Number]) -> tuple[Number, Number]:
    start = change.year - (change.units or 0)
    first = next((number for number in series if number.year == start), series[0])
    return first, series[-1]


def _both(first: Number, last: Number, lang: Language) -> str:
    assert first.estimate is not None
    assert last.estimate is not None
    return lang.say(
        "In {first} it was {start} of every 100 pupils in this group, in {last} {end}.",
        first=lang.school_year(first.year),
        last=lang.school_year(last.year),
        start=per_hundred(first.estimate, lang),
        end=per_hundred(last.estimate, lang),
    )


def _chances(first: Number, last: Number, lang: Language) -> list[str]:
    """What a lottery would have given in both years, where that differs visibly."""
    if first.expected is None or last.expected is None:
        return []
    if rounded(first.expected * 100) == rounded(last.expected * 100):
        return []
    return [
        lang.say(
            "A lottery would have given {start} in {first} and {end} in {last}. "
            "That is taken into account below.",
            first=lang.school_year(first.year),
            last=lang.school_year(last.year),
            start=per_hundred(first.expected, lang),
            end=per_hundred(last.expected, lang),
        )
    ]


def sure_of(change: Number) -> Certainty:
    """How sure it is that a counted dissimilarity changed."""
    return certainty_of_test(change.p_value if change.counted is not None else None)


def _headline(change: Number, lang: Language) -> str:
    assert change.estimate is not None
    if sure_of(change) is Certainty.UNKNOWN:
        return lang.say("Cannot be said")
    number = int(rounded(abs(change.estimate) * 100))
    if number == 0:
        return lang.say("Hardly any change")
    if change.estimate < 0:
        return lang.plural("{count} fewer of every 100", "{count} fewer of every 100", number)
    return lang.plural("{count} more of every 100", "{count} more of every 100", number)


def _direction(change: Number, lang: Language) -> list[str]:
    assert change.estimate is not None
    sure = sure_of(change)
    if sure is Certainty.UNKNOWN:
        return [lang.say("Whether segregation has changed cannot be said with these figures.")]
    falling = {
        Certainty.ALMOST_CERTAIN: lang.say("It is almost certain that segregation has fallen."),
        Certainty.PROBABLE: lang.say("Segregation has probably fallen."),
    }
    rising = {
        Certainty.ALMOST_CERTAIN: lang.say("It is almost certain that segregation has risen."),
        Certainty.PROBABLE: lang.say("Segregation has probably risen."),
    }
    return [(falling if change.estimate < 0 else rising)[sure], *_margin(change, lang)]


def _margin(change: Number, lang: Language) -> list[str]:
    if change.low is None or change.high is None:
        return []
    return [
        lang.say(
            "With chance taken into account the difference is {n} of every 100 (margin {low} to {high}).",
            n=_tenths(change.estimate or 0.0, lang),
            low=_tenths(change.low, lang),
            high=_tenths(change.high, lang),
        )
    ]


def _tenths(share: float, lang: Language) -> str:
    """With a decimal: rounded to whole numbers, a margin that leaves out 0 could seem to hold it."""
    text = lang.number(share * 100, 1)
    return f"+{text}" if share > 0 else text


def table(cell: Cell, lang: Language) -> Table:
    """Dissimilarity of every year."""
    columns = columns_of(D_COLUMNS, lang)
    return Table(
        columns, picked([number_in_words(cell.number("D", year), lang) for year in cell.years], columns)
    )


def draw(cell: Cell, lang: Language, width: float = NARROW, height: float = 168) -> Spec | None:
    """Dissimilarity over the years with its band; the chance level is dotted."""
    series = cell.series("D")
    if len(series) < 2:
        return None
    plot = _Plot(series, width, height)
    drawing = Drawing(width, height)
    drawing.rule(0, plot.y(0), width, plot.y(0), color=GREY)
    for part in unbroken(series, lambda number: number.year):
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


KIND = Kind(
    "trend",
    mark("Is it getting better?"),
    say,
    table,
    draw,
    ("D", "D_change"),
    stand=Stand.FIRST,
    over_years=True,
)
