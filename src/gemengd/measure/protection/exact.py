# SPDX-License-Identifier: EUPL-1.2
"""The lightest pattern by cutting planes: HiGHS on the conditions found so far, until no more are violated.

Fischetti & Salazar-González (2000, 2001): the projection of the attackers' problems gives capacity cuts; each
coefficient is cut off at what is needed, which makes the relaxation tight.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from gemengd.measure.protection.cover import Problem, greedy, pruned
from gemengd.numeric.arrays import Flags, Floats


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to look for the lightest pattern.

    Attributes:
        rounds: relaxations and integer programmes solved per table, at most.
        nodes: branch-and-bound nodes of each integer programme, at most.
        seconds: time of each integer programme, at most; results then depend on the machine.
    """

    rounds: int = 40
    nodes: int = 500
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """Hidden cells, how they were found and how far from the lightest they can be.

    Attributes:
        hidden: flattened.
        method: none, primary, pairs, exact, heuristic or repaired.
        gap: weight above a proven lower bound; 0 when no lighter pattern exists.
    """

    hidden: Flags
    method: str
    gap: float


class Search:
    """Bounds from below and above that close in on each other."""

    def __init__(self, problem: Problem, effort: Effort) -> None:
        """Start from the sensitive cells below and from nothing above."""
        self.problem, self.effort = problem, effort
        self.whole = bool((problem.need.cost == np.rint(problem.need.cost)).all())
        self.low = problem.cost(problem.start)
        self.best: Flags = problem.need.free.copy()
        self.guide: Floats = np.zeros(problem.need.cost.size)
        self.rounds = 0

    def run(self) -> Pattern:
        """The lightest pattern found."""
        self._relax()
        self._offer(greedy(self.problem, self.problem.start, self.guide))
        if not self._closed():
            self._offer(greedy(self.problem, self.problem.start | (self.guide > 0.5), self.guide))
        while not self._closed() and self.rounds < self.effort.rounds:
            if not self._branch():
                break
        gap = 0.0 if self._closed() else self.problem.cost(self.best) - self.low
        return Pattern(self.best, "exact" if gap == 0.0 else "heuristic", gap)

    def _closed(self) -> bool:
        return self.problem.cost(self.best) - self.low < 1e-5

    def _raise(self, bound: float) -> None:
        """Take over a lower bound, less what HiGHS' tolerances may add; whole weights round it up."""
        self.low = max(self.low, math.ceil(bound - 1e-3) if self.whole else bound - 1e-6)

    def _offer(self, hidden: Flags) -> None:
        if self.problem.cost(hidden) < self.problem.cost(self.best) - 1e-9:
            self.best = hidden

    def _relax(self) -> None:
        """Tighten the linear relaxation until it violates no condition or the rounds are used up."""
        self.guide = self.problem.start.astype(float)
        while self.rounds < self.effort.rounds // 2 and self._sharpened():
            need = self.problem.need
            rows = self._rows()
            bounds = np.column_stack([need.sensitive, need.free]).astype(float)
            answer = linprog(need.cost, A_ub=-rows, b_ub=np.full(rows.shape[0], -1.0), bounds=bounds)
            self.rounds += 1
            if answer.status != 0:
                break
            self.guide = np.clip(answer.x, 0.0, 1.0)
            self._raise(float(answer.fun))

    def _sharpened(self) -> bool:
        """Whether the relaxation's answer violates a condition that was not yet known."""
        known = len(self.problem.cuts)
        return bool(self.problem.violated(self.guide)) and len(self.problem.cuts) > known

    def _branch(self) -> bool:
        """Solve the integer programme over the cuts found; whether another round can help."""
        need, rows = self.problem.need, self._rows()
        options: dict[str, float] = {"mip_rel_gap": 0.0, "node_limit": self.effort.nodes}
        if self.effort.seconds is not None:
            options["time_limit"] = self.effort.seconds
        answer = milp(
            need.cost, integrality=np.ones(need.cost.size), options=options,
            bounds=Bounds(need.sensitive.astype(float), need.free.astype(float)),
            constraints=LinearConstraint(rows, 1.0, np.inf),
        )  # fmt: skip
        self.rounds += 1
        if answer.mip_dual_bound is not None and math.isfinite(answer.mip_dual_bound):
            self._raise(float(answer.mip_dual_bound))
        if answer.x is None:
            return False
        hidden = np.asarray(answer.x > 0.5)
        new = bool(self.problem.violated(hidden.astype(float)))
        full = greedy(self.problem, hidden, self.guide) if new else pruned(self.problem, hidden, self.guide)
        self._offer(full)
        return new

    def _rows(self) -> csr_array:
        return csr_array(np.array(list(self.problem.cuts.values())))
