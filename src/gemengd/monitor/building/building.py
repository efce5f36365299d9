# SPDX-License-Identifier: EUPL-1.2
"""The whole monitor: every municipality, sector, school year and characteristic in one go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from gemengd.monitor import statuses
from gemengd.monitor.building import (
    bounded,
    catchments,
    change,
    flows,
    housing,
    indicators,
    levels,
    mirrors,
    peers,
    places,
    points,
    residents,
)
from gemengd.monitor.building.composition import Compositions, compose
from gemengd.monitor.building.counts import Counts, Source, load
from gemengd.monitor.frames import CELL, FRAMES, conform
from gemengd.monitor.readings import DISSIMILARITY, Key, calibrations_of, with_margins
from gemengd.monitor.settings import Settings
from gemengd.numeric.calibration import Calibration

Progress = Callable[[str, int, int], None]
"""Called with a stage, 0 when it begins and 1 when it is done, and 1 for how much there is."""

STAGES = (
    "counts",
    "compositions",
    "indices",
    "housing",
    "nearest school",
    "flows",
    "catchments",
    "comparable municipalities",
)

BY_SCHOOL = ("D", "isolation", "exposure", "eta2", "gini", "hutchens", "M", "H")
BY_HOME = ("D_residence", "M_total", "M_housing", "M_sorting", "M_mixing", "D_nearest", "D_choice")
OVER_TIME = ("D_change",)


def build(
    source: Source, settings: Settings | None = None, progress: Progress | None = None
) -> dict[str, pl.DataFrame]:
    """Compute the monitor.

    Args:
        source: a workspace with tables.
        settings: the settings; the defaults when None.
        progress: called at every stage.

    Returns:
        The frames of `gemengd.monitor.frames.FRAMES`. The same tables and settings give the same frames.
    """
    settings = settings or Settings()
    report = _Stages(progress)
    report("counts")
    made = _made(load(source), settings, report)
    frames = {
        "places": places.places(made.counts),
        "groups": places.groups(made.compositions),
        "coverage": places.coverage(made.compositions, made.counts),
        "flows": flows.frame(made.moves),
    }
    found = levels.levels(made.compositions, settings)
    frames["calibrations"] = conform("calibrations", levels.calibrations(found))
    known = calibrations_of(frames["calibrations"])
    frames["indicators"] = _indicators(made, found, known, settings, report)
    report("catchments")
    living = catchments.area_compositions(made.compositions, made.counts, made.shares)
    frames["areas"] = catchments.areas(living, made.counts)
    frames["schools"] = mirrors.schools_beside_catchments(
        made.compositions, made.counts, made.schools, living, settings
    )
    report("comparable municipalities")
    frames["peers"] = peers.peers(frames["places"], frames["groups"], settings)
    frames["standing"] = peers.standing(frames["indicators"], frames["peers"], known)
    report(None)
    return {name: frames[name] for name in FRAMES}


@dataclass(frozen=True)
class _Made:
    """What every part of the monitor starts from."""

    counts: Counts
    shares: pl.DataFrame
    schools: pl.DataFrame
    compositions: Compositions
    moves: pl.DataFrame


def _made(counts: Counts, settings: Settings, report: _Stages) -> _Made:
    report("compositions")
    shares = residents.area_shares(counts)
    schools = points.school_points(counts)
    compositions = compose(counts, shares, settings)
    return _Made(counts, shares, schools, compositions, flows.journeys(counts, schools))


def _indicators(
    made: _Made, found: pl.DataFrame, known: Mapping[Key, Calibration], settings: Settings, report: _Stages
) -> pl.DataFrame:
    report("indices")
    parts = [_of_schools(made, found, known, settings)]
    parts.append(change.since_first(parts[0], made.compositions.cells, known, settings))
    parts.append(bounded.school_bounds(made.compositions))
    report("housing")
    parts.append(housing.identity(made.compositions, settings))
    parts.append(housing.home_segregation(made.compositions, made.counts, made.shares, settings))
    report("nearest school")
    parts.append(housing.nearest(made.compositions, made.counts, made.schools, settings))
    report("flows")
    parts.append(_absent(made.compositions.cells, [part for part in parts if part.width]))
    parts.append(flows.flow_indicators(made.moves, made.counts, made.compositions, settings))
    numbers = [part for part in parts if part.width]
    return conform("indicators", pl.concat(numbers, how="diagonal_relaxed"))


def _of_schools(
    made: _Made, found: pl.DataFrame, known: Mapping[Key, Calibration], settings: Settings
) -> pl.DataFrame:
    """The indices between schools, D with its level and the margins that go with it."""
    numbers = indicators.school_indices(made.compositions, settings)
    if not found.height:
        return numbers
    of_d = found.select(*CELL, "p_value", indicator=pl.lit(DISSIMILARITY))
    joined = numbers.join(of_d, on=[*CELL, "indicator"], how="left", maintain_order="left")
    return with_margins(joined, known, settings.confidence)


def _absent(cells: pl.DataFrame, known: list[pl.DataFrame]) -> pl.DataFrame:
    """A row with the reason for every indicator that a cell ought to have and has not."""
    refused = pl.col("status") != statuses.OK
    series_end = pl.col("year") == pl.col("year").max().over(change.SERIES)
    wanted = (
        (cells, BY_SCHOOL, statuses.NO_PUPILS),
        (cells, BY_HOME, statuses.NO_HOME_AREAS),
        (cells.filter(series_end), OVER_TIME, statuses.ONE_YEAR),
    )
    absent = pl.concat(
        indicators.missing(rows, names, pl.when(refused).then("status").otherwise(pl.lit(reason)))
        for rows, names, reason in wanted
    )
    key = [*CELL, "indicator"]
    for numbers in known:
        absent = absent.join(numbers.select(key), on=key, how="anti")
    return absent


class _Stages:
    """Says which stage begins, and that the one before it is done."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress = progress
        self.current: str | None = None

    def __call__(self, stage: str | None) -> None:
        if self.progress is None:
            return
        if self.current is not None:
            self.progress(self.current, 1, 1)
        if stage is not None:
            self.progress(stage, 0, 1)
        self.current = stage
