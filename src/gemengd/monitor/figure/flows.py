# SPDX-License-Identifier: EUPL-1.2
"""The way to school: the nearest one, outside the area, outside the municipality."""

from __future__ import annotations

from gemengd.figures.drawing import Spec
from gemengd.figures.figure import Kind, Paper, Said
from gemengd.figures.palette import NARROW
from gemengd.figures.rows import Bar, bars
from gemengd.figures.table import Table
from gemengd.language.language import Language, mark
from gemengd.monitor.figure.columns import NAMED, columns_of, named
from gemengd.monitor.figure.words import unknown
from gemengd.monitor.labels import HIDDEN, indicator_of
from gemengd.monitor.published.view import Cell

FLOWS = ("share_nearest", "share_outside_area", "share_outside_municipality", "share_leaving")


def say(cell: Cell, lang: Language) -> Said:
    """How pupils go to school: the nearest one, outside the area, outside the municipality."""
    shares = {name: cell.number(name).estimate for name in FLOWS}
    messages = {
        "share_nearest": lang.say("About {p} of the pupils go to the nearest school."),
        "share_outside_area": lang.say("{p} of the pupils go to a school outside the area where they live."),
        "share_outside_municipality": lang.say(
            "{p} of the pupils at these schools live in another municipality."
        ),
        "share_leaving": lang.say("{p} of the pupils who live here go to school in another municipality."),
    }
    said = [
        messages[name].format(p=_at_start(share, lang)) for name, share in shares.items() if share is not None
    ]
    if shares["share_nearest"] is not None:
        said.insert(
            1,
            lang.say(
                "We measure in a straight line from the middle of the area where a pupil lives, "
                "so this is a rough estimate."
            ),
        )
    left_out = _left_out(cell, lang)
    if not said:
        return Said(tuple(left_out[:1]), known=False) if left_out else unknown(cell.number(FLOWS[0]), lang)
    return Said((*said, *left_out))


def _left_out(cell: Cell, lang: Language) -> list[str]:
    """Why shares are not there: first that they are hidden, then that they cannot be known."""
    statuses = {cell.number(name).status for name in FLOWS}
    reasons = []
    if HIDDEN in statuses:
        reasons.append(
            lang.say(
                "A share is left out where fewer than {threshold} pupils stand behind it.",
                threshold=lang.number(cell.threshold),
            )
        )
    if "coarse_homes" in statuses:
        reasons.append(
            lang.say(
                "Which school is the nearest cannot be said: "
                "the areas where pupils live are larger than the distance between schools."
            )
        )
    if not reasons:
        return (
            [lang.say("Where the pupils live is not known, so their way to school cannot be shown.")]
            if "no_home_areas" in statuses
            else []
        )
    return reasons


def _at_start(share: float, lang: Language) -> str:
    text = lang.percent(share)
    return lang.say("Less than {p}", p=text[1:]) if text.startswith("<") else text


def table(cell: Cell, lang: Language) -> Table:
    """The ways to school."""
    columns = columns_of((*NAMED[:2], *NAMED[-2:]), lang)
    return Table(columns, named(cell, FLOWS, lang, columns))


def draw(cell: Cell, lang: Language, width: float = NARROW) -> Spec | None:
    """The ways to school as shares of a hundred pupils."""
    entries = [
        Bar(lang.say(indicator_of(name).name), share, lang.percent(share))
        for name in FLOWS
        if (share := cell.number(name).estimate) is not None
    ]
    return bars(entries, 1.0, width) if entries else None


KIND = Kind(
    "flows", mark("The way to school"), say, table, draw, FLOWS, wide=True, paper=Paper.ASIDE, by_group=False
)
