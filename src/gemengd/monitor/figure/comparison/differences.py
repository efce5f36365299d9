# SPDX-License-Identifier: EUPL-1.2
"""The differences between municipalities, each with how sure it is."""

from __future__ import annotations

from gemengd.figures.drawing import Spec
from gemengd.figures.figure import Kind, Said
from gemengd.figures.palette import NARROW
from gemengd.figures.table import Table
from gemengd.language.certainty import Certainty
from gemengd.language.language import Language, mark
from gemengd.monitor.figure.comparison.columns import difference_row, differences_table
from gemengd.monitor.figure.comparison.words import (
    index_name,
    inside,
    many,
    no_difference,
    size_and_margin,
)
from gemengd.monitor.figure.comparison.zero import about_zero
from gemengd.monitor.published.comparison import Comparison, Difference

MOST_SENTENCES = 7
"""More differences than this are not all said; the table says every one of them."""


def say(comparison: Comparison, lang: Language) -> Said:
    """The differences between the places, each with how sure it is."""
    every = comparison.between_places
    if not every:
        return Said((lang.say("Choose another municipality to see a difference."),), known=False)
    first = comparison.cells[0]
    shown = every if len(every) <= MOST_SENTENCES else [d for d in every if d.first == first.municipality_id]
    said = [in_words(comparison, each, lang) for each in shown]
    if len(shown) < len(every):
        said.append(
            lang.say(
                "These are the differences with {place}; the table holds those between all places.",
                place=first.name,
            )
        )
    return Said((*said, *many(every, lang)), known=any(d.difference is not None for d in every))


def in_words(comparison: Comparison, each: Difference, lang: Language) -> str:
    """One difference between places in a sentence."""
    names = comparison.names
    first, second = names[each.first], names[each.second]
    if each.difference is None:
        return no_difference(f"{first} – {second}", each, lang)
    more, less = (second, first) if each.difference >= 0 else (first, second)
    doubt = each.sure is Certainty.UNKNOWN
    values = {
        "index": inside(comparison, lang) if doubt else index_name(comparison, lang),
        "more": more,
        "less": less,
        "n": size_and_margin(comparison, each, lang),
    }
    words = {
        Certainty.ALMOST_CERTAIN: lang.say(
            "{index} is almost certainly higher in {more} than in {less}: {n}."
        ),
        Certainty.PROBABLE: lang.say("{index} is probably higher in {more} than in {less}: {n}."),
        Certainty.UNKNOWN: lang.say(
            "Whether {index} is higher in {more} than in {less} cannot be said with these figures: {n}."
        ),
    }
    return words[each.sure].format(**values)


def table(comparison: Comparison, lang: Language) -> Table:
    """Every difference between two places in the last year."""
    names, year = comparison.names, comparison.years[1]
    ends = (("second_name", mark("municipality"), "text"), ("first_name", mark("beside"), "text"))
    rows = [
        difference_row(each, lang)
        | {
            "second_name": names[each.second],
            "first_name": names[each.first],
            "year": year,
            "words": in_words(comparison, each, lang),
        }
        for each in comparison.between_places
    ]
    return differences_table(comparison, rows, ends, ("year", "first", "second"), lang)


def draw(comparison: Comparison, lang: Language, width: float = NARROW) -> Spec | None:
    """Every difference between places about the zero line."""
    names = comparison.names
    named = [
        (lang.say("{second} minus {first}", second=names[d.second], first=names[d.first]), d)
        for d in comparison.between_places
    ]
    return about_zero(comparison, named, lang, width)


KIND = Kind("differences", mark("Differences between places"), say, table, draw, wide=True)
