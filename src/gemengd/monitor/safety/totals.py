# SPDX-License-Identifier: EUPL-1.2
"""The totals of a place and the groups of its pupils, so that the number of unknown group does not follow.

The pupils of a place minus those of known group is the number of unknown group. Where that is below the
threshold (or what is left after taking of each school the largest number that a characteristic knows), the
total of the place is published as an interval, and the number of unknown group of no characteristic of that
place, because each of them gives the total back.
"""

from __future__ import annotations

import polars as pl

from gemengd.monitor.safety.hiding import CELL, PLACE, Frames, hide, per_cell
from gemengd.monitor.safety.suppress import hide_groups

OBSERVED = "observed"


def blurred(frames: Frames, threshold: int) -> pl.DataFrame:
    """The places whose total would give away a small number of unknown group.

    Only observed cells count; docs/reference/protect.md says why.

    Args:
        frames: `places`, `coverage`, `groups` and `schools`, not protected.
        threshold: no count below this is published.

    Returns:
        PLACE, least (the number of pupils that a reader of the schools' rows knows at least).
    """
    unknown = frames["groups"].filter(~pl.col("known")).select(CELL).unique()
    unknown = unknown.with_columns(_asked=pl.lit(value=True))
    # Nobody left out is no secret where the source does not tell an unknown group.
    secret = (pl.col("pupils") > pl.col("pupils_used")) | pl.col("_asked").fill_null(value=False)
    cells = frames["coverage"].filter(pl.col("basis") == OBSERVED).join(unknown, on=CELL, how="left")
    asked = cells.filter(secret).select(PLACE).unique()
    # A school has at least the pupils that its characteristics know.
    schools = frames["schools"].group_by(*PLACE, "school_id").agg(pl.col("pupils").max())
    least = schools.group_by(PLACE).agg(least=pl.col("pupils").sum().cast(pl.Int64))
    beside = frames["places"].select(*PLACE, "pupils").join(least, on=PLACE).join(asked, on=PLACE)
    return beside.filter(pl.col("pupils") - pl.col("least") < threshold).select(*PLACE, "least")


def places(frame: pl.DataFrame, blur: pl.DataFrame, threshold: int) -> pl.DataFrame:
    """Frame `places`, with an interval as wide as the threshold for the places of `blur`."""
    joined = frame.join(blur, on=PLACE, how="left")
    wide = pl.max_horizontal("pupils_high", pl.col("least") + threshold)
    joined = joined.with_columns(
        pupils=pl.coalesce("least", "pupils"),
        pupils_high=pl.when(pl.col("least").is_not_null()).then(wide).otherwise("pupils_high"),
    ).select(frame.columns)
    return hide(joined, pl.col("pupils") < threshold, ("pupils", "pupils_high"))


def groups(frame: pl.DataFrame, blur: pl.DataFrame, threshold: int) -> pl.DataFrame:
    """Frame `groups` without small counts, nor others from which they follow."""
    if not frame.height:
        return frame
    marks = blur.select(PLACE).with_columns(_blurred=pl.lit(value=True))
    frame = frame.join(marks, on=PLACE, how="left").sort(CELL, maintain_order=True)
    interval = pl.col("pupils").is_null().any().over(CELL)
    frame = frame.with_columns(pl.col("focal", "known", "_blurred").fill_null(value=False), _bounded=interval)
    numbers = ("pupils", "focal", "known", "_bounded", "_blurred")
    (few,) = per_cell(frame, CELL, numbers, lambda *cell: (hide_groups(*cell, threshold=threshold),))
    hidden = frame.with_columns(_hidden=few & (pl.col("basis").fill_null("") != "expected"))
    emptied = hide(hidden, pl.col("_hidden"), ("pupils", "low", "high", "share"), mark_status=True)
    return emptied.drop("_hidden", "_bounded", "_blurred")


def coverage(frame: pl.DataFrame, blur: pl.DataFrame, threshold: int) -> pl.DataFrame:
    """The share of pupils that the figures rest on; nearly all when few are left out.

    Of a place whose total is an interval, both are made from the middle of that interval.
    """
    middle = pl.col("least") + threshold / 2
    joined = frame.join(blur, on=PLACE, how="left").with_columns(
        pl.coalesce(middle, "pupils").alias("pupils")
    )
    left = pl.col("pupils") - pl.col("pupils_used")
    share = pl.when(left >= threshold).then(pl.col("pupils_used") / pl.col("pupils"))
    return joined.select(*CELL, "basis", "residents_year", "status", share=share, nearly_all=left < threshold)
