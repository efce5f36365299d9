# SPDX-License-Identifier: EUPL-1.2
"""Why segregation changed between two moments: other units, other margins, another structure."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import polars as pl

from gemengd.measure.changes.kernels import change_cells
from gemengd.measure.changes.tables import TwoTables, two_tables
from gemengd.measure.index.blocks import Texts
from gemengd.measure.table.reading import Names, names_of, refuse_clash
from gemengd.measure.table.status import NO_PUPILS, OK, ONE_GROUP
from gemengd.numeric.arrays import Floats, Integers

TERMS = (
    "before",
    "after",
    "difference",
    "additions",
    "removals",
    "group_marginal",
    "unit_marginal",
    "structural",
)
INDEX = ("M", "H")
_SIZES = ("units_before", "units_after", "units_common")
_PUPILS = ("pupils_before", "pupils_after")
RESULTS = ("index", "term", "estimate", *_SIZES, *_PUPILS, "iterations", "residual", "status")

ONE_MOMENT = "one_moment"
NO_COMMON_UNITS = "no_common_units"
ONE_COMMON_GROUP = "one_common_group"
NOT_CONVERGED = "not_converged"

CHANGE_STATUSES: dict[str, str] = {
    ONE_MOMENT: "There are pupils at one of the two moments only: there is no change to explain.",
    NO_COMMON_UNITS: "No unit has pupils at both moments: the change is given, its parts are undefined.",
    ONE_COMMON_GROUP: (
        "Fewer than two groups have pupils at both moments in the common units: the change is given, "
        "its parts are undefined."
    ),
    NOT_CONVERGED: "The fitting of the margins stopped before its tolerance; see the column residual.",
}
"""Statuses of `change` beside those of the other measures."""


def change(
    before: Any,
    after: Any,
    *,
    unit: Names,
    group: str,
    pupils: str,
    by: Names = (),
    index: Names = INDEX,
    method: Literal["shapley"] = "shapley",
    tolerance: float = 1e-10,
    most: int = 10_000,
) -> pl.DataFrame:
    """The change of M and H between two moments, told apart into five parts that add up to it.

    Additions and removals are the effect of units (and groups) that occur at one moment only. For the
    others, tables are fitted that have the structure (odds ratios) of one moment and the margins of the
    other; a Shapley split over these tables gives the effect of the group margin, of the unit margin and of
    the structure (Elbers 2021, "A method for studying differences in segregation across time and space").

    Args:
        before: one row per count, as for `indices`.
        after: the same for the later moment, with the same column names.
        unit: column or columns that name the unit; a unit is the same at both moments if its key is.
        group: column that names the group.
        pupils: column with the number of pupils; fractions are allowed.
        by: columns whose combinations are the cells.
        index: "M", "H" or both.
        method: "shapley", the only one so far.
        tolerance: largest relative deviation of a fitted margin from its target.
        most: largest number of sweeps of a fit.

    Returns:
        Eight rows per cell and index, `term` from "before" to "structural", with `estimate` (nats for M),
        `units_before`, `units_after`, `units_common`, `pupils_before`, `pupils_after`, `iterations` (of the
        slowest fit), `residual` (the largest deviation left in any fit) and `status`. difference =
        additions + removals + group_marginal + unit_marginal + structural.

    Raises:
        ValueError, TypeError: as for `indices`; also for an unknown index or method.
    """
    names, keys = names_of(index), names_of(by)
    _check(names, method, tolerance, most)
    refuse_clash(keys, RESULTS)
    tables = two_tables((before, after), keys, names_of(unit), group, pupils)
    terms = np.full((len(TERMS), len(INDEX), tables.size), np.nan)
    sweeps, residual = np.zeros(tables.size, dtype=np.int64), np.full(tables.size, np.nan)
    change_cells(tables.start, tables.count, tolerance, most, terms, sweeps, residual)
    wanted = terms[:, [INDEX.index(name) for name in names]]
    return _tidy(tables, names, wanted, sweeps, residual, _status(tables, terms, residual, tolerance))


def _check(names: tuple[str, ...], method: str, tolerance: float, most: int) -> None:
    if method != "shapley":
        raise ValueError(f"method is {method!r}; expected 'shapley'")
    if not names or len(set(names)) < len(names) or not set(names) <= set(INDEX):
        raise ValueError(f"index is {list(names)}; expected different names from {list(INDEX)}")
    if not 0.0 < tolerance < 1.0 or most < 1:
        raise ValueError(
            f"tolerance is {tolerance} and most {most}; expected a tolerance between 0 and 1, such as 1e-10, "
            "and 1 sweep or more"
        )


def _status(tables: TwoTables, terms: Floats, residual: Floats, tolerance: float) -> Texts:
    """The first reason that applies to each cell."""
    present = tables.pupils() > 0.0
    status = np.full(tables.size, OK, dtype=object)
    status[residual > tolerance] = NOT_CONVERGED
    status[np.isnan(terms[3, 0])] = ONE_COMMON_GROUP
    status[tables.units()[2] == 0] = NO_COMMON_UNITS
    status[np.isnan(terms[0, 0])] = ONE_GROUP
    status[present.sum(axis=0) == 1] = ONE_MOMENT
    status[~present.any(axis=0)] = NO_PUPILS
    return status


def _tidy(
    tables: TwoTables,
    names: tuple[str, ...],
    terms: Floats,
    sweeps: Integers,
    residual: Floats,
    status: Texts,
) -> pl.DataFrame:
    rows = np.repeat(np.arange(tables.size), len(names) * len(TERMS))
    numbers = dict(zip(_SIZES, tables.units(), strict=True)) | dict(
        zip(_PUPILS, tables.pupils(), strict=True)
    )
    return tables.keys[rows].with_columns(
        pl.Series("index", np.repeat(names, len(TERMS)).tolist() * tables.size, dtype=pl.String),
        pl.Series("term", list(TERMS) * (len(names) * tables.size), dtype=pl.String),
        pl.Series("estimate", terms.transpose(2, 1, 0).ravel(), nan_to_null=True),
        *(pl.Series(name, values[rows]) for name, values in numbers.items()),
        pl.Series("iterations", sweeps[rows]),
        pl.Series("residual", residual[rows], nan_to_null=True),
        pl.Series("status", status[rows].tolist(), dtype=pl.String),
    )
