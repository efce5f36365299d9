# SPDX-License-Identifier: EUPL-1.2
"""What stands above the figures of one sector and characteristic."""

from __future__ import annotations

from gemengd.language.language import Language
from gemengd.monitor.labels import sector_name
from gemengd.monitor.published.view import Cell, View


def cell_title(cell: Cell, lang: Language) -> str:
    """Sector and characteristic in words: `Basisonderwijs, naar opleiding van de ouders`."""
    return lang.say(
        "{sector}, by {characteristic}",
        sector=sector_name(cell.sector, lang),
        characteristic=lang.pick(cell.characteristic.label, cell.characteristic.name),
    )


def summary(view: View, cell: Cell, lang: Language) -> str:
    """School year, pupils and schools in one line."""
    place = view.place(cell.sector, cell.year)
    parts = [lang.say("school year {year}", year=lang.school_year(cell.year))]
    if place.get("pupils") is not None:
        parts.append(lang.plural("{count} pupil", "{count} pupils", place["pupils"]))
    if place.get("schools") is not None:
        parts.append(lang.plural("{count} school", "{count} schools", place["schools"]))
    return " · ".join(parts)


def notice(cell: Cell, lang: Language) -> str:
    """That the figures are estimated from the neighbourhood; empty where they are not."""
    if not cell.from_area:
        return ""
    return lang.say(
        "Estimated from the neighbourhood. Who goes to which school was not counted by group: each pupil "
        "is taken to be like the residents of the home area. So the figures have no margin of uncertainty."
    )


def coverage(cell: Cell, lang: Language) -> str:
    """On which part of the pupils the figures rest; empty where it is (nearly) all of them."""
    share = (cell.coverage or {}).get("share")
    if share is None or share >= 0.995:
        return ""
    return lang.say(
        "The figures rest on {share} of the pupils; of the others the group or the home area is not known.",
        share=lang.percent(share),
    )
