# SPDX-License-Identifier: EUPL-1.2
"""What D reads at every true level in every cell, and how often a lottery is as uneven."""

from __future__ import annotations

import polars as pl

from gemengd import measure
from gemengd.monitor.building.composition import OBSERVED, Compositions
from gemengd.monitor.building.indicators import focal_groups
from gemengd.monitor.frames import CELL
from gemengd.monitor.settings import Settings


def levels(compositions: Compositions, settings: Settings) -> pl.DataFrame:
    """The columns of CELL, `p_value` and the lists `true`, `mean` and `error` of every observed cell.

    An expected composition was drawn by nobody: chance has no part in it, so there is nothing to calibrate.

    Args:
        compositions: the compositions.
        settings: the monitor's settings.
    """
    rows = compositions.measurable().filter(pl.col("basis") == OBSERVED)
    if not rows.height:
        return pl.DataFrame()
    table = rows.group_by(*CELL, "school_id", "group").agg(pl.col("pupils").sum())
    found = measure.levels(
        table,
        unit="school_id",
        group="group",
        pupils="pupils",
        by=CELL,
        focal=focal_groups(rows),
        confidence=settings.confidence,
        seed=settings.seed,
        curve=True,
    )
    return found.filter(pl.col("levels").is_not_null()).select(
        *CELL, p_value="p_random", true="levels", mean="means", error="errors"
    )


def calibrations(found: pl.DataFrame) -> pl.DataFrame:
    """Frame `calibrations` from what `levels` found."""
    if not found.height:
        return found
    return found.drop("p_value").explode("true", "mean", "error").with_columns(indicator=pl.lit("D"))
