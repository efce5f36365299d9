# SPDX-License-Identifier: EUPL-1.2
"""Housing against choice: how much of the segregation of schools lies in where families live."""

from __future__ import annotations

import polars as pl

from gemengd import measure
from gemengd.monitor import statuses
from gemengd.monitor.building import residents
from gemengd.monitor.building.composition import EXPECTED, Compositions
from gemengd.monitor.building.counts import FOCAL, OTHER, Counts
from gemengd.monitor.building.indicators import focal_groups, interval, with_basis
from gemengd.monitor.frames import CELL
from gemengd.monitor.settings import Settings

IDENTITY = {"total": "M_total", "housing": "M_housing", "sorting": "M_sorting", "mixing": "M_mixing"}
"""Terms of `measure.residential` to indicators: total = housing + sorting - mixing."""

NEAREST = 0.5
"""With a smaller part of the schools that can be the nearest one of anybody, the areas where pupils live are
too large: the counterfactual then says more about the middle points of areas than about pupils."""


def identity(compositions: Compositions, settings: Settings) -> pl.DataFrame:
    """The terms of the residential identity, on the pupils whose home area is known."""
    rows = _at_home(compositions)
    if not rows.height:
        return pl.DataFrame()
    terms = measure.residential(
        rows, unit="school_id", area="area_id", group="group", pupils="pupils", by=CELL
    )
    numbers = (
        terms.with_columns(indicator=pl.col("term").replace_strict(IDENTITY))
        .drop("term", "share", "areas")
        .with_columns(interval(settings))
    )
    expected = compositions.cells.select(*CELL, "basis")
    # Inside an area every school was given the same share: sorting is zero because it was made so.
    made_zero = (pl.col("basis") == EXPECTED) & (pl.col("indicator") == "M_sorting")
    return (
        with_basis(numbers, compositions)
        .join(expected, on=CELL, how="left")
        .with_columns(
            estimate=pl.when(~made_zero).then("estimate"),
            status=pl.when(made_zero).then(pl.lit(statuses.SAME_BY_CONSTRUCTION)).otherwise("status"),
        )
        .drop("basis")
    )


def home_segregation(
    compositions: Compositions, counts: Counts, shares: pl.DataFrame, settings: Settings
) -> pl.DataFrame:
    """D between the home areas: of the same pupils, or of residents where no pupil's home is known."""
    rows = _at_home(compositions).with_columns(pupils_from=pl.lit("flows"))
    columns = [*CELL, "area_id", "group", "focal", "pupils", "pupils_from"]
    around = _residents_of(compositions, counts, shares).with_columns(pupils_from=pl.lit("residents"))
    table = pl.concat([rows.select(columns), around.select(columns)])
    if not table.height:
        return pl.DataFrame()
    numbers = measure.indices(
        table.group_by(*CELL, "pupils_from", "area_id", "group").agg(pl.col("pupils").sum()),
        unit="area_id",
        group="group",
        pupils="pupils",
        by=[*CELL, "pupils_from"],
        index="D",
        focal=focal_groups(table),
        confidence=settings.confidence,
    ).with_columns(indicator=pl.lit("D_residence"))
    # measure speaks of units; here these are areas.
    one_area = pl.col("status").replace({statuses.ONE_UNIT: statuses.ONE_AREA})
    numbers = with_basis(numbers.with_columns(status=one_area), compositions)
    of_residents = (pl.col("pupils_from") == "residents") & pl.col("estimate").is_not_null()
    return numbers.with_columns(
        status=pl.when(of_residents).then(pl.lit(statuses.FROM_RESIDENTS)).otherwise("status")
    ).drop("index", "pupils_from")


def _at_home(compositions: Compositions) -> pl.DataFrame:
    return compositions.measurable().filter(pl.col("area_id").is_not_null())


def _residents_of(compositions: Compositions, counts: Counts, shares: pl.DataFrame) -> pl.DataFrame:
    """The residents of the municipality as focal and other, for the cells without known homes."""
    cells = compositions.cells.filter(pl.col("homes") == "residents", pl.col("status") == statuses.OK)
    around = residents.around(cells, shares, counts.areas).filter(
        pl.col("area_municipality_id") == pl.col("municipality_id")
    )
    kind = counts.roles.schema["group"]
    parts = ((FOCAL, pl.col("focal")), (OTHER, pl.col("known") - pl.col("focal")))
    return pl.concat(
        around.select(
            *CELL, "area_id", group=pl.lit(name, kind), focal=pl.lit(name == FOCAL), pupils=residents_of
        )
        for name, residents_of in parts
    )


def nearest(
    compositions: Compositions, counts: Counts, schools: pl.DataFrame, settings: Settings
) -> pl.DataFrame:
    """D if every pupil went to the nearest school of the municipality, and the remainder that is choice.

    Args:
        compositions: the compositions.
        counts: for the points of the areas.
        schools: `points.school_points`.
        settings: the monitor's settings.
    """
    rows = _at_home(compositions)
    if not rows.height:
        return pl.DataFrame()
    known = pl.col("x").is_not_null() & pl.col("y").is_not_null()
    result = measure.nearest_school(
        rows,
        unit="school_id",
        area="area_id",
        group="group",
        pupils="pupils",
        unit_points=schools.filter(known).select("school_id", "x", "y"),
        area_points=counts.areas.filter(known).select("area_id", "x", "y"),
        by=CELL,
        focal=focal_groups(rows),
    )
    nowhere = (pl.col("pupils") == 0) & (pl.col("pupils_left_out") > 0)
    status = (
        pl.when(nowhere)
        .then(pl.lit(statuses.NO_POINTS))
        .when(pl.col("sector") == "vo")
        .then(pl.lit(statuses.LEVEL_UNSEEN))
        .when(pl.col("units_nearest") < NEAREST * pl.col("units"))
        .then(pl.lit(statuses.COARSE_HOMES))
        .otherwise("status")
    )
    parts = [
        result.select(
            *CELL,
            "units",
            "pupils",
            status=status,
            indicator=pl.lit(name),
            estimate=pl.col(estimate),
            se=pl.col(f"{estimate}_se"),
        ).with_columns(interval(settings, lower, upper=1.0))
        for name, estimate, lower in (("D_nearest", "nearest", 0.0), ("D_choice", "choice", -1.0))
    ]
    return _without_unseen_choice(with_basis(_without_coarse(pl.concat(parts)), compositions))


def _without_coarse(numbers: pl.DataFrame) -> pl.DataFrame:
    """No counterfactual that the data cannot carry."""
    cannot = pl.col("status").is_in([statuses.COARSE_HOMES, statuses.LEVEL_UNSEEN])
    return numbers.with_columns(
        pl.when(~cannot).then(name).alias(name) for name in ("estimate", "se", "low", "high")
    )


def _without_unseen_choice(numbers: pl.DataFrame) -> pl.DataFrame:
    """No choice from expected compositions.

    There every pupil of an area has the same share, whatever the school, so families of one area who choose
    different schools cannot be seen, and the remainder could only say that choice mixes.
    """
    unseen = (pl.col("indicator") == "D_choice") & (pl.col("status") == statuses.EXPECTED_FROM_AREA)
    return numbers.with_columns(
        pl.when(~unseen).then(pl.col("estimate", "se", "low", "high")),
        status=pl.when(unseen).then(pl.lit(statuses.CHOICE_UNSEEN)).otherwise("status"),
    )
