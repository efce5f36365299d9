# SPDX-License-Identifier: EUPL-1.2
"""Attackers' intervals by linear programming: the additions as equations, one programme per bound.

It needs no true table, only what was published, and shares no code with the flows; a table of this family is
a network, so the bounds are whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from gemengd.measure.protection.table import Network, Table, additions
from gemengd.numeric.arrays import Flags, Floats, Integers


@dataclass(frozen=True, slots=True)
class Unknowns:
    """The attacker's equations in the hidden cells, `equations @ x = right`.

    Attributes:
        equations: additions × hidden cells; additions without hidden cells are left out.
        right: what the shown cells leave.
        consistent: whether the shown cells contradict no addition among themselves.
    """

    equations: Floats
    right: Floats
    consistent: bool


def unknowns(table: Table, hidden: Flags) -> Unknowns:
    """The equations of a publication; counts of hidden cells are not read."""
    rows = additions(table)
    flat = hidden.ravel()
    known = np.where(flat, 0, table.counts.ravel())
    right = -(rows.astype(np.int64) @ known)
    part = rows[:, flat].astype(float)
    used = (part != 0.0).any(axis=1)
    return Unknowns(part[used], right[used].astype(float), consistent=not right[~used].any())


def interval(asked: Unknowns, position: int) -> tuple[int | None, int | None] | None:
    """Lowest and highest value of one hidden cell; no highest: None; no table fits: None for the pair."""
    found: list[int | None] = []
    for sign in (1.0, -1.0):
        aim = np.zeros(asked.equations.shape[1])
        aim[position] = sign
        answer = linprog(aim, A_eq=asked.equations, b_eq=asked.right, bounds=(0, None))
        if answer.status not in (0, 2, 3):  # HiGHS' presolve may leave "unbounded or infeasible" undecided
            answer = linprog(
                aim, A_eq=asked.equations, b_eq=asked.right, bounds=(0, None), options={"presolve": False}
            )
        if answer.status not in (0, 3):
            return None
        found.append(None if answer.status == 3 else round(sign * answer.fun))
    return found[0], found[1]


class Linear:
    """An attacker who solves two linear programmes per cell; used as auditor of flows."""

    def __init__(self, table: Table, net: Network, targets: Integers, limit: float) -> None:
        """Prepare for one table; movements above `limit` are reported as `limit`."""
        del net  # the equations come from the table itself
        self.table, self.targets, self.limit = table, targets, limit

    def reach(self, hidden: Floats) -> LinearReach:
        """How far the targets can move under a pattern of hidden cells."""
        shown = hidden.reshape(self.table.shape) > 0.5
        asked, place = unknowns(self.table, shown), np.cumsum(hidden > 0.5) - 1
        up, down = np.zeros(self.targets.size), np.zeros(self.targets.size)
        for k, cell in enumerate(self.targets):
            found, count = interval(asked, int(place[cell])), int(self.table.counts.ravel()[cell])
            if found is None or found[0] is None:
                continue
            up[k] = self.limit if found[1] is None else min(found[1] - count, self.limit)
            down[k] = count - found[0]
        return LinearReach(up, down)


@dataclass(frozen=True, slots=True)
class LinearReach:
    """How far the targets can rise and fall."""

    up: Floats
    down: Floats
