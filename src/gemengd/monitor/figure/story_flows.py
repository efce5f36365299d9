# SPDX-License-Identifier: EUPL-1.2
"""The sentences about the way to school and about who the pupils are."""

from __future__ import annotations

from gemengd.language.language import Language
from gemengd.monitor.figure.story import Said, focal, unknown
from gemengd.monitor.labels import HIDDEN, group_name
from gemengd.monitor.published.view import Cell

FLOWS = ("share_nearest", "share_outside_area", "share_outside_municipality", "share_leaving")


def flows(cell: Cell, lang: Language) -> Said:
    """How pupils go to school: the nearest one, outside the area, outside the municipality."""
    shares = {name: cell.number(name).estimate for name in FLOWS}
    messages = {
        "share_nearest": lang.say("{p} of the pupils go to the nearest school."),
        "share_outside_area": lang.say("{p} go to a school outside the area where they live."),
        "share_outside_municipality": lang.say(
            "{p} of the pupils at these schools live in another municipality."
        ),
        "share_leaving": lang.say("{p} of the pupils who live here go to school in another municipality."),
    }
    said = [
        messages[name].format(p=_at_start(share, lang)) for name, share in shares.items() if share is not None
    ]
    if not said:
        return Said(
            (lang.say("Where the pupils live is not known, so their way to school cannot be shown."),),
            known=False,
        )
    few = [name for name in FLOWS if cell.number(name).status == HIDDEN]
    if few:
        said.append(
            lang.say(
                "A share is left out where fewer than {threshold} pupils stand behind it.",
                threshold=lang.number(cell.threshold),
            )
        )
    return Said(tuple(said))


def _at_start(share: float, lang: Language) -> str:
    text = lang.percent(share)
    return lang.say("Less than {p}", p=text[1:]) if text.startswith("<") else text


def distance(cell: Cell, lang: Language) -> Said:
    """How far pupils travel, by group."""
    mean = cell.number("distance").estimate
    if mean is None:
        return Said((lang.say("Distances are not known."),), known=False)
    said = [
        lang.say(
            "Pupils live on average {km} km from their school, in a straight line.", km=lang.number(mean, 1)
        )
    ]
    if cell.from_area and distances(cell):
        said.append(lang.say("By group it is estimated from the neighbourhood."))
    groups = [(name, value) for name, value in distances(cell) if value is not None]
    if len(groups) > 1:
        far, close = max(groups, key=lambda pair: pair[1]), min(groups, key=lambda pair: pair[1])
        if lang.number(far[1], 1) != lang.number(close[1], 1):
            said.append(
                lang.say(
                    "Furthest: ‘{far}’ ({km_far} km); nearest: ‘{close}’ ({km_close} km).",
                    far=group_name(cell.characteristic, far[0], lang),
                    km_far=lang.number(far[1], 1),
                    close=group_name(cell.characteristic, close[0], lang),
                    km_close=lang.number(close[1], 1),
                )
            )
    return Said(tuple(said))


def distances(cell: Cell) -> list[tuple[str, float | None]]:
    """Group and mean distance in km, in the natural order of the groups."""
    names = [name.split(":", 1)[1] for year, name in cell.numbers if year == cell.year and ":" in name]
    order = list(cell.characteristic.groups)
    names.sort(key=lambda name: order.index(name) if name in order else len(order))
    return [(name, cell.number(f"distance:{name}").estimate) for name in names]


def ladder(cell: Cell, lang: Language) -> Said:
    """The exact decomposition of mutual information: housing, sorting, mixing."""
    parts = [cell.number(f"M_{part}").estimate for part in ("total", "housing", "sorting", "mixing")]
    if any(part is None for part in parts):
        return unknown(cell.number("M_total"), lang)
    total, housing, sorting, mixing = (part or 0.0 for part in parts)
    text = lang.say(
        "Total {total} = housing {housing} + sorting within areas {sorting} − mixing across areas {mixing}.",
        total=lang.number(total, 3),
        housing=lang.number(housing, 3),
        sorting=lang.number(sorting, 3),
        mixing=lang.number(abs(mixing), 3),
    )
    before = (lang.say("Estimated from the neighbourhood."),) if cell.number("M_total").from_area else ()
    return Said((*before, text))


def groups(cell: Cell, lang: Language) -> Said:
    """Who goes to these schools."""
    rows = [row for row in cell.groups if row["year"] == cell.year and row["known"]]
    if not rows or any(row["share"] is None for row in rows):
        text = lang.say("The size of the groups is left out: too few pupils to publish.")
        return Said((text,), known=bool(rows))
    share = sum(row["share"] for row in rows if row["group"] in cell.characteristic.focal)
    before = (lang.say("Estimated from the neighbourhood."),) if cell.from_area else ()
    text = lang.say(
        "Of the pupils whose group is known, {share} are {focal}.",
        share=lang.percent(share),
        focal=focal(cell, lang),
    )
    return Said((*before, text))


def indices(cell: Cell, lang: Language) -> Said:
    """What the table of all indices holds."""
    text = lang.say("Every index has its standard error, its interval and what chance alone would give.")
    rounded_text = lang.say(
        "Where a school or area is left out, indices are rounded so that its pupils cannot be worked out."
    )
    return Said((text, rounded_text)) if cell.years else Said((text,), known=False)
