# SPDX-License-Identifier: EUPL-1.2
"""The sentences about other municipalities, schools, areas and the way to school."""

from __future__ import annotations

import math

from gemengd.figures.table import Row
from gemengd.language.certainty import Certainty, certainty
from gemengd.language.language import Language
from gemengd.monitor.figure.story import Said, about, focal, per_hundred, unknown
from gemengd.monitor.labels import EXPECTED, HIDDEN
from gemengd.monitor.published.map_classes import classes
from gemengd.monitor.published.view import Cell, Number

MOST_SCHOOLS = 30
"""More schools than this are not drawn; the table holds them all."""


def peers(cell: Cell, lang: Language) -> Said:
    """Where this municipality stands among comparable ones."""
    own = cell.number("D")
    if own.estimate is None:
        return unknown(own, lang)
    if not cell.peers:
        text = lang.say(
            "There are no municipalities in these data that can be compared with {place}.", place=cell.name
        )
        return Said((text,), known=False)
    alike = lang.plural(
        "One municipality is shown that resembles {place} in size, density and pupils.",
        "The {count} municipalities are shown that resemble {place} most in size, density and pupils.",
        len(cell.peers),
        place=cell.name,
    )
    if own.from_area or own.se is None:
        return Said((alike, _range(cell, lang)))
    return Said((alike, _standing(cell, own, lang)))


def _range(cell: Cell, lang: Language) -> str:
    own = cell.number("D").estimate
    others = [peer.dissimilarity.estimate for peer in cell.peers if peer.dissimilarity.estimate is not None]
    assert own is not None
    return lang.say(
        "In {place} it is {n} of every 100, in the others {low} to {high}. "
        "How sure the differences are cannot be said with these figures.",
        place=cell.name,
        n=about(own, lang),
        low=per_hundred(min(others), lang),
        high=per_hundred(max(others), lang),
    )


def _standing(cell: Cell, own: Number, lang: Language) -> str:
    below = above = unclear = 0
    for peer in cell.peers:
        difference, sure = compared(own, peer.dissimilarity)
        if sure in (Certainty.UNKNOWN, Certainty.MAYBE):
            unclear += 1
        elif difference > 0:
            below += 1
        else:
            above += 1
    parts = []
    if below:
        parts.append(
            lang.plural(
                "In {count} of them segregation is probably or almost certainly lower than in {place}.",
                "In {count} of them segregation is probably or almost certainly lower than in {place}.",
                below,
                place=cell.name,
            )
        )
    if above:
        parts.append(
            lang.plural(
                "In {count} of them segregation is probably or almost certainly higher than in {place}.",
                "In {count} of them segregation is probably or almost certainly higher than in {place}.",
                above,
                place=cell.name,
            )
        )
    if unclear:
        parts.append(
            lang.plural(
                "For {count} of them the difference cannot be said with these figures.",
                "For {count} of them the difference cannot be said with these figures.",
                unclear,
            )
        )
    return " ".join(parts)


def compared(own: Number, other: Number) -> tuple[float, Certainty]:
    """The difference in estimate between two municipalities and how sure its direction is."""
    difference = (own.estimate or 0.0) - (other.estimate or 0.0)
    if own.se is None or other.se is None:
        return difference, Certainty.UNKNOWN
    return difference, certainty(difference, math.hypot(own.se, other.se))


def schools(cell: Cell, lang: Language) -> Said:
    """How many schools mirror the catchment they draw from."""
    if not cell.schools:
        return Said((lang.say("There are no figures per school."),), known=False)
    judged = [row for row in cell.schools if row["verdict"] not in (None, "unknown")]
    if not judged and cell.from_area:
        text = lang.say(
            "The pupils of each school are themselves estimated from the neighbourhood. "
            "Whether a school mirrors its catchment cannot be said with these figures."
        )
        return Said((text, *_left_out(cell, lang)), known=False)
    if not judged:
        text = lang.say(
            "Whether schools mirror their catchment cannot be said: where their pupils live is not known."
        )
        return Said((text, *_left_out(cell, lang)), known=False)
    before = []
    if cell.from_area:
        before = [
            lang.say(
                "Estimated from the neighbourhood: the areas where the pupils of a school live are held "
                "beside the areas around it."
            )
        ]
    return Said((*before, *_mirrors(cell, judged, lang), *_left_out(cell, lang), *_not_drawn(cell, lang)))


