# SPDX-License-Identifier: EUPL-1.2
"""Bootstrap replicates of the indices of one cell after another.

The replicates of a cell are made in blocks of a few hundred at a time, entry by entry: the inner loops run
over replicates, so every alias table is used while it is in the nearest cache.
"""

from __future__ import annotations

import numpy as np

from gemengd.measure.certainty.bootstrap.draws import (
    GOLDEN,
    LARGEST_TABLE,
    Thresholds,
    binomial,
    poisson_large,
    poisson_many,
)
from gemengd.measure.certainty.bootstrap.summary import summarise
from gemengd.measure.certainty.bootstrap.values import fill_values, log_terms
from gemengd.measure.table.keys import scramble
from gemengd.measure.table.roles import Roles
from gemengd.numeric.arrays import Codes, Flags, Floats, Integers
from gemengd.numeric.compiled import compiled

BLOCK = 1 << 20
"""Draws held in memory at a time (8 MB), whatever the size of the cell."""

Tables = tuple[Integers, Integers, Thresholds, Codes]
"""Alias tables: where each starts, its smallest outcome, thresholds, aliases."""

Layout = tuple[Integers, Integers, Codes, Floats]
"""Where units and entries start, group and count of every entry."""


@compiled
def cell_state(seed: int, counts: Floats) -> np.uint64:
    """The start of a cell's streams: its own counts and the seed, nothing else."""
    state = scramble(np.uint64(seed) + GOLDEN)
    for n in counts:
        state = scramble(state ^ np.uint64(n)) + GOLDEN
    return state


@compiled
def draw_poisson(
    counts: Floats, state: np.uint64, first: int, which: Codes, tables: Tables, out: Floats
) -> None:
    """Fill `out[e, r]` with replicate `first + r` of entry `e`; `which` is the alias table of every entry."""
    start, low, threshold, alias = tables
    for e in range(counts.size):
        stream = scramble(state + np.uint64(e) * GOLDEN) + np.uint64(first) * GOLDEN
        if counts[e] <= LARGEST_TABLE:
            part = slice(start[which[e]], start[which[e] + 1])
            poisson_many(low[which[e]], threshold[part], alias[part], stream, out[e])
        else:
            for r in range(out.shape[1]):
                out[e, r] = poisson_large(counts[e], scramble(stream + np.uint64(r) * GOLDEN))


@compiled
def draw_multinomial(counts: Floats, state: np.uint64, first: int, out: Floats) -> None:
    """The same with the total of the cell fixed: every entry is binomial given the entries before it."""
    open_count = counts.sum()
    left = np.full(out.shape[1], open_count)
    for e in range(counts.size):
        stream = scramble(state + np.uint64(e) * GOLDEN) + np.uint64(first) * GOLDEN
        share = 1.0 if e == counts.size - 1 else counts[e] / open_count
        for r in range(out.shape[1]):
            out[e, r] = binomial(left[r], share, scramble(stream + np.uint64(r) * GOLDEN))
            left[r] -= out[e, r]
        open_count -= counts[e]


@compiled
def replicate_cell(
    cell: int,
    layout: Layout,
    which: Codes,
    tables: Tables,
    roles: Roles,
    wanted: Integers,
    kind: tuple[bool, int],
    f: Floats,
    values: Floats,
) -> None:
    """Fill `values[i, r]` with index `wanted[i]` of replicate r; `kind` is (multinomial, seed)."""
    unit_start, entry_start, group, count = layout
    bounds = entry_start[unit_start[cell] : unit_start[cell + 1] + 1]
    part = slice(bounds[0], bounds[-1])
    counts, state = count[part], cell_state(kind[1], count[part])
    width = min(values.shape[1], max(16, BLOCK // counts.size))
    for first in range(0, values.shape[1], width):
        block = np.empty((wanted.size, min(width, values.shape[1] - first)))
        draws = np.empty((counts.size, block.shape[1]))
        if kind[0]:
            draw_multinomial(counts, state, first, draws)
        else:
            draw_poisson(counts, state, first, which[part], tables, draws)
        fill_values(wanted, bounds, group[part], draws, roles, f, block)
        values[:, first : first + block.shape[1]] = block


@compiled
def bootstrap_cells(
    cells: Integers,
    layout: Layout,
    which: Codes,
    tables: Tables,
    roles: Roles,
    role_row: Codes,
    wanted: Integers,
    drawn: Flags,
    estimate: Floats,
    options: tuple[int, bool, int, float],
    out: Floats,
) -> None:
    """Fill `out[i, c]` (see `summarise`) for the cells listed; `drawn[i, c]` says where there is anything."""
    replicates, multinomial, seed, confidence = options
    f, values = log_terms(), np.empty((wanted.size, replicates))
    for c in cells:
        if not drawn[:, c].any():
            continue
        row = roles[role_row[c]]
        replicate_cell(c, layout, which, tables, row, wanted, (multinomial, seed), f, values)
        for i in range(wanted.size):
            if drawn[i, c]:
                summarise(values[i], estimate[i, c], confidence, out[i, c])
