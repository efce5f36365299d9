# SPDX-License-Identifier: EUPL-1.2
"""One table with its totals, and the network its additions form.

The rows of a table are a tree (the total row at the root, boards between, schools as leaves), the columns are
flat. Such a table is a network: each cell is an arc, each addition is a node where what comes in goes out
(Fischetti & Salazar-González 1999; a hierarchy in one of two dimensions keeps the network). Therefore what an
attacker can derive is a maximum flow, and whole-number bounds are exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gemengd.numeric.arrays import Flags, Floats, Integers


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its totals, parents above children: n rows × (columns + 1).

    Attributes:
        counts: pupils; the last column holds the row totals, row 0 the column totals.
        parent: the row that each row is added into; −1 for row 0.
        leaf: whether a row is no sum of other rows.
        weight: what hiding a cell costs; the totals' weights are not read.
        secret: cells that must be hidden whatever their count.
    """

    counts: Integers
    parent: Integers
    leaf: Flags
    weight: Floats
    secret: Flags

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns, totals included."""
        return self.counts.shape[0], self.counts.shape[1]

    @property
    def totals(self) -> Flags:
        """Which cells are totals."""
        found = np.broadcast_to(~self.leaf[:, None], self.shape).copy()
        found[:, -1] = True
        return found

    @property
    def flat(self) -> bool:
        """Whether the rows have one level below the total row."""
        return int((~self.leaf).sum()) == 1


@dataclass(frozen=True, slots=True)
class Network:
    """The arcs of a table in the order of its flattened cells.

    Attributes:
        tail: node each arc leaves.
        head: node each arc enters.
        nodes: number of nodes; node `s` below `rows` is the addition along row `s`, the others are the
            additions down a column.
        rows: number of rows of the table.
    """

    tail: Integers
    head: Integers
    nodes: int
    rows: int

    @property
    def away(self) -> Flags:
        """Whether an arc leaves the addition along a row (in a flat table each arc has one such end)."""
        return self.tail < self.rows


def network(table: Table) -> Network:
    """The network of a table."""
    rows, columns = table.shape
    rank = np.cumsum(~table.leaf) - 1
    down = rows + rank[:, None] * columns + np.arange(columns)
    lower = np.where(table.leaf[:, None], np.arange(rows)[:, None], down)
    upper = np.where(table.parent[:, None] < 0, 0, down[table.parent])
    tail, head = lower.copy(), upper.copy()
    tail[:, -1], head[:, -1] = upper[:, -1], lower[:, -1]
    nodes = rows + int((~table.leaf).sum()) * columns
    return Network(tail.ravel(), head.ravel(), nodes, rows)


def additions(table: Table) -> npt.NDArray[np.int8]:
    """The equations an attacker writes down, one per addition: coefficients (equations × cells) that give 0.

    Written from the definition of a total, not from the network, so that an audit by linear programming
    shares nothing with the flows.
    """
    rows, columns = table.shape
    found = []
    for row in range(rows):
        along = np.zeros((rows, columns), dtype=np.int8)
        along[row, :-1], along[row, -1] = 1, -1
        found.append(along.ravel())
        if not table.leaf[row]:
            found.extend(_column_sums(table, row))
    return np.array(found)


def _column_sums(table: Table, row: int) -> list[npt.NDArray[np.int8]]:
    rows, columns = table.shape
    found = []
    for column in range(columns):
        down = np.zeros((rows, columns), dtype=np.int8)
        down[table.parent == row, column] = 1
        down[row, column] = -1
        found.append(down.ravel())
    return found
