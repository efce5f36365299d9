# SPDX-License-Identifier: EUPL-1.2
"""The figures of a municipality, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gemengd.figures.figure import Figure, Kind, Stand, by_key, make, standing
from gemengd.monitor.figure import (
    causes,
    distance,
    flows,
    groups,
    indices,
    ladder,
    level,
    peers,
    schools,
    trend,
)
from gemengd.monitor.figure import map as map_figure
from gemengd.monitor.figure.basis import basis_of
from gemengd.monitor.published.view import Cell, View
from gemengd.monitor.speech import language

__all__ = ["ANALYST", "FIRST", "KINDS", "PLACES", "Figure", "figures"]

KINDS = by_key(
    level.KIND,
    causes.KIND,
    trend.KIND,
    peers.KIND,
    schools.KIND,
    map_figure.KIND,
    flows.KIND,
    distance.KIND,
    groups.KIND,
    ladder.KIND,
    indices.KIND,
)
FIRST, PLACES, ANALYST = (standing(KINDS, stand) for stand in (Stand.FIRST, Stand.ROW, Stand.MORE))
"""The figures of the first screen, those of the second side, and those for who wants to know more."""


def figures(
    view: View,
    code: str,
    *,
    cell: Cell | None = None,
    keys: Sequence[str] | None = None,
    draw: bool = True,
    wide: bool = True,
    kinds: Mapping[str, Kind[Cell]] = KINDS,
) -> list[Figure]:
    """The figures of one sector × characteristic of a municipality, or of all of them together.

    Args:
        view: the municipality, or the country.
        code: language code, `nl` or `en`.
        cell: one of `view.cells`; by default the first.
        keys: which figures, by default all.
        draw: False to leave the pictures out.
        wide: False to leave the pictures for wide screens out.
        kinds: how each figure is made; those of a municipality by default.

    Returns:
        The figures in the order of `keys`; none when nothing is known of the municipality.
    """
    chosen = cell or next(iter(view.cells), None)
    if chosen is None:
        return []
    lang, made = language(code), []
    for key in kinds if keys is None else keys:
        kind = kinds[key]
        shown = view.latest(chosen) if kind.over_years else chosen
        place = view.place(shown.sector, shown.year)
        basis = basis_of(shown, pupils=place.get("pupils"), schools=place.get("schools"))
        made.append(make(kind, shown, basis, lang, draw=draw, wide=wide))
    return made
