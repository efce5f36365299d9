# SPDX-License-Identifier: EUPL-1.2
"""Where the pupils of a school live, as far as it may be shown."""

from __future__ import annotations

from gemengd.figures.drawing import Spec
from gemengd.figures.figure import Kind, Said
from gemengd.figures.palette import ACCENT, GREY, NARROW
from gemengd.figures.rows import Bar, bars
from gemengd.figures.table import Table
from gemengd.language.language import Language, mark
from gemengd.monitor.figure.columns import columns_of, picked
from gemengd.monitor.figure.schools import school_in_words
from gemengd.monitor.figure.words import about, focal
from gemengd.monitor.labels import EXPECTED
from gemengd.monitor.published.school import School

_COLUMNS = (
    ("year", mark("school year"), "year"),
    ("focal_share", mark("share at the school"), "share"),
    ("own_share", mark("share where its pupils live"), "share"),
    ("near_share", mark("share among all pupils nearby"), "share"),
    ("near_pupils", mark("pupils nearby"), "count"),
    ("near_schools", mark("other schools nearby"), "count"),
    ("status", mark("status"), "text"),
)


def say(school: School, lang: Language) -> Said:
    """What may be shown of where the pupils live, and why it is no more than that."""
    row, who = school.row, focal(school.cell, lang)
    shares = (
        (
            row["own_share"],
            lang.say("In the areas where its pupils live, {n} of every 100 are {focal}."),
        ),
        (
            row["near_share"],
            lang.say("Of all pupils who live near the school, {n} of every 100 are {focal}."),
        ),
        (school.whole, lang.say("Of all pupils at the schools of {place}, {n} of every 100 are {focal}.")),
    )
    said = [
        message.format(n=about(share, lang), focal=who, place=school.municipality)
        for share, message in shares
        if share is not None
    ]
    reason = lang.say(
        "How many pupils come from which area is not shown: these numbers are small, "
        "and numbers that are hidden could be worked out from them."
    )
    if row["own_share"] is None and row["status"] == EXPECTED:
        said.append(
            lang.say("The share where its pupils live is left out: it is what the school was estimated from.")
        )
    return Said((*said, reason), known=bool(said))


def table(school: School, lang: Language) -> Table:
    """What may be published of where the pupils live, a row per school year."""
    columns = columns_of(_COLUMNS, lang)
    return Table(columns, picked([school_in_words(row, lang) for row in school.rows], columns))


def draw(school: School, lang: Language, width: float = NARROW) -> Spec | None:
    """The share at the school, where its pupils live, nearby and in the municipality."""
    row = school.row
    shares = (
        (lang.say("This school"), row["focal_share"], ACCENT),
        (lang.say("Where its pupils live"), row["own_share"], GREY),
        (lang.say("All pupils nearby"), row["near_share"], GREY),
        (lang.say("The whole municipality"), school.whole, GREY),
    )
    entries = [
        Bar(name, share, lang.percent(share), color) for name, share, color in shares if share is not None
    ]
    return bars(entries, 1.0, width) if len(entries) > 1 else None


KIND = Kind("homes", mark("Where its pupils live"), say, table, draw, ("mirror",), wide=True)