def _not_drawn(cell: Cell, lang: Language) -> list[str]:
    if sum(row["difference"] is not None for row in cell.schools) <= MOST_SCHOOLS:
        return []
    text = lang.say(
        "The picture shows the {n} schools that differ most from their catchment; the table holds them all.",
        n=lang.number(MOST_SCHOOLS),
    )
    return [text]


def _mirrors(cell: Cell, judged: list[Row], lang: Language) -> list[str]:
    different = [row for row in judged if row["verdict"] != "mirror"]
    points = lang.number(cell.mirror_points)
    if not different:
        text = lang.plural(
            "The one school with figures mirrors its catchment: the difference is less than {points} points.",
            "All {count} schools with figures mirror their catchment: the difference is less "
            "than {points} points.",
            len(judged),
            points=points,
        )
        return [text]
    text = lang.plural(
        "At {count} of {total} schools the share of {focal} differs {points} points or more "
        "from its catchment.",
        "At {count} of {total} schools the share of {focal} differs {points} points or more "
        "from their catchment.",
        len(different),
        total=lang.number(len(judged)),
        focal=focal(cell, lang),
        points=points,
    )
    few = sum(row["verdict"] == "no_mirror_few_schools" for row in different)
    return [text, *([_few_schools(few, lang)] if few else [])]


def _few_schools(count: int, lang: Language) -> str:
    return lang.plural(
        "At {count} of these there are few other schools nearby to choose from.",
        "At {count} of these there are few other schools nearby to choose from.",
        count,
    )


def _left_out(cell: Cell, lang: Language) -> list[str]:
    hidden = sum(row["status"] == HIDDEN for row in cell.schools)
    if not hidden:
        return []
    text = lang.plural(
        "{count} school is left out because fewer than {threshold} pupils could be recognised.",
        "{count} schools are left out because fewer than {threshold} pupils could be recognised.",
        hidden,
        threshold=lang.number(cell.threshold),
    )
    return [text]


def areas(cell: Cell, lang: Language) -> Said:
    """How the group is spread over the areas where pupils live."""
    known = sorted(
        (row for row in cell.areas if row["focal_share"] is not None), key=lambda row: row["focal_share"]
    )
    if not known:
        return Said((lang.say("Of the areas where pupils live there are no figures to show."),), known=False)
    low, high = known[0], known[-1]
    values = {"focal": focal(cell, lang), "n": lang.number(len(known))}
    if len(known) == 1:
        share = lang.percent(high["focal_share"])
        return Said(
            (lang.say("There is one area with figures. Share of {focal}: {share}.", share=share, **values),)
        )
    text = lang.say(
        "Over {n} areas the share of {focal} runs from {low} in {place_low} to {high} in {place_high}.",
        low=lang.percent(low["focal_share"]),
        high=lang.percent(high["focal_share"]),
        place_low=area_name(low),
        place_high=area_name(high),
        **values,
    )
    estimated = all(row["status"] == EXPECTED for row in known)
    before = [lang.say("Estimated from the neighbourhood.")] if estimated else []
    return Said((*before, text, *_concentration(cell, known, lang), *in_doubt(cell, lang)))


def in_doubt(cell: Cell, lang: Language) -> list[str]:
    """How many areas of the map may belong to another class."""
    used = classes(cell)
    count = sum(used.doubtful(row) for row in cell.areas)
    if not count:
        return []
    text = lang.plural(
        "{count} area is hatched on the map: it lies so near the border of its class that it may belong "
        "to the class beside it.",
        "{count} areas are hatched on the map: they lie so near the border of their class that they may "
        "belong to the class beside it.",
        count,
    )
    return [text]


def area_name(row: Row) -> str:
    """The name of an area; its code when it has none."""
    return str(row.get("area_name") or row["area_id"])


def _concentration(cell: Cell, known: list[Row], lang: Language) -> list[str]:
    counts = sorted((row["focal_share"] * (row["pupils"] or 0) for row in known), reverse=True)
    half, needed, total = sum(counts) / 2, 0, 0.0
    while total < half and needed < len(counts):
        total += counts[needed]
        needed += 1
    if not half or len(known) < len(cell.areas) or needed * 3 > len(known):
        return []
    text = lang.plural(
        "Half of the {focal} live in {count} area.",
        "Half of the {focal} live in {count} areas.",
        needed,
        focal=focal(cell, lang),
    )
    return [text]
