# SPDX-License-Identifier: EUPL-1.2
"""Groups of schools: how much segregation lies between boards, denominations, concepts or tracks."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from gemengd.measure.index.blocks import multigroup_status
from gemengd.measure.index.local import surprises
from gemengd.measure.table.arithmetic import entropies, ratio, totals_by
from gemengd.measure.table.cells import Cells, count_cells
from gemengd.measure.table.reading import Names, names_of, read, refuse_clash
from gemengd.numeric.arrays import Floats, Integers

NUMBERS = ("pupils", "weight", "score", "M_within", "H_within")
PARTS = ("between_M", "within_M", "between_H", "within_H")
RESULTS = ("units", *NUMBERS, *PARTS, "share", "status")


def clusters(
    frame: Any, *, unit: Names, cluster: Names, group: str, pupils: str, by: Names = ()
) -> pl.DataFrame:
    """What every cluster of units contributes to segregation, by differing from the others and inside itself.

    `nested` gives the same split as totals, to any depth; here each cluster has its own row. A cluster may be
    a board, a denomination, a concept or a track; a unit that occurs in two clusters (a school with two
    tracks) counts as a unit in each.

    Args:
        frame: one row per count, as for `indices`.
        unit: column or columns that name the unit.
        cluster: column or columns that name the cluster.
        group: column that names the group.
        pupils: column with the number of pupils.
        by: columns whose combinations are the cells.

    Returns:
        One row per cell and cluster: `units`, `pupils`, `weight` (share of the cell's pupils), `score` (how
        far its composition lies from the cell's, Σ p ln(p/p_cell)), `M_within` and `H_within` (segregation
        inside the cluster), `between_M` = weight · score, `within_M` = weight · M_within, the same divided by
        the entropy of the cell (`between_H`, `within_H`), and `share`, the part of the total the cluster
        accounts for. Over a cell, between and within add up to M and to H of all units. `status` is that of
        the cluster: "one_unit" and "one_group" mean that nothing can differ inside it.

    Raises:
        ValueError, TypeError: as for `indices`.
    """
    keys, groups = names_of(by), names_of(cluster)
    units = (*groups, *(name for name in names_of(unit) if name not in groups))
    refuse_clash((*keys, *groups), RESULTS)
    table = read(frame, (*keys, *units, group, pupils))
    # Clusters and units must be sorted alike for the units of a cluster to lie together.
    whole = count_cells(table, groups, group, pupils, keys)
    inside = count_cells(table, units, group, pupils, (*keys, *(name for name in groups if name not in keys)))
    return _tidy(whole, inside, _places(whole, inside))


def _places(whole: Cells, inside: Cells) -> Integers:
    """The row of `inside` that is each cluster with pupils."""
    names = inside.keys.columns
    rows = inside.keys.with_row_index("row ")
    found = (
        whole.labels().select(names).join(rows, on=names, how="left", nulls_equal=True, maintain_order="left")
    )
    return found["row "].to_numpy().astype(np.int64)


def _information(cells: Cells) -> Floats:
    """Σ n ln(p_jg/(p_j p_g)) of every cell, that is N·M."""
    return totals_by(cells.cell[cells.owner], cells.count * surprises(cells), cells.size)


def _tidy(whole: Cells, inside: Cells, place: Integers) -> pl.DataFrame:
    cell, pupils = whole.cell, whole.unit_pupils()
    totals, parts = whole.group_pupils(), inside.group_pupils()
    N, E = totals.sum(axis=1)[cell], entropies(totals)[cell]
    between = totals_by(whole.owner, whole.count * surprises(whole), pupils.size)
    within = _information(inside)[place]
    defined = (parts > 0.0).sum(axis=1)[place] > 1
    M = np.where(defined, within / pupils, np.nan)
    terms = [np.where(E > 0.0, part / N, np.nan) for part in (between, np.maximum(within, 0.0))]
    total = totals_by(cell, terms[0] + terms[1], whole.size)[cell]
    numbers = {
        "pupils": pupils,
        "weight": pupils / N,
        "score": np.where(E > 0.0, between / pupils, np.nan),
        "M_within": M,
        "H_within": ratio(M, entropies(parts)[place]),
        "between_M": terms[0],
        "within_M": terms[1],
        "between_H": ratio(terms[0], E),
        "within_H": ratio(terms[1], E),
        "share": ratio(terms[0] + terms[1], total),
    }
    status = multigroup_status(inside, parts, inside.has_fractions())[place]
    return whole.labels().with_columns(
        pl.Series("units", np.diff(inside.unit_start)[place], dtype=pl.Int64),
        *(pl.Series(name, values, nan_to_null=True) for name, values in numbers.items()),
        pl.Series("status", status.tolist(), dtype=pl.String),
    )
