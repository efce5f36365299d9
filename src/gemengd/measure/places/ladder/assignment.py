# SPDX-License-Identifier: EUPL-1.2
"""To which school every class of pupils goes, by distance, with and without limits on places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from gemengd.numeric.arrays import Flags, Floats, Integers

_FIRST_COLUMNS = 25
"""Schools per class in the first round of the transport problem; others enter when they would help."""

_ROUNDS = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """The classes of one cell: pupils who share a home area and whatever restricts their schools.

    Attributes:
        pupils: pupils per class.
        distance: metres from every class to every school.
        offered: whether a school offers the track of a class (classes x schools).
        wished: whether a school has the denomination a class wishes (classes x schools).
        places: places per school; NaN in a school whose number is not known.
    """

    pupils: Floats
    distance: Floats
    offered: Flags
    wished: Flags
    places: Floats

    def cost(self, *, track: bool, denomination: bool) -> Floats:
        """Metres, plus more than any detour where the wish is not met; infinite without the track."""
        cost = self.distance.copy()
        if denomination:
            cost += np.where(self.wished, 0.0, self._detour())
        if track:
            cost[~self.offered] = np.inf
        return cost

    def _detour(self) -> float:
        return 10.0 * float(self.distance.max(initial=1.0)) + 1.0


@dataclass(frozen=True, slots=True)
class Assignment:
    """Parts of classes at schools: row `i` says that `part[i]` of `of[i]` goes to school `to[i]`.

    Sorted by class; the parts of a class add up to 1.
    """

    of: Integers
    to: Integers
    part: Floats


def nearest(cost: Floats) -> Assignment:
    """Every class at its cheapest school; of equal ones the first."""
    classes = np.arange(cost.shape[0])
    return Assignment(classes, cost.argmin(axis=1), np.ones(classes.size))


def within_capacity(cost: Floats, pupils: Floats, places: Floats) -> Assignment | None:
    """The assignment of least total cost in which no school has more pupils than places.

    A transport problem, solved as a linear programme (HiGHS) over the cheapest schools of every class;
    schools whose reduced cost is negative are added until there are none, so the optimum is that of the
    whole problem. Classes may be split.

    Returns:
        None where the places do not suffice.
    """
    if places.sum() < pupils.sum() * (1.0 - 1e-12):
        return None
    finite = cost[np.isfinite(cost)]
    penalty = (cost.shape[1] + 1.0) * float(finite.max(initial=1.0)) + 1.0
    keep = min(_FIRST_COLUMNS, cost.shape[1])
    used = np.zeros(cost.shape, dtype=np.bool_)
    np.put_along_axis(used, np.argpartition(cost, keep - 1, axis=1)[:, :keep], values=True, axis=1)
    used &= np.isfinite(cost)
    for _ in range(_ROUNDS):
        flow, reduced = _solve(cost, used, pupils, places, penalty)
        helpful = (reduced < -1e-7 * penalty / (cost.shape[1] + 1.0)) & ~used
        if not helpful.any():
            break
        used |= helpful
    return _parts(flow, used, pupils)


def _solve(
    cost: Floats, used: Flags, pupils: Floats, places: Floats, penalty: float
) -> tuple[Floats, Floats]:
    """Pupils on every used pair of class and school, and the reduced cost of all pairs."""
    of, to = np.nonzero(used)
    classes, pairs = pupils.size, np.arange(of.size)
    spare = of.size + np.arange(classes)  # pupils without a place
    ones = np.ones(of.size + classes)
    rows, columns = np.concatenate([of, np.arange(classes)]), np.concatenate([pairs, spare])
    supply = csr_array((ones, (rows, columns)), shape=(classes, ones.size))
    demand = csr_array((np.ones(of.size), (to, pairs)), shape=(places.size, ones.size))
    price = np.concatenate([cost[of, to], np.full(classes, penalty)])
    found = linprog(price, A_ub=demand, b_ub=places, A_eq=supply, b_eq=pupils, method="highs")
    reduced = cost - found.eqlin.marginals[:, None] - found.ineqlin.marginals[None, :]
    return found.x, reduced


def _parts(flow: Floats, used: Flags, pupils: Floats) -> Assignment | None:
    of, to = np.nonzero(used)
    placed, without = flow[: of.size], flow[of.size :]
    if without.sum() > 1e-7 * pupils.sum():
        return None
    kept = placed > 1e-9 * pupils[of]
    of, to, placed = of[kept], to[kept], placed[kept]
    totals = np.bincount(of, weights=placed, minlength=pupils.size)
    return Assignment(of, to, placed / totals[of])
