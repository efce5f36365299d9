# SPDX-License-Identifier: EUPL-1.2
"""Segregation in small units (classes, small schools), where chance alone makes every unit uneven."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import polars as pl

from gemengd.measure.certainty.bootstrap.resampling import threads
from gemengd.measure.certainty.small_units.kernels import INDICES
from gemengd.measure.certainty.small_units.methods import Estimate, Method, estimate, units_of
from gemengd.measure.index.blocks import two_group_status
from gemengd.measure.table.arithmetic import totals_by
from gemengd.measure.table.cells import count_cells
from gemengd.measure.table.reading import Names, names_of, refuse_clash
from gemengd.measure.table.roles import Focus, Pairs, pairs
from gemengd.numeric.arrays import Floats

METHODS = ("np", "beta", "ct")
_SOURCES = {
    "raw": "raw",
    "estimate_low": "low",
    "estimate_high": "high",
    "low": "interval_low",
    "high": "interval_high",
}
_SAME = 1e-9
NUMBERS = ("raw", "estimate_low", "estimate_high", "low", "high", "p_random")
RESULTS = ("index", *NUMBERS, "identified", "units", "pupils", "status")


def small_units(
    frame: Any,
    *,
    unit: Names,
    group: str,
    pupils: str,
    by: Names = (),
    index: Names = ("D", "H"),
    focal: Focus = None,
    reference: Focus = None,
    method: Method = "np",
    size_bands: int | None = 1,
    replicates: int = 200,
    seed: int = 0,
    confidence: float = 0.95,
) -> pl.DataFrame:
    """Segregation of the probabilities behind small units, for every cell.

    Unit j has X_j ~ Binomial(t_j, p_j) focal pupils. The index sought is that of the p_j, weighted by
    pupils; it is zero where every pupil of a cell has the same chance to be focal, however uneven the counts.

    Args:
        frame: one row per count, as for `indices`.
        unit: column or columns that name the unit.
        group: column that names the group.
        pupils: column with the number of pupils, whole.
        by: columns whose combinations are the cells.
        index: "D", "isolation", "eta2", "hutchens", "H" (of the focal and the reference group: the index
            `H` of a table with those two groups) and "gini" (not with "np").
        focal: focal group or groups, as for `indices`.
        reference: group or groups compared with; default all others.
        method: "np" bounds the index without assuming a distribution of p (D'Haultfœuille & Rathelot 2017);
            "beta" fits a beta distribution (Rathelot 2012); "ct" is the excess over the chance level
            (Carrington & Troske 1997), another quantity, given for comparison and without interval.
        size_bands: whether p may differ with the size of the unit. 1 assumes it does not; n gives each of n
            bands of sizes a distribution of its own; None does so for every size (as `segregsmall` does
            unless told otherwise), which asks for many units of each size.
        replicates: simulated cells behind the interval; 0 for none.
        seed: seed of the simulation, zero or more.
        confidence: coverage aimed at by the interval.

    Returns:
        One row per cell and index: `raw` (the index of the counts), `estimate_low` and `estimate_high` (the
        bounds; equal where the counts pin the index down, and with the other methods), `identified` (whether
        they are), `low` and `high` (interval), `p_random` (how often random allocation is as uneven as the
        counts), `units` and `pupils` (in units of two pupils or more: others tell nothing), `status`.

    Raises:
        ValueError: as for `indices`; also for an unknown method, an index the method does not give, or an
            impossible number of bands, replicates.
        TypeError: as for `indices`.

    Source:
        The model and the idea of bounding are those of the papers named, as the documentation of the authors'
        Stata command `segregsmall` describes them; the algorithms are gemengd's
        (docs/reference/measure-certainty.md).
    """
    names, keys = names_of(index), names_of(by)
    _check(names, method, size_bands, (replicates, seed), confidence)
    refuse_clash(keys, RESULTS)
    cells = count_cells(frame, unit, group, pupils, keys)
    counts = without_single(pairs(cells, focal, reference))
    found = _each(counts, size_bands, (method, replicates, seed, confidence))
    return _tidy(cells.keys, names, counts, found)


def _check(
    names: Sequence[str], method: str, size_bands: int | None, numbers: tuple[int, int], confidence: float
) -> None:
    if method not in METHODS:
        raise ValueError(f"method is {method!r}; expected one of {list(METHODS)}")
    known = [name for name in INDICES if name != "gini" or method != "np"]
    if not names or len(set(names)) < len(names) or not set(names) <= set(known):
        raise ValueError(f"index is {list(names)}; expected different names from {known} (method {method!r})")
    if size_bands is not None and size_bands < 1:
        raise ValueError(f"size_bands is {size_bands}; expected a number of 1 or more, or None")
    if min(numbers) < 0:
        raise ValueError(f"replicates and seed are {numbers}; expected zero or more")
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence is {confidence}; expected a number between 0 and 1, such as 0.95")


def without_single(counts: Pairs) -> Pairs:
    """The same without units of one pupil, whose share is 0 or 1 whatever their p."""
    owner = np.repeat(np.arange(counts.A.size), np.diff(counts.start))
    kept = counts.focal + counts.reference > 1.0
    owner, a, o = owner[kept], counts.focal[kept], counts.reference[kept]
    cells = counts.A.size
    start = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=cells))]).astype(np.int64)
    A, O = totals_by(owner, a, cells), totals_by(owner, o, cells)
    return Pairs(start, a, o, counts.unit[kept], A, O, counts.fractional)


def _each(
    counts: Pairs, size_bands: int | None, options: tuple[Method, int, int, float]
) -> list[Estimate | None]:
    """The estimate of every cell that has both groups, whole counts and two units or more."""

    def one(cell: int) -> Estimate | None:
        if not (counts.A[cell] > 0.0 and counts.O[cell] > 0.0) or counts.fractional[cell]:
            return None
        part = slice(counts.start[cell], counts.start[cell + 1])
        focal, reference = counts.focal[part], counts.reference[part]
        if focal.size < 2:
            return None
        return estimate(units_of(focal + reference, focal, size_bands), *options)

    with ThreadPoolExecutor(threads()) as pool:
        return list(pool.map(one, range(counts.A.size)))


def _tidy(
    keys: pl.DataFrame, names: Sequence[str], counts: Pairs, found: list[Estimate | None]
) -> pl.DataFrame:
    """Rows sorted by cell; what a cell does not have is null."""
    rows = [INDICES.index(name) for name in names]
    cells = keys.height
    columns = {name: _column(found, what, rows) for name, what in _SOURCES.items()}
    p_random = np.array([np.nan if cell is None else cell.p_random for cell in found])
    each = len(names)
    return (
        keys[np.repeat(np.arange(cells), each)]
        .with_columns(
            pl.Series("index", list(names) * cells, dtype=pl.String),
            *(pl.Series(name, values, nan_to_null=True) for name, values in columns.items()),
            pl.Series("p_random", np.repeat(p_random, each), nan_to_null=True),
            pl.Series("units", np.repeat(np.diff(counts.start), each), dtype=pl.Int64),
            pl.Series("pupils", np.repeat(counts.A + counts.O, each)),
            pl.Series("status", np.repeat(two_group_status(counts), each).tolist(), dtype=pl.String),
        )
        .with_columns(identified=pl.col("estimate_high") - pl.col("estimate_low") < _SAME)
        .select(*keys.columns, *RESULTS)
    )


def _column(found: list[Estimate | None], what: str, rows: list[int]) -> Floats:
    none = np.full(len(rows), np.nan)
    values = [none if cell is None else getattr(cell, what)[rows] for cell in found]
    return np.concatenate(values) if values else np.empty(0)
