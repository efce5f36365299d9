# SPDX-License-Identifier: EUPL-1.2
"""Differences between the levels of two cells, with the chance levels of both in the test."""

from __future__ import annotations

from typing import Any, Literal

import polars as pl

from gemengd.measure.certainty.compare import NOT_GIVEN, Pairs, adjusted, paired
from gemengd.measure.certainty.levels.levels import CURVE, levels
from gemengd.measure.table.reading import Names, names_of
from gemengd.measure.table.roles import Focus
from gemengd.measure.table.status import OK
from gemengd.numeric.calibration import Calibration, Reading, difference

NUMBERS = ("difference", "low", "high", "p_value")
RESULTS = ("index", "first", "second", "first_level", "second_level", *NUMBERS, "p_adjusted", "status")


def contrasts(
    frame: Any,
    *,
    unit: Names,
    group: str,
    pupils: str,
    by: Names,
    over: str,
    index: Names = ("D",),
    focal: Focus = None,
    reference: Focus = None,
    pairs: Pairs | None = None,
    against: Any = None,
    correction: Literal["holm", "benjamini_hochberg", "none"] = "holm",
    family: Names = ("index",),
    confidence: float = 0.95,
) -> pl.DataFrame:
    """Differences in level (second minus first) between cells that differ in one column.

    Unlike `compare`, which takes two numbers with their errors, this looks at the counts: equal levels are
    tested with the mean and the spread that both indices of counts have at one level, so that a group that
    became smaller, or schools that did, are not taken for a change.

    Args:
        frame: one row per count, as for `indices`.
        unit: column or columns that name the unit.
        group: column that names the group.
        pupils: column with the number of pupils, whole.
        by: columns whose combinations are the cells.
        over: the column of `by` to compare over, such as "year"; the others must agree.
        index: "D", "H" or both.
        focal: focal group or groups, as for `indices`.
        reference: group or groups compared with; default all others.
        pairs: as for `compare`: "consecutive", "all" or a list of (first, second).
        against: instead of `pairs`, one value of `over` that all others are compared with.
        correction: "holm", "benjamini_hochberg" or "none".
        family: columns whose combinations are corrected separately; () corrects everything together.
        confidence: coverage of `low … high`, for each difference on its own.

    Returns:
        The other key columns, `index`, `first`, `second`, `first_level`, `second_level`, `difference`,
        `low`, `high`, `p_value` (two-sided), `p_adjusted`, `status` (of the first cell that is not ok).

    Raises:
        ValueError: as for `levels`; `over` is no column of `by`; an unknown correction.
        TypeError: as for `levels`.
    """
    keys = names_of(by)
    if over not in keys:
        raise ValueError(f"over is '{over}'; expected one of the columns of by, {list(keys)}")
    table = levels(
        frame,
        unit=unit,
        group=group,
        pupils=pupils,
        by=by,
        index=index,
        focal=focal,
        reference=reference,
        confidence=confidence,
        curve=True,
    )
    rest = [key for key in keys if key != over]
    cells = table.select(*keys, "index", "raw", "level", "status", *CURVE)
    rows = paired(cells, rest, over, (pairs, against))
    found = pl.DataFrame(
        [_contrast(row, confidence) for row in rows.iter_rows(named=True)],
        schema=dict.fromkeys(NUMBERS, pl.Float64) | {"status": pl.String},
        orient="row",
    )
    whole = rows.select(*rest, "index", "first", "second", "first_level", "second_level").hstack(found)
    return adjusted(whole, correction, names_of(family)).select(*rest, *RESULTS)


def _contrast(row: dict[str, Any], confidence: float) -> tuple[float | str | None, ...]:
    status = row["first_status"] or NOT_GIVEN
    status = (row["second_status"] or NOT_GIVEN) if status == OK else status
    if status != OK:
        return None, None, None, None, status
    found = difference(_reading(row, "first"), _reading(row, "second"), confidence)
    return found.difference, found.low, found.high, found.p_value, status


def _reading(row: dict[str, Any], side: str) -> Reading:
    return Reading(row[f"{side}_raw"], Calibration(*(tuple(row[f"{side}_{name}"]) for name in CURVE)))
