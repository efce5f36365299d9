# SPDX-License-Identifier: EUPL-1.2
"""The sentences about all municipalities together."""

from __future__ import annotations

import statistics

from gemengd.language.language import Language
from gemengd.monitor.figure.story import (
    Said,
    about,
    by_chance,
    estimated,
    focal,
    margin,
    per_hundred,
    unknown,
)
from gemengd.monitor.figure.story_places import in_doubt
from gemengd.monitor.labels import reason
from gemengd.monitor.published.view import Cell

SPREAD = 8
"""From this number of municipalities on, the middle half of them says something."""


def level(cell: Cell, lang: Language) -> Said:
    """The mean dissimilarity of the municipalities, weighted by pupils, and how far they differ."""
    number = cell.number("D")
    if number.estimate is None:
        return unknown(number, lang)
    values = {"focal": focal(cell, lang), "n": about(number.estimate, lang)}
    if number.from_area:
        text = lang.say(
            "Estimated from the neighbourhood: on average {n} of every 100 would have to move to another "
            "school in their own municipality for an even spread of ‘{focal}’.",
            **values,
        )
    else:
        text = lang.say(
            "Of every 100 {focal}, on average {n} would have to move to another school in their own "
            "municipality for an even spread.",
            **values,
        )
    sentences = [text, _places(cell, lang), *margin(number, lang), *by_chance(number, lang)]
    headline = lang.say("{n} of every 100", n=per_hundred(number.estimate, lang))
    caption = lang.say("would have to move to another school, on average over the municipalities")
    return Said(tuple(sentences), headline, estimated(number, lang, caption))


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


def municipalities(cell: Cell, lang: Language) -> Said:
    """What the map of the municipalities shows."""
    known = [row for row in cell.areas if row["focal_share"] is not None]
    if not known:
        return Said((lang.say("There are no figures of municipalities to show."),), known=False)
    text = lang.plural(
        "The map shows {count} municipality: how many of every 100 {focal} would have to move.",
        "The map shows {count} municipalities: how many of every 100 {focal} would have to move.",
        len(known),
        focal=focal(cell, lang),
    )
    before = [lang.say("Estimated from the neighbourhood.")] if cell.from_area else []
    size = lang.say(
        "A small municipality with few schools differs more by chance, so look at the margin in the table."
    )
    return Said(
        (*before, text, *_left_white(cell, lang), *([] if cell.from_area else [size]), *in_doubt(cell, lang))
    )


def _left_white(cell: Cell, lang: Language) -> list[str]:
    """Of how many municipalities there is no figure, and the reason of most of them."""
    reasons = [row["status"] for row in cell.areas if row["focal_share"] is None]
    if not reasons:
        return []
    return [
        lang.plural(
            "{count} municipality has no figure: {why}.",
            "{count} municipalities have no figure, most often because {why}.",
            len(reasons),
            why=reason(statistics.mode(reasons), lang),
        )
    ]
