# SPDX-License-Identifier: EUPL-1.2
"""The indices of cells with hidden schools, made from splits that are known only coarsely.

A reader can compute the indices of every split that fits what is shown; with two hidden schools one index
gives both away. Therefore the indices are those of another split: of every hidden school but one the smaller
side is put in the middle of a class as wide as the threshold (0-10, 11-21, ...), and the last one gets what
remains, so that the sums stay right. Whoever works out that split learns the classes, and no count.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from gemengd import measure
from gemengd.monitor.hiding import CELL, is_made, sized
from gemengd.monitor.labels import HIDDEN

COLUMNS = ("estimate", "se", "low", "high")
EVERY_GROUP = ("M", "H")

Floats = NDArray[np.float64]


def masked(
    indicators: pl.DataFrame, raw: pl.DataFrame, published: pl.DataFrame, threshold: int
) -> pl.DataFrame:
    """The indices between schools, of the coarse splits where schools are hidden.

    An index of more groups than two moves as much as that of the focal group and the others does.

    Args:
        indicators: frame `indicators`, not protected.
        raw: frame `schools`, not protected.
        published: the same, protected.
        threshold: no count below this is published.

    Returns:
        The indicators; estimates are null where there is no coarse split with the right sums.
    """
    hidden = published.filter(pl.col("status") == HIDDEN).select(*CELL, "school_id", _hidden=True)
    units = sized(raw).filter(~is_made(), pl.col("focal_pupils").is_not_null())
    units = units.join(hidden, on=[*CELL, "school_id"], how="left").sort(*CELL, "school_id")
    units = units.with_columns(pl.col("_hidden").fill_null(value=False))
    cells = [cell for cell in units.partition_by(CELL) if cell["_hidden"].sum() > 1]
    if not cells:
        return indicators
    coarse = pl.concat(_with_coarse(cell, threshold) for cell in cells)
    moved = _indices(coarse, "_coarse").join(_indices(coarse, "focal_pupils"), on=[*CELL, "indicator"])
    every_group = pl.col("indicator").is_in(EVERY_GROUP)
    new = (pl.when(every_group).then(pl.col(n) - pl.col(f"{n}_right")).otherwise(n).alias(n) for n in COLUMNS)
    shifts = moved.select(*CELL, "indicator", *new, _masked=True)
    joined = indicators.join(shifts, on=[*CELL, "indicator"], how="left", suffix="_shift")
    return _shifted(joined).select(indicators.columns)


def coarse_split(pupils: Floats, focal: Floats, threshold: int) -> Floats | None:
    """The focal pupils of hidden schools, of all but one in the middle of a class; None where that fails.

    Args:
        pupils: pupils per hidden school (n,).
        focal: focal pupils of these (n,), whole numbers.
        threshold: the width of a class from its lowest to its highest count.
    """
    middles = _middles(pupils, focal, threshold)
    smaller = np.minimum(focal, pupils - focal)
    order = np.argsort(-smaller, kind="stable")
    # What remains goes to the school with least to hide: of a smaller one the sums would cut its interval.
    for last in order[(smaller[order] >= threshold) | (np.arange(order.size) == 0)]:
        found = middles.copy()
        found[last] += focal.sum() - middles.sum()
        if 0 <= found[last] <= pupils[last]:
            return found
    return None


def _middles(pupils: Floats, focal: Floats, threshold: int) -> Floats:
    other = pupils - focal
    smaller = np.minimum(focal, other)
    middle = np.floor(smaller / (threshold + 1)) * (threshold + 1) + threshold / 2
    middle = np.minimum(middle, pupils / 2)
    return np.where(focal <= other, middle, pupils - middle)


def _with_coarse(cell: pl.DataFrame, threshold: int) -> pl.DataFrame:
    hidden = cell["_hidden"].to_numpy()
    pupils, focal = cell["pupils"].to_numpy(), cell["focal_pupils"].to_numpy()
    found = coarse_split(pupils[hidden], focal[hidden], threshold)
    coarse = focal.copy()
    if found is not None:
        coarse[hidden] = found
    lost = pl.lit(found is None)
    return cell.select(*CELL, "school_id", "pupils", "focal_pupils", _coarse=pl.Series(coarse), _lost=lost)


def _indices(units: pl.DataFrame, focal: str) -> pl.DataFrame:
    sides = [
        units.select(*CELL, "school_id", _side=pl.lit(side), _count=count)
        for side, count in (("focal", pl.col(focal)), ("other", pl.col("pupils") - pl.col(focal)))
    ]
    numbers = measure.indices(
        pl.concat(sides),
        unit="school_id",
        group="_side",
        pupils="_count",
        by=CELL,
        focal="focal",
        chance=False,
    )
    lost = units.filter("_lost").select(CELL).unique().with_columns(_lost=pl.lit(value=True))
    numbers = numbers.rename({"index": "indicator"}).join(lost, on=CELL, how="left")
    known = [pl.when(pl.col("_lost").is_null()).then(name).alias(name) for name in COLUMNS]
    return numbers.select(*CELL, "indicator", *known)


def _shifted(joined: pl.DataFrame) -> pl.DataFrame:
    is_masked = pl.col("_masked").fill_null(value=False)
    # Where the coarse split has no number (or no error), none is published.
    shift = is_masked & pl.col("indicator").is_in(EVERY_GROUP)
    moved = joined.with_columns(
        pl.when(shift)
        .then(pl.col(name) + pl.col(f"{name}_shift"))
        .when(is_masked)
        .then(f"{name}_shift")
        .otherwise(name)
        .alias(name)
        for name in COLUMNS
    )
    excess = (pl.col("estimate") - pl.col("expected")) / (1 - pl.col("expected"))
    lost = is_masked & pl.col("estimate").is_null() & joined["estimate"].is_not_null()
    return moved.with_columns(
        pl.when(is_masked).then(pl.col(name).clip(lower_bound=0.0)).otherwise(name).alias(name)
        for name in COLUMNS
    ).with_columns(
        excess=pl.when(is_masked & pl.col("excess").is_not_null()).then(excess).otherwise("excess"),
        status=pl.when(lost).then(pl.lit(HIDDEN)).otherwise("status"),
    )
