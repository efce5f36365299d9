# SPDX-License-Identifier: EUPL-1.2
"""Comparable municipalities, and where a municipality stands among them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from gemengd import measure
from gemengd.monitor import statuses
from gemengd.monitor.frames import CELL, conform
from gemengd.monitor.readings import DISSIMILARITY, Key
from gemengd.monitor.settings import Settings
from gemengd.numeric.calibration import Calibration, Reading, equal_levels

SURE = 0.05
TOLD = (statuses.OK, statuses.EXPECTED_FROM_AREA)
"""The statuses with which a number may be set beside another."""

Row = dict[str, Any]


def peers(places: pl.DataFrame, groups: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Frame `peers`: for each municipality and sector the most comparable municipalities.

    Comparable means near in size (logarithm of the pupils), address density around the homes and the share of
    the focal groups of each characteristic, each in standard deviations over the municipalities of the
    sector, at the last year of each. Two municipalities are compared on what is known of both.

    Args:
        places: frame `places`.
        groups: frame `groups`.
        settings: the monitor's settings; `peers` says how many.
    """
    last = (
        places.filter(pl.col("pupils") > 0)
        .sort("municipality_id", "sector", "year")
        .unique(["municipality_id", "sector"], keep="last", maintain_order=True)
    )
    shares = _focal_shares(groups)
    parts = [
        _nearest(
            sector, rows.join(shares, on=["municipality_id", "sector", "year"], how="left"), settings.peers
        )
        for (sector,), rows in last.partition_by("sector", as_dict=True).items()
    ]
    return conform("peers", pl.concat(parts) if parts else pl.DataFrame())


def _focal_shares(groups: pl.DataFrame) -> pl.DataFrame:
    known = groups.filter(pl.col("share").is_not_null())
    sums = known.group_by(CELL).agg(pl.col("share").filter("focal").sum()).sort(CELL)
    index = ["municipality_id", "sector", "year"]
    if not sums.height:
        return groups.select(index).clear()
    names = sums["characteristic"].unique().sort().to_list()
    return sums.pivot("characteristic", on_columns=names, index=index, values="share").rename(
        {name: f"share:{name}" for name in names}
    )


def _nearest(sector: str, rows: pl.DataFrame, k: int) -> pl.DataFrame:
    rows = rows.sort("municipality_id")
    shares = [name for name in rows.columns if name.startswith("share:")]
    features = rows.select(
        pl.col("pupils").log(), pl.col("address_density").cast(pl.Float64), *shares
    ).cast(pl.Float64).to_numpy()  # fmt: skip
    away = _distances(_standardised(features))
    codes = rows["municipality_id"]
    # Codes are sorted and the sort is stable, so equally near municipalities stand in order of their code.
    order = np.argsort(away, axis=1, kind="stable")[:, : max(0, min(k, len(codes) - 1))]
    owner = np.repeat(np.arange(len(codes)), order.shape[1])
    return pl.DataFrame(
        {
            "municipality_id": codes.gather(owner),
            "sector": [sector] * owner.size,
            "rank": np.tile(np.arange(1, order.shape[1] + 1), len(codes)),
            "peer_id": codes.gather(order.ravel()),
            "distance": away[owner, order.ravel()],
        },
        schema_overrides={"municipality_id": pl.String, "sector": pl.String, "peer_id": pl.String},
    )


