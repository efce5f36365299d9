# SPDX-License-Identifier: EUPL-1.2
"""The composition of schools: observed where pupils were counted, else expected from their home areas."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from gemengd.monitor import statuses
from gemengd.monitor.building import residents
from gemengd.monitor.building.counts import OTHER, TOGETHER, Counts
from gemengd.monitor.frames import CELL, PLACE
from gemengd.monitor.settings import Settings

OBSERVED = "observed"
EXPECTED = "expected"


@dataclass(frozen=True)
class Compositions:
    """Who attends which school.

    Attributes:
        rows: the columns of CELL with school_id, area_id, group, focal, known, low, high (numbers of pupils,
            fractions when expected) and basis.
        cells: one row per cell: basis, residents_year, bounded (a known count is an interval), homes (`flows`
            when home areas are known, `residents` when only residents of areas are, else `none`) and status.
        losses: per expected cell the pupils that could not be used, by reason.
    """

    rows: pl.DataFrame
    cells: pl.DataFrame
    losses: pl.DataFrame

    def measurable(self) -> pl.DataFrame:
        """Rows of known groups in the cells whose counts are exact, with `pupils`."""
        usable = self.cells.filter(pl.col("status") == statuses.OK).select(CELL)
        return (
            self.rows.filter("known")
            .join(usable, on=CELL, how="semi")
            .rename({"low": "pupils"})
            .drop("high", "known")
        )


def compose(counts: Counts, shares: pl.DataFrame, settings: Settings) -> Compositions:
    """Observed compositions, and expected ones where a characteristic was not observed.

    A cell is either observed or expected, never a mixture: where any school of the cell observed the
    characteristic, the other schools are left out of that cell (the frame `coverage` says so).

    Args:
        counts: the counts.
        shares: `residents.area_shares`.
        settings: the monitor's settings.
    """
    observed = counts.social.with_columns(pl.col("low", "high").cast(pl.Float64), basis=pl.lit(OBSERVED))
    candidates = _by_area(counts, shares)
    candidates = candidates.join(observed, on=CELL, how="anti")
    losses = _losses(candidates)
    used = candidates.filter(pl.col("loss") == "").join(
        losses.filter(pl.col("used") >= settings.least_known * pl.col("pupils")), on=CELL, how="semi"
    )
    expected = _split(used, counts.roles)
    rows = pl.concat([observed.select(expected.columns), expected])
    return Compositions(rows, _cells(rows, losses, shares), losses)


def _by_area(counts: Counts, shares: pl.DataFrame) -> pl.DataFrame:
    """Flows × the characteristics of residents, with the share of the area or why there is none."""
    with_homes = counts.flows.filter(pl.col("area_id").is_not_null()).select("year", "school_id").unique()
    flows = counts.flows.join(with_homes, on=["year", "school_id"], how="semi")
    level = counts.areas.select("area_id", "level")
    listed = shares.select("residents_year", "area_id", "characteristic", "share", "width", listed=True)
    loss = (
        pl.when(pl.col("area_id").is_null() | (pl.col("level") == "abroad").fill_null(False))
        .then(pl.lit("abroad_or_unknown"))
        .when(pl.col("listed").is_null())
        .then(pl.lit("composition_absent"))
        .when(pl.col("share").is_null())
        .then(pl.lit("composition_secret"))
        .otherwise(pl.lit(""))
    )
    return (
        flows.join(residents.nearest_years(shares, flows["year"]), on="year")
        .join(level, on="area_id", how="left")
        .join(listed, on=["residents_year", "area_id", "characteristic"], how="left")
        .with_columns(loss=loss)
    )


def _losses(candidates: pl.DataFrame) -> pl.DataFrame:
    def pupils(why: str) -> pl.Expr:
        return pl.col("high").filter(pl.col("loss") == why).sum().cast(pl.Float64)

    def among_used(column: str) -> pl.Expr:
        return (pl.col("high") * pl.col(column)).filter(pl.col("loss") == "").sum()

    return candidates.group_by(CELL).agg(
        pl.col("residents_year").first(),
        # With intervals behind the shares wider than the group is large, the pattern is that of rounding.
        coarse=among_used("width") > among_used("share"),
        pupils=pl.col("high").sum().cast(pl.Float64),
        used=pupils(""),
        abroad_or_unknown=pupils("abroad_or_unknown"),
        composition_secret=pupils("composition_secret"),
        composition_absent=pupils("composition_absent"),
    )


def _split(used: pl.DataFrame, roles: pl.DataFrame) -> pl.DataFrame:
    """Each flow as n·p pupils in the focal group and n·(1 - p) in the other."""
    kind = roles.schema["group"]
    together = pl.col("group").cast(pl.String).str.join(TOGETHER).cast(kind)
    focal_names = roles.filter("focal").group_by("characteristic").agg(together)
    columns = [*PLACE, "characteristic", "school_id", "area_id"]
    named = used.join(focal_names, on="characteristic")
    parts = [
        named.select(
            *columns,
            group=pl.col("group") if focal else pl.lit(OTHER, kind),
            focal=pl.lit(focal),
            known=pl.lit(True),
            low=pl.col("low") * part,
            high=pl.col("high") * part,
            basis=pl.lit(EXPECTED),
        )
        for focal, part in ((True, pl.col("share")), (False, 1.0 - pl.col("share")))
    ]
    return pl.concat(parts)


def _cells(rows: pl.DataFrame, losses: pl.DataFrame, shares: pl.DataFrame) -> pl.DataFrame:
    width = pl.col("high") > pl.col("low")
    coarse = losses.filter("coarse").select(*CELL, coarse=True)
    made = rows.group_by(CELL).agg(
        pl.col("basis").first(),
        bounded=(width & pl.col("known")).any(),
        has_homes=pl.col("area_id").is_not_null().any(),
    )
    thin = losses.filter(pl.col("used") + pl.col("composition_secret") > 0).join(made, on=CELL, how="anti")
    thin = thin.select(
        *CELL, basis=pl.lit(EXPECTED), bounded=pl.lit(False), has_homes=pl.lit(True), thin=pl.lit(True)
    )
    cells = pl.concat([made.with_columns(thin=pl.lit(False)), thin.select(*made.columns, "thin")])
    known = shares.filter(pl.col("share").is_not_null()).select("characteristic").unique()
    status = (
        pl.when("thin")
        .then(pl.lit(statuses.TOO_LITTLE_KNOWN))
        .when("bounded")
        .then(pl.lit(statuses.BOUNDED))
        .when((pl.col("basis") == EXPECTED) & pl.col("coarse"))
        .then(pl.lit(statuses.TOO_COARSE))
        .otherwise(pl.lit(statuses.OK))
    )
    homes = (
        pl.when("has_homes")
        .then(pl.lit("flows"))
        .when(pl.col("characteristic").is_in(known["characteristic"].implode()))
        .then(pl.lit("residents"))
        .otherwise(pl.lit("none"))
    )
    return (
        cells.join(losses.select(*CELL, "residents_year"), on=CELL, how="left")
        .join(coarse, on=CELL, how="left")
        .with_columns(pl.col("coarse").fill_null(value=False))
        .with_columns(status=status, homes=homes)
        .drop("thin", "has_homes", "coarse")
        .sort(CELL)
    )
