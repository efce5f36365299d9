# SPDX-License-Identifier: EUPL-1.2
"""Where pupils go to school: nearby or not, inside the municipality or not, and how far."""

from __future__ import annotations

import numpy as np
import polars as pl

from gemengd.monitor import statuses
from gemengd.monitor.building import points
from gemengd.monitor.building.composition import EXPECTED, Compositions
from gemengd.monitor.building.counts import Counts
from gemengd.monitor.building.housing import NEAREST
from gemengd.monitor.building.indicators import interval
from gemengd.monitor.frames import CELL, NUMBERS, PLACE, conform
from gemengd.monitor.settings import Settings

SHARES = {
    "share_nearest": ("nearest", statuses.NO_POINTS),
    "share_outside_area": ("outside_area", statuses.NO_OWN_AREA),
    "share_outside_municipality": ("outside_municipality", statuses.NO_HOME_AREAS),
    "share_leaving": ("outside_municipality", statuses.NO_HOME_AREAS),
}
"""Shares of pupils: what is counted, and the reason where it is known of nobody."""


def journeys(counts: Counts, schools: pl.DataFrame) -> pl.DataFrame:
    """Every flow from a known home area to a school, with what can be said about it.

    Args:
        counts: the counts.
        schools: `points.school_points`.

    Returns:
        The flows with home_municipality_id, distance (km), nearest, outside_area and outside_municipality
        (Boolean; null where a place is not known).
    """
    homes = counts.areas.select("area_id", "level", "x", "y", home_municipality_id=pl.col("municipality_id"))
    flows = counts.flows.filter(pl.col("area_id").is_not_null()).join(homes, on="area_id", how="left")
    own = points.own_areas(counts, schools, flows["area_id"]).rename({"area_id": "own_area"})
    placed = schools.select("school_id", school_x="x", school_y="y")
    # Inhabitants of another country live outside every area and municipality here.
    abroad = (pl.col("level") == "abroad").fill_null(False)
    metres = ((pl.col("x") - pl.col("school_x")) ** 2 + (pl.col("y") - pl.col("school_y")) ** 2).sqrt()
    return (
        flows.join(own, on=["school_id", "level"], how="left")
        .join(placed, on="school_id", how="left")
        .with_columns(
            distance=metres / 1000.0,
            outside_area=abroad | (pl.col("own_area") != pl.col("area_id")),
            outside_municipality=abroad | (pl.col("home_municipality_id") != pl.col("municipality_id")),
        )
        .join(_least_distance(flows, counts, placed), on=["year", "sector", "area_id"], how="left")
        # Two schools at one address are equally near; the slack is a millimetre.
        .with_columns(nearest=pl.col("distance") <= pl.col("least") + 1e-6)
        .sort("year", "school_id", "area_id")
    )


def _least_distance(flows: pl.DataFrame, counts: Counts, placed: pl.DataFrame) -> pl.DataFrame:
    """Distance (km) from each home area to the nearest school of the sector, in any municipality."""
    from scipy.spatial import cKDTree

    key = ["year", "sector"]
    homes = (
        flows.filter(pl.col("x").is_not_null())
        .select(*key, "area_id", "x", "y")
        .unique()
        .sort(*key, "area_id")
    )
    open_schools = (
        counts.flows.filter(pl.col("high") > 0)
        .select(*key, "school_id")
        .unique()
        .join(placed.filter(pl.col("school_x").is_not_null()), on="school_id")
    )
    parts = [homes.clear().select(*key, "area_id").with_columns(least=pl.lit(None, pl.Float64))]
    grouped = open_schools.partition_by(key, as_dict=True)
    for name, part in homes.partition_by(key, as_dict=True).items():
        if name not in grouped:
            continue
        tree = cKDTree(grouped[name].select("school_x", "school_y").to_numpy())
        away, _ = tree.query(part.select("x", "y").to_numpy())
        parts.append(part.select(*key, "area_id").with_columns(least=pl.Series(np.asarray(away) / 1000.0)))
    return pl.concat(parts)


def flow_indicators(
    moves: pl.DataFrame, counts: Counts, compositions: Compositions, settings: Settings
) -> pl.DataFrame:
    """Shares of pupils by where they go, and mean distances, as indicator rows.

    Args:
        moves: as `journeys` returns.
        counts: for the places; each gets every indicator, with a reason where it cannot be computed.
        compositions: for the distance by group.
        settings: the monitor's settings.
    """
    places = counts.flows.select(PLACE).unique()
    with_homes = moves.select(PLACE).unique().with_columns(homes=pl.lit(True))
    every = places.join(with_homes, on=PLACE, how="left")
    parts = [
        _complete(every, _share(_whose(moves, name), column, settings), name, reason)
        for name, (column, reason) in SHARES.items()
    ]
    parts.append(_complete(every, _distance(moves, PLACE, settings), "distance", statuses.NO_POINTS))
    everybody = pl.lit("all", compositions.rows.schema["characteristic"])
    total = _without_leaving(pl.concat(parts, how="diagonal"), places).with_columns(characteristic=everybody)
    return pl.concat([total, _distance_by_group(moves, compositions, settings)], how="diagonal")


def _whose(moves: pl.DataFrame, indicator: str) -> pl.DataFrame:
    """Those who leave are counted where they live, all others where they go to school."""
    if indicator != "share_leaving":
        return moves
    at_home = moves.filter(pl.col("home_municipality_id").is_not_null())
    return at_home.with_columns(municipality_id=pl.col("home_municipality_id"))


