# SPDX-License-Identifier: EUPL-1.2
"""The change of an index since the first year of its series, and whether it exceeds chance."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from gemengd.monitor import statuses
from gemengd.monitor.building.composition import EXPECTED
from gemengd.monitor.frames import CELL
from gemengd.monitor.readings import CHANGE, DISSIMILARITY, Key, changes
from gemengd.monitor.settings import Settings
from gemengd.numeric.calibration import Calibration

SERIES = ("municipality_id", "sector", "characteristic")


def since_first(
    indicators: pl.DataFrame, cells: pl.DataFrame, known: Mapping[Key, Calibration], settings: Settings
) -> pl.DataFrame:
    """Rows of `D_change`: last year minus first year of each series, standing at the last year.

    A series compares like with like: only years whose composition came about in the same way as that of the
    last year (observed or expected), and no years on the other side of one with a single school. A new coding
    is another characteristic and so another series.

    Args:
        indicators: rows of `school_indices`.
        cells: cells of the monitor, with `basis`.
        known: the calibrations; where a year has none, the change is the difference of the indices, untested.
        settings: the monitor's settings.
    """
    if not indicators.height:
        return pl.DataFrame()
    ends = _ends(indicators.filter(pl.col("indicator") == DISSIMILARITY), cells)
    tested = changes(ends.filter(~pl.col("single")), indicators, known, settings.confidence)
    return (
        ends.drop("estimate")
        .join(tested, on=CELL, how="left")
        .with_columns(
            estimate=pl.coalesce("estimate", pl.when(~pl.col("single")).then("plain")),
            units=(pl.col("year") - pl.col("first")).cast(pl.Int64),
            status=_status(),
            indicator=pl.lit(CHANGE),
        )
        .select(
            *CELL, "indicator", "estimate", "low", "high", "p_value", "expected", "units", "pupils", "status"
        )
    )


def _ends(numbers: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """The last year of every series, with the first one that may be compared with it."""
    ordered = numbers.join(cells.select(*CELL, "basis"), on=CELL).sort(*SERIES, "year")
    last_basis = pl.col("basis").last().over(SERIES)
    marked = ordered.with_columns(
        alone=pl.when(pl.col("status") == statuses.ONE_UNIT).then("year").max().over(SERIES)
    ).with_columns(
        known=pl.col("estimate").is_not_null(),
        comparable=pl.col("estimate").is_not_null()
        & (pl.col("basis") == last_basis)
        & (pl.col("year") > pl.col("alone")).fill_null(value=True),
    )
    ends = marked.group_by(SERIES, maintain_order=True).agg(
        pl.col("year", "estimate", "pupils", "basis", "alone", "status").last(),
        first=pl.col("year").filter("comparable").first(),
        start=pl.col("estimate").filter("comparable").first(),
        years=pl.col("known").sum(),
    )
    single = (pl.col("first") == pl.col("year")).fill_null(value=True)
    return ends.with_columns(
        single=single, plain=pl.col("estimate") - pl.col("start"), end=pl.col("estimate")
    )


def _status() -> pl.Expr:
    single = pl.col("single")
    return (
        pl.when(pl.col("end").is_null())
        .then("status")
        .when(single & pl.col("alone").is_not_null())
        .then(pl.lit(statuses.ONE_UNIT))
        .when(single & (pl.col("years") > 1))
        .then(pl.lit(statuses.BREAK_IN_SERIES))
        .when(single)
        .then(pl.lit(statuses.ONE_YEAR))
        .when(pl.col("basis") == EXPECTED)
        .then(pl.lit(statuses.EXPECTED_FROM_AREA))
        .otherwise(pl.lit(statuses.OK))
    )
