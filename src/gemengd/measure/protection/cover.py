# SPDX-License-Identifier: EUPL-1.2
"""The conditions a pattern must meet, as covering inequalities, and a quick sound pattern that meets them."""

from __future__ import annotations

import numpy as np

from gemengd.measure.protection.cutsets import Attacker, Reach, limited
from gemengd.measure.protection.standard import Demand
from gemengd.measure.protection.table import Network, Table
from gemengd.numeric.arrays import Flags, Floats, Integers

TINY = 1e-5
"""What a shown cell lets through while a cut is sought, so that of equal cuts the one with fewer is found."""


class Problem:
    """One table's conditions: `rows @ hidden ≥ 1` for the cuts found so far, and an oracle for more."""

    def __init__(self, table: Table, net: Network, need: Demand, attacker: Attacker) -> None:
        """Set up without any cut."""
        self.need, self.attacker, self.net = need, attacker, net
        self.rise, self.fall = limited(table.counts, need.reach)
        self.cuts: dict[bytes, Floats] = {}

    @property
    def start(self) -> Flags:
        """The sensitive cells: every pattern holds them."""
        return self.need.sensitive.copy()

    def safe(self, hidden: Flags) -> bool:
        """Whether a pattern protects every target."""
        return bool(self._met(self.attacker.reach(hidden.astype(float))).all())

    def cost(self, hidden: Flags) -> float:
        """Weight of a pattern."""
        return float(self.need.cost[hidden].sum())

    def violated(self, hidden: Floats) -> list[Floats]:
        """The strongest conditions of each target that a pattern violates; they are added to the cuts."""
        reach = self.attacker.reach(np.maximum(hidden, TINY * self.need.free))
        found: dict[bytes, Floats] = {}
        for coefficients, target in self._conditions(reach):
            row = np.minimum(coefficients / target[:, None], 1.0)
            found |= {np.round(cut, 9).tobytes(): cut for cut in row[row @ hidden < 1.0 - 1e-6]}
        self.cuts |= found
        return list(found.values())

    def _met(self, reach: Reach) -> Flags:
        up, down = (np.rint(part).astype(np.int64) for part in (reach.up, reach.down))
        return self.need.met(up, down)

    def _conditions(self, reach: Reach) -> list[tuple[Floats, Integers]]:
        """Candidate conditions of the targets that may be short, in three kinds: up, down, both together."""
        need = self.need
        slack = 1.0 + TINY
        kinds = ((reach.up, need.up, (True,)), (reach.down, need.down, (False,)),
                 (reach.up + reach.down, need.slide, (True, False)))  # fmt: skip
        found = []
        for moved, asked, ways in kinds:
            which = np.flatnonzero((moved < asked * slack + 0.2) & (asked > 0))
            if which.size:
                total = sum(self._cut(reach, which, upward=way) for way in ways)
                found.append((np.asarray(total), asked[which]))
        return found

    def _cut(self, reach: Reach, which: Integers, *, upward: bool) -> Floats:
        """What each hidden cell would let through the cut that stops a target."""
        side = reach.sides(which, upward=upward)
        out, into = side[:, self.net.tail], side[:, self.net.head]
        through = self.rise * (out & ~into) + self.fall * (into & ~out)
        through[np.arange(which.size), self.need.targets[which]] = 0.0
        return np.asarray(through * self.need.free)


def greedy(problem: Problem, start: Flags, guide: Floats) -> Flags:
    """A pattern that protects every target, with no cell in it that could be shown again.

    While a condition is unmet, the cell that helps most per weight is hidden; `guide` (a relaxation's answer)
    breaks ties towards cells that an optimum likely has. Then cells are shown again, dearest first.
    """
    hidden = start.copy()
    while True:
        short = problem.violated(hidden.astype(float))
        if not short:
            break
        rows = np.array(short)
        lack = 1.0 - rows @ hidden
        help_ = np.minimum(rows / lack[:, None], 1.0).sum(axis=0) * (0.01 + guide)
        help_ /= np.maximum(problem.need.cost, 1e-9)
        help_[hidden | ~problem.need.free] = -1.0
        hidden[int(np.argmax(help_))] = True
    return pruned(problem, hidden, guide)


def pruned(problem: Problem, hidden: Flags, guide: Floats) -> Flags:
    """The pattern without cells that can be shown: dearest first, then the least likely."""
    hidden = hidden.copy()
    extra = np.flatnonzero(hidden & ~problem.need.sensitive)
    for cell in extra[np.lexsort((guide[extra], -problem.need.cost[extra]))]:
        hidden[cell] = False
        hidden[cell] = not problem.safe(hidden)
    return hidden
