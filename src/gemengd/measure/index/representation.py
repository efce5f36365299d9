# SPDX-License-Identifier: EUPL-1.2
"""Over- and under-representation of a focal group in a unit against a reference area."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from gemengd.measure.index.blocks import Texts
from gemengd.measure.index.kernels.hypergeometric import two_sided_each
from gemengd.measure.table.arithmetic import ratio
from gemengd.measure.table.cells import Cells
from gemengd.measure.table.reading import counts as read_counts
from gemengd.measure.table.reading import read, whole
from gemengd.measure.table.roles import Pairs
from gemengd.measure.table.status import FRACTIONAL_COUNTS, NO_PUPILS, NO_REFERENCE_AREA, OK, ZERO_SHARE
from gemengd.numeric.arrays import Flags, Floats

REPRESENTATION = ("share", "reference_share", "difference", "location_quotient", "log2_ratio", "probability")
_AREA = "reference_area"


def represent(
    cells: Cells, unit: tuple[Floats, Floats], counts: Pairs, status: Texts, reference_area: Any
) -> tuple[dict[str, Floats], Texts]:
    """The columns of `REPRESENTATION` and the status of every unit.

    Args:
        cells: the cells.
        unit: focal pupils, and pupils of both groups, of every unit.
        counts: the same by cell.
        status: status of the cell of each unit.
        reference_area: None (the cell) or a frame as `local` takes.

    The probability is that of a composition no more likely than the one found. With the cell as reference
    the unit's pupils are drawn from the cell's: hypergeometric with the cell's margins. An area of its own
    is taken for a separate group of children: unit and area are pooled, and the unit's pupils are drawn from
    the pool (Fisher's exact test).
    """
    focal, size = unit
    if reference_area is None:
        area_focal, area_size = counts.A[cells.cell], (counts.A + counts.O)[cells.cell]
        population, population_focal = area_size, area_focal
    else:
        area_focal, area_size = areas(cells, reference_area)
        population, population_focal = area_size + size, area_focal + focal
    share, reference = ratio(focal, size), ratio(area_focal, area_size)
    both = (share > 0.0) & (reference > 0.0)
    logs = np.log2(np.divide(share, reference, out=np.ones_like(share), where=both))
    columns = {
        "share": share,
        "reference_share": reference,
        "difference": 100.0 * (share - reference),
        "location_quotient": ratio(share, reference),
        "log2_ratio": np.where(both, logs, np.nan),
        "probability": _probability(population, population_focal, size, focal),
    }
    broken = (area_focal != np.floor(area_focal)) | (area_size != np.floor(area_size))
    return columns, _reasons(status, size > 0.0, area_size > 0.0, both, broken)


def _reasons(status: Texts, populated: Flags, area: Flags, both: Flags, broken: Flags) -> Texts:
    """Narrow the status of the cell down to the unit."""
    out = status.copy()
    out[(out == OK) & broken] = FRACTIONAL_COUNTS
    out[(out == OK) & ~both] = ZERO_SHARE
    out[~area & populated] = NO_REFERENCE_AREA
    out[~populated] = NO_PUPILS
    return out


def _probability(population: Floats, focal: Floats, drawn: Floats, observed: Floats) -> Floats:
    """Exact two-sided probability; NaN where a count is missing or not whole."""
    table = np.stack([population, focal, drawn, observed])
    asked = (table == np.floor(table)).all(axis=0) & (drawn > 0.0) & (drawn <= population)
    T, A, t, a = table[:, asked].astype(np.int64)
    found, out = np.empty(T.size), np.full(population.size, np.nan)
    two_sided_each(T, A, t, a, found)
    out[asked] = found
    return out


def areas(cells: Cells, reference_area: Any) -> tuple[Floats, Floats]:
    """Focal pupils and pupils of the reference area of each unit; NaN where there is none."""
    table, labels = whole(reference_area, _AREA), cells.labels()
    units = cells.unit_keys.columns
    keys = [name for name in labels.columns if name in units or name in table.columns]
    table = read(table, (*keys, "focal", "pupils"), _AREA)
    focal, size = (read_counts(table, name, _AREA) for name in ("focal", "pupils"))
    if (focal > size).any():
        row = int(np.argmax(focal > size))
        raise ValueError(
            f"{_AREA}, row {row}, column 'focal': found {focal[row]}, more than pupils {size[row]}"
        )
    twice = table.select(pl.struct(keys).is_duplicated()).to_series()
    if twice.any():
        raise ValueError(f"{_AREA}, row {twice.arg_max()}: {table.row(twice.arg_max() or 0)} occurs twice")
    areas = table.with_columns(pl.Series("focal", focal), pl.Series("pupils", size))
    joined = labels.join(areas, on=keys, how="left", maintain_order="left", nulls_equal=True)
    return joined["focal"].to_numpy(), joined["pupils"].to_numpy()
