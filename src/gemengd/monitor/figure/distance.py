# SPDX-License-Identifier: EUPL-1.2
"""How far pupils travel to school, by group."""

from __future__ import annotations

from gemengd.figures.drawing import Spec
from gemengd.figures.figure import Kind, Paper, Said
from gemengd.figures.palette import NARROW
from gemengd.figures.rows import Bar, bars
from gemengd.figures.table import Table
from gemengd.language.language import Language, mark
from gemengd.monitor.figure.columns import NAMED, columns_of, number_in_words, picked
from gemengd.monitor.labels import group_name
from gemengd.monitor.published.view import Cell


def say(cell: Cell, lang: Language) -> Said:
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


def table(cell: Cell, lang: Language) -> Table:
    """Mean distance, for everybody and by group."""
    columns = columns_of((("name", mark("group"), "text"), ("estimate", mark("km"), "km"), *NAMED[-2:]), lang)
    entries = [(lang.say("all pupils"), "distance")]
    entries += [(group_name(cell.characteristic, g, lang), f"distance:{g}") for g, _ in distances(cell)]
    rows = [number_in_words(cell.number(indicator), lang) | {"name": name} for name, indicator in entries]
    return Table(columns, picked(rows, columns))


def draw(cell: Cell, lang: Language, width: float = NARROW) -> Spec | None:
    """Mean distance per group."""
    known = [(name, km) for name, km in distances(cell) if km is not None]
    if not known:
        return None
    entries = [
        Bar(group_name(cell.characteristic, name, lang), km, lang.say("{km} km", km=lang.number(km, 1)))
        for name, km in known
    ]
    return bars(entries, max(km for _, km in known) or 1.0, width)


KIND = Kind(
    "distance", mark("Distance to school"), say, table, draw, ("distance",), wide=True, paper=Paper.ASIDE
)
