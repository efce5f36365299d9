# SPDX-License-Identifier: EUPL-1.2
"""The change of an index since the first year of its series, and whether it exceeds noise."""

from __future__ import annotations

import polars as pl

from gemengd.monitor import statuses
from gemengd.monitor.building.composition import EXPECTED
from gemengd.monitor.building.indicators import interval
from gemengd.monitor.frames import CELL
from gemengd.monitor.settings import Settings

SERIES = ("municipality_id", "sector", "characteristic")
CHANGES = {"D": "D_change", "H": "H_change"}
"""Index to the indicator that holds its change."""


def changes(indicators: pl.DataFrame, cells: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Last year minus first year of each series, standing at the last year.

    A series compares like with like: only years whose composition came about in the same way as that of the
    last year (observed or expected). A new coding is another characteristic and so another series.

    Args:
        indicators: rows of `school_indices`.
        cells: cells of the monitor, with `basis`.
        settings: the monitor's settings.
    """
    if not indicators.height:
        return pl.DataFrame()
    key = [*SERIES, "indicator"]
    numbers = indicators.filter(pl.col("indicator").is_in(list(CHANGES))).join(
        cells.select(*CELL, "basis"), on=CELL
    )
    ordered = numbers.sort(*key, "year").with_columns(last_basis=pl.col("basis").last().over(key))
    known = pl.col("estimate").is_not_null()
    comparable = known & (pl.col("basis") == pl.col("last_basis"))
    ends = ordered.group_by(key, maintain_order=True).agg(
        *(
            pl.col(name).filter(comparable).first().alias(f"first_{name}")
            for name in ("year", "estimate", "se", "expected")
        ),
        *(
            pl.col(name).last()
            for name in ("year", "estimate", "se", "expected", "pupils", "basis", "status")
        ),
        years=known.sum(),
    )
    single = (pl.col("units") == 0).fill_null(True)
    return (
        ends.with_columns(
            undefined=pl.col("estimate").is_null(),
            units=(pl.col("year") - pl.col("first_year")).cast(pl.Int64),
            estimate=pl.col("estimate") - pl.col("first_estimate"),
            se=(pl.col("se") ** 2 + pl.col("first_se") ** 2).sqrt(),
            expected=pl.col("expected") - pl.col("first_expected"),
        )
        .with_columns(pl.when(~single).then(name).alias(name) for name in ("estimate", "se", "expected"))
        .with_columns(interval(settings, lower=-1.0, upper=1.0))
        .with_columns(status=_status(single), indicator=pl.col("indicator").replace_strict(CHANGES))
        .select(*CELL, "indicator", "estimate", "se", "low", "high", "expected", "units", "pupils", "status")
    )


def _status(single: pl.Expr) -> pl.Expr:
    return (
        pl.when(pl.col("undefined"))
        .then("status")
        .when(single & (pl.col("years") > 1))
        .then(pl.lit(statuses.BREAK_IN_SERIES))
        .when(single)
        .then(pl.lit(statuses.ONE_YEAR))
        .when(pl.col("basis") == EXPECTED)
        .then(pl.lit(statuses.EXPECTED_FROM_AREA))
        .otherwise(pl.lit(statuses.OK))
    )
