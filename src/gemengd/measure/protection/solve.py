# SPDX-License-Identifier: EUPL-1.2
"""One table from counts to an audited pattern."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gemengd.measure.protection import pairs
from gemengd.measure.protection.cover import Problem
from gemengd.measure.protection.cutsets import Attacker, Auditor, Cutsets, fits
from gemengd.measure.protection.exact import Effort, Pattern, Search
from gemengd.measure.protection.flows import Flows
from gemengd.measure.protection.linear import Linear
from gemengd.measure.protection.standard import Demand, Standard, demand
from gemengd.measure.protection.table import Network, Table, network
from gemengd.numeric.arrays import Flags, Integers


@dataclass(frozen=True, slots=True)
class Protected:
    """A table's pattern and what an attacker makes of it.

    Attributes:
        hidden: rows × columns, totals included.
        sensitive: the cells that had to be hidden.
        low: lowest value that fits the publication.
        high: highest value that fits it; −1 where there is none.
        safe: sensitive cells that meet the standard.
        method: how the pattern was found.
        gap: weight above a proven lower bound.
    """

    hidden: Flags
    sensitive: Flags
    low: Integers
    high: Integers
    safe: Flags
    method: str
    gap: float


def protect_table(table: Table, rule: Standard, effort: Effort) -> Protected:
    """Hide, audit by another route than the one that chose, and hide everything should the audit object."""
    asked, net = demand(table, rule), network(table)
    if asked.targets.size == 0:
        return _result(table, asked, Pattern(asked.sensitive, "none", 0.0), np.empty((2, 0), dtype=np.int64))
    need = _attainable(table, net, asked)
    pattern = _pattern(table, net, need, effort)
    moves = _moves(table, net, pattern)
    if not _passes(need, pattern.hidden, moves):
        excess = float(need.cost[need.free].sum() - need.cost[need.sensitive].sum())
        pattern = Pattern(need.free, "repaired", excess)
        moves = _moves(table, net, pattern)
    return _result(table, asked, pattern, moves)


def _attacker(table: Table, net: Network, targets: Integers, limit: int) -> Attacker:
    return (Cutsets if fits(table) else Flows)(table, net, targets, limit)


def _attainable(table: Table, net: Network, asked: Demand) -> Demand:
    """The demand lowered to what the totals that are public leave possible."""
    if asked.free.all():
        return asked
    most = _attacker(table, net, asked.targets, asked.reach).reach(asked.free.astype(float))
    return asked.attainable(most.up.astype(np.int64), most.down.astype(np.int64))


def _pattern(table: Table, net: Network, need: Demand, effort: Effort) -> Pattern:
    if pairs.applies(table, need):
        found = pairs.fewest(table, need)
        if found is not None:
            return Pattern(found, "pairs", 0.0)
    problem = Problem(table, net, need, _attacker(table, net, need.targets, need.reach))
    if problem.safe(need.sensitive):
        return Pattern(need.sensitive, "primary", 0.0)
    return Search(problem, effort).run()


def _moves(table: Table, net: Network, pattern: Pattern) -> Integers:
    """How far each hidden cell can rise (−1: without end) and fall, computed apart from the search."""
    cells, limit = np.flatnonzero(pattern.hidden), int(table.counts.sum()) + 1
    auditor: Auditor
    if pattern.method == "pairs":
        auditor = Cutsets(table, net, cells, limit)
    else:
        auditor = (Flows if fits(table) else Linear)(table, net, cells, limit)
    reach = auditor.reach(pattern.hidden.astype(float))
    up, down = (np.rint(part).astype(np.int64) for part in (reach.up, reach.down))
    return np.array([np.where(up >= limit, -1, up), down])


def _passes(need: Demand, hidden: Flags, moves: Integers) -> bool:
    place = np.full(hidden.size, -1)
    place[hidden] = np.arange(moves.shape[1])
    at = place[need.targets]
    endless = np.where(moves[0] < 0, np.iinfo(np.int64).max // 4, moves[0])
    return bool((at >= 0).all() and need.met(endless[at], moves[1][at]).all())


def _result(table: Table, asked: Demand, pattern: Pattern, moves: Integers) -> Protected:
    low, high = table.counts.ravel().copy(), table.counts.ravel().copy()
    cells = pattern.hidden
    low[cells] -= moves[1]
    high[cells] = np.where(moves[0] < 0, -1, high[cells] + moves[0])
    endless = np.iinfo(np.int64).max // 4
    count, top = table.counts.ravel(), np.where(high < 0, endless, high)
    safe = np.zeros(cells.size, dtype=np.bool_)
    at = asked.targets
    safe[at] = asked.met((top - count)[at], (count - low)[at])
    hidden, sensitive = cells.reshape(table.shape), asked.sensitive.reshape(table.shape)
    low, high = low.reshape(table.shape), high.reshape(table.shape)
    return Protected(hidden, sensitive, low, high, safe.reshape(table.shape), pattern.method, pattern.gap)
