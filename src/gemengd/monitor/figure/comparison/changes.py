# SPDX-License-Identifier: EUPL-1.2
"""The change of every municipality between two years."""

from __future__ import annotations

from gemengd.figures.drawing import Spec
from gemengd.figures.figure import Kind, Said
from gemengd.figures.palette import NARROW
from gemengd.figures.table import About, Table
from gemengd.language.certainty import Certainty
from gemengd.language.language import Language, mark
from gemengd.monitor.figure.comparison.columns import difference_row, differences_table
from gemengd.monitor.figure.comparison.words import index_name, inside, many, no_difference, size_and_margin
from gemengd.monitor.figure.comparison.zero import about_zero
from gemengd.monitor.published.comparison import Comparison, Difference


def say(comparison: Comparison, lang: Language) -> Said:
    """The difference between the years of every place, each with how sure it is."""
    every = comparison.between_years
    if not every:
        return Said((lang.say("Choose an earlier year to see a change."),), known=False)
    said = [in_words(comparison, each, lang) for each in every]
    note = lang.say(
        "Many pupils are the same in both years. That is left out of account, so the margins are rather "
        "too wide."
    )
    known = any(each.difference is not None for each in every)
    return Said((*said, *many(every, lang), *([note] if known else [])), known=known)


def in_words(comparison: Comparison, each: Difference, lang: Language) -> str:
    """The change of one place in a sentence."""
    place = comparison.names[each.place]
    if each.difference is None:
        return no_difference(place, each, lang)
    doubt = each.sure is Certainty.UNKNOWN
    values = {
        "index": inside(comparison, lang) if doubt else index_name(comparison, lang),
        "place": place,
        "n": size_and_margin(comparison, each, lang),
    }
    unknown = lang.say("Whether {index} has changed in {place} cannot be said with these figures: {n}.")
    rising = {
        Certainty.ALMOST_CERTAIN: lang.say("{index} has almost certainly risen in {place}: {n}."),
        Certainty.PROBABLE: lang.say("{index} has probably risen in {place}: {n}."),
        Certainty.UNKNOWN: unknown,
    }
    falling = {
        Certainty.ALMOST_CERTAIN: lang.say("{index} has almost certainly fallen in {place}: {n}."),
        Certainty.PROBABLE: lang.say("{index} has probably fallen in {place}: {n}."),
        Certainty.UNKNOWN: unknown,
    }
    return (rising if each.difference >= 0 else falling)[each.sure].format(**values)


def table(comparison: Comparison, lang: Language) -> Table:
    """The difference between the last and the first year, per place."""
    ends = (
        ("name", mark("municipality"), "text"),
        ("first", mark("from"), "year"),
        ("second", mark("to"), "year"),
    )
    rows = [
        difference_row(each, lang)
        | {
            "name": comparison.names[each.place],
            "place": each.place,
            "words": in_words(comparison, each, lang),
        }
        for each in comparison.between_years
    ]
    about = About("municipality", tuple(each.place for each in comparison.between_years))
    return differences_table(comparison, rows, ends, ("place",), lang, about)


def draw(comparison: Comparison, lang: Language, width: float = NARROW) -> Spec | None:
    """The change of every place about the zero line."""
    named = [(comparison.names[d.place], d) for d in comparison.between_years]
    return about_zero(comparison, named, lang, width)


KIND = Kind("changes", mark("Changes between years"), say, table, draw, wide=True)
