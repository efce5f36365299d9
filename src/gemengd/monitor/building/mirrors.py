# SPDX-License-Identifier: EUPL-1.2
"""Each school beside its catchment: does it mirror the area it draws from?"""

from __future__ import annotations

import numpy as np
import polars as pl

from gemengd import measure
from gemengd.monitor import statuses
from gemengd.monitor.building import catchments
from gemengd.monitor.building.composition import EXPECTED, Compositions
from gemengd.monitor.building.counts import Counts
from gemengd.monitor.building.indicators import focal_groups
from gemengd.monitor.building.strata import two_sided
from gemengd.monitor.frames import CELL, conform
from gemengd.monitor.settings import Settings
from gemengd.numeric.arrays import Integers

SCHOOL_CELL = (*CELL, "school_id")

_LOCAL = dict.fromkeys(
    (
        "contribution_M",
        "contribution_D",
        "focal_pupils",
        "pupils",
        "difference",
        "local",
        "focal_share",
        "log_ratio",
    ),
    pl.Float64,
) | {"local_status": pl.String}


def schools_beside_catchments(
    compositions: Compositions,
    counts: Counts,
    schools: pl.DataFrame,
    living: pl.DataFrame,
    settings: Settings,
) -> pl.DataFrame:
    """Frame `schools`.

    Args:
        compositions: the compositions.
        counts: the counts.
        schools: `points.school_points`.
        living: `catchments.area_compositions`.
        settings: the monitor's settings.
    """
    rows = compositions.measurable()
    every = _every_school(compositions)
    if not every.height:
        return conform("schools", pl.DataFrame())
    strata = _strata(compositions, living)
    own = _own_share(strata)
    near = _near_share(every, counts, schools, living, settings)
    beside = every.join(own, on=SCHOOL_CELL, how="left").join(near, on=SCHOOL_CELL, how="left")
    beside = beside.with_columns(_reference())
    frame = (
        beside.join(_local(rows, beside), on=SCHOOL_CELL, how="left")
        .join(_probability(strata), on=SCHOOL_CELL, how="left")
        .join(catchments.offer(counts, schools, settings), on=["year", "school_id"], how="left")
        .join(schools.drop("sector", "municipality_id"), on="school_id", how="left")
        .with_columns(probability=pl.when(pl.col("reference") == "own").then("probability"))
        .with_columns(_status(), verdict=_verdict(settings))
    )
    return conform("schools", frame)


def _every_school(compositions: Compositions) -> pl.DataFrame:
    cells = compositions.cells.select(*CELL, "basis", "homes", cell_status="status")
    return compositions.rows.select(SCHOOL_CELL).unique().join(cells, on=CELL).sort(SCHOOL_CELL)


def _own_share(strata: pl.DataFrame) -> pl.DataFrame:
    """Focal share of the areas where the school's own pupils live, weighted by these pupils.

    For an expected composition this is the school's own figure over again, so it is left out.
    """
    return (
        strata.filter(pl.col("living") > 0)
        .group_by(SCHOOL_CELL, maintain_order=True)
        .agg(
            own_share=(pl.col("pupils") * pl.col("living_focal") / pl.col("living")).sum()
            / pl.col("pupils").sum(),
            own_pupils=pl.col("pupils").sum(),
        )
    )


def _strata(compositions: Compositions, living: pl.DataFrame) -> pl.DataFrame:
    """School × home area: its pupils and focal pupils, and all who live in the area."""
    homes = compositions.cells.select(*CELL, "homes")
    rows = compositions.measurable().filter(pl.col("area_id").is_not_null(), pl.col("basis") != EXPECTED)
    around = living.rename({"pupils": "living", "focal_pupils": "living_focal"})
    return (
        rows.group_by(*SCHOOL_CELL, "basis", "area_id")
        .agg(pl.col("pupils").sum(), focal_pupils=pl.col("pupils").filter("focal").sum())
        .join(homes, on=CELL)
        .join(around, on=[*catchments.AREA_CELL, "area_id"])
        .sort(*SCHOOL_CELL, "area_id")
    )


def _near_share(
    every: pl.DataFrame, counts: Counts, schools: pl.DataFrame, living: pl.DataFrame, settings: Settings
) -> pl.DataFrame:
    """Focal share among all who live near the school."""
    pairs = catchments.near_areas(counts, schools, living["area_id"], settings)
    sums = (
        every.select(*SCHOOL_CELL, "basis", "homes")
        .join(pairs, on="school_id")
        .join(living, on=[*catchments.AREA_CELL, "area_id"])
        .sort(*SCHOOL_CELL, "area_id")
        .group_by(SCHOOL_CELL, maintain_order=True)
        .agg(near_pupils=pl.col("pupils").sum(), near_focal=pl.col("focal_pupils").sum())
    )
    share = pl.when(pl.col("near_pupils") > 0).then(pl.col("near_focal") / pl.col("near_pupils"))
    return sums.with_columns(near_share=share)


