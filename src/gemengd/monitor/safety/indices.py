# SPDX-License-Identifier: EUPL-1.2
"""Indices, made from coarse splits and rounded where units are hidden, and hidden where a side is small."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from gemengd.monitor.labels import HIDDEN
from gemengd.monitor.readings import (
    CHANGE,
    DISSIMILARITY,
    MARGINS,
    Key,
    calibrations_of,
    changes,
    with_margins,
)
from gemengd.monitor.safety.hiding import CELL, Frames, hide, is_flow, is_made, sized
from gemengd.monitor.safety.masked import masked
from gemengd.numeric.calibration import Calibration

NUMBERS = (
    "estimate",
    "se",
    "low",
    "high",
    "level",
    "level_low",
    "level_high",
    "p_value",
    "expected",
    "expected_error",
    "excess",
    "bound_low",
    "bound_high",
)
STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05)
"""Roundings of an index. Where a unit is hidden, the step is about what moving half the threshold of pupils
between units does to the index."""


def indices(
    raw: Frames, published: Frames, threshold: int, confidence: float
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Frames `indicators`, its flows left as they are, and `calibrations`, both protected.

    Margins, levels and changes are made anew, from the numbers and calibrations that are published and from
    nothing else; the error of each calibration holds that of the protection.

    Args:
        raw: `indicators`, `calibrations`, `schools` and `groups`, not protected.
        published: `groups`, `schools` and `areas`, protected.
        threshold: no count below this is published.
        confidence: coverage of the intervals.
    """
    frame = raw["indicators"]
    numbers = masked(frame.filter(~is_flow()), raw["schools"], published["schools"], threshold)
    flagged = _flagged(numbers, raw, published).with_columns(step=_step(threshold))
    lost = (pl.col("status") == HIDDEN).fill_null(value=False)
    few = lost | (pl.col("_counted") & (pl.col("smaller") < threshold).fill_null(value=False))
    hidden = hide(_rounded(flagged), few, (*NUMBERS, "pupils"), mark_status=True)
    calibrations = _calibrations(raw["calibrations"], hidden)
    known = calibrations_of(calibrations)
    read = with_margins(hidden, known, confidence).with_columns(pl.col(MARGINS).round(3))
    changed = _changes(read, known, confidence)
    return pl.concat([changed.select(frame.columns), frame.filter(is_flow())]), calibrations


