# SPDX-License-Identifier: EUPL-1.2
"""The view of one municipality, collected from the protected frames of the monitor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import polars as pl

from gemengd.figures.table import Row
from gemengd.monitor.labels import FROM_RESIDENTS
from gemengd.monitor.protected import Protected
from gemengd.monitor.published.view import MIRROR_POINTS, TOLD, Cell, Number, Peer, View
from gemengd.monitor.readings import DISSIMILARITY, calibrations_of
from gemengd.monitor.settings import threshold_of

Key = tuple[str, str, str, int]
"""Municipality, sector, characteristic and year."""


class Published:
    """A protected monitor, ready to be read municipality by municipality.

    Args:
        protected: what may be published.

    Attributes:
        frames: the protected frames by name.
        tables: the tables beside them: `areas`, `shapes`, `schools`.
        names: municipality code to name.
        dissimilarities: (municipality, sector, characteristic, year) to D, where it is known.
        unknown: the same where it is not known, with the reason.
        places: the frame `places`.
        schools: every school once: `school_id`, `name`, `sector`, `municipality_id`.
        shapes: area to WKB (EPSG:28992).
        municipality_of: area to municipality code.
        source: the words that name the sources.
    """

    def __init__(self, protected: Protected) -> None:
        manifest = protected.manifest
        settings = (manifest.get("monitor") or {}).get("settings") or {}
        self.threshold = threshold_of(manifest)
        self.mirror_points = float(settings.get("mirror_points", MIRROR_POINTS))
        self.characteristics, self.manifest = protected.characteristics, manifest
        self.version, self.tables = protected.version, protected.tables
        frames = self.frames = protected.frames
        self._parts = {name: _by_municipality(frame) for name, frame in frames.items()}
        self._calibrations = calibrations_of(frames["calibrations"])
        self.dissimilarities, self.unknown = self._dissimilarities(frames["indicators"])
        self.places = frames["places"]
        self.schools = _listed(frames["schools"])
        self.names: dict[str, str] = dict(frames["places"].select("municipality_id", "name").iter_rows())
        areas, shapes = protected.tables.get("areas"), protected.tables.get("shapes")
        self._area_names = _pairs(areas, "area_id", "name")
        self.shapes = _pairs(shapes, "area_id", "wkb")
        self.municipality_of = _pairs(areas, "area_id", "municipality_id")
        self.source = _attribution(manifest)

    def view(self, municipality_id: str) -> View:
        """The view of one municipality.

        Raises:
            KeyError: the monitor does not know the municipality.
        """
        name = self.names[municipality_id]
        cells = tuple(self._cells(municipality_id, name))
        places = self._rows("places", municipality_id)
        return View(municipality_id, name, places, cells, self.manifest, self.version)

    def cell(self, municipality_id: str, sector: str, kind: str, year: int) -> Cell:
        """One sector and characteristic of a municipality at a school year that need not be the last.

        Args:
            municipality_id: the code, such as `GM0363`.
            sector: `po`, `so` or `vo`.
            kind: name of the characteristic.
            year: one of the `years` of the cell.
        """
        name = self.names[municipality_id]
        return self._cell(municipality_id, name, sector, kind, self._cell_rows(municipality_id), year)

    def _rows(self, frame: str, municipality_id: str) -> tuple[Row, ...]:
        part = self._parts[frame].get(municipality_id)
        return tuple(part.iter_rows(named=True)) if part is not None else ()

    def _cell_rows(self, municipality_id: str) -> dict[str, tuple[Row, ...]]:
        frames = ("groups", "coverage", "indicators", "schools", "areas", "peers")
        return {frame: self._rows(frame, municipality_id) for frame in frames}

    def _cells(self, municipality_id: str, name: str) -> list[Cell]:
        rows = self._cell_rows(municipality_id)
        kinds = dict.fromkeys(
            (row["sector"], row["characteristic"]) for row in rows["indicators"] if row["indicator"] == "D"
        )
        cells = [self._cell(municipality_id, name, *kind, rows) for kind in kinds]
        return sorted((cell for cell in cells if cell.years), key=self._first)

    def _first(self, cell: Cell) -> tuple[int, bool, bool, int, int]:
        """The order of cells: primary schools, observed before expected, known before unknown, latest."""
        order = list(self.characteristics)
        sector = ("po", "vo", "so").index(cell.sector)
        known = cell.number("D").estimate is not None
        return sector, not known, cell.from_area, -cell.year, order.index(cell.characteristic.name)

    def _cell(
        self,
        municipality_id: str,
        name: str,
        sector: str,
        kind: str,
        rows: dict[str, tuple[Row, ...]],
        chosen: int | None = None,
    ) -> Cell:
        numbers = self._numbers(rows["indicators"], sector, kind)
        years = tuple(sorted({year for year, indicator in numbers if indicator == "D"}))
        year = years[-1] if chosen is None else chosen
        last = _one_per_area(_only(rows["areas"], sector, kind, year))
        areas = tuple(row | {"area_name": self._area_names.get(row["area_id"])} for row in last)
        return Cell(
            municipality_id,
            name,
            sector,
            self.characteristics[kind],
            years,
            numbers,
            groups=_only(rows["groups"], sector, kind),
            schools=_only(rows["schools"], sector, kind, year),
            areas=areas,
            shapes={
                row["area_id"]: self.shapes[row["area_id"]] for row in areas if row["area_id"] in self.shapes
            },
            peers=self._peers(rows["peers"], sector, kind, year, numbers.get((year, DISSIMILARITY))),
            coverage=next(iter(_only(rows["coverage"], sector, kind, year)), None),
            fictional=bool(self.manifest.get("fictional")),
            mirror_points=self.mirror_points,
            threshold=self.threshold,
            source=self.source,
            chosen=chosen,
        )

    def _peers(
        self, rows: tuple[Row, ...], sector: str, kind: str, year: int, own: Number | None
    ) -> tuple[Peer, ...]:
        """The comparable municipalities whose number came about in the same way."""
        made = own is not None and own.from_area
        ranked = sorted((row for row in rows if row["sector"] == sector), key=lambda row: row["rank"])
        return tuple(
            Peer(str(row["peer_id"]), self.names.get(row["peer_id"]) or "", row["rank"], number)
            for row in ranked
            if (number := self.dissimilarities.get((row["peer_id"], sector, kind, year))) is not None
            and number.from_area == made
        )

    def _number(self, row: Row) -> Number:
        values = {name: row[name] for name in _FIELDS if name in row}
        if values["status"] not in TOLD:
            values["estimate"] = None
        calibrated = row["indicator"] == DISSIMILARITY
        key = (row["municipality_id"], row["sector"], row["year"], row["characteristic"])
        return Number(**values, calibration=self._calibrations.get(key) if calibrated else None)

    def _numbers(self, rows: tuple[Row, ...], sector: str, kind: str) -> dict[tuple[int, str], Number]:
        # Flows that do not depend on a group stand under `all`; the characteristic's own rows come last.
        chosen = [row for name in ("all", kind) for row in rows if _is(row, sector, name)]
        return {(row["year"], row["indicator"]): self._number(row) for row in chosen}

    def _dissimilarities(self, indicators: pl.DataFrame) -> tuple[dict[Key, Number], dict[Key, Number]]:
        """Every dissimilarity that is told, and those that are not, with their reason."""
        known: dict[Key, Number] = {}
        unknown: dict[Key, Number] = {}
        for row in indicators.filter(pl.col("indicator") == DISSIMILARITY).iter_rows(named=True):
            key = (row["municipality_id"], row["sector"], row["characteristic"], row["year"])
            number = self._number(row)
            (unknown if number.estimate is None else known)[key] = number
        return known, unknown


_FIELDS = tuple(each.name for each in fields(Number) if each.name != "calibration")


def _listed(schools: pl.DataFrame) -> pl.DataFrame:
    names = ("school_id", "name", "sector", "municipality_id")
    return schools.sort("year").select(names).unique("school_id", keep="last").sort("school_id")


def _by_municipality(frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
    parts = frame.partition_by("municipality_id", as_dict=True, maintain_order=True)
    return {str(key[0]): part for key, part in parts.items()}


def _pairs(frame: pl.DataFrame | None, key: str, value: str) -> dict[str, Any]:
    return dict(frame.select(key, value).iter_rows()) if frame is not None else {}


def _attribution(manifest: Mapping[str, Any]) -> str:
    """The sources in one line; each names itself as `Source: DUO`, and the line says so once."""
    # Mergers only say which municipality a school is counted in; they stand in the list of sources.
    counted = (
        source for source in manifest.get("sources", ()) if set(source.get("tables", "?")) != {"mergers"}
    )
    parts = (source.get("attribution") or source.get("title", "") for source in counted)
    names = (name.strip() for part in parts for name in part.removeprefix("Source: ").split(";"))
    return "; ".join(dict.fromkeys(name.removeprefix("Source: ") for name in names if name))


def _is(row: Row, sector: str, kind: str) -> bool:
    return bool(row["sector"] == sector and row["characteristic"] == kind)


def _only(rows: tuple[Row, ...], sector: str, kind: str, year: int | None = None) -> tuple[Row, ...]:
    return tuple(row for row in rows if _is(row, sector, kind) and year in (None, row["year"]))


def _one_per_area(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Of an area that stands there by its pupils and by its residents, the former."""
    pupils_last = sorted(rows, key=lambda row: row["status"] != FROM_RESIDENTS)
    chosen = {row["area_id"]: row for row in pupils_last}
    return tuple(chosen[area] for area in sorted(chosen))
