# SPDX-License-Identifier: EUPL-1.2
"""What is published about one municipality: the objects that sentences, pictures and pages are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gemengd.figures.table import Row
from gemengd.language.certainty import Certainty, certainty_of_test
from gemengd.monitor.labels import EXPECTED, FROM_RESIDENTS
from gemengd.numeric.calibration import Calibration, Reading
from gemengd.tables import Characteristic

THRESHOLD, MIRROR_POINTS = 10, 20.0
COUNTED = "ok"
TOLD = (COUNTED, EXPECTED, FROM_RESIDENTS)
"""The statuses of numbers that are said: pupils were counted, or an area's residents stand for them."""


@dataclass(frozen=True)
class Number:
    """One indicator of one school year, with what belongs to it; None where something is not defined.

    An estimate has a status with which it can be said. What has another status (one school, too few pupils)
    is no number, whatever was computed: it cannot be made here, so that no sentence, mean or picture takes it
    for one.
    """

    indicator: str
    year: int
    estimate: float | None = None
    se: float | None = None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    level_low: float | None = None
    level_high: float | None = None
    p_value: float | None = None
    expected: float | None = None
    expected_error: float | None = None
    excess: float | None = None
    bound_low: float | None = None
    bound_high: float | None = None
    units: int | None = None
    pupils: float | None = None
    step: float | None = None
    status: str = "no_pupils"
    calibration: Calibration | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.estimate is not None and self.status not in TOLD:
            raise ValueError(
                f"{self.indicator} of {self.year}: found the estimate {self.estimate} with status "
                f"'{self.status}'; expected no estimate, or one of the statuses {', '.join(TOLD)}"
            )

    @property
    def counted(self) -> float | None:
        """The estimate where pupils were counted; None where it is estimated or not known."""
        return self.estimate if self.status == COUNTED else None

    @property
    def above_chance(self) -> Certainty:
        """How sure it is that the schools are more uneven than a lottery would make them."""
        return certainty_of_test(self.p_value if self.counted is not None else None)

    @property
    def reading(self) -> Reading | None:
        """The number with its calibration; None where it was not counted."""
        if self.counted is None or self.calibration is None:
            return None
        return Reading(self.counted, self.calibration)

    @property
    def from_area(self) -> bool:
        """True when it is made from an expected composition."""
        return self.status == EXPECTED


@dataclass(frozen=True)
class Peer:
    """A comparable municipality: code, name, rank of likeness (1 = most alike) and its dissimilarity."""

    municipality_id: str
    name: str
    rank: int
    dissimilarity: Number


@dataclass(frozen=True)
class Cell:
    """One municipality × sector × characteristic.

    Attributes:
        municipality_id, name: the municipality.
        sector: `po`, `so` or `vo`.
        characteristic: by what the pupils are told apart.
        years: school years with observed or expected numbers, ascending.
        numbers: (year, indicator) to number.
        groups: rows of the frame `groups`, all years.
        schools: rows of the frame `schools`, of the year shown.
        areas: rows of the frame `areas`, of the year shown, with `area_name`.
        shapes: area to WKB (EPSG:28992), for the areas of this municipality.
        peers: the comparable municipalities, most alike first.
        coverage: the row of the frame `coverage`, of the year shown.
        fictional: True when the data are invented.
        mirror_points: from how many points of difference a school is no mirror of its catchment.
        threshold: the publication threshold.
        source: the words that name the sources.
        chosen: the school year that is shown, None for the last.
    """

    municipality_id: str
    name: str
    sector: str
    characteristic: Characteristic
    years: tuple[int, ...]
    numbers: Mapping[tuple[int, str], Number]
    groups: tuple[Row, ...] = ()
    schools: tuple[Row, ...] = ()
    areas: tuple[Row, ...] = ()
    shapes: Mapping[str, bytes] = field(default_factory=dict)
    peers: tuple[Peer, ...] = ()
    coverage: Row | None = None
    fictional: bool = False
    mirror_points: float = MIRROR_POINTS
    threshold: int = THRESHOLD
    source: str = ""
    chosen: int | None = None

    @property
    def year(self) -> int:
        """The school year that is shown: the last one, unless another was chosen."""
        return self.years[-1] if self.chosen is None else self.chosen

    def number(self, indicator: str, year: int | None = None) -> Number:
        """An indicator of a year (the one shown by default); one without values when it is not there."""
        when = self.year if year is None else year
        return self.numbers.get((when, indicator)) or Number(indicator, when)

    def series(self, indicator: str) -> list[Number]:
        """An indicator over the years, where it is known and made in the same way as in the year shown."""
        found = (self.number(indicator, year) for year in self.years)
        return [n for n in found if n.estimate is not None and self.from_area == n.from_area]

    @property
    def from_area(self) -> bool:
        """True when the composition of the schools is expected from the areas and not observed."""
        return (self.coverage or {}).get("basis") == "expected" or self.number("D").from_area


def built_with(manifest: Mapping[str, Any]) -> Mapping[str, Any]:
    """The settings that the monitor of a workspace was built with, by name."""
    return (manifest.get("monitor") or {}).get("settings") or {}


@dataclass(frozen=True)
class View:
    """All that is published about one municipality.

    Attributes:
        municipality_id, name: the municipality.
        places: rows of the frame `places` (sector × year).
        cells: the sector × characteristic combinations; the first is the one to show first.
        manifest: the workspace's manifest (sources, join rates, settings).
        version: version of the workspace.
    """

    municipality_id: str
    name: str
    places: tuple[Row, ...]
    cells: tuple[Cell, ...]
    manifest: Mapping[str, Any]
    version: int | None

    @property
    def fictional(self) -> bool:
        """True when the data are invented."""
        return bool(self.manifest.get("fictional"))

    @property
    def settings(self) -> Mapping[str, Any]:
        """The settings the monitor was built with."""
        return built_with(self.manifest)

    @property
    def threshold(self) -> int:
        """The publication threshold."""
        return int(self.settings.get("publication_threshold", THRESHOLD))

    def place(self, sector: str, year: int) -> Row:
        """Name, pupils and schools of a sector in a year; an empty row when there is none."""
        return next((row for row in self.places if (row["sector"], row["year"]) == (sector, year)), {})

    def latest(self, cell: Cell) -> Cell:
        """The same sector and characteristic at the last school year."""
        same = (each for each in self.cells if each.sector == cell.sector)
        return next((each for each in same if each.characteristic.name == cell.characteristic.name), cell)
