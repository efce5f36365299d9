# SPDX-License-Identifier: EUPL-1.2
"""The segregation indices of every cell, through `gemengd.measure`."""

from __future__ import annotations

from statistics import NormalDist

import polars as pl

from gemengd import measure
from gemengd.monitor import statuses
from gemengd.monitor.building.composition import EXPECTED, Compositions
from gemengd.monitor.frames import CELL
from gemengd.monitor.settings import Settings

WITHOUT_MEANING = ("se", "low", "high", "expected", "expected_error", "excess")
"""What an expected composition has not: nobody drew it, so it has no error and no chance level."""


def focal_groups(rows: pl.DataFrame) -> dict[str, dict[str, list[str]]]:
    """The focal groups per characteristic, in the form that `gemengd.measure` asks.

    Args:
        rows: with characteristic, group and focal.
    """
    listed = rows.group_by("characteristic").agg(pl.col("group").filter("focal").unique().sort())
    return {"characteristic": dict(listed.iter_rows())}


def school_indices(compositions: Compositions, settings: Settings) -> pl.DataFrame:
    """D, isolation, exposure, eta2, gini, hutchens, M and H between the schools of every cell."""
    rows = compositions.measurable()
    if not rows.height:
        return pl.DataFrame()
    table = rows.group_by(*CELL, "school_id", "group").agg(pl.col("pupils").sum())
    numbers = measure.indices(
        table,
        unit="school_id",
        group="group",
        pupils="pupils",
        by=CELL,
        focal=focal_groups(rows),
        confidence=settings.confidence,
        draws=settings.draws,
        seed=settings.seed,
    )
    return with_basis(numbers.rename({"index": "indicator"}), compositions)


def with_basis(numbers: pl.DataFrame, compositions: Compositions) -> pl.DataFrame:
    """Numbers that say so when they are made from an expected composition.

    With one school or one area an index is 0 whatever the pupils are like. That is no finding, so nothing but
    the status is given: what is not there can enter no mean, rank, word or picture.
    """
    frame = numbers.join(compositions.cells.select(*CELL, "basis"), on=CELL, how="left")
    expected = pl.col("basis") == EXPECTED
    hollow = pl.col("status").is_in([statuses.ONE_UNIT, statuses.ONE_AREA])
    estimate = pl.when(~hollow).then("estimate")
    present = [name for name in WITHOUT_MEANING if name in frame.columns]
    return frame.with_columns(
        *(pl.when(~expected & ~hollow).then(name).alias(name) for name in present),
        estimate=estimate,
        status=pl.when(expected & estimate.is_not_null())
        .then(pl.lit(statuses.EXPECTED_FROM_AREA))
        .otherwise("status"),
    ).drop("basis")


def interval(settings: Settings, lower: float | None = 0.0, upper: float | None = None) -> list[pl.Expr]:
    """Normal interval around `estimate` with `se`, cut to the values that are possible."""
    reach = NormalDist().inv_cdf(0.5 + settings.confidence / 2.0) * pl.col("se")
    low, high = pl.col("estimate") - reach, pl.col("estimate") + reach
    return [
        (low if lower is None else low.clip(lower_bound=lower)).alias("low"),
        (high if upper is None else high.clip(upper_bound=upper)).alias("high"),
    ]


def missing(cells: pl.DataFrame, indicators: tuple[str, ...], status: pl.Expr) -> pl.DataFrame:
    """Rows without a number, with the reason.

    Args:
        cells: the cells concerned.
        indicators: the indicators that cannot be computed there.
        status: the reason, as an expression over the columns of `cells`.
    """
    names = pl.DataFrame({"indicator": list(indicators)}, schema={"indicator": pl.String})
    return cells.with_columns(status=status).select(*CELL, "status").join(names, how="cross")
