# SPDX-License-Identifier: EUPL-1.2
"""Errors and intervals by resampling pupils, for all cells of a table at once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal

import numpy as np
import polars as pl

from gemengd.measure.certainty.bootstrap.draws import LARGEST_TABLE, alias_tables
from gemengd.measure.certainty.bootstrap.kernels import bootstrap_cells
from gemengd.measure.index.blocks import Block, multigroup_block, two_group_block
from gemengd.measure.index.registry import INDICES, MULTIGROUP, TWO_GROUP, kernels_of
from gemengd.measure.table.cells import Cells, count_cells
from gemengd.measure.table.reading import Names, names_of, refuse_clash
from gemengd.measure.table.roles import Focus, Roles, assign_roles, pairs
from gemengd.numeric.arrays import Codes, Flags, Floats, Integers

KINDS = ("poisson", "multinomial")
NUMBERS = (
    "se", "bias", "replicates", "low", "high", "low_bc", "high_bc", "low_reflected", "high_reflected",
)  # fmt: skip
RESULTS = ("index", "estimate", *NUMBERS, "units", "pupils", "status")


def bootstrap(
    frame: Any,
    *,
    unit: Names,
    group: str,
    pupils: str,
    by: Names = (),
    index: Names = ("D", "M", "H"),
    focal: Focus = None,
    reference: Focus = None,
    replicates: int = 500,
    seed: int = 0,
    kind: Literal["poisson", "multinomial"] = "poisson",
    confidence: float = 0.95,
) -> pl.DataFrame:
    """Indices of every cell with their error, bias and intervals from resampled pupils.

    Every replicate draws the number of pupils of each unit and group anew, with the number found as its mean.
    The draws of a cell depend on `seed` and on the cell's own counts only: not on the order of rows, on the
    other cells, on the indices asked or on the number of threads.

    Args:
        frame: one row per count, as for `indices`.
        unit: column or columns that name the unit.
        group: column that names the group.
        pupils: column with the number of pupils.
        by: columns whose combinations are the cells.
        index: names from `INDICES`.
        focal: focal group or groups, as for `indices`.
        reference: group or groups compared with; default all others.
        replicates: number of replicates, 2 or more.
        seed: seed of the draws, zero or more.
        kind: "poisson" lets the number of pupils of the cell vary, "multinomial" keeps it.
        confidence: coverage aimed at by the intervals.

    Returns:
        One row per cell and index, sorted as by `indices`: `estimate`; `se`; `bias` (mean of the replicates
        minus the estimate); `replicates` in which the index existed; `low`, `high` (percentiles of the
        replicates); `low_bc`, `high_bc` (bias-corrected percentiles, Efron 1981); `low_reflected`,
        `high_reflected` (2 · estimate − percentile, cut to the range of the index); `units`, `pupils`,
        `status`. Fractional counts have an estimate and nothing else. Which interval to use:
        docs/reference/measure-certainty.md.

    Raises:
        ValueError: as for `indices`; also for an unknown kind or fewer than two
            replicates.
        TypeError: as for `indices`.
    """
    names, keys = names_of(index), names_of(by)
    _check(names, keys, replicates, seed, kind, confidence)
    cells = count_cells(frame, unit, group, pupils, keys)
    blocks = _blocks(names, cells, focal, reference)
    roles, row = _roles(names, cells, focal, reference)
    estimate = np.stack([blocks[name].estimate[blocks[name].names.index(name)] for name in names])
    whole = ~cells.has_fractions()
    summary = _resample(
        cells, names, roles, row, estimate, np.isfinite(estimate) & whole,
        (replicates, kind == "multinomial", seed, confidence),
    )  # fmt: skip
    return _tidy(cells.keys, names, blocks, estimate, summary)


def _check(
    names: Sequence[str], keys: Sequence[str], replicates: int, seed: int, kind: str, confidence: float
) -> None:
    if not names or len(set(names)) < len(names) or not set(names) <= set(INDICES):
        raise ValueError(f"index is {list(names)}; expected different names from {list(INDICES)}")
    if kind not in KINDS:
        raise ValueError(f"kind is {kind!r}; expected one of {list(KINDS)}")
    if replicates < 2 or seed < 0:
        raise ValueError(
            f"replicates is {replicates} and seed {seed}; expected 2 or more replicates and seed of 0 or more"
        )
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence is {confidence}; expected a number between 0 and 1, such as 0.95")
    refuse_clash(keys, RESULTS)


def _blocks(names: Sequence[str], cells: Cells, focal: Focus, reference: Focus) -> dict[str, Block]:
    """The block that holds each index."""
    two = [name for name in names if name in TWO_GROUP]
    several = [name for name in names if name in MULTIGROUP]
    blocks: dict[str, Block] = {}
    if two:
        block = two_group_block(two, pairs(cells, focal, reference), chance=None)
        blocks |= dict.fromkeys(two, block)
    if several:
        block = multigroup_block(several, cells, chance=False)
        blocks |= dict.fromkeys(several, block)
    return blocks


def _roles(names: Sequence[str], cells: Cells, focal: Focus, reference: Focus) -> tuple[Roles, Codes]:
    if set(names) <= set(MULTIGROUP):
        none = np.zeros((1, cells.group_names.len()), dtype=np.uint8)
        return none, np.zeros(cells.size, dtype=np.int32)
    return assign_roles(cells, focal, reference)


def _resample(
    cells: Cells,
    names: Sequence[str],
    roles: Roles,
    row: Codes,
    estimate: Floats,
    drawn: Flags,
    options: tuple[int, bool, int, float],
) -> Floats:
    """Summaries (indices x cells x numbers), computed on all processors the process may use."""
    means, which = np.unique(np.minimum(cells.count, LARGEST_TABLE).astype(np.int64), return_inverse=True)
    tables = alias_tables(means)
    wanted = kernels_of(names)
    layout = cells.unit_start, cells.entry_start, cells.group, cells.count
    out = np.full((*estimate.shape, len(NUMBERS)), np.nan)
    rest = wanted, drawn, estimate, options, out
    work = _shares(cells, number := threads())
    with ThreadPoolExecutor(number) as pool:
        jobs = [
            pool.submit(bootstrap_cells, part, layout, which.astype(np.int32), tables, roles, row, *rest)
            for part in work
        ]
        for job in jobs:
            job.result()
    return out


def threads() -> int:
    """Processors this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def _shares(cells: Cells, threads: int) -> list[Integers]:
    """Cells handed out in stretches of about equal work, several to a thread."""
    entries = np.diff(cells.entry_start[cells.unit_start])
    pieces = max(1, min(8 * threads, cells.size))
    ends = np.cumsum(entries + 8)
    cuts = np.searchsorted(ends, np.arange(1, pieces) * (ends[-1] / pieces)) if cells.size else []
    return np.split(np.arange(cells.size), cuts)


def _tidy(
    keys: pl.DataFrame, names: Sequence[str], blocks: dict[str, Block], estimate: Floats, summary: Floats
) -> pl.DataFrame:
    """Rows sorted by cell; NaN becomes null; what is reflected stays in the range of its index."""
    for i, name in enumerate(names):
        summary[i, :, -2:] = np.clip(summary[i, :, -2:], INDICES[name].low, INDICES[name].high)
    cells = keys.height
    columns = {name: summary[:, :, place].T.ravel() for place, name in enumerate(NUMBERS)}
    found = [np.stack([getattr(blocks[name], what) for name in names]).T.ravel() for what in
             ("units", "pupils", "status")]  # fmt: skip
    return (
        keys[np.repeat(np.arange(cells), len(names))]
        .with_columns(
            pl.Series("index", list(names) * cells, dtype=pl.String),
            pl.Series("estimate", estimate.T.ravel(), nan_to_null=True),
            *(pl.Series(name, values, nan_to_null=True) for name, values in columns.items()),
            pl.Series("units", found[0], dtype=pl.Int64),
            pl.Series("pupils", found[1]),
            pl.Series("status", found[2].tolist(), dtype=pl.String),
        )
        .with_columns(pl.col("replicates").cast(pl.Int64))
    )
