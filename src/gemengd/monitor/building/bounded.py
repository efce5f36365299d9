# SPDX-License-Identifier: EUPL-1.2
"""Bounds of the indices where counts are known as intervals only."""

from __future__ import annotations

import polars as pl

from gemengd import measure
from gemengd.monitor import statuses
from gemengd.monitor.building.composition import Compositions
from gemengd.monitor.building.indicators import focal_groups
from gemengd.monitor.frames import CELL


def school_bounds(compositions: Compositions) -> pl.DataFrame:
    """Certified bounds of every index between schools, in the cells with suppressed or rounded counts.

    Args:
        compositions: the compositions.
    """
    cells = compositions.cells.filter(pl.col("status") == statuses.BOUNDED)
    rows = compositions.rows.filter("known").join(cells.select(CELL), on=CELL, how="semi")
    if not rows.height:
        return pl.DataFrame()
    table = rows.group_by(*CELL, "school_id", "group").agg(pl.col("low", "high").sum())
    pupils = table.group_by(CELL).agg(pupils=pl.col("low").sum())
    found = measure.bounds(
        table,
        unit="school_id",
        group="group",
        low="low",
        high="high",
        by=CELL,
        focal=focal_groups(rows),
    )
    return (
        found.join(pupils, on=CELL, how="left")
        .rename({"index": "indicator"})
        .select(*CELL, "indicator", "bound_low", "bound_high", "units", "pupils", "status")
    )
