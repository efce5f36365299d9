# SPDX-License-Identifier: EUPL-1.2
"""The indices of cells with hidden schools, made from splits that are known only coarsely.

A reader can compute the indices of every split that fits what is shown; with two hidden schools one index
gives both away. Therefore the indices are those of another split. Hidden schools are taken in pairs; of one
of each pair the smaller side is put in the middle of a class as wide as the threshold (0-10, 11-21, ...), and
the other one gets what remains of their sum. Whoever works out that split learns classes and sums of two.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from gemengd import measure
from gemengd.monitor.labels import EXPECTED, HIDDEN
from gemengd.monitor.safety.hiding import CELL, sized

COLUMNS = ("estimate", "se", "low", "high")
EVERY_GROUP = ("M", "H")
FURTHEST = 0.025
"""An index that the coarse split moves further than this would mislead, and is hidden."""

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
        The indicators; estimates are null where the coarse split moves them far.
    """
    hidden = published.filter(pl.col("status") == HIDDEN).select(*CELL, "school_id", _hidden=True)
    # `from_residents` speaks of a school's catchment; its own pupils were counted.
    counted = pl.col("status").fill_null("") != EXPECTED
    units = sized(raw).filter(counted, pl.col("focal_pupils").is_not_null())
    units = units.join(hidden, on=[*CELL, "school_id"], how="left").sort(*CELL, "school_id")
    units = units.with_columns(pl.col("_hidden").fill_null(value=False))
    cells = [cell for cell in units.partition_by(CELL) if cell["_hidden"].sum() > 1]
    if not cells:
        return indicators
    coarse = pl.concat(_with_coarse(cell, threshold) for cell in cells)
    moved = _indices(coarse, "_coarse").join(_indices(coarse, "focal_pupils"), on=[*CELL, "indicator"])
    near = (pl.col("estimate") - pl.col("estimate_right")).abs() <= FURTHEST
    moved = moved.with_columns(pl.when(near).then(name).alias(name) for name in COLUMNS)
    every_group = pl.col("indicator").is_in(EVERY_GROUP)
    new = (pl.when(every_group).then(pl.col(n) - pl.col(f"{n}_right")).otherwise(n).alias(n) for n in COLUMNS)
    shifts = moved.select(*CELL, "indicator", *new, _masked=True)
    joined = indicators.join(shifts, on=[*CELL, "indicator"], how="left", suffix="_shift")
    return _shifted(joined).select(indicators.columns)


def coarse_split(pupils: Floats, focal: Floats, threshold: int) -> Floats:
    """The focal pupils of hidden schools, known only by class.

    Schools are taken in pairs, one with much to hide and one with little; of each pair the sum is kept. Those
    that make no pair are one larger group with its own sum. Where so few are left that classes do not fit,
    every school gets the share of all hidden schools together, which is known.

    Args:
        pupils: pupils per hidden school (n,).
        focal: focal pupils of these (n,), whole numbers.
        threshold: the width of a class from its lowest to its highest count.
    """
    order = np.argsort(np.minimum(focal, pupils - focal), kind="stable")
    half = order.size // 2
    pairs = [np.array(pair) for pair in zip(order[:half], order[::-1][:half], strict=True)]
    good = [pair for pair in pairs if _fits(pupils[pair], focal[pair], threshold)]
    rest = np.setdiff1d(order, np.concatenate([*good, np.array([], dtype=np.intp)]))
    if rest.size == 1 and good:
        rest = np.concatenate([rest, good.pop()])
    found = focal.copy()
    for part in [*good, rest] if rest.size else good:
        split = _with_remainder(pupils[part], focal[part], threshold)
        if split is None:
            return np.asarray(focal.sum() * pupils / pupils.sum())
        found[part] = split
    return found


def _fits(pupils: Floats, focal: Floats, threshold: int) -> bool:
    """Whether the first of two schools could have every count of its class, given the sum of the two."""
    middle = _middles(pupils, focal, threshold)[0]
    least, most = middle - threshold / 2, middle + threshold / 2
    inside = least >= 0 and most <= pupils[0]
    return bool(inside and most <= focal.sum() <= pupils[1] + least)


def _with_remainder(pupils: Floats, focal: Floats, threshold: int) -> Floats | None:
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
    coarse = focal.copy()
    coarse[hidden] = coarse_split(pupils[hidden], focal[hidden], threshold)
    return cell.select(*CELL, "school_id", "pupils", "focal_pupils", _coarse=pl.Series(coarse))


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
    return numbers.select(*CELL, pl.col("index").alias("indicator"), *COLUMNS)


def _shifted(joined: pl.DataFrame) -> pl.DataFrame:
    is_masked = pl.col("_masked").fill_null(value=False)
    # Where the coarse split has no number, none is published.
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
    moved = _with_errors(moved, joined)
    excess = (pl.col("estimate") - pl.col("expected")) / (1 - pl.col("expected"))
    lost = is_masked & pl.col("estimate").is_null() & joined["estimate"].is_not_null()
    return moved.with_columns(
        pl.when(is_masked).then(pl.col(name).clip(lower_bound=0.0)).otherwise(name).alias(name)
        for name in COLUMNS
    ).with_columns(
        excess=pl.when(is_masked & pl.col("excess").is_not_null()).then(excess).otherwise("excess"),
        status=pl.when(lost).then(pl.lit(HIDDEN)).otherwise("status"),
    )


def _with_errors(moved: pl.DataFrame, joined: pl.DataFrame) -> pl.DataFrame:
    """Errors where the coarse split has none: those of the real one, which only say how uncertain it is.

    Rounded to the step of the index, as they are afterwards, they tell nothing about a single school.
    """
    change = moved["estimate"] - joined["estimate"]
    given = {"se": joined["se"], "low": joined["low"] + change, "high": joined["high"] + change}
    known = moved["estimate"].is_not_null()
    return moved.with_columns(
        pl.when(known).then(pl.coalesce(name, value)).otherwise(name).alias(name)
        for name, value in given.items()
    )