def _standardised(features: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Columns in standard deviations from their mean; a column without variation tells nothing and is 0."""
    known = ~np.isnan(features)
    size = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, features, 0.0).sum(axis=0) / size
    centred = features - mean
    spread = np.sqrt(np.where(known, centred**2, 0.0).sum(axis=0) / size)
    scaled = centred / np.where(spread > 1e-12, spread, np.inf)
    return np.asarray(scaled)


def _distances(scaled: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Root mean squared difference over the features known of both; a municipality is not its own peer."""
    size = len(scaled)
    total, shared = np.zeros((size, size)), np.zeros((size, size))
    for column in scaled.T:
        difference = column[:, None] - column[None, :]
        both = ~np.isnan(difference)
        total += np.where(both, difference**2, 0.0)
        shared += both
    away = np.sqrt(total / np.maximum(shared, 1))
    np.fill_diagonal(away, np.inf)
    return away


def standing(
    indicators: pl.DataFrame, nearby: pl.DataFrame, known: Mapping[Key, Calibration]
) -> pl.DataFrame:
    """Frame `standing`: each municipality beside its peers in the same year and characteristic.

    Another municipality is surely lower or higher when equal levels are refuted at 5 % (two-sided, Holm's
    correction over its peers); null where nothing is calibrated.

    Args:
        indicators: rows of D.
        nearby: frame `peers`.
        known: the calibrations.
    """
    own = indicators.filter(pl.col("indicator") == DISSIMILARITY)
    if not own.height:
        return conform("standing", pl.DataFrame())
    beside = _beside(own, nearby, known)
    sure = pl.col("p_adjusted") < SURE
    lead = pl.col("theirs") - pl.col("estimate")
    tested = pl.col("p_adjusted").is_not_null().any()
    summary = beside.group_by(*CELL, "indicator").agg(
        compared=pl.len(),
        lower=(lead < 0).sum(),
        higher=(lead > 0).sum(),
        surely_lower=pl.when(tested).then((sure & (pl.col("level_lead") < 0)).sum()),
        surely_higher=pl.when(tested).then((sure & (pl.col("level_lead") > 0)).sum()),
        peers_lowest=pl.col("theirs").min(),
        peers_median=pl.col("theirs").median(),
        peers_highest=pl.col("theirs").max(),
    )
    alone = pl.col("compared").is_null() & pl.col("estimate").is_not_null()
    return conform(
        "standing",
        own.join(summary, on=[*CELL, "indicator"], how="left").with_columns(
            pl.col("compared").fill_null(0),
            status=pl.when(alone).then(pl.lit(statuses.NO_OTHER_MUNICIPALITY)).otherwise("status"),
        ),
    )


def _beside(own: pl.DataFrame, nearby: pl.DataFrame, known: Mapping[Key, Calibration]) -> pl.DataFrame:
    """Every municipality with each of its peers: their D, how much higher its level is, and the test."""
    # What was observed is not set beside what was expected.
    made = (pl.col("status") == statuses.EXPECTED_FROM_AREA).alias("made")
    told = pl.col("estimate").is_not_null() & pl.col("status").is_in(TOLD)
    numbers = own.filter(told).select(*CELL, "indicator", made, "estimate")
    theirs = numbers.rename({"municipality_id": "peer_id", "estimate": "theirs"})
    beside = numbers.join(nearby, on=["municipality_id", "sector"]).join(
        theirs, on=["peer_id", "sector", "year", "characteristic", "indicator", "made"]
    )
    beside = beside.sort(*CELL, "rank")
    tests = pl.DataFrame(
        [_test(row, known) for row in beside.iter_rows(named=True)],
        schema={"level_lead": pl.Float64, "p_value": pl.Float64},
        orient="row",
    )
    corrected = pl.col("p_value").map_batches(
        lambda p: pl.Series(measure.adjust(p.to_numpy(), "holm")), return_dtype=pl.Float64
    )
    return beside.hstack(tests).with_columns(p_adjusted=corrected.over(CELL).fill_nan(None))


def _test(row: Row, known: Mapping[Key, Calibration]) -> tuple[float | None, float | None]:
    rest = row["sector"], row["year"], row["characteristic"]
    calibrations = known.get((row["municipality_id"], *rest)), known.get((row["peer_id"], *rest))
    if calibrations[0] is None or calibrations[1] is None:
        return None, None
    one, other = Reading(row["estimate"], calibrations[0]), Reading(row["theirs"], calibrations[1])
    return other.level - one.level, equal_levels(one, other)
