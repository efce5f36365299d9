# SPDX-License-Identifier: EUPL-1.2
"""What the figures about one sector and characteristic rest on."""

from __future__ import annotations

from gemengd.figures.figure import Basis
from gemengd.monitor.published.view import Cell


def basis_of(
    cell: Cell, *, pupils: int | None, schools: int | None, definitions: tuple[str, ...] = ()
) -> Basis:
    """The basis of figures about a place or places.

    Args:
        cell: sector, characteristic and year; its code names what the figures are about.
        pupils: number of pupils, None when not published.
        schools: number of schools.
        definitions: what every figure shows.
    """
    return Basis(
        name=f"{cell.municipality_id}-{cell.sector}-{cell.characteristic.name}",
        year=cell.year,
        source=cell.source,
        pupils=pupils,
        schools=schools,
        estimated=cell.from_area,
        fictional=cell.fictional,
        definitions=definitions,
    )