def _reference() -> list[pl.Expr]:
    own, near = pl.col("own_share").is_not_null(), pl.col("near_share").is_not_null()
    return [pl.when(own).then(pl.lit("own")).when(near).then(pl.lit("near")).alias("reference")]


def _local(rows: pl.DataFrame, beside: pl.DataFrame) -> pl.DataFrame:
    """Local scores, contributions and representation against the reference, through `measure.local`."""
    if not rows.height:
        return pl.DataFrame(schema={**beside.select(SCHOOL_CELL).schema, **_LOCAL})
    own = pl.col("reference") == "own"
    reference = beside.filter(pl.col("reference").is_not_null()).select(
        *SCHOOL_CELL,
        focal=pl.when(own).then(pl.col("own_share") * pl.col("own_pupils")).otherwise("near_focal"),
        pupils=pl.when(own).then("own_pupils").otherwise("near_pupils"),
    )
    # A weighted mean may lie above 1 by one bit.
    reference = reference.with_columns(pl.min_horizontal("focal", "pupils").alias("focal"))
    scores = measure.local(
        rows.group_by(*SCHOOL_CELL, "group").agg(pl.col("pupils").sum()),
        unit="school_id",
        group="group",
        pupils="pupils",
        by=CELL,
        focal=focal_groups(rows),
        reference_area=reference,
    )
    return scores.select(
        *SCHOOL_CELL,
        "contribution_M",
        "contribution_D",
        "focal_pupils",
        "pupils",
        # measure speaks of percentage points; here it stands beside shares of 0 to 1.
        pl.col("difference") / 100.0,
        pl.col("score").alias("local"),
        pl.col("share").alias("focal_share"),
        pl.col("log2_ratio").alias("log_ratio"),
        # Observed pupils are whole; it is the weighted reference that is a fraction.
        pl.col("status").replace({statuses.FRACTIONAL_COUNTS: statuses.OK}).alias("local_status"),
    )


def _probability(strata: pl.DataFrame) -> pl.DataFrame:
    """Exact test of the school's focal pupils, given where its pupils live."""
    sizes = strata.group_by(SCHOOL_CELL, maintain_order=True).agg(pl.len(), pl.col("focal_pupils").sum())
    start = np.concatenate([[0], np.cumsum(sizes["len"].to_numpy())]).astype(np.int64)
    chances = two_sided(
        start,
        _whole(strata["living"]),
        _whole(strata["living_focal"]),
        _whole(strata["pupils"]),
        _whole(sizes["focal_pupils"]),
    )
    return sizes.select(SCHOOL_CELL).with_columns(
        probability=pl.Series(chances, dtype=pl.Float64).fill_nan(None)
    )


def _whole(counts: pl.Series) -> Integers:
    return counts.round().cast(pl.Int64).to_numpy()


def _status() -> pl.Expr:
    expected, bounded = pl.col("basis") == EXPECTED, pl.col("cell_status") == statuses.BOUNDED
    empty = pl.col("local_status").is_null() | (pl.col("local_status") == statuses.NO_PUPILS)
    return (
        pl.when(bounded)
        .then(pl.lit(statuses.BOUNDED))
        .when(empty)
        .then(pl.lit(statuses.NO_PUPILS))
        .when(expected)
        .then(pl.lit(statuses.EXPECTED_FROM_AREA))
        .when(pl.col("reference").is_null())
        .then(pl.lit(statuses.NO_CATCHMENT))
        .when((pl.col("reference") == "near") & (pl.col("homes") == "residents"))
        .then(pl.lit(statuses.FROM_RESIDENTS))
        .when(pl.col("log_ratio").is_null())
        .then(pl.lit(statuses.ZERO_SHARE))
        .otherwise("local_status")
        .alias("status")
    )


def _verdict(settings: Settings) -> pl.Expr:
    """Mirror or not; and when not, whether the catchment offers few schools, or few kinds of schools."""
    few = (pl.col("near_schools") < settings.few_schools).fill_null(False) | (
        pl.col("near_kinds") < settings.few_schools
    ).fill_null(False)
    return (
        pl.when(pl.col("difference").is_null())
        .then(pl.lit("unknown"))
        # The slack undoes binary fractions: 20 points exactly is no mirror.
        .when(pl.col("difference").abs() < settings.mirror_points / 100.0 - 1e-12)
        .then(pl.lit("mirror"))
        .when(few)
        .then(pl.lit("no_mirror_few_schools"))
        .otherwise(pl.lit("no_mirror"))
    )
