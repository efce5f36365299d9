# SPDX-License-Identifier: EUPL-1.2
"""Segregation of single units and single groups: where the total comes from."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import polars as pl

from gemengd.measure.index.blocks import Texts, multigroup_status, two_group_status
from gemengd.measure.index.representation import REPRESENTATION, represent
from gemengd.measure.table.arithmetic import entropies, ratio, totals_by
from gemengd.measure.table.cells import Cells, count_cells
from gemengd.measure.table.reading import Names, names_of, refuse_clash
from gemengd.measure.table.roles import Focus, Pairs, pairs
from gemengd.numeric.arrays import Floats

SCORES = ("pupils", "weight", "score", "contribution_M", "contribution_H")
UNIT_RESULTS = (*SCORES, "focal_pupils", "compared_pupils", "contribution_D", *REPRESENTATION, "status")


def local(
    frame: Any,
    *,
    unit: Names,
    group: str,
    pupils: str,
    by: Names = (),
    focal: Focus = None,
    reference: Focus = None,
    reference_area: Any = None,
    of: Literal["unit", "group"] = "unit",
) -> pl.DataFrame:
    """Local segregation of every unit, or of every group.

    Args:
        frame: one row per count, as for `indices`.
        unit: column or columns that name the unit.
        group: column that names the group.
        pupils: column with the number of pupils.
        by: columns whose combinations are the cells.
        focal: focal group or groups, as for `indices`; with None and more than two groups in the table the
            columns about a focal group are null.
        reference: group or groups compared with; default all others.
        reference_area: a frame with the `unit` columns (and the `by` columns, if the areas differ between
            cells), `focal` and `pupils`: pupils of the focal group and of both groups in the reference area
            of that unit. Default: the cell the unit is in.
        of: "unit" gives a row per unit, "group" a row per group.

    Returns:
        Rows sorted by cell and unit (or group) with `pupils`, `weight` (share of the cell's pupils), `score`
        (Σ p ln(p/p_cell), 0 where the unit mirrors its cell), `contribution_M` (weight · score; they add up
        to M) and `contribution_H`. For units also `focal_pupils`, `compared_pupils` (focal and reference),
        `contribution_D` (they add up to D), `share`, `reference_share`, `difference` (percentage points),
        `location_quotient` (share over reference share), `log2_ratio`, `probability` (two-sided, exact; see
        docs/reference/measure.md) and `status`.

    Raises:
        ValueError, TypeError: as for `indices`; also when a reference area occurs twice.
    """
    keys, units = names_of(by), names_of(unit)
    refuse_clash((*keys, *units, group), UNIT_RESULTS)
    cells = count_cells(frame, units, group, pupils, keys)
    if of == "group":
        return _of_groups(cells, group)
    if of != "unit":
        raise ValueError(f"of is {of!r}; expected 'unit' or 'group'")
    table = cells.labels().with_columns(_unit_scores(cells))
    if focal is None and np.unique(cells.group).size > 2:
        return table.with_columns(_no_focal_group(multigroup_status(*_status_of(cells))[cells.cell]))
    counts = pairs(cells, focal, reference)
    return table.with_columns(_two_group_columns(cells, counts, reference_area))


def _status_of(cells: Cells) -> tuple[Cells, Floats, Any]:
    return cells, cells.group_pupils(), cells.has_fractions()


def surprises(cells: Cells) -> Floats:
    """ln(p_jg/(p_j p_g)) of every entry."""
    totals, size = cells.group_pupils(), cells.unit_pupils()
    cell = cells.cell[cells.owner]
    even = size[cells.owner] * totals[cell, cells.group]
    return np.asarray(np.log(cells.count * totals.sum(axis=1)[cell] / even))


def _unit_scores(cells: Cells) -> list[pl.Series]:
    size = cells.unit_pupils()
    sums = totals_by(cells.owner, cells.count * surprises(cells), size.size)
    return _score_columns(cells, cells.cell, size, sums)


def _score_columns(cells: Cells, cell: Any, pupils: Floats, sums: Floats) -> list[pl.Series]:
    """Columns of `SCORES` from the pupils of each row and its Σ n z."""
    totals = cells.group_pupils()
    N, E = totals.sum(axis=1)[cell], entropies(totals)[cell]
    sums = np.where(E > 0.0, sums, np.nan)  # with one group there is nothing to compare
    columns = (pupils, pupils / N, sums / pupils, sums / N, ratio(sums / N, E))
    return [pl.Series(name, values, nan_to_null=True) for name, values in zip(SCORES, columns, strict=True)]


def _of_groups(cells: Cells, group: str) -> pl.DataFrame:
    """A row per cell and group with pupils."""
    totals = cells.group_pupils()
    place = cells.cell[cells.owner] * totals.shape[1] + cells.group
    sums = totals_by(place, cells.count * surprises(cells), totals.size)
    cell, code = np.nonzero(totals)
    status = multigroup_status(*_status_of(cells))[cell]
    columns = _score_columns(cells, cell, totals[cell, code], sums.reshape(totals.shape)[cell, code])
    names = cells.group_names.gather(code).alias(group)
    return cells.keys[cell].with_columns(
        names, *columns, pl.Series("status", status.tolist(), dtype=pl.String)
    )


def _two_group_columns(cells: Cells, counts: Pairs, reference_area: Any) -> list[pl.Series]:
    """Columns about the focal group for every unit; null for units without pupils of both groups."""
    cell, size = cells.cell, cells.unit.size
    a, o = np.zeros(size), np.zeros(size)
    a[counts.unit], o[counts.unit] = counts.focal, counts.reference
    evenness = np.abs(ratio(a, counts.A[cell]) - ratio(o, counts.O[cell])) / 2.0
    status = two_group_status(counts)[cell]
    represented, status = represent(cells, (a, a + o), counts, status, reference_area)
    named = {"focal_pupils": a, "compared_pupils": a + o, "contribution_D": evenness, **represented}
    numbers = [pl.Series(name, values, nan_to_null=True) for name, values in named.items()]
    return [*numbers, pl.Series("status", status.tolist(), dtype=pl.String)]


def _no_focal_group(status: Texts) -> list[pl.Series]:
    empty = np.full(status.size, np.nan)
    names = (name for name in UNIT_RESULTS if name not in (*SCORES, "status"))
    numbers = [pl.Series(name, empty, nan_to_null=True) for name in names]
    return [*numbers, pl.Series("status", status.tolist(), dtype=pl.String)]
