# SPDX-License-Identifier: EUPL-1.2
"""Indices from a sample of pupils with weights, with errors that know how the sample was drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import polars as pl
from scipy.special import stdtrit

from gemengd.measure.certainty.survey.variance import entry_slopes, estimates, linearised, replicated
from gemengd.measure.index.blocks import Block, multigroup_block, two_group_block
from gemengd.measure.index.registry import INDICES, MULTIGROUP, TWO_GROUP
from gemengd.measure.table.cells import Cells, arrange
from gemengd.measure.table.keys import Keys, key_codes
from gemengd.measure.table.reading import Names, counts, names_of, read, refuse_clash, refuse_nulls
from gemengd.measure.table.roles import Focus, assign_roles, pairs
from gemengd.measure.table.status import FRACTIONAL_COUNTS, OK
from gemengd.numeric.arrays import Flags, Floats, Integers

LONE_CLUSTER = "lone_cluster"
LOST_REPLICATE = "lost_replicate"
SURVEY_STATUSES = {
    LONE_CLUSTER: "A stratum has one cluster only, so how much clusters differ cannot be told: no error.",
    LOST_REPLICATE: "With some replicate weights the index does not exist: no error.",
}
"""Statuses of a survey estimate beside those of `STATUSES`."""

NUMBERS = ("estimate", "se", "low", "high", "design_effect")
RESULTS = ("index", *NUMBERS, "degrees", "units", "rows", "pupils", "status")


@dataclass(frozen=True, slots=True)
class _Sample:
    """The rows of the sample as codes, and the cells of their weights."""

    table: pl.DataFrame
    by: Keys
    unit: Keys
    group: Keys
    cells: Cells


def survey(
    frame: Any,
    *,
    unit: Names,
    group: str,
    weight: str,
    by: Names = (),
    index: Names = ("D", "isolation", "H"),
    focal: Focus = None,
    reference: Focus = None,
    cluster: Names = (),
    strata: Names = (),
    replicate_weights: Sequence[str] = (),
    scale: float | None = None,
    replicate_scales: Sequence[float] | None = None,
    centre: Literal["estimate", "mean"] = "estimate",
    confidence: float = 0.95,
) -> pl.DataFrame:
    """Indices of weighted pupils, with errors by linearisation or from replicate weights.

    Args:
        frame: one row per sampled pupil (or per group of pupils drawn together).
        unit: column or columns that name the unit.
        group: column that names the group.
        weight: column with the number of pupils a row stands for; fractions are fine.
        by: columns whose combinations are the cells; each is a domain of the one sample.
        index: names from `INDICES`.
        focal: focal group or groups, as for `indices`.
        reference: group or groups compared with; default all others.
        cluster: columns that name what was drawn first (schools, classes); default the rows themselves.
        strata: columns that name the strata the clusters were drawn in; default one stratum.
        replicate_weights: columns with replicate weights. When given, errors come from these, and `cluster`
            and `strata` must not be given.
        scale: factor of the sum of squares over replicates: 1/R for balanced repeated replication,
            1/(R(1 − k)²) with Fay's factor k, (R − 1)/R for the jackknife (JK1), 1/(R − 1) for the bootstrap.
            Required with `replicate_weights`.
        replicate_scales: factor of each replicate, such as (n_h − 1)/n_h for the stratified jackknife (JKn).
        centre: take squares around the "estimate" or the "mean" of the replicates.
        confidence: coverage of `low … high`, from Student's t with `degrees` degrees of freedom.

    Returns:
        One row per cell and index: `estimate`, `se`, `low`, `high` (cut to the range of the index),
        `design_effect` (variance divided by that of as many rows drawn one by one with equal weights; null
        with replicate weights), `degrees` of freedom, `units`, `rows` (with weight), `pupils` (sum of
        weights), `status`. A sample with few pupils per unit also inflates the estimate itself (the units
        look more uneven than they are): see docs/reference/measure-certainty.md.

    Raises:
        ValueError: as for `indices`; also when the design is incomplete or contradicts itself.
        TypeError: as for `indices`; also when replicate_weights is no list.
    """
    names, keys = names_of(index), names_of(by)
    design = names_of(cluster), names_of(strata)
    _check(names, design, replicate_weights, (scale, replicate_scales, centre), confidence)
    refuse_clash(keys, RESULTS)
    sample = _read(frame, (names_of(unit), group, weight, keys), (*design[0], *design[1]), replicate_weights)
    blocks = _blocks(names, sample.cells, focal, reference)
    estimate = estimates(names, blocks)
    if replicate_weights:
        assert scale is not None
        again = np.stack([_again(sample, name, names, focal, reference) for name in replicate_weights])
        variance = replicated(estimate, again, scale, replicate_scales, centre)
        degrees = np.full(sample.cells.size, len(replicate_weights) - 1)
        simple, flawed = np.full(estimate.shape, np.nan), np.isnan(variance).any(axis=0)
    else:
        variance, simple, degrees, flawed = _linearise(
            sample, names, weight, design, (focal, reference), estimate
        )
    reason = LOST_REPLICATE if replicate_weights else LONE_CLUSTER
    variance[:, flawed] = np.nan
    flawed = np.asarray(flawed)
    errors = np.sqrt(variance), variance / np.where(simple > 0.0, simple, np.nan)
    return _tidy(sample, names, blocks, (estimate, *errors), degrees, (flawed, reason), weight, confidence)


def _check(
    names: Sequence[str],
    design: tuple[Sequence[str], Sequence[str]],
    replicates: Sequence[str],
    options: tuple[float | None, Sequence[float] | None, str],
    confidence: float,
) -> None:
    if not names or len(set(names)) < len(names) or not set(names) <= set(INDICES):
        raise ValueError(f"index is {list(names)}; expected different names from {list(INDICES)}")
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence is {confidence}; expected a number between 0 and 1, such as 0.95")
    scale, scales, centre = options
    if isinstance(replicates, str):
        raise TypeError(f"replicate_weights is {replicates!r}; expected a list of columns")
    if not replicates:
        if scale is not None or scales is not None:
            raise ValueError("scale or replicate_scales is given without replicate_weights; name the columns")
        return
    if len(replicates) < 2 or scale is None or scale <= 0.0:
        raise ValueError(
            f"found {len(replicates)} replicate weights and scale {scale}; expected two or more and a scale "
            "above 0, such as 1/R (balanced repeated replication) or (R - 1)/R (jackknife)"
        )
    if scales is not None and len(scales) != len(replicates):
        raise ValueError(f"found {len(scales)} replicate_scales for {len(replicates)} replicate weights")
    if centre not in ("estimate", "mean"):
        raise ValueError(f"centre is {centre!r}; expected 'estimate' or 'mean'")
    if design[0] or design[1]:
        raise ValueError("replicate weights hold the design; give them or cluster and strata, not both")


def _read(
    frame: Any,
    columns: tuple[Sequence[str], str, str, Sequence[str]],
    design: Sequence[str],
    replicates: Sequence[str],
) -> _Sample:
    unit, group, weight, by = columns
    if not unit:
        raise ValueError("unit names no column; expected the column (or columns) that identify a unit")
    table = read(frame, (*by, *unit, group, weight, *design, *replicates))
    refuse_nulls(table, (*unit, group, *design))
    keys = key_codes(table, by), key_codes(table, unit), key_codes(table, (group,))
    return _Sample(table, *keys, arrange(*keys, counts(table, weight)))


def _blocks(names: Sequence[str], cells: Cells, focal: Focus, reference: Focus) -> list[Block]:
    blocks = []
    if two := [name for name in names if name in TWO_GROUP]:
        blocks.append(two_group_block(two, pairs(cells, focal, reference), chance=None))
    if several := [name for name in names if name in MULTIGROUP]:
        blocks.append(multigroup_block(several, cells, chance=False))
    return blocks


def _again(sample: _Sample, column: str, names: Sequence[str], focal: Focus, reference: Focus) -> Floats:
    """The estimates (indices x cells) with one set of replicate weights."""
    cells = arrange(sample.by, sample.unit, sample.group, counts(sample.table, column))
    return estimates(names, _blocks(names, cells, focal, reference))


def _linearise(
    sample: _Sample,
    names: Sequence[str],
    weight: str,
    design: tuple[Sequence[str], Sequence[str]],
    groups: tuple[Focus, Focus],
    estimate: Floats,
) -> tuple[Floats, Floats, Integers, Flags]:
    """Variances under the design and of rows drawn one by one (indices x cells), degrees, lone strata."""
    table, cells = sample.table, sample.cells
    w = counts(table, weight)
    kept = w > 0.0
    entry = _entry_of_rows(sample, kept)
    cell = sample.by.codes[kept]
    cluster, stratum = _design_codes(table.filter(pl.Series(kept)), *design)
    two = any(name in TWO_GROUP for name in names)
    counted = pairs(cells, *groups) if two else None
    roles = assign_roles(cells, *groups) if two else None
    pupils = np.bincount(cell, weights=w[kept], minlength=cells.size)
    number = np.bincount(cell, minlength=cells.size)
    even = (pupils / np.maximum(number, 1))[cell]
    variance, simple = np.full(estimate.shape, np.nan), np.full(estimate.shape, np.nan)
    degrees, lone = np.zeros(cells.size, dtype=np.int64), np.zeros(cells.size, dtype=np.bool_)
    for row, name in enumerate(names):
        defined = np.isfinite(estimate[row])
        slope = entry_slopes(name, cells, counted, roles, defined)[entry]
        variance[row], degrees, lone = linearised(w[kept] * slope, cell, cluster, stratum, cells.size)
        simple[row] = np.bincount(cell, weights=w[kept] * even * slope**2, minlength=cells.size)
        variance[row, ~defined] = simple[row, ~defined] = np.nan
    return variance, simple, degrees, lone


def _entry_of_rows(sample: _Sample, kept: Flags) -> Integers:
    """Position of the entry every row with weight was counted in."""
    cells = sample.cells
    unit, group = sample.unit.size, sample.group.size
    owner = cells.owner
    known = (cells.cell[owner] * unit + cells.unit[owner]) * group + cells.group
    wanted = (sample.by.codes[kept].astype(np.int64) * unit + sample.unit.codes[kept]) * group
    return np.searchsorted(known, wanted + sample.group.codes[kept])


def _design_codes(table: pl.DataFrame, cluster: Sequence[str], strata: Sequence[str]) -> tuple[Any, Any]:
    """Cluster (within its stratum) and stratum of every row."""
    stratum = key_codes(table, strata).codes
    if not cluster:
        return np.arange(table.height), stratum
    return key_codes(table, tuple(dict.fromkeys((*strata, *cluster)))).codes, stratum


def _tidy(
    sample: _Sample,
    names: Sequence[str],
    blocks: Sequence[Block],
    numbers: tuple[Floats, Floats, Floats],
    degrees: Integers,
    flaw: tuple[Flags, str],
    weight: str,
    confidence: float,
) -> pl.DataFrame:
    """Rows sorted by cell; fractions are no flaw here; NaN becomes null."""
    estimate, se, effect = numbers
    with np.errstate(invalid="ignore"):
        reach = stdtrit(np.maximum(degrees, 1).astype(np.float64), 0.5 + confidence / 2.0) * se
    floor = np.array([[INDICES[name].low] for name in names])
    ceiling = np.array([[INDICES[name].high] for name in names])
    low, high = np.clip(estimate - reach, floor, ceiling), np.clip(estimate + reach, floor, ceiling)
    columns = dict(zip(NUMBERS, (estimate, se, low, high, effect), strict=True))
    found = {name: block for block in blocks for name in block.names}
    status = np.stack([found[name].status for name in names])
    status = np.where(status == FRACTIONAL_COUNTS, OK, status)
    status = np.where((status == OK) & flaw[0], flaw[1], status)
    cells, each = sample.cells.size, len(names)
    rows = np.bincount(sample.by.codes[counts(sample.table, weight) > 0.0], minlength=cells)
    return sample.by.values[np.repeat(np.arange(cells), each)].with_columns(
        pl.Series("index", list(names) * cells, dtype=pl.String),
        *(pl.Series(name, values.T.ravel(), nan_to_null=True) for name, values in columns.items()),
        pl.Series("degrees", np.repeat(degrees, each), dtype=pl.Int64),
        pl.Series("units", np.stack([found[name].units for name in names]).T.ravel(), dtype=pl.Int64),
        pl.Series("rows", np.repeat(rows, each), dtype=pl.Int64),
        pl.Series("pupils", np.stack([found[name].pupils for name in names]).T.ravel()),
        pl.Series("status", status.T.ravel().tolist(), dtype=pl.String),
    )
