# SPDX-License-Identifier: EUPL-1.2
"""Indices, made from coarse splits and rounded where units are hidden, and hidden where a side is small."""

from __future__ import annotations

import polars as pl

from gemengd.monitor.labels import HIDDEN
from gemengd.monitor.safety.hiding import CELL, Frames, hide, is_flow, is_made, sized
from gemengd.monitor.safety.masked import masked

NUMBERS = ("estimate", "se", "low", "high", "expected", "expected_error", "excess", "bound_low", "bound_high")
CHANGES = {"D_change": "D", "H_change": "H"}
STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05)
"""Roundings of an index. Where a unit is hidden, the step is about what moving half the threshold of pupils
between units does to the index."""


def indices(raw: Frames, published: Frames, threshold: int) -> pl.DataFrame:
    """Frame `indicators` with its indices protected; its flows are left as they are.

    Args:
        raw: `indicators`, `schools` and `groups`, not protected.
        published: `groups`, `schools` and `areas`, protected.
        threshold: no count below this is published.
    """
    frame = raw["indicators"]
    numbers = masked(frame.filter(~is_flow()), raw["schools"], published["schools"], threshold)
    flagged = _flagged(numbers, raw, published).with_columns(_step=_step(threshold))
    few = pl.col("_counted") & (pl.col("smaller") < threshold).fill_null(value=False)
    hidden = hide(_rounded(flagged), few, (*NUMBERS, "pupils"), mark_status=True)
    return pl.concat([_changes(hidden).select(frame.columns), frame.filter(is_flow())])


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
    return ((pl.col(name) / pl.col("_step")).round() * pl.col("_step")).round(6).alias(name)


def _up_to_step(errors: pl.Series) -> pl.Expr:
    """Errors rounded up: one that is rounded down says that a number is surer than it is."""
    exact = pl.lit(errors) / pl.col("_step")
    return ((exact - 1e-9).ceil() * pl.col("_step")).round(6).alias("se")


def _rounded(flagged: pl.DataFrame) -> pl.DataFrame:
    return flagged.with_columns(_to_step(name) for name in NUMBERS).with_columns(_up_to_step(flagged["se"]))


def _changes(frame: pl.DataFrame) -> pl.DataFrame:
    """Changes as the difference of the two published numbers, hidden where one of them is.

    The difference of two finer numbers would make the coarser of the published ones precise.
    """
    key = [*CELL, "indicator"]
    asked = frame.filter(pl.col("indicator").is_in(list(CHANGES)), pl.col("units") > 0)
    asked = asked.select(*key, last="year", first=pl.col("year") - pl.col("units").cast(pl.Int32))
    asked = asked.with_columns(_index=pl.col("indicator").replace(CHANGES))
    for end in ("last", "first"):
        numbers = frame.select(
            "municipality_id",
            "sector",
            "characteristic",
            pl.col("year").alias(end),
            pl.col("indicator").alias("_index"),
            pl.col("estimate").alias(f"{end}_estimate"),
            pl.col("_step").alias(f"{end}_step"),
        )
        at = ["municipality_id", "sector", "characteristic", "_index", end]
        asked = asked.join(numbers, on=at, how="left")
    change = (pl.col("last_estimate") - pl.col("first_estimate")).round(6)
    coarser = pl.max_horizontal("last_step", "first_step")
    return _with_changes(frame.join(asked.select(*key, _coarser=coarser, _change=change), on=key, how="left"))


def _with_changes(frame: pl.DataFrame) -> pl.DataFrame:
    """A change in the place of the number, its interval moved along and its error to the coarser step."""
    is_change = pl.col("_coarser").is_not_null() & pl.col("estimate").is_not_null()
    moved = frame.with_columns(
        pl.when(is_change)
        .then(pl.col(name) - pl.col("estimate") + pl.col("_change"))
        .otherwise(name)
        .alias(name)
        for name in ("low", "high")
    ).with_columns(
        estimate=pl.when(is_change).then("_change").otherwise("estimate"),
        _step=pl.coalesce("_coarser", "_step"),
    )
    rounded = moved.with_columns(_to_step(name) for name in ("low", "high", "expected"))
    rounded = rounded.with_columns(_up_to_step(moved["se"]))
    return hide(rounded, is_change & pl.col("_change").is_null(), NUMBERS, mark_status=True)