def _without_leaving(numbers: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Withhold the share that leaves where the schools of other municipalities are not in the workspace."""
    alone = places.group_by("sector", "year").agg(pl.len() == 1).rename({"len": "alone"})
    hidden = pl.col("alone") & (pl.col("indicator") == "share_leaving")
    return (
        numbers.join(alone, on=["sector", "year"], how="left")
        .with_columns(
            *(
                pl.when(~hidden).then(name).alias(name)
                for name in NUMBERS
                if name in numbers.columns and name != "status"
            ),
            status=pl.when(hidden).then(pl.lit(statuses.NO_OTHER_MUNICIPALITY)).otherwise("status"),
        )
        .drop("alone")
    )


def _complete(every: pl.DataFrame, numbers: pl.DataFrame, name: str, reason: str) -> pl.DataFrame:
    why = pl.when(pl.col("homes").is_null()).then(pl.lit(statuses.NO_HOME_AREAS)).otherwise(pl.lit(reason))
    return (
        every.join(numbers, on=PLACE, how="left")
        .with_columns(indicator=pl.lit(name), status=pl.coalesce("status", why))
        .drop("homes")
    )


def _share(moves: pl.DataFrame, column: str, settings: Settings) -> pl.DataFrame:
    """Share of the pupils for whom `column` holds, with binomial error; bounds where flows are intervals."""
    yes = pl.col(column)
    rows = moves.filter(yes.is_not_null())
    sums = rows.group_by(PLACE).agg(
        yes_low=pl.col("low").filter(yes).sum(),
        yes_high=pl.col("high").filter(yes).sum(),
        no_low=pl.col("low").filter(~yes).sum(),
        no_high=pl.col("high").filter(~yes).sum(),
        units=pl.col("school_id").n_unique(),
        areas=pl.col("area_id").n_unique(),
        places=pl.struct("school_x", "school_y").n_unique(),
    )
    coarse = (pl.col("areas") < NEAREST * pl.col("places")) & pl.lit(column == "nearest")
    pupils = (pl.col("yes_low") + pl.col("no_low")).cast(pl.Float64)
    exact = (pl.col("yes_low") == pl.col("yes_high")) & (pl.col("no_low") == pl.col("no_high"))
    share = pl.when(exact & (pupils > 0) & ~coarse).then(pl.col("yes_low") / pupils)
    return (
        sums.with_columns(
            estimate=share,
            se=(share * (1.0 - share) / pupils).sqrt(),
            pupils=pl.when(exact).then(pupils),
            bound_low=_bound(~exact & ~coarse, "yes_low", "no_high"),
            bound_high=_bound(~exact & ~coarse, "yes_high", "no_low"),
            status=pl.when(coarse).then(pl.lit(statuses.COARSE_HOMES)).otherwise(_status(exact, pupils)),
        )
        .with_columns(interval(settings, upper=1.0))
        .drop("yes_low", "yes_high", "no_low", "no_high", "areas", "places")
    )


def _bound(applies: pl.Expr, yes: str, no: str) -> pl.Expr:
    both = pl.col(yes) + pl.col(no)
    return pl.when(applies & (both > 0)).then(pl.col(yes) / both)


def _status(exact: pl.Expr, pupils: pl.Expr) -> pl.Expr:
    return (
        pl.when(~exact)
        .then(pl.lit(statuses.BOUNDED))
        .when(pupils == 0)
        .then(pl.lit(statuses.NO_PUPILS))
        .otherwise(pl.lit(statuses.OK))
    )


def _distance(moves: pl.DataFrame, key: tuple[str, ...], settings: Settings) -> pl.DataFrame:
    """Mean distance in km with the error of a mean; null where flows are intervals."""
    rows = moves.filter(pl.col("distance").is_not_null())
    n, km = pl.col("low"), pl.col("distance")
    sums = rows.group_by(key, maintain_order=True).agg(
        exact=(pl.col("low") == pl.col("high")).all(),
        pupils=n.sum().cast(pl.Float64),
        km=(n * km).sum(),
        squared=(n * km * km).sum(),
        units=pl.col("school_id").n_unique(),
    )
    defined = pl.col("exact") & (pl.col("pupils") > 0)
    mean = pl.when(defined).then(pl.col("km") / pl.col("pupils"))
    variance = (pl.col("squared") / pl.col("pupils") - mean**2).clip(lower_bound=0.0)
    return (
        sums.with_columns(
            estimate=mean,
            se=(variance / pl.col("pupils")).sqrt(),
            status=_status(pl.col("exact"), pl.col("pupils")),
        )
        .with_columns(interval(settings), pupils=pl.when("exact").then("pupils"))
        .drop("exact", "km", "squared")
    )


def _distance_by_group(moves: pl.DataFrame, compositions: Compositions, settings: Settings) -> pl.DataFrame:
    far = moves.select("year", "school_id", "area_id", "distance")
    rows = compositions.rows.filter(pl.col("known") & pl.col("area_id").is_not_null()).join(
        far, on=["year", "school_id", "area_id"]
    )
    means = _distance(rows, (*CELL, "basis", "group"), settings)
    expected = pl.col("basis") == EXPECTED
    fine = expected & pl.col("estimate").is_not_null()
    return means.with_columns(
        *(pl.when(~expected).then(name).alias(name) for name in ("se", "low", "high")),
        indicator=pl.format("distance:{}", "group"),
        status=pl.when(fine).then(pl.lit(statuses.EXPECTED_FROM_AREA)).otherwise("status"),
    ).drop("basis", "group")


def frame(moves: pl.DataFrame) -> pl.DataFrame:
    """Frame `flows`."""
    exact = pl.col("low") == pl.col("high")
    return conform("flows", moves.with_columns(pupils=pl.when(exact).then("low")))
