# SPDX-License-Identifier: EUPL-1.2
"""The municipalities of the monitor: name, size and surroundings, and what its figures rest on."""

from __future__ import annotations

import polars as pl

from gemengd.monitor import statuses
from gemengd.monitor.building.composition import Compositions
from gemengd.monitor.building.counts import Counts
from gemengd.monitor.frames import CELL, PLACE, conform


def places(counts: Counts) -> pl.DataFrame:
    """Frame `places`: one row per municipality × sector × school year."""
    sizes = counts.flows.group_by(PLACE).agg(
        pupils=pl.col("low").sum(), pupils_high=pl.col("high").sum(), schools=pl.col("school_id").n_unique()
    )
    names = counts.areas.filter(pl.col("level") == "gemeente").select(municipality_id="area_id", name="name")
    frame = (
        sizes.join(names, on="municipality_id", how="left")
        .join(_density(counts), on=PLACE, how="left")
        .with_columns(name=pl.coalesce("name", "municipality_id"), fictional=pl.lit(counts.fictional))
    )
    return conform("places", frame)


def _density(counts: Counts) -> pl.DataFrame:
    """Address density around the homes of the pupils; around the schools where homes are not known."""
    density = counts.areas.filter(pl.col("address_density").is_not_null()).select(
        "area_id", "address_density"
    )
    schools = counts.schools.select("school_id", "area_id")
    flows = counts.flows.select(*PLACE, "school_id", "area_id", weight=pl.col("high"))
    homes = _weighted(flows.join(density, on="area_id"))
    around = _weighted(flows.drop("area_id").join(schools, on="school_id").join(density, on="area_id"))
    whole = flows.select(PLACE).unique().join(
        density.rename({"area_id": "municipality_id"}), on="municipality_id"
    )  # fmt: skip
    ranked = pl.concat([homes, around, whole.select(homes.columns)])
    return ranked.unique(PLACE, keep="first", maintain_order=True)


def _weighted(rows: pl.DataFrame) -> pl.DataFrame:
    weighted = (pl.col("address_density") * pl.col("weight")).sum() / pl.col("weight").sum()
    return (
        rows.filter(pl.col("weight") > 0).group_by(PLACE, maintain_order=True).agg(address_density=weighted)
    )


def groups(compositions: Compositions) -> pl.DataFrame:
    """Frame `groups`: the pupils of each cell by group."""
    sums = compositions.rows.group_by(*CELL, "group", "focal", "known").agg(pl.col("low", "high").sum())
    exact = pl.col("low") == pl.col("high")
    frame = sums.join(
        compositions.cells.select(*CELL, "basis", "residents_year", "status"), on=CELL
    ).with_columns(pupils=pl.when(exact).then("low"))  # fmt: skip
    total = pl.col("pupils").filter("known").sum().over(CELL)
    defined = pl.col("known") & (pl.col("status") != statuses.BOUNDED) & (total > 0)
    return conform(
        "groups",
        frame.with_columns(share=pl.when(defined).then(pl.col("pupils") / total), status=expected_status()),
    )


def coverage(compositions: Compositions, counts: Counts) -> pl.DataFrame:
    """Frame `coverage`: on which part of the pupils each cell rests, and why the others are left out."""
    place = counts.flows.group_by(PLACE).agg(
        schools=pl.col("school_id").n_unique(), pupils=pl.col("high").sum().cast(pl.Float64)
    )
    used = (
        compositions.rows.filter("known")
        .group_by(CELL)
        .agg(
            schools_used=pl.col("school_id").filter(pl.col("high") > 0).n_unique(),
            pupils_used=pl.col("high").sum(),
            areas_used=pl.col("area_id").filter(pl.col("high") > 0).drop_nulls().n_unique(),
        )
    )
    reasons = ["abroad_or_unknown", "composition_secret", "composition_absent"]
    frame = (
        compositions.cells.join(place, on=PLACE, how="left")
        .join(used, on=CELL, how="left")
        .join(compositions.losses.select(*CELL, *reasons), on=CELL, how="left")
        .with_columns(
            pl.col("schools_used", "pupils_used").fill_null(0),
            areas_used=pl.when(pl.col("homes") == "flows").then(pl.col("areas_used").fill_null(0)),
            status=expected_status(),
        )
    )
    return conform("coverage", frame)


def expected_status() -> pl.Expr:
    """The status of a number that is fine, unless its composition is expected."""
    fine = (pl.col("status") == statuses.OK) & (pl.col("basis") == "expected")
    return pl.when(fine).then(pl.lit(statuses.EXPECTED_FROM_AREA)).otherwise("status")
