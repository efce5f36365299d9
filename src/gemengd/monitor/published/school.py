# SPDX-License-Identifier: EUPL-1.2
"""One school over the years beside its catchment, and the schools near it; only what may be published."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from gemengd.figures.table import Row
from gemengd.monitor.published.published import Published
from gemengd.monitor.published.view import Cell, View, built_with

LEAST_NEARBY, MOST_NEARBY = 5, 15
"""So many schools are shown as near at least, where there are so many, and at most."""
FURTHEST_KM = 15.0
"""A school further off is not called near."""
NEAR_METRES, NEAR_METRES_SECONDARY = 1000.0, 3000.0


@dataclass(frozen=True)
class Nearby:
    """A school of the same sector near this one.

    Attributes:
        row: its row of the frame `schools`.
        km: distance in a straight line.
    """

    row: Row
    km: float


@dataclass(frozen=True)
class School:
    """One school, one characteristic, one school year.

    Attributes:
        school_id, name: the school.
        municipality_id, municipality: where it stands.
        cell: sector, characteristic and year; its years are those of the school.
        rows: its rows of the frame `schools`, a year each, ascending.
        nearby: the schools near it, nearest first.
        whole: share of the group in the municipality, None when not published.
    """

    school_id: str
    name: str
    municipality_id: str
    municipality: str
    cell: Cell
    rows: tuple[Row, ...]
    nearby: tuple[Nearby, ...] = ()
    whole: float | None = None

    @property
    def row(self) -> Row:
        """The row of the year shown."""
        return next(row for row in self.rows if row["year"] == self.cell.year)

    @property
    def pupils(self) -> int | None:
        """Its pupils in the year shown, None when not published."""
        pupils = self.row["pupils"]
        return None if pupils is None else round(pupils)


def school_cells(published: Published, municipality: View, school_id: str) -> tuple[Cell, ...]:
    """What can be shown of a school: a cell per characteristic, with the years in which the school is known.

    Args:
        published: the monitor.
        municipality: the view of the municipality in which the school stands.
        school_id: code of the location.

    Returns:
        None at all when the monitor has nothing of the school.
    """
    rows = _rows(published, school_id)
    name = rows[-1]["name"] if rows else school_id
    cells = (_cell(cell, rows, school_id, name) for cell in municipality.cells)
    return tuple(cell for cell in cells if cell is not None)


def of_school(cell: Cell, known: Cell) -> Cell:
    """A cell of the municipality, at any year, for the school of another cell."""
    return replace(
        cell, municipality_id=known.municipality_id, name=known.name, years=known.years, chosen=cell.year
    )


def school_at(published: Published, municipality: View, cell: Cell) -> School:
    """A school at the sector, characteristic and year of one of its cells.

    Args:
        published: the monitor.
        municipality: the view of the municipality in which the school stands.
        cell: one of `school_cells`, at the year to be shown.
    """
    kind = cell.characteristic.name
    rows = tuple(row for row in _rows(published, cell.municipality_id) if row["characteristic"] == kind)
    school = School(
        cell.municipality_id, cell.name, municipality.municipality_id, municipality.name, cell, rows
    )
    return replace(school, nearby=_nearby(published, school), whole=_share_of_all(cell))


def _rows(published: Published, school_id: str) -> list[Row]:
    return published.frames["schools"].filter(school_id=school_id).sort("year").rows(named=True)


def _cell(cell: Cell, rows: list[Row], school_id: str, name: str) -> Cell | None:
    """The cell of the municipality with the years of the school; None when it has none."""
    kind = (cell.sector, cell.characteristic.name)
    years = tuple(row["year"] for row in rows if (row["sector"], row["characteristic"]) == kind)
    if not years:
        return None
    return replace(cell, municipality_id=school_id, name=name, years=years, chosen=years[-1])


def _share_of_all(cell: Cell) -> float | None:
    rows = [row for row in cell.groups if row["year"] == cell.year and row["known"]]
    if not rows or any(row["share"] is None for row in rows):
        return None
    return float(sum(row["share"] for row in rows if row["group"] in cell.characteristic.focal))


def _nearby(published: Published, school: School) -> tuple[Nearby, ...]:
    row, settings = school.row, built_with(published.manifest)
    if row["x"] is None:
        return ()
    near = (
        settings.get("near_metres_secondary", NEAR_METRES_SECONDARY)
        if row["sector"] == "vo"
        else settings.get("near_metres", NEAR_METRES)
    )
    km = ((pl.col("x") - row["x"]) ** 2 + (pl.col("y") - row["y"]) ** 2).sqrt() / 1000
    others = (
        published.frames["schools"]
        .filter(
            pl.col("school_id") != row["school_id"],
            pl.col("x").is_not_null(),
            year=row["year"],
            sector=row["sector"],
            characteristic=row["characteristic"],
        )
        .with_columns(_km=km)
        .filter(pl.col("_km") <= FURTHEST_KM)
        .sort("_km", "school_id")
        .head(MOST_NEARBY)
    )
    rows = others.rows(named=True)
    within = sum(other["_km"] <= near / 1000 for other in rows)
    return tuple(Nearby(other, other["_km"]) for other in rows[: max(within, LEAST_NEARBY)])
