# SPDX-License-Identifier: EUPL-1.2
"""The frames of the monitor without any count below the publication threshold.

Everything that is shown (sentences, charts, tables, CSV, JSON) is made from the frames that `publishable`
returns; nothing downstream sees a hidden number.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from gemengd import measure
from gemengd.monitor.labels import EXPECTED, FROM_RESIDENTS
from gemengd.monitor.safety.catchments import catchments
from gemengd.monitor.safety.flows import flows
from gemengd.monitor.safety.hiding import CELL, Frames, hide, per_cell, sized
from gemengd.monitor.safety.indices import indices
from gemengd.monitor.safety.suppress import hide_splits
from gemengd.monitor.safety.totals import blurred, coverage, groups, places

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


def publishable(frames: Frames, threshold: int, confidence: float = 0.95) -> dict[str, pl.DataFrame]:
    """The frames with everything hidden that must not be published.

    Args:
        frames: the monitor's frames; `flows` (school by home area) is used and not published.
        threshold: no count of pupils below this may be shown or worked out.
        confidence: coverage of the intervals.

    Returns:
        The same frames with columns emptied, and the status `too_few_to_publish` where that was done.
    """
    blur = blurred(frames, threshold)
    of_groups = groups(frames["groups"], blur, threshold)
    expected = _expected_cells(frames["groups"])
    schools = _scores(_splits(sized(frames["schools"]), expected, threshold), frames["groups"])
    areas = _splits(sized(frames["areas"]), expected, threshold)
    units = {"groups": of_groups, "schools": schools, "areas": areas}
    indicators, calibrations = indices(frames, units, threshold, confidence)
    return {
        "places": places(frames["places"], blur, threshold),
        "coverage": coverage(frames["coverage"], blur, threshold),
        "groups": of_groups,
        "indicators": flows(indicators, frames, of_groups, blur, threshold),
        "calibrations": calibrations,
        "schools": catchments(schools, areas, frames["flows"], threshold),
        "areas": areas,
        "peers": frames["peers"],
    }


def _expected_cells(groups: pl.DataFrame) -> pl.DataFrame:
    """The cells with an expected composition: no count of persons; only the size of a unit is one."""
    cells = groups.filter(pl.col("basis") == "expected").select(CELL).unique()
    return cells.with_columns(_expected=pl.lit(value=True))


def _scores(schools: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """Schools without the scores that are made from more groups than the two that are shown.

    With the focal pupils known, such a score leaves few ways to divide the others over their groups.
    """
    if "local" not in schools.columns:
        return schools
    known = groups.filter(pl.col("known").fill_null(value=True), pl.col("basis").fill_null("") != "expected")
    several = known.group_by(CELL).agg(_several=pl.len() > 2)
    joined = schools.join(several, on=CELL, how="left")
    more = pl.col("_several").fill_null(value=False) & (pl.col("status") != EXPECTED)
    return hide(joined, more, ("local", "contribution_M")).drop("_several")


def _splits(units: pl.DataFrame, expected: pl.DataFrame, threshold: int) -> pl.DataFrame:
    if not units.height:
        return units
    # The same area may stand twice: by its pupils and by its residents.
    by = (*CELL, "_kind")
    units = units.with_columns(_kind=(pl.col("status") == FROM_RESIDENTS).fill_null(value=False))
    units = units.join(expected, on=CELL, how="left", nulls_equal=True).sort(by, maintain_order=True)
    counted = units["_expected"].is_null() & (units["status"].fill_null("") != EXPECTED)
    units = units.with_columns(_protected=_protected(units, by, counted, threshold))
    no_total, no_split = per_cell(
        units,
        by,
        ("pupils", "focal_pupils", "_protected"),
        lambda totals, focal, protected: hide_splits(totals, focal, threshold, protected > 0),
    )
    decided = units.with_columns(_no_total=no_total, _hidden=no_total | (no_split & counted))
    without = hide(decided, pl.col("_no_total"), ("pupils", "near_pupils"))
    without = _verdicts(hide(without, pl.col("_hidden"), OF_A_SPLIT, mark_status=True))
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
