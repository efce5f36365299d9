# SPDX-License-Identifier: EUPL-1.2
"""Two columns whose row totals are shown: hiding one count hides the other, so rows are hidden in pairs.

If rows `S` are hidden, a count `a` beside `b` can rise by min(b, what the others in S have in its own column)
and fall by min(a, what they have in the other one). Which further rows to hide is then a covering problem in
two sums, and going through all single rows and all pairs of rows settles nearly every table.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from gemengd.measure.protection.standard import Demand
from gemengd.measure.protection.table import Table
from gemengd.numeric.arrays import Flags, Integers

MOST_ROWS = 150
"""Pairs of rows are gone through in tables up to this size."""


def applies(table: Table, need: Demand) -> bool:
    """Whether a table is of this kind: flat, two columns of equal weights, and no total is sensitive."""
    weight = table.weight[table.leaf, :2]
    if not table.flat or table.shape[1] != 3 or need.sensitive.reshape(table.shape)[table.totals].any():
        return False
    return bool(need.free.reshape(table.shape)[1:, :2].all() and weight.size and np.ptp(weight) == 0.0)


def fewest(table: Table, need: Demand) -> Flags | None:
    """The pattern with fewest rows when at most two rows must be added to the sensitive ones, else None.

    Of the patterns with equally few rows it takes the one with fewest pupils, then the first rows.
    """
    counts = table.counts[1:, :2]
    rows: Flags = np.asarray(need.sensitive.reshape(table.shape)[1:, :2].any(axis=1))
    others = np.flatnonzero(~rows & (counts.sum(axis=1) > 0))
    others = others[np.argsort(counts[others].sum(axis=1), kind="stable")]
    for added in (0, 1, 2):
        if added == 2 and others.size > MOST_ROWS:
            return None
        extra = np.array(list(combinations(others, added)), dtype=np.int64)
        extra = extra.reshape(-1 if added else 1, added)
        extra = extra[np.argsort(counts[extra].sum(axis=(1, 2)), kind="stable")]
        good = np.flatnonzero(_safe(table, need, rows, extra))
        if good.size:
            rows[extra[good[0]]] = True
            return _pattern(table, rows)
    return None


def _safe(table: Table, need: Demand, rows: Flags, extra: Integers) -> Flags:
    """Which of the additions protect every target."""
    counts = table.counts[1:, :2]
    sums = counts[rows].sum(axis=0) + counts[extra].sum(axis=1)
    row, column = np.unravel_index(need.targets, table.shape)
    own, other = counts[row - 1, column], counts[row - 1, 1 - column]
    up = np.minimum(other, sums[:, column] - own)
    down = np.minimum(own, sums[:, 1 - column] - other)
    return np.asarray(need.met(up, down).all(axis=1))


def _pattern(table: Table, rows: Flags) -> Flags:
    hidden = np.zeros(table.shape, dtype=np.bool_)
    hidden[1:, :2] = rows[:, None]
    return hidden.ravel()
