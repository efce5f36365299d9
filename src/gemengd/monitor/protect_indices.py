# SPDX-License-Identifier: EUPL-1.2
"""Indices, rounded so that no hidden unit follows, and hidden where a side is small."""

from __future__ import annotations

import polars as pl

from gemengd.monitor.hiding import CELL, Frames, hide, is_flow, is_made, sized
from gemengd.monitor.labels import HIDDEN
from gemengd.monitor.protect_steps import NOTHING_SAFE, STEPS, steps, with_ends

NUMBERS = ("estimate", "se", "low", "high", "expected", "expected_error", "excess", "bound_low", "bound_high")
TWO_GROUPS = ("D", "isolation", "exposure", "eta2", "gini", "hutchens")
EVERY_GROUP = ("M", "H")
CHANGES = {"D_change": "D", "H_change": "H"}


def indices(raw: Frames, published: Frames, threshold: int) -> pl.DataFrame:
    """Frame `indicators` with its indices protected; its flows are left as they are.

    Args:
        raw: `indicators`, `schools` and `groups`, not protected.
        published: `groups`, `schools` and `areas`, protected.
        threshold: no count below this is published.
    """
    frame = raw["indicators"]
    flagged = _flagged(raw, published, threshold).with_columns(_step=_step(threshold))
    few = pl.col("_counted") & ((pl.col("smaller") < threshold) | (pl.col("_step") >= NOTHING_SAFE))
    few = few.fill_null(value=False)
    rounded = hide(_rounded(flagged), few, NUMBERS, mark_status=True)
    rounded = hide(rounded, few & (pl.col("smaller") < threshold).fill_null(value=False), ("pupils",))
    return pl.concat([_changes(rounded).select(frame.columns), frame.filter(is_flow())])


def _flagged(raw: Frames, published: Frames, threshold: int) -> pl.DataFrame:
    """The indices with `smaller`, `_counted` (persons were counted), `_schools`, `_groups` and `_any`."""
    groups = published["groups"].filter(pl.col("known").fill_null(value=True))
    of_groups = _hidden(groups, "_groups")
    any_hidden = pl.concat(
        [_hidden(published[name], "_any") for name in ("schools", "areas")] + [_hidden(groups, "_any")],
        how="vertical_relaxed",
    ).unique()
    expected = raw["groups"].filter(pl.col("basis") == "expected").select(CELL).unique()
    of_schools = steps(raw["schools"], published["schools"], raw["indicators"], threshold)
    flagged = raw["indicators"].filter(~is_flow())
    for marks in (
        _sizes(raw["schools"]),
        of_schools.rename({"step": "_schools"}),
        of_groups,
        any_hidden,
        expected.with_columns(_expected=pl.lit(value=True)),
    ):
        flagged = flagged.join(marks, on=CELL, how="left")
    flags = pl.col("_groups", "_any", "_expected").fill_null(value=False)
    return flagged.with_columns(flags).with_columns(_counted=~pl.col("_expected") & ~is_made())


def _hidden(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    found = frame.filter(pl.col("status") == HIDDEN).select(CELL).unique()
    return found.with_columns(pl.lit(value=True).alias(name))


def _sizes(schools: pl.DataFrame) -> pl.DataFrame:
    """Per cell the size of the smaller side: the focal group or the others."""
    counted = sized(schools).group_by(CELL)
    sums = counted.agg(pl.col("focal_pupils").sum().alias("focal"), pl.col("pupils").sum().alias("all"))
    return sums.select(*CELL, smaller=pl.min_horizontal("focal", pl.col("all") - pl.col("focal")))


def _step(threshold: int) -> pl.Expr:
    """The rounding of an index; what was not counted is rounded to three decimals."""
    name = pl.col("indicator").replace(CHANGES)
    finest = pl.lit(STEPS[0])
    between = pl.coalesce("_schools", finest)
    every = pl.when("_groups").then(pl.max_horizontal(between, _by_size(threshold))).otherwise(between)
    # Where homes count too, far more is unknown than one number tells.
    others = pl.when("_any").then(_by_size(threshold)).otherwise(finest)
    chosen = (
        pl.when(name.is_in(TWO_GROUPS)).then(between).when(name.is_in(EVERY_GROUP)).then(every)
    ).otherwise(others)
    return pl.when("_counted").then(chosen).otherwise(finest)


def _by_size(threshold: int) -> pl.Expr:
    needed = threshold / (2 * pl.col("smaller"))
    step = pl.lit(STEPS[-1])
    for candidate in reversed(STEPS[:-1]):
        step = pl.when(needed <= candidate).then(pl.lit(candidate)).otherwise(step)
    return step


def _to_step(value: pl.Expr) -> pl.Expr:
    return ((value / pl.col("_step")).round() * pl.col("_step")).round(6)


def _rounded(flagged: pl.DataFrame) -> pl.DataFrame:
    """Every number to its step; what follows from other numbers is made from those as they are rounded.

    An estimate, the ends of its interval and its excess over chance, each rounded by itself, would together
    be more precise than the step.
    """
    names = [name for name in NUMBERS if name not in ("low", "high", "excess")]
    rounded = with_ends(flagged).with_columns(_to_step(pl.col(name)) for name in (*names, "below", "above"))
    excess = (pl.col("estimate") - pl.col("expected")) / (1 - pl.col("expected"))
    return rounded.with_columns(
        low=(pl.col("estimate") - pl.col("below")).round(6),
        high=(pl.col("estimate") + pl.col("above")).round(6),
        excess=pl.when(pl.col("excess").is_not_null()).then(excess.round(6)),
    )


def _changes(frame: pl.DataFrame) -> pl.DataFrame:
    """Changes as the difference of the two published numbers, hidden where one of them is."""
    names = ("estimate", "_step")
    ends = frame.filter(pl.col("indicator").is_in(list(CHANGES.values()))).select(*CELL, "indicator", *names)
    key = [*CELL, "indicator"]
    asked = frame.filter(pl.col("indicator").is_in(list(CHANGES)), pl.col("units") > 0)
    asked = asked.select(*key, last="year", first=pl.col("year") - pl.col("units").cast(pl.Int32))
    asked = asked.with_columns(_index=pl.col("indicator").replace(CHANGES))
    for end in ("last", "first"):
        numbers = ends.rename({"year": end, "indicator": "_index"} | {name: f"{end}{name}" for name in names})
        at = ["municipality_id", "sector", "characteristic", "_index", end]
        asked = asked.join(numbers, on=at, how="left")
    coarser = pl.max_horizontal("last_step", "first_step")
    asked = asked.select(
        *key, _coarser=coarser, _change=(pl.col("lastestimate") - pl.col("firstestimate")).round(6)
    )
    return _with_changes(frame.join(asked, on=key, how="left"))


def _with_changes(joined: pl.DataFrame) -> pl.DataFrame:
    change = pl.col("_coarser").is_not_null() & pl.col("estimate").is_not_null()
    lost = change & pl.col("_change").is_null()
    moved = joined.with_columns(
        _step=pl.coalesce("_coarser", "_step"),
        estimate=pl.when(change).then("_change").otherwise("estimate"),
    )
    moved = moved.with_columns(
        _to_step(pl.col(name)).alias(name) for name in ("se", "below", "above", "expected")
    ).with_columns(
        low=pl.when(change).then((pl.col("estimate") - pl.col("below")).round(6)).otherwise("low"),
        high=pl.when(change).then((pl.col("estimate") + pl.col("above")).round(6)).otherwise("high"),
    )
    return hide(moved, lost, NUMBERS, mark_status=True)
