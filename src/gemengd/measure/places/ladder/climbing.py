# SPDX-License-Identifier: EUPL-1.2
"""The ladder of counterfactuals: from pupils at random to the schools as they are, rung by rung."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import factorial
from typing import Any, Literal

import numpy as np
import polars as pl

from gemengd.measure.index.blocks import Block, Texts, multigroup_block, two_group_block
from gemengd.measure.index.registry import INDICES, TWO_GROUP
from gemengd.measure.places.ladder.assignment import nearest, within_capacity
from gemengd.measure.places.ladder.flows import Columns, Flows
from gemengd.measure.table.cells import Cells
from gemengd.measure.table.reading import Names, names_of, refuse_clash
from gemengd.measure.table.roles import Focus, pairs
from gemengd.measure.table.status import FRACTIONAL_COUNTS, OK
from gemengd.numeric.arrays import Floats

RUNGS = ("random", "nearest", "track", "denomination", "capacity", "actual")
RESTRICTIONS = RUNGS[2:5]
SOURCES = {
    "random": "noise",
    "nearest": "residence",
    "track": "tracking",
    "denomination": "preference",
    "capacity": "capacity",
    "actual": "preference",
}
"""How the rungs are read as the five sources of Oosterbeek, Sóvágó and Van der Klaauw (CEPR 13462)."""

NUMBERS = ("estimate", "step", "mean_distance")
RESULTS = ("rung", "source", "index", *NUMBERS, "units", "pupils", "pupils_left_out", "status")

NOT_GIVEN = "not_given"
CAPACITY_SHORT = "capacity_short"

LADDER_STATUSES: dict[str, str] = {
    NOT_GIVEN: "The column this rung needs (tracks, wishes or places) was not given: the rung is left out.",
    CAPACITY_SHORT: "The schools have fewer places than there are pupils to place: the rung is left out.",
}
"""Statuses of `ladder` beside those of the other measures."""


def ladder(
    flows: Any,
    *,
    unit: Names,
    area: Names,
    group: str,
    pupils: str,
    unit_points: Any,
    area_points: Any,
    by: Names = (),
    track: str | None = None,
    denomination: str | None = None,
    capacity: str | None = None,
    focal: Focus = None,
    reference: Focus = None,
    index: str = "D",
    order: Literal["given", "shapley"] = "given",
    draws: int = 200,
    seed: int = 0,
) -> pl.DataFrame:
    """An index on six rungs, from random schools to the schools as they are; the steps add up to the index.

    The rungs: random allocation with the schools' sizes fixed (the exact chance level); everyone to the
    nearest school; to the nearest with the pupil's track; with track and denomination; the same within the
    schools' places, at the least total distance (a transport problem); and the schools as they are.
    Distances are straight lines; schools are those with pupils in the cell. A class of pupils (same area,
    track and wish) that is split between schools keeps its composition in every part.

    Args:
        flows: one row per count of pupils by unit, home area and group (and `by`, track, wish).
        unit: column or columns that name the school.
        area: column or columns that name the home area.
        group: column that names the group.
        pupils: column with the number of pupils.
        unit_points: frame with the `unit` columns, `x` and `y` in metres (EPSG:28992), and, if used, the
            `denomination` and `capacity` columns.
        area_points: frame with the `area` columns and `x`, `y` in metres.
        by: columns whose combinations are the cells.
        track: column of the flows; a school offers the tracks in which it has pupils.
        denomination: column of the flows (what the pupil wishes; null for no wish) and of `unit_points`
            (what the school is). A wish no school can meet leads to the nearest school with the track.
        capacity: column of `unit_points` with places, for all tracks together; null means as many as the
            school has pupils now.
        focal: focal group or groups, as for `indices`.
        reference: group or groups compared with.
        index: one name from `INDICES`.
        order: "given" takes the restrictions in the order of the rungs; "shapley" gives as steps of track,
            denomination and capacity their mean over all orders.
        draws: random allocations behind the chance level of "gini"; the others are exact.
        seed: seed of those draws.

    Returns:
        Six rows per cell, `rung` with its `source`, `index`, `estimate`, `step` (the difference from the
        last rung that is defined; for the first its own value), `mean_distance` in metres, `units` that have
        pupils, `pupils`, `pupils_left_out` (of a school or an area without a point) and `status`. A rung
        that is not defined has no estimate and no step.

    Raises:
        ValueError, TypeError: as for `nearest_school`; also for negative places.
    """
    if index not in INDICES:
        raise ValueError(f"index is {index!r}; expected one of {list(INDICES)}")
    if order not in ("given", "shapley"):
        raise ValueError(f"order is {order!r}; expected 'given' or 'shapley'")
    columns = Columns(
        names_of(by), names_of(unit), names_of(area), group, pupils, track, denomination, capacity
    )
    refuse_clash(columns.by, RESULTS)
    given = [name for name in RESTRICTIONS if getattr(columns, name) is not None]
    rungs = _Rungs(Flows(flows, columns, unit_points, area_points), index, (focal, reference), given)
    rungs.climb((draws, seed))
    steps = rungs.steps()
    if order == "shapley":
        rungs.share_out(steps)
    return rungs.table(steps)


class _Rungs:
    """The index on every rung and in every cell; NaN where a rung is not defined."""

    def __init__(self, flows: Flows, index: str, focus: tuple[Focus, Focus], given: Sequence[str]) -> None:
        self.flows, self.index, self.focus, self.given = flows, index, focus, tuple(given)
        self.choices = flows.choices()
        shape = len(RUNGS), flows.size
        self.estimate, self.distance = np.full(shape, np.nan), np.full(shape, np.nan)
        self.units = np.zeros(shape, dtype=np.int64)
        self.met: dict[frozenset[str], tuple[Floats, Floats, Any]] = {}

    def block(self, cells: Cells, chance: tuple[int, int] | None = None) -> Block:
        if self.index in TWO_GROUP:
            return two_group_block([self.index], pairs(cells, *self.focus), chance=chance)
        return multigroup_block([self.index], cells, chance=chance is not None, draws=chance or (2, 0))

    def under(self, restrictions: frozenset[str]) -> tuple[Floats, Floats, Any]:
        """Index, mean metres and units when the nearest school is chosen under some restrictions."""
        if restrictions not in self.met:
            counted, metres = self.flows.moved([self._assigned(c, restrictions) for c in self.choices])
            block = self.block(counted)
            self.met[restrictions] = block.estimate[0], metres, block.units
        return self.met[restrictions]

    def _assigned(self, choice: Any, restrictions: frozenset[str]) -> Any:
        kinds, schools, options = choice
        if not kinds.size:
            return kinds, schools, None
        cost = options.cost(track="track" in restrictions, denomination="denomination" in restrictions)
        if "capacity" in restrictions:
            return kinds, schools, within_capacity(cost, options.pupils, options.places)
        return kinds, schools, nearest(cost)

    def climb(self, simulation: tuple[int, int]) -> None:
        self.actual = self.block(self.flows.counted(), simulation)
        self.estimate[0], self.units[0] = self.actual.expected[0], self.actual.units
        self.estimate[1], self.distance[1], self.units[1] = self.under(frozenset())
        held: frozenset[str] = frozenset()
        for rung, name in enumerate(RESTRICTIONS, start=2):
            if name in self.given:
                held |= {name}
                self.estimate[rung], self.distance[rung], self.units[rung] = self.under(held)
        self.estimate[5], self.units[5] = self.actual.estimate[0], self.actual.units
        self.distance[5] = self.flows.distance()
        self.estimate[:, np.isnan(self.estimate[5])] = np.nan

    def steps(self) -> Floats:
        """Differences between rungs that are defined."""
        steps, last = np.full_like(self.estimate, np.nan), np.zeros(self.flows.size)
        for rung, values in enumerate(self.estimate):
            steps[rung] = values - last
            last = np.where(np.isnan(values), last, values)
        return steps

    def share_out(self, steps: Floats) -> None:
        """Replace the steps of the restrictions by their Shapley values; one that fails takes no part."""
        for name in self.given:
            rung = RUNGS.index(name)
            others = [other for other in self.given if other != name]
            value = np.zeros(self.flows.size)
            for size in range(len(others) + 1):
                weight = factorial(size) * factorial(len(others) - size) / factorial(len(others) + 1)
                for part in combinations(others, size):
                    value += weight * (self._worth(frozenset({*part, name})) - self._worth(frozenset(part)))
            steps[rung] = np.where(np.isnan(steps[rung]), np.nan, value)

    def _worth(self, restrictions: frozenset[str]) -> Floats:
        """The index under some restrictions, without capacity in the cells where places do not suffice."""
        short = np.isnan(self.estimate[4])
        plain = self.under(restrictions - {"capacity"})[0]
        return np.where(short, plain, self.under(restrictions)[0])

    def status(self) -> Texts:
        """Reason per rung and cell: that of the cell, unless the rung itself is missing."""
        status = np.broadcast_to(self.actual.status, self.estimate.shape).copy()
        fine = ~np.isnan(self.estimate[5])
        for rung, name in enumerate(RUNGS):
            if name != "random":
                # Fractions bar a chance level, not the other rungs.
                status[rung, status[rung] == FRACTIONAL_COUNTS] = OK
            if name in RESTRICTIONS:
                missing = CAPACITY_SHORT if name in self.given else NOT_GIVEN
                status[rung, fine & np.isnan(self.estimate[rung])] = missing
        return status

    def table(self, steps: Floats) -> pl.DataFrame:
        cells, rungs = self.flows.size, len(RUNGS)
        defined = ~np.isnan(self.estimate)
        units = np.where(defined, self.units, 0)
        numbers = dict(zip(NUMBERS, (self.estimate, steps, self.distance), strict=True))
        return self.flows.cell.values[np.repeat(np.arange(cells), rungs)].with_columns(
            pl.Series("rung", list(RUNGS) * cells, dtype=pl.String),
            pl.Series("source", list(SOURCES.values()) * cells, dtype=pl.String),
            pl.Series("index", [self.index] * (cells * rungs), dtype=pl.String),
            *(pl.Series(name, array.T.ravel(), nan_to_null=True) for name, array in numbers.items()),
            pl.Series("units", units.T.ravel(), dtype=pl.Int64),
            pl.Series("pupils", np.repeat(self.actual.pupils, rungs)),
            pl.Series("pupils_left_out", np.repeat(self.flows.left_out, rungs)),
            pl.Series("status", self.status().T.ravel().tolist(), dtype=pl.String),
        )
