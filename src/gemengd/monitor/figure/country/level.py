# SPDX-License-Identifier: EUPL-1.2
"""The mean dissimilarity of the municipalities."""

from __future__ import annotations

import statistics

from gemengd.figures.figure import Kind, Said, Stand
from gemengd.figures.table import Table
from gemengd.language.language import Language, mark
from gemengd.monitor.figure.columns import D_COLUMNS, columns_of, number_in_words, picked
from gemengd.monitor.figure.level import by_chance, draw, margin, no_duty
from gemengd.monitor.figure.words import estimated, focal, per_hundred, unknown
from gemengd.monitor.published.view import Cell

SPREAD = 8
"""From this number of municipalities on, the middle half of them says something."""


def say(cell: Cell, lang: Language) -> Said:
    """The mean dissimilarity of the municipalities, weighted by pupils, and how far they differ."""
    number = cell.number("D")
    if number.estimate is None:
        return unknown(number, lang)
    values = {"focal": focal(cell, lang), "n": per_hundred(number.estimate, lang)}
    if number.from_area:
        text = lang.say(
            "This is an estimate: of every 100 {focal}, on average about {n} would go to another school in "
            "their own municipality if every school there had the same mix and the other pupils stayed.",
            **values,
        )
    else:
        text = lang.say(
            "Of every 100 {focal}, on average {n} would go to another school in their own municipality if "
            "every school there had the same mix and the other pupils stayed.",
            **values,
        )
    said = [text, _places(cell, lang), *margin(number, lang), *by_chance(number, lang), no_duty(lang)]
    headline = lang.say("{n} of every 100 pupils in this group", n=per_hundred(number.estimate, lang))
    caption = lang.say(
        "would go to another school if every school in their municipality had the same mix and the other "
        "pupils stayed"
    )
    return Said(tuple(said), headline, estimated(number, lang, caption))


def _places(cell: Cell, lang: Language) -> str:
    values = sorted(row["focal_share"] for row in cell.areas if row["focal_share"] is not None)
    if len(values) < SPREAD:
        return lang.plural(
            "It is the mean of {count} municipality, weighted by its pupils.",
            "It is the mean of {count} municipalities, weighted by their pupils.",
            len(values),
        )
    low, _, high = statistics.quantiles(values, n=4)
    return lang.say(
        "Of the {count} municipalities, half lie between {low} and {high}.",
        count=lang.number(len(values)),
        low=per_hundred(low, lang),
        high=per_hundred(high, lang),
    )


def table(cell: Cell, lang: Language) -> Table:
    """The mean dissimilarity over municipalities, of every year."""
    columns = columns_of((*D_COLUMNS[:5], *D_COLUMNS[-2:]), lang)
    return Table(
        columns, picked([number_in_words(cell.number("D", year), lang) for year in cell.years], columns)
    )


KIND = Kind("level", mark("How mixed, on average?"), say, table, draw, ("D",), stand=Stand.FIRST)
