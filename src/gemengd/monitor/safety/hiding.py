# SPDX-License-Identifier: EUPL-1.2
"""Emptying columns of a frame, and deciding cell by cell which rows; shared by the parts of `protect`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import polars as pl

from gemengd.monitor.labels import EXPECTED, FROM_RESIDENTS, HIDDEN

Frames = Mapping[str, pl.DataFrame]

PLACE = ("municipality_id", "sector", "year")
CELL = (*PLACE, "characteristic")


def hide(
    frame: pl.DataFrame, hidden: pl.Expr, columns: tuple[str, ...], *, mark_status: bool = False
) -> pl.DataFrame:
    """The frame with columns emptied where `hidden` holds, and with the status that says so."""
    present = [column for column in columns if column in frame.columns]
    emptied = [pl.when(hidden).then(None).otherwise(pl.col(column)).alias(column) for column in present]
    if mark_status:
        emptied.append(pl.when(hidden).then(pl.lit(HIDDEN)).otherwise(pl.col("status")).alias("status"))
    return frame.with_columns(emptied)


def per_cell(
    frame: pl.DataFrame,
    by: tuple[str, ...],
    numbers: tuple[str, ...],
    decide: Callable[..., tuple[np.ndarray, ...]],
) -> list[pl.Series]:
    """Decide cell by cell on arrays; a count that is an interval is not known, and treated as small.

    Args:
        frame: sorted by `by`.
        by: the columns that name a cell.
        numbers: the columns that `decide` gets, without nulls.
        decide: from arrays of one cell to masks.

    Returns:
        The masks of all cells, one series per mask.
    """
    arrays = [frame[name].fill_null(strategy="zero").to_numpy() for name in numbers]
    ends = frame.group_by(by, maintain_order=True).len()["len"].cum_sum().to_list()
    starts = [0, *ends[:-1]]
    parts = [decide(*(array[i:j] for array in arrays)) for i, j in zip(starts, ends, strict=True)]
    return [pl.Series(np.concatenate(masks)) for masks in zip(*parts, strict=True)]


def sized(units: pl.DataFrame) -> pl.DataFrame:
    """Units with the column `focal_pupils`, made from the share where the frame has none."""
    if "focal_pupils" in units.columns:
        return units
    return units.with_columns(focal_pupils=pl.col("pupils") * pl.col("focal_share"))


def is_flow() -> pl.Expr:
    """Whether an indicator counts pupils by where they go, and is no index."""
    name = pl.col("indicator")
    return name.str.starts_with("share_") | name.str.starts_with("distance")


def is_made() -> pl.Expr:
    """Whether a row counts no pupils of a group: expected, or residents."""
    return pl.col("status").fill_null("").is_in([EXPECTED, FROM_RESIDENTS])
