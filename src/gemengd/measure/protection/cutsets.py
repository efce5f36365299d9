# SPDX-License-Identifier: EUPL-1.2
"""Attackers' intervals of a flat table with few columns, all cells at once.

A maximum flow is a minimum cut. Once it is said which columns lie on the source's side, each row chooses its
side by itself, so going through the 2^columns choices gives the minimum cuts of all cells in a few matrix
products, without a search.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from gemengd.measure.protection.table import Network, Table
from gemengd.numeric.arrays import Flags, Floats, Integers

LARGEST = 1 << 20
"""Rows times choices of columns up to which going through them all is quicker than flows."""


class Moves(Protocol):
    """How far the target cells can move under one pattern of hidden cells."""

    @property
    def up(self) -> Floats:
        """How far each can rise."""

    @property
    def down(self) -> Floats:
        """How far each can fall."""


class Reach(Moves, Protocol):
    """Movements with the cuts that limit them."""

    def sides(self, which: Integers, *, upward: bool) -> Flags:
        """For the targets at positions `which`, the nodes on the source's side of a minimum cut."""


class Auditor(Protocol):
    """Computes how far target cells can move, for a pattern of hidden cells."""

    def reach(self, hidden: Floats) -> Moves:
        """The movements under a pattern: 1 for a hidden cell, 0 for a shown one."""


class Attacker(Protocol):
    """Computes how far target cells can move."""

    def reach(self, hidden: Floats) -> Reach:
        """The movements under a pattern of hidden cells: 0, 1 or, for a relaxation, a part."""


def limited(counts: Integers, limit: float) -> tuple[Floats, Floats]:
    """How much each cell can rise and fall when hidden, up to a limit."""
    return np.full(counts.size, float(limit)), np.minimum(counts.ravel(), limit).astype(float)


def fits(table: Table) -> bool:
    """Whether a table can be handled by going through the choices of columns."""
    rows, columns = table.shape
    return table.flat and columns < 16 and rows << columns <= LARGEST


class Cutsets:
    """An attacker who goes through the choices of columns."""

    def __init__(self, table: Table, net: Network, targets: Integers, limit: float) -> None:
        """Prepare for one table; movements above `limit` are reported as `limit`."""
        self.shape, self.targets, self.limit = table.shape, targets, limit
        self.away = net.away.reshape(table.shape)
        rise, fall = (part.reshape(table.shape) for part in limited(table.counts, limit))
        self.own = fall.ravel()[targets]
        self.out, self.back = np.where(self.away, rise, fall), np.where(self.away, fall, rise)
        choices = np.arange(1 << table.shape[1])
        self.source = ((choices >> np.arange(table.shape[1])[:, None]) & 1).astype(float)

    def reach(self, hidden: Floats) -> CutsetReach:
        """How far the targets can move under a pattern of hidden cells."""
        shown = hidden.reshape(self.shape)
        out, back = self.out * shown, self.back * shown
        keep, join = out @ (1.0 - self.source), back @ self.source
        base = np.minimum(keep, join).sum(axis=0)
        from_row = self._best(base + np.maximum(keep - join, 0.0), inside=False)
        from_column = self._best(base + np.maximum(join - keep, 0.0), inside=True)
        row_flow, column_flow = from_row[0] - out, from_column[0] - back
        at = np.unravel_index(self.targets, self.shape)
        up = np.where(self.away, column_flow, row_flow)[at]
        down = np.where(self.away, row_flow, column_flow)[at]
        down = np.minimum(down, self.own)
        return CutsetReach(np.minimum(up, self.limit), down, self, keep < join, from_row[1], from_column[1])

    def _best(self, cut: Floats, *, inside: bool) -> tuple[Floats, Integers]:
        value = np.empty(self.shape)
        choice = np.empty(self.shape, dtype=np.int64)
        for column in range(self.shape[1]):
            allowed = np.flatnonzero(self.source[column] == inside)
            best = cut[:, allowed].argmin(axis=1)
            choice[:, column] = allowed[best]
            value[:, column] = cut[np.arange(self.shape[0]), allowed[best]]
        return value, choice


@dataclass(frozen=True, slots=True)
class CutsetReach:
    """Movements with the cuts that limit them."""

    up: Floats
    down: Floats
    _attacker: Cutsets
    _joins: Flags
    _from_row: Integers
    _from_column: Integers

    def sides(self, which: Integers, *, upward: bool) -> Flags:
        """For the targets at positions `which`, the nodes on the source's side of a minimum cut."""
        attacker = self._attacker
        row, column = np.unravel_index(attacker.targets[which], attacker.shape)
        from_column = attacker.away[row, column] == upward
        choice = np.where(from_column, self._from_column[row, column], self._from_row[row, column])
        rows = self._joins[:, choice].T.copy()
        rows[np.arange(which.size), row] = ~from_column
        return np.hstack([rows, attacker.source[:, choice].T > 0.0])
