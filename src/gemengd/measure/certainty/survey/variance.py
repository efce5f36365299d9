# SPDX-License-Identifier: EUPL-1.2
"""Variances of estimates from samples: by linearisation over clusters in strata, and from replicates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gemengd.measure.index.blocks import Block
from gemengd.measure.index.kernels.averages import average
from gemengd.measure.index.kernels.multigroup import entropy, group_totals, surprise
from gemengd.measure.index.kernels.two_group import slopes
from gemengd.measure.index.registry import INDICES, INFORMATION, TWO_GROUP
from gemengd.measure.table.arithmetic import totals_by
from gemengd.measure.table.cells import Cells
from gemengd.measure.table.roles import Pairs, Roles
from gemengd.numeric.arrays import Codes, Flags, Floats, Integers
from gemengd.numeric.compiled import compiled


def entry_slopes(
    name: str, cells: Cells, counts: Pairs | None, roles: tuple[Roles, Codes] | None, defined: Flags
) -> Floats:
    """Derivative of an index with respect to the weighted count of every entry; 0 where it plays no part."""
    if name in TWO_GROUP:
        assert counts is not None
        assert roles is not None
        return _two_group(name, cells, counts, roles, defined)
    out = np.zeros(cells.count.size)
    arrays = cells.unit_start, cells.entry_start, cells.group, cells.count
    if name in INFORMATION:
        _information_slopes(*arrays, defined, cells.group_names.len(), name == "H", out)
    else:
        _average_slopes(*arrays, defined, cells.group_names.len(), INDICES[name].kernel, out)
    return out


def _two_group(name: str, cells: Cells, counts: Pairs, roles: tuple[Roles, Codes], defined: Flags) -> Floats:
    da, do = np.zeros(counts.focal.size), np.zeros(counts.focal.size)
    slopes(counts.start, counts.focal, counts.reference, defined, INDICES[name].kernel, da, do)
    unit_slopes = np.zeros((cells.unit.size, 3))
    unit_slopes[counts.unit, 1], unit_slopes[counts.unit, 2] = da, do
    owner = cells.owner
    role = roles[0][roles[1][cells.cell[owner]], cells.group]
    return np.asarray(unit_slopes[owner, role])


@compiled
def _information_slopes(
    unit_start: Integers,
    entry_start: Integers,
    group: Codes,
    count: Floats,
    defined: Flags,
    groups: int,
    theil: bool,
    out: Floats,
) -> None:
    """M: (z − M)/N; H: [(z − M) − H(−ln p_g − E)]/(N E)."""
    totals = np.zeros(groups)
    for c in range(defined.size):
        if defined[c]:
            bounds = entry_start[unit_start[c] : unit_start[c + 1] + 1]
            part = slice(bounds[0], bounds[-1])
            codes, z = group[part], out[part]
            group_totals(codes, count[part], totals)
            M, E, N = (
                surprise(bounds, bounds[0], codes, count[part], totals, z),
                entropy(totals),
                totals.sum(),
            )
            for entry in range(z.size):
                z[entry] = (z[entry] - M) / N
                if theil:
                    information = -np.log(totals[codes[entry]] / N)
                    z[entry] = (z[entry] - M / E * (information - E) / N) / E


@compiled
def _average_slopes(
    unit_start: Integers,
    entry_start: Integers,
    group: Codes,
    count: Floats,
    defined: Flags,
    groups: int,
    which: int,
    out: Floats,
) -> None:
    totals = np.zeros(groups)
    for c in range(defined.size):
        if defined[c]:
            bounds = entry_start[unit_start[c] : unit_start[c + 1] + 1]
            part = slice(bounds[0], bounds[-1])
            group_totals(group[part], count[part], totals)
            N = totals.sum()
            average(which, bounds, bounds[0], group[part], count[part], totals / N, N, out[part])


def linearised(
    influence: Floats, cell: Codes, cluster: Codes, stratum: Codes, cells: int
) -> tuple[Floats, Integers, Flags]:
    """Variance per cell of a total of influence values over clusters drawn with replacement in strata.

    Var = Σ_h n_h/(n_h − 1) Σ_c (z_hc − z̄_h)², z_hc the sum of the influence values of a cluster. Clusters
    without pupils in a cell count with zero: a cell is a domain of the sample, not a sample of its own.

    Args:
        influence: value of every row.
        cell: cell of every row.
        cluster: cluster of every row, `0 …` over the whole table; a cluster lies in one stratum.
        stratum: stratum of every row.
        cells: number of cells.

    Returns:
        The variance, the degrees of freedom (clusters minus strata, of the strata with pupils in the cell)
        and whether a stratum in use has one cluster only, so that the variance cannot be told.
    """
    strata = int(stratum.max()) + 1 if stratum.size else 0
    clusters = int(cluster.max()) + 1 if cluster.size else 0
    home = np.zeros(clusters, dtype=np.int64)
    home[cluster] = stratum
    n = np.bincount(home, minlength=strata).astype(np.float64)
    codes, place = np.unique(cell.astype(np.int64) * clusters + cluster, return_inverse=True)
    z = np.bincount(place, weights=influence)
    owner, h = codes // clusters, home[codes % clusters]
    key, part = np.unique(owner * strata + h, return_inverse=True)
    squares, total = np.bincount(part, weights=z * z), np.bincount(part, weights=z)
    size = n[key % strata]
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.where(size > 1.0, size / (size - 1.0) * (squares - total**2 / size), 0.0)
    where = key // strata
    variance = totals_by(where, np.maximum(spread, 0.0), cells)
    degrees = np.bincount(where, weights=size - 1.0, minlength=cells).astype(np.int64)
    lone = np.bincount(where, weights=size == 1.0, minlength=cells) > 0.0
    return variance, degrees, lone


def replicated(
    estimate: Floats, replicates: Floats, scale: float, scales: Sequence[float] | None, centre: str
) -> Floats:
    """Variance scale · Σ_r scales_r (θ_r − centre)²; NaN where a replicate has no value.

    Args:
        estimate: indices x cells.
        replicates: replicates x indices x cells.
        scale: factor of the whole sum.
        scales: factor of each replicate; default 1.
        centre: "estimate" or "mean" (of the replicates).
    """
    middle = estimate if centre == "estimate" else replicates.mean(axis=0)
    each = np.ones(len(replicates)) if scales is None else np.asarray(scales, dtype=np.float64)
    return np.asarray(scale * np.tensordot(each, (replicates - middle) ** 2, axes=1))


def estimates(names: Sequence[str], blocks: Sequence[Block]) -> Floats:
    """Estimates (indices x cells) in the order of `names`."""
    found = {name: block.estimate[row] for block in blocks for row, name in enumerate(block.names)}
    return np.stack([found[name] for name in names])
