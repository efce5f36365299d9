# SPDX-License-Identifier: EUPL-1.2
"""Attackers' intervals of any table of the family: one maximum flow per cell and direction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gemengd.measure.protection.cutsets import limited
from gemengd.measure.protection.table import Network, Table
from gemengd.numeric.arrays import Flags, Floats, Integers
from gemengd.numeric.compiled import compiled

NOTHING = 1e-9
"""Capacities below this are none; with whole patterns all capacities are whole numbers."""


class Flows:
    """An attacker who solves a maximum flow per cell and direction (shortest augmenting paths)."""

    def __init__(self, table: Table, net: Network, targets: Integers, limit: float) -> None:
        """Prepare for one table; movements above `limit` are reported as `limit`."""
        self.net, self.targets, self.limit = net, targets, float(limit)
        self.rise, self.fall = limited(table.counts, limit)

    def reach(self, hidden: Floats) -> FlowReach:
        """How far the targets can move under a pattern of hidden cells.

        Each hidden cell is two half arcs, one each way: half `2k` and half `2k + 1` of the k-th hidden cell.
        """
        arcs = np.flatnonzero(hidden > 0.0)
        tail, head = self.net.tail[arcs], self.net.head[arcs]
        capacity = np.column_stack([self.rise[arcs], self.fall[arcs]]) * hidden[arcs, None]
        starts, ends = np.column_stack([tail, head]).ravel(), np.column_stack([head, tail]).ravel()
        halves = np.argsort(starts, kind="stable")
        first = np.searchsorted(starts[halves], np.arange(self.net.nodes + 1))
        own = np.full(hidden.size, -1, dtype=np.int64)
        own[arcs] = np.arange(arcs.size)
        graph = (first, halves, ends, capacity.ravel(), own[self.targets])
        low, high = self.net.tail[self.targets], self.net.head[self.targets]
        up, up_side = movements(*graph, high, low, self.limit)
        down, down_side = movements(*graph, low, high, self.limit)
        return FlowReach(up, np.minimum(down, self.fall[self.targets]), up_side, down_side)


@dataclass(frozen=True, slots=True)
class FlowReach:
    """Movements with the cuts that limit them."""

    up: Floats
    down: Floats
    _up_side: Flags
    _down_side: Flags

    def sides(self, which: Integers, *, upward: bool) -> Flags:
        """For the targets at positions `which`, the nodes on the source's side of a minimum cut."""
        return np.asarray((self._up_side if upward else self._down_side)[which])


@compiled
def movements(
    first: Integers, halves: Integers, ends: Integers, capacity: Floats, own: Integers,
    sources: Integers, sinks: Integers, limit: float,
) -> tuple[Floats, Flags]:  # fmt: skip
    """The maximum flow of each target around its own arc, up to a limit, and the source's side of a cut."""
    nodes = first.size - 1
    flows = np.zeros(sources.size)
    sides = np.zeros((sources.size, nodes), dtype=np.bool_)
    came, queue = np.empty(nodes, dtype=np.int64), np.empty(nodes, dtype=np.int64)
    for target in range(sources.size):
        left = capacity.copy()
        if own[target] >= 0:
            left[2 * own[target]] = left[2 * own[target] + 1] = 0.0
        source, sink = sources[target], sinks[target]
        while flows[target] < limit and search(first, halves, ends, left, source, sink, came, queue):
            flows[target] += send(ends, left, source, sink, came, limit - flows[target])
        if flows[target] < limit:
            sides[target] = came != -1
        sides[target, source] = True
    return flows, sides


@compiled
def search(
    first: Integers, halves: Integers, ends: Integers, left: Floats, source: int, sink: int,
    came: Integers, queue: Integers,
) -> bool:  # fmt: skip
    """Breadth first from the source; `came` holds the half arc that led to each node, −1 where none did."""
    came[:] = -1
    came[source] = -2
    queue[0], done, size = source, 0, 1
    while done < size:
        node = queue[done]
        done += 1
        for place in range(first[node], first[node + 1]):
            half = halves[place]
            end = ends[half]
            if left[half] > NOTHING and came[end] == -1:
                came[end] = half
                if end == sink:
                    return True
                queue[size] = end
                size += 1
    return False


@compiled
def send(ends: Integers, left: Floats, source: int, sink: int, came: Integers, most: float) -> float:
    """Push as much as fits along the path found."""
    amount, node = most, sink
    while node != source:
        half = came[node]
        amount = min(amount, left[half])
        node = ends[half ^ 1]
    node = sink
    while node != source:
        half = came[node]
        left[half] -= amount
        left[half ^ 1] += amount
        node = ends[half ^ 1]
    return amount
