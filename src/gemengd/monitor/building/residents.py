# SPDX-License-Identifier: EUPL-1.2
"""What the table of residents says about the composition of areas."""

from __future__ import annotations

import polars as pl

from gemengd.monitor.building.counts import Counts, with_roles


def area_shares(counts: Counts) -> pl.DataFrame:
    """The share of the focal groups among the residents of each area.

    share = value of the focal groups / (value of `all` - value of the unknown groups). Where no total was
    published, the known groups together stand for it.

    Returns:
        residents_year, area_id, characteristic, known (residents in known groups), focal (residents in focal
        groups), share (0-1, null where a number is secret or there are no residents), width (of the interval
        that the published share stands for, 0-1: 0.1 where shares are rounded to tens).
    """
    names = counts.roles["characteristic"].unique()
    social = counts.residents.filter(pl.col("characteristic").is_in(names.implode()))
    sums = with_roles(social, counts.roles).group_by("year", "area_id", "characteristic").agg(
        focal=_sum_or_null(pl.col("value").filter(pl.col("focal"))),
        unsure=(pl.col("high") - pl.col("low")).filter(pl.col("focal")).sum(),
        unknown=pl.col("value").filter(~pl.col("known")).sum(),
        of_groups=_sum_or_null(pl.col("value").filter(pl.col("known"))),
    )  # fmt: skip
    total = counts.residents.filter(pl.col("characteristic") == "all").select(
        "year", "area_id", total="value"
    )
    known = pl.coalesce(pl.col("total") - pl.col("unknown"), pl.col("of_groups"))
    return (
        sums.join(total, on=["year", "area_id"], how="left")
        .with_columns(known=known)
        .select(
            pl.col("year").alias("residents_year"),
            "area_id",
            "characteristic",
            "known",
            pl.col("focal").clip(upper_bound=pl.col("known")),
            share=_share_of_known(),
            width=pl.when(pl.col("known") > 0).then(pl.col("unsure") / pl.col("known")),
        )
        .sort("residents_year", "area_id", "characteristic")
    )


def nearest_years(shares: pl.DataFrame, years: pl.Series) -> pl.DataFrame:
    """For each school year and characteristic the nearest year of residents; of two as near, the earlier.

    Args:
        shares: as `area_shares` returns.
        years: the school years.

    Returns:
        year, characteristic, residents_year.
    """
    available = (
        shares.filter(pl.col("share").is_not_null()).select("characteristic", "residents_year").unique()
    )
    away = (pl.col("residents_year") - pl.col("year")).abs()
    return (
        pl.DataFrame({"year": years.unique()})
        .join(available, how="cross")
        .sort("year", "characteristic", away, "residents_year")
        .unique(["year", "characteristic"], keep="first", maintain_order=True)
    )


def finest_areas(shares: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """Of the areas with a composition, those of one level per municipality: the level with the most areas.

    Residents may be published by neighbourhood, district and municipality at once; adding these up would
    count everybody several times.
    """
    cell = ["residents_year", "characteristic", "municipality_id"]
    located = shares.join(areas.select("area_id", "level", "municipality_id"), on="area_id")
    sizes = (
        located.group_by(*cell, "level")
        .agg(pl.len())
        .sort(*cell, "len", "level", descending=[False] * 3 + [True, False])
    )
    finest = sizes.unique(cell, keep="first", maintain_order=True).drop("len")
    return located.join(finest, on=[*cell, "level"], nulls_equal=True)


def around(cells: pl.DataFrame, shares: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """The residents of the areas, for cells whose pupils' homes are not known.

    Args:
        cells: cells of the monitor.
        shares: as `area_shares` returns.
        areas: canonical table.

    Returns:
        Each cell × each area with a composition in the nearest year: the columns of `cells`, area_id,
        area_municipality_id, known, focal, share.
    """
    years = nearest_years(shares, cells["year"]).rename({"residents_year": "nearest"})
    usable = finest_areas(shares.filter(pl.col("share").is_not_null()), areas).rename(
        {"municipality_id": "area_municipality_id", "residents_year": "nearest"}
    )
    return (
        cells.join(years, on=["year", "characteristic"])
        .join(usable.drop("level"), on=["characteristic", "nearest"])
        .drop("nearest")
    )


def _sum_or_null(values: pl.Expr) -> pl.Expr:
    # A sum over a secret number is unknown, and so is a sum over nothing at all.
    return pl.when((values.null_count() == 0) & (values.len() > 0)).then(values.sum())


def _share_of_known() -> pl.Expr:
    # Counts rounded to fives may put a part above its whole by a hair.
    return pl.when(pl.col("known") > 0).then((pl.col("focal") / pl.col("known")).clip(0.0, 1.0))
