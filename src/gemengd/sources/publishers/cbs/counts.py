# SPDX-License-Identifier: EUPL-1.2
"""Published CBS numbers to canonical residents: rounded, secret and shared counts as intervals."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from gemengd.tables.counts import SECRET, rounded, share_of

COUNT_STEP = 5
"""Counts by postcode are rounded to fives."""

SHARE_STEP = 0.1
"""Shares of origin by postcode are rounded to tens of per cents."""

SECRET_HIGHEST = 4
"""A secret count is 0 to 4."""

UNPUBLISHED = -99995
"""How a cell is marked that CBS has not published yet: nothing is known of it."""

_COLUMNS = ("area_id", "characteristic", "group", "low", "high", "value", "_file", "_row")


def count(
    rows: pl.DataFrame,
    column: str,
    characteristic: str,
    group: str,
    step: int = COUNT_STEP,
    total: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """A column of rounded counts as rows of residents.

    Args:
        rows: with `area_id`, `_file`, `_row` and the count (-99997 where secret, -99995 where not published).
        column: the count.
        characteristic: of the result.
        group: of the result.
        step: counts were rounded to multiples of this.
        total: rows of residents of the total, in the order of `rows`; a count that was not published lies
            between 0 and it. Without it every count must be published or secret.

    Returns:
        Rows with `low`, `high` (whole numbers that fit) and `value` (as published; null where it was not), in
        the order of `rows`.
    """
    secret, unpublished = pl.col(column) == SECRET, pl.col(column) == UNPUBLISHED
    low, high = rounded(pl.col(column), step)
    most = pl.lit(None, pl.Int64) if total is None else pl.lit(total.get_column("high"))
    highest = pl.when(secret).then(pl.lit(SECRET_HIGHEST, pl.Int64)).when(unpublished).then(most)
    return rows.select(
        "area_id",
        pl.lit(characteristic).alias("characteristic"),
        pl.lit(group).alias("group"),
        pl.when(secret | unpublished).then(pl.lit(0, pl.Int64)).otherwise(low).alias("low"),
        highest.otherwise(high).alias("high"),
        pl.when(~secret & ~unpublished).then(pl.col(column)).alias("value"),
        "_file",
        "_row",
    )


def parts_of(
    total: pl.DataFrame, percent: pl.Series, characteristic: str, group: str, step: float = SHARE_STEP
) -> pl.DataFrame:
    """Published percentages of a total as rows of residents.

    Args:
        total: rows of residents of the total.
        percent: for each of them the percentage; null, -99997 (secret) or -99995 (not published yet) where it
            is not known.
        characteristic: of the result.
        group: of the result.
        step: shares (0 to 1) were rounded to multiples of this.

    Returns:
        Rows with `value = total * percent / 100` and the interval that total and share leave open; a share
        that is not known leaves everything from 0 to the total.
    """
    rows = total.with_columns(percent.alias("percent"))
    percentage = pl.col("percent")
    unknown = percentage.is_null() | (percentage == SECRET) | (percentage == UNPUBLISHED)
    low, high = share_of(pl.col("low"), pl.col("high"), pl.col("percent") / 100, step)
    return rows.select(
        "area_id",
        pl.lit(characteristic).alias("characteristic"),
        pl.lit(group).alias("group"),
        pl.when(unknown).then(pl.lit(0, pl.Int64)).otherwise(low).alias("low"),
        pl.when(unknown).then(pl.col("high")).otherwise(high).alias("high"),
        pl.when(~unknown).then(pl.col("value") * pl.col("percent") / 100).alias("value"),
        "_file",
        "_row",
    )


def rest_of(total: pl.DataFrame, part: pl.DataFrame, group: str) -> pl.DataFrame:
    """The residents outside a part, as a group of the part's characteristic.

    Args:
        total: rows of residents of the total.
        part: rows of residents of the part, in the same order.
        group: name of the rest.
    """
    rows = total.with_columns(
        part.get_column("low").alias("part_low"),
        part.get_column("high").alias("part_high"),
        part.get_column("value").alias("part_value"),
        part.get_column("characteristic"),
    )
    return rows.select(
        "area_id",
        "characteristic",
        pl.lit(group).alias("group"),
        (pl.col("low") - pl.col("part_high")).clip(lower_bound=0).alias("low"),
        (pl.col("high") - pl.col("part_low")).clip(lower_bound=0).alias("high"),
        # Two numbers rounded to fives can differ the wrong way round by five.
        (pl.col("value") - pl.col("part_value")).clip(lower_bound=0).alias("value"),
        "_file",
        "_row",
    )


def residents(parts: Sequence[pl.DataFrame], year: int) -> pl.DataFrame:
    """Parts below each other as the canonical table of one year."""
    return pl.concat([part.select(_COLUMNS) for part in parts]).with_columns(pl.lit(year).alias("year"))
