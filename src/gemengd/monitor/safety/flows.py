# SPDX-License-Identifier: EUPL-1.2
"""Where pupils go: shares and distances, without few pupils behind them or between them."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from gemengd.monitor.labels import HIDDEN
from gemengd.monitor.safety.hiding import CELL, PLACE, Frames, hide, is_flow, is_made
from gemengd.monitor.safety.indices import NUMBERS

HOMES = ("M_total", "M_housing", "M_sorting", "M_mixing", "D_residence", "D_nearest", "D_choice")
"""Indices of the pupils of known home."""
WITHIN = ("share_outside_municipality", "share_outside_area", "share_nearest", "distance")
"""Flows of the pupils at the schools of a place, each of those whose home, area or point is known."""
EITHER_WAY = ("share_outside_municipality", "share_leaving")
"""Who stays is at the schools but for those from outside, and lives here but for those who leave."""
FEWEST = 100
"""With fewer pupils a share in whole percents gives away their number."""


def flows(
    indicators: pl.DataFrame, raw: Frames, groups: pl.DataFrame, blur: pl.DataFrame, threshold: int
) -> pl.DataFrame:
    """Frame `indicators` with its flows protected, and the numbers of pupils behind indices of homes.

    Args:
        indicators: with protected indices.
        raw: `indicators`, `groups` and `places`, not protected.
        groups: protected.
        blur: `protect_totals.blurred`.
        threshold: no count below this is published.
    """
    frame = indicators.join(_of_hidden_groups(groups), on=[*CELL, "indicator"], how="left")
    frame = frame.join(_too_near(raw, blur, threshold), on=[*CELL, "indicator"], how="left")
    frame = frame.with_columns(pl.col("_secret", "_near").fill_null(value=False))
    few = (pl.col("pupils") < threshold).fill_null(value=False)
    shares = _share_of_few(threshold)
    frame = frame.with_columns(
        _few=is_flow() & (few | pl.col("_secret") | shares), _few_pupils=few & is_flow()
    )
    pair = pl.col("indicator").is_in(EITHER_WAY)
    frame = frame.with_columns(_few=pl.col("_few") | pair & (pl.col("_few") & pair).any().over(PLACE))
    hidden = hide(_coarse(frame), pl.col("_few"), NUMBERS, mark_status=True)
    no_pupils = pl.col("_few_pupils") | pl.col("_secret") | pl.col("_near")
    return hide(hidden, no_pupils, ("pupils",)).select(indicators.columns)


def _share_of_few(threshold: int) -> pl.Expr:
    counted = pl.col("estimate") * pl.col("pupils")
    few = (counted < threshold) | (pl.col("pupils") - counted < threshold)
    return pl.col("indicator").str.starts_with("share_") & few.fill_null(value=False)


def _of_hidden_groups(groups: pl.DataFrame) -> pl.DataFrame:
    name = pl.concat_str(pl.lit("distance:"), pl.col("group"))
    return groups.filter(pl.col("status") == HIDDEN).select(*CELL, indicator=name, _secret=pl.lit(value=True))


def _coarse(frame: pl.DataFrame) -> pl.DataFrame:
    """Distances to 10 m; shares whose number of pupils is hidden in whole percents, or not at all."""
    near_share = pl.col("_near") & pl.col("indicator").str.starts_with("share_")
    distance = pl.col("indicator").str.starts_with("distance")
    rounded = [
        pl.when(near_share | distance).then(pl.col(name).round(2)).otherwise(name).alias(name)
        for name in NUMBERS
    ]
    return frame.with_columns(rounded, _few=pl.col("_few") | near_share & (pl.col("pupils") < FEWEST))


def _too_near(raw: Frames, blur: pl.DataFrame, threshold: int) -> pl.DataFrame:
    """The rows whose number of pupils differs from another published number by less than the threshold.

    Only where pupils were counted by group: expected cells rest on open flows.
    """
    counted = raw["groups"].filter(pl.col("basis") != "expected").select(CELL).unique()
    return pl.concat(
        [
            _of_a_place(raw, counted.select(PLACE).unique(), blur, threshold),
            _of_homes(raw, counted, threshold),
        ],
        how="vertical_relaxed",
    ).with_columns(_near=pl.lit(value=True))


def _of_a_place(raw: Frames, places: pl.DataFrame, blur: pl.DataFrame, threshold: int) -> pl.DataFrame:
    rows = raw["indicators"].filter(pl.col("indicator").is_in(WITHIN), pl.col("pupils").is_not_null())
    totals = raw["places"].select(*PLACE, total="pupils").join(blur, on=PLACE, how="left")
    rows = rows.join(places, on=PLACE, how="semi").join(totals, on=PLACE).sort(*CELL, "pupils")
    near: list[pl.DataFrame] = [rows.select(*CELL, "indicator").clear()]
    for part in rows.partition_by(PLACE):
        total, least = part["total"][0], part["least"][0]
        kept = [] if least is not None else [float(total)]
        most = float(total if least is None else least)
        lost = list(_dropped(part["pupils"].to_list()[::-1], kept, most, threshold))[::-1]
        near.append(part.filter(pl.Series(lost)).select(*CELL, "indicator"))
    return pl.concat(near)


def _dropped(numbers: Iterable[float], kept: list[float], most: float, threshold: int) -> Iterable[bool]:
    """From large to small, whether a number lies too near one that is kept, or above what may be known."""
    for number in numbers:
        lost = number > most or any(0 < abs(number - other) < threshold for other in kept)
        if not lost:
            kept.append(number)
        yield lost


def _of_homes(raw: Frames, counted: pl.DataFrame, threshold: int) -> pl.DataFrame:
    """Numbers of pupils of known home, beside all pupils of the cell or of the group.

    Over all municipalities those of known home are the pupils of the areas, so that one number left out would
    follow from the others: where one is too near, none of that sector, year and characteristic is published.
    """
    rows = raw["indicators"].join(counted, on=CELL, how="semi").filter(~is_made())
    known = rows.filter(pl.col("indicator") == "D").select(*CELL, total="pupils")
    homes = rows.filter(pl.col("indicator").is_in(HOMES)).join(known, on=CELL)
    name = pl.concat_str(pl.lit("distance:"), pl.col("group"))
    sizes = raw["groups"].join(counted, on=CELL, how="semi").select(*CELL, indicator=name, total="pupils")
    of_groups = rows.join(sizes, on=[*CELL, "indicator"])
    beside = pl.concat([homes, of_groups], how="vertical_relaxed")
    left = (pl.col("total") - pl.col("pupils")).abs()
    series = ("sector", "year", "characteristic")
    near = beside.filter((left > 0) & (left < threshold)).select(series).unique()
    return beside.join(near, on=series, how="semi").select(*CELL, "indicator")
