# SPDX-License-Identifier: EUPL-1.2
"""Dissimilarities as readings: their margins, and what changed between two of them.

Everything here is made from numbers and calibrations as they stand, so it is used twice: on the numbers of
the build, and again on those that may be published, after they were rounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from gemengd.monitor.frames import CELL
from gemengd.numeric.calibration import Calibration, Reading, difference

DISSIMILARITY, CHANGE = "D", "D_change"
MARGINS = ("se", "low", "high", "level", "level_low", "level_high")

Key = tuple[str, str, int, str]
"""The values of CELL."""


def calibrations_of(frame: pl.DataFrame) -> dict[Key, Calibration]:
    """The calibration of D of every cell that has one.

    Args:
        frame: frame `calibrations`.
    """
    ordered = frame.filter(pl.col("indicator") == DISSIMILARITY).sort(*CELL, "true")
    lists = ordered.group_by(CELL, maintain_order=True).agg("true", "mean", "error")
    return {row[:4]: Calibration(*map(tuple, row[4:])) for row in lists.iter_rows()}


def with_margins(numbers: pl.DataFrame, known: Mapping[Key, Calibration], confidence: float) -> pl.DataFrame:
    """The numbers with the margins and levels of their dissimilarities.

    Where a lottery would often be as uneven, there is no margin: then the number does not say more than that.

    Args:
        numbers: rows of the frame `indicators`, with `p_value`.
        known: the calibrations.
        confidence: coverage of the intervals.
    """
    asked = numbers.filter(pl.col("indicator") == DISSIMILARITY, pl.col("estimate").is_not_null())
    rows = [
        (*key, DISSIMILARITY, *_margins(Reading(value, known[key]), p_value, confidence))
        for *parts, value, p_value in asked.select(*CELL, "estimate", "p_value").iter_rows()
        if (key := tuple(parts)) in known
    ]
    keys = [*CELL, "indicator"]
    fresh = [f"{name}_read" for name in MARGINS]
    schema = numbers.select(keys).schema | dict.fromkeys(fresh, pl.Float64)
    made = pl.DataFrame(rows, schema=schema, orient="row")
    whole = numbers.with_columns(
        pl.lit(None, pl.Float64).alias(name) for name in MARGINS if name not in numbers.columns
    )
    joined = whole.join(made, on=keys, how="left", maintain_order="left")
    ready = pl.col("se_read").is_not_null()
    return joined.with_columns(
        pl.when(ready).then(f"{name}_read").otherwise(name).alias(name) for name in MARGINS
    ).drop(fresh)


def _margins(reading: Reading, p_value: float | None, confidence: float) -> tuple[float | None, ...]:
    """Error, ends in terms of the reading, level, ends of the level."""
    calibration, level = reading.calibration, reading.level
    if p_value is None or p_value >= 1.0 - confidence:
        return calibration.error(level), None, None, level, None, None
    low, high = calibration.interval(reading.value, confidence)
    return calibration.error(level), calibration.mean(low), calibration.mean(high), level, low, high


def changes(
    ends: pl.DataFrame, numbers: pl.DataFrame, known: Mapping[Key, Calibration], confidence: float
) -> pl.DataFrame:
    """How much the level of D changed between two years of a series, with its margin and its test.

    Args:
        ends: the columns of CELL (of the last year) and `first`, the year to compare with.
        numbers: rows of the frame `indicators`.
        known: the calibrations.
        confidence: coverage of the interval.

    Returns:
        The columns of CELL with `estimate`, `low`, `high`, `p_value` and `expected` (how much the chance
        level changed); nothing for a change without calibrations.
    """
    values = {
        tuple(parts): value
        for *parts, value in numbers.filter(pl.col("indicator") == DISSIMILARITY)
        .select(*CELL, "estimate")
        .iter_rows()
        if value is not None
    }
    rows = list(_changes(ends, values, known, confidence))
    floats = dict.fromkeys(("estimate", "low", "high", "p_value", "expected"), pl.Float64)
    return pl.DataFrame(rows, schema={**numbers.select(CELL).schema, **floats}, orient="row")


def _changes(
    ends: pl.DataFrame, values: Mapping[Any, float], known: Mapping[Key, Calibration], confidence: float
) -> Iterator[tuple[Any, ...]]:
    for municipality, sector, year, characteristic, first in ends.select(*CELL, "first").iter_rows():
        last_key = (municipality, sector, year, characteristic)
        first_key = (municipality, sector, first, characteristic)
        if not all(key in values and key in known for key in (first_key, last_key)):
            continue
        one, other = (Reading(values[key], known[key]) for key in (first_key, last_key))
        found = difference(one, other, confidence)
        chance = other.calibration.means[0] - one.calibration.means[0]
        yield (*last_key, found.difference, found.low, found.high, found.p_value, chance)
