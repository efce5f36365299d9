# SPDX-License-Identifier: EUPL-1.2
"""The frames of the monitor without any count below the publication threshold.

Everything that is shown (sentences, charts, tables, CSV, JSON) is made from the frames that `publishable`
returns; nothing downstream sees a hidden number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import polars as pl

from gemengd import measure
from gemengd.monitor.labels import EXPECTED, FROM_RESIDENTS, HIDDEN
from gemengd.monitor.suppress import hide_counts, hide_splits

Frames = Mapping[str, pl.DataFrame]

CELL = ("municipality_id", "sector", "year", "characteristic")
NUMBERS = ("estimate", "se", "low", "high", "expected", "expected_error", "excess", "bound_low", "bound_high")
OF_A_SPLIT = (
    "focal_pupils",
    "focal_share",
    "local",
    "contribution_M",
    "contribution_D",
    "difference",
    "log_ratio",
    "probability",
)
STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05)
"""Roundings of an index. Where a school is hidden, the step is chosen so that moving a few pupils between
schools does not show in the index."""


def publishable(frames: Frames, threshold: int) -> dict[str, pl.DataFrame]:
    """The frames with everything hidden that must not be published.

    Args:
        frames: the monitor's frames; `flows` (school by home area) is used and not published.
        threshold: no count of pupils below this may be shown or worked out.

    Returns:
        The same frames with columns emptied, and the status `too_few_to_publish` where that was done.
    """
    groups = _groups(frames["groups"], threshold)
    expected = _expected_cells(frames["groups"])
    schools = _splits(_sized(frames["schools"]), expected, threshold)
    areas = _splits(_sized(frames["areas"]), expected, threshold)
    schools = _catchments(schools, areas, frames["flows"])
    hidden = _cells_with_hidden(groups, schools, areas)
    sizes = _sizes(frames["schools"])
    return {
        "places": _hide(frames["places"], pl.col("pupils") < threshold, ("pupils", "pupils_high")),
        "coverage": _coverage(frames["coverage"], threshold),
        "groups": groups,
        "indicators": _flows(
            _indices(frames["indicators"], sizes, hidden, expected, threshold), groups, threshold
        ),
        "schools": schools,
        "areas": areas,
        "peers": frames["peers"],
    }


def _hide(
    frame: pl.DataFrame, hidden: pl.Expr, columns: tuple[str, ...], *, mark_status: bool = False
) -> pl.DataFrame:
    present = [column for column in columns if column in frame.columns]
    emptied = [pl.when(hidden).then(None).otherwise(pl.col(column)).alias(column) for column in present]
    if mark_status:
        emptied.append(pl.when(hidden).then(pl.lit(HIDDEN)).otherwise(pl.col("status")).alias("status"))
    return frame.with_columns(emptied)


def _per_cell(
    frame: pl.DataFrame,
    by: tuple[str, ...],
    numbers: tuple[str, ...],
    decide: Callable[..., tuple[np.ndarray, ...]],
) -> list[pl.Series]:
    """Decide cell by cell on arrays; a count that is an interval is not known, and treated as small.

    Args:
        frame: sorted by `by`.
        by: the columns that name a cell.
        numbers: the columns that `decide` gets, without nulls.
        decide: from arrays of one cell to masks.

    Returns:
        The masks of all cells, one series per mask.
    """
    arrays = [frame[name].fill_null(0).to_numpy() for name in numbers]
    ends = frame.group_by(by, maintain_order=True).len()["len"].cum_sum().to_list()
    starts = [0, *ends[:-1]]
    parts = [decide(*(array[i:j] for array in arrays)) for i, j in zip(starts, ends, strict=True)]
    return [pl.Series(np.concatenate(masks)) for masks in zip(*parts, strict=True)]


def _groups(groups: pl.DataFrame, threshold: int) -> pl.DataFrame:
    if not groups.height:
        return groups
    groups = groups.sort(CELL, maintain_order=True)
    (few,) = _per_cell(groups, CELL, ("pupils",), lambda counts: (hide_counts(counts, threshold),))
    hidden = groups.with_columns(_hidden=few & (pl.col("basis").fill_null("") != "expected"))
    return _hide(hidden, pl.col("_hidden"), ("pupils", "low", "high", "share"), mark_status=True).drop(
        "_hidden"
    )


def _expected_cells(groups: pl.DataFrame) -> pl.DataFrame:
    """The cells with an expected composition: no count of persons; only the size of a unit is one."""
    cells = groups.filter(pl.col("basis") == "expected").select(CELL).unique()
    return cells.with_columns(_expected=pl.lit(value=True))


def _sized(units: pl.DataFrame) -> pl.DataFrame:
    """Units with the column `focal_pupils`, made from the share where the frame has none."""
    if "focal_pupils" in units.columns:
        return units
    return units.with_columns(focal_pupils=pl.col("pupils") * pl.col("focal_share"))


def _splits(units: pl.DataFrame, expected: pl.DataFrame, threshold: int) -> pl.DataFrame:
    if not units.height:
        return units
    # The same area may stand twice: by its pupils and by its residents.
    by = (*CELL, "_kind")
    units = units.with_columns(_kind=(pl.col("status") == FROM_RESIDENTS).fill_null(value=False))
    units = units.join(expected, on=CELL, how="left", nulls_equal=True).sort(by, maintain_order=True)
    counted = units["_expected"].is_null() & (units["status"].fill_null("") != EXPECTED)
    units = units.with_columns(_protected=_protected(units, by, counted, threshold))
    no_total, no_split = _per_cell(
        units,
        by,
        ("pupils", "focal_pupils", "_protected"),
        lambda totals, focal, protected: hide_splits(totals, focal, threshold, protected > 0),
    )
    decided = units.with_columns(_no_total=no_total, _hidden=no_total | (no_split & counted))
    without = _hide(decided, pl.col("_no_total"), ("pupils", "near_pupils"))
    without = _verdicts(_hide(without, pl.col("_hidden"), OF_A_SPLIT, mark_status=True))
    return without.drop("_no_total", "_hidden", "_kind", "_expected", "_protected")


def _protected(units: pl.DataFrame, by: tuple[str, ...], counted: pl.Series, threshold: int) -> pl.Series:
    """Units whose split has to be hidden from a reader who knows the sizes of units and of groups.

    Args:
        units: with `pupils` and `focal_pupils`; a count that is an interval is null, and hidden.
        by: the columns that name a table.
        counted: units whose split counts persons; the others need no protection.
        threshold: no count below this is published.
    """
    whole = pl.col("pupils", "focal_pupils").fill_null(0).round().cast(pl.Int64)
    known = pl.col("pupils").is_not_null() & pl.col("focal_pupils").is_not_null()
    rows = units.select(
        whole, _unit=pl.int_range(pl.len()), _table=pl.struct(by).rank("dense"), _secret=~known
    ).filter(counted)
    if not rows.height:
        return pl.Series(np.zeros(units.height, dtype=np.bool_))
    other = (pl.col("pupils") - pl.col("focal_pupils")).clip(lower_bound=0)
    sides = [
        rows.select("_unit", "_table", "_secret", _side=pl.lit(side), _count=count)
        for side, count in (("focal", pl.col("focal_pupils")), ("other", other))
    ]
    decided = measure.protect(
        pl.concat(sides),
        rows="_unit",
        columns="_side",
        pupils="_count",
        by="_table",
        threshold=threshold,
        public=("rows", "columns"),
        secret="_secret",  # noqa: S106 - the name of a column
    )
    hidden = decided.filter(~pl.col("total") & pl.col("hidden"))["_unit"].unique()
    return pl.Series(np.isin(np.arange(units.height), hidden.to_numpy()))


def _verdicts(units: pl.DataFrame) -> pl.DataFrame:
    if "verdict" not in units.columns:
        return units
    verdict = pl.when("_hidden").then(pl.lit("unknown")).otherwise("verdict")
    return units.with_columns(verdict=verdict)


def _coverage(coverage: pl.DataFrame, threshold: int) -> pl.DataFrame:
    """The share of pupils that the figures rest on; nearly all when few are left out."""
    left = pl.col("pupils") - pl.col("pupils_used")
    share = pl.when(left >= threshold).then(pl.col("pupils_used") / pl.col("pupils"))
    return coverage.select(
        *CELL, "basis", "residents_year", "status", share=share, nearly_all=left < threshold
    )


def _catchments(schools: pl.DataFrame, areas: pl.DataFrame, flows: pl.DataFrame) -> pl.DataFrame:
    """Catchment shares in whole percents, and none where hidden areas are more than half of a catchment."""
    if "own_share" not in schools.columns:
        return schools
    secret = (
        areas.filter(pl.col("status") == HIDDEN)
        .select("year", "sector", "characteristic", "area_id")
        .unique()
    )
    veiled = _mostly_from(secret, flows) if flows.height else _nothing_veiled(schools)
    near = secret.with_columns(_near=pl.lit(value=True))
    joined = schools.join(veiled, on=["year", "school_id", "characteristic"], how="left")
    joined = joined.join(near, on=["year", "sector", "characteristic", "area_id"], how="left")
    own, around = pl.col("_own").fill_null(value=False), pl.col("_near").fill_null(value=False)
    coarse = (pl.col("own_share", "near_share", "difference").round(2), pl.col("log_ratio").round(1))
    joined = _hide(joined.with_columns(coarse), own, ("own_share",))
    joined = _hide(joined, around, ("near_share",))
    lost = pl.when(pl.col("reference") == "near").then(around).otherwise(own)
    joined = _hide(joined, lost, ("difference", "log_ratio", "probability"))
    verdict = pl.when(lost).then(pl.lit("unknown")).otherwise("verdict")
    return joined.with_columns(verdict=verdict).select(schools.columns)


def _mostly_from(secret: pl.DataFrame, flows: pl.DataFrame) -> pl.DataFrame:
    school = ("year", "school_id")
    totals = flows.group_by(school).agg(total=pl.col("pupils").sum())
    inside = flows.join(secret, on=["year", "sector", "area_id"]).group_by(*school, "characteristic")
    weights = inside.agg(pl.col("pupils").sum()).join(totals, on=school)
    heavy = weights.filter(pl.col("pupils") > 0.5 * pl.col("total"))
    return heavy.select(*school, "characteristic", _own=pl.lit(value=True))


def _nothing_veiled(schools: pl.DataFrame) -> pl.DataFrame:
    return schools.select("year", "school_id", "characteristic", _own=pl.lit(value=False)).clear()


def _cells_with_hidden(*frames: pl.DataFrame) -> pl.DataFrame:
    parts = [frame.filter(pl.col("status") == HIDDEN).select(CELL) for frame in frames]
    return pl.concat(parts, how="vertical_relaxed").unique()


def _sizes(schools: pl.DataFrame) -> pl.DataFrame:
    """Per cell the size of the smaller side: the focal group or the others."""
    sized = (
        _sized(schools)
        .group_by(CELL)
        .agg(pl.col("focal_pupils").sum().alias("focal"), pl.col("pupils").sum().alias("all"))
    )
    return sized.select(*CELL, smaller=pl.min_horizontal("focal", pl.col("all") - pl.col("focal")))


def _indices(
    indicators: pl.DataFrame,
    sizes: pl.DataFrame,
    hidden: pl.DataFrame,
    expected: pl.DataFrame,
    threshold: int,
) -> pl.DataFrame:
    """Indices hidden where a side is small, and rounded so that no hidden unit can be worked out."""
    some = hidden.with_columns(_any=pl.lit(value=True))
    flagged = indicators.join(sizes, on=CELL, how="left").join(some, on=CELL, how="left")
    flagged = flagged.join(expected, on=CELL, how="left")
    made = pl.col("_expected").is_not_null() | pl.col("status").fill_null("").is_in(
        [EXPECTED, FROM_RESIDENTS]
    )
    counted = ~_is_flow() & ~made
    few = counted & (pl.col("smaller") < threshold)
    flagged = _hide(flagged, few, (*NUMBERS, "pupils"), mark_status=True)
    coarse = counted & pl.col("_any").fill_null(value=False)
    step = pl.when(coarse).then(_step(threshold)).otherwise(pl.lit(STEPS[0]))
    rounded = [
        pl.when(_is_flow()).then(name).otherwise(_to_step(pl.col(name), step)).alias(name) for name in NUMBERS
    ]
    return flagged.with_columns(rounded).select(indicators.columns)


def _step(threshold: int) -> pl.Expr:
    needed = threshold / (2 * pl.col("smaller"))
    step = pl.lit(STEPS[-1])
    for candidate in reversed(STEPS[:-1]):
        step = pl.when(needed <= candidate).then(pl.lit(candidate)).otherwise(step)
    return step


def _to_step(value: pl.Expr, step: pl.Expr) -> pl.Expr:
    return ((value / step).round() * step).round(6)


def _is_flow() -> pl.Expr:
    name = pl.col("indicator")
    return name.str.starts_with("share_") | name.str.starts_with("distance")


def _flows(indicators: pl.DataFrame, groups: pl.DataFrame, threshold: int) -> pl.DataFrame:
    few = (pl.col("pupils") < threshold).fill_null(value=False)
    share = pl.col("indicator").str.starts_with("share_")
    counted = pl.col("estimate") * pl.col("pupils")
    few_of_a_share = (counted < threshold) | (pl.col("pupils") - counted < threshold)
    secret = groups.filter(pl.col("status") == HIDDEN).select(
        *CELL, indicator=pl.concat_str(pl.lit("distance:"), pl.col("group")), _secret=pl.lit(value=True)
    )
    joined = indicators.join(secret, on=[*CELL, "indicator"], how="left")
    of_hidden_group = pl.col("_secret").fill_null(value=False)
    hidden = _is_flow() & (few | (share & few_of_a_share.fill_null(value=False)))
    joined = _hide(joined, hidden | of_hidden_group, NUMBERS, mark_status=True)
    return _hide(joined, few | of_hidden_group, ("pupils",)).select(indicators.columns)