def _calibrations(frame: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """The calibrations of the dissimilarities that are shown, as coarse as these.

    What protection does to a number is an error like any other: a rounding where nothing is hidden, and about
    a step where something is.
    """
    of_d = numbers.filter(pl.col("indicator") == DISSIMILARITY, pl.col("estimate").is_not_null())
    steps = of_d.select(*CELL, "step", "_any")
    step, moved = pl.col("step"), pl.when("_any").then("step").otherwise(pl.col("step") / 12**0.5)
    fine = pl.max_horizontal(pl.lit(STEPS[0]), step / 2)
    error = (pl.col("error") ** 2 + moved**2).sqrt()
    return (
        frame.join(steps, on=CELL, maintain_order="left")
        .with_columns(
            mean=((pl.col("mean") / fine).round() * fine).round(6).clip(upper_bound=1.0),
            error=((error / fine - 1e-9).ceil() * fine).round(6),
        )
        .select(frame.columns)
    )


def _flagged(numbers: pl.DataFrame, raw: Frames, published: Frames) -> pl.DataFrame:
    """The indices with `smaller`, `_counted` (persons were counted) and `_any` (something is hidden)."""
    # Pupils of unknown group are in no index.
    known = published["groups"].filter(pl.col("known").fill_null(value=True))
    hidden = [
        part.filter(pl.col("status") == HIDDEN).select(CELL)
        for part in (known, published["schools"], published["areas"])
    ]
    some = pl.concat(hidden, how="vertical_relaxed").unique().with_columns(_any=pl.lit(value=True))
    expected = raw["groups"].filter(pl.col("basis") == "expected").select(CELL).unique()
    made = expected.with_columns(_made=pl.lit(value=True))
    for marks in (_sizes(raw["schools"]), some, made):
        numbers = numbers.join(marks, on=CELL, how="left")
    flags = pl.col("_any", "_made").fill_null(value=False)
    return numbers.with_columns(flags).with_columns(_counted=~pl.col("_made") & ~is_made())


def _sizes(schools: pl.DataFrame) -> pl.DataFrame:
    """Per cell the size of the smaller side: the focal group or the others."""
    counted = sized(schools).group_by(CELL)
    sums = counted.agg(pl.col("focal_pupils").sum().alias("focal"), pl.col("pupils").sum().alias("all"))
    return sums.select(*CELL, smaller=pl.min_horizontal("focal", pl.col("all") - pl.col("focal")))


def _step(threshold: int) -> pl.Expr:
    needed = threshold / (2 * pl.col("smaller"))
    step = pl.lit(STEPS[-1])
    for candidate in reversed(STEPS[:-1]):
        step = pl.when(needed <= candidate).then(pl.lit(candidate)).otherwise(step)
    return pl.when(pl.col("_counted") & pl.col("_any")).then(step).otherwise(pl.lit(STEPS[0]))


def _to_step(name: str) -> pl.Expr:
    return ((pl.col(name) / pl.col("step")).round() * pl.col("step")).round(6).alias(name)


def _up_to_step(errors: pl.Series) -> pl.Expr:
    """Errors rounded up: one that is rounded down says that a number is surer than it is."""
    exact = pl.lit(errors) / pl.col("step")
    return ((exact - 1e-9).ceil() * pl.col("step")).round(6).alias("se")


def _rounded(flagged: pl.DataFrame) -> pl.DataFrame:
    rounded = [name for name in NUMBERS if name != "p_value"]
    return flagged.with_columns(_to_step(name) for name in rounded).with_columns(
        _up_to_step(flagged["se"]), p_value=pl.col("p_value").round(3)
    )


def _changes(frame: pl.DataFrame, known: Mapping[Key, Calibration], confidence: float) -> pl.DataFrame:
    """Changes made from the two published numbers, hidden where one of them is.

    The difference of two finer numbers would make the coarser of the published ones precise.
    """
    is_change = (pl.col("indicator") == CHANGE) & (pl.col("units") > 0)
    asked = frame.filter(is_change).with_columns(first=pl.col("year") - pl.col("units").cast(pl.Int32))
    numbers = frame.filter(pl.col("indicator") == DISSIMILARITY)
    plain = asked.select(*CELL, "first")
    for end, year in (("last", "year"), ("start", "first")):
        at = numbers.select(
            *(name for name in CELL if name != "year"), pl.col("year").alias(year), end="estimate"
        ).rename({"end": f"_{end}"})
        plain = plain.join(at, on=[name for name in at.columns if not name.startswith("_")], how="left")
    plain = plain.select(*CELL, _plain=(pl.col("_last") - pl.col("_start")).round(6))
    tested = changes(asked, numbers, known, confidence)
    names = [name for name in tested.columns if name not in CELL]
    made = plain.join(tested, on=CELL, how="left").with_columns(estimate=pl.coalesce("estimate", "_plain"))
    given = made.rename({name: f"{name}_new" for name in names}).with_columns(indicator=pl.lit(CHANGE))
    joined = frame.join(given, on=[*CELL, "indicator"], how="left", maintain_order="left")
    shown = joined.with_columns(
        pl.when(is_change).then(pl.col(f"{name}_new").round(3)).otherwise(name).alias(name) for name in names
    )
    lost = is_change & pl.col("estimate").is_null() & frame["estimate"].is_not_null()
    return hide(shown, lost, NUMBERS, mark_status=True)
