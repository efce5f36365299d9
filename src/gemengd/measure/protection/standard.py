# SPDX-License-Identifier: EUPL-1.2
"""Which cells are sensitive, and how wide an attacker's interval around them must be."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from gemengd.measure.protection.table import Table
from gemengd.numeric.arrays import Flags, Floats, Integers

Zeros = Literal["hide", "show"]
Margin = Literal["rows", "columns"]


@dataclass(frozen=True, slots=True)
class Standard:
    """The rule of publication.

    Attributes:
        threshold: counts from this number on may be shown.
        width: highest minus lowest value of an attacker's interval around a sensitive cell, at least.
        zeros: whether a zero is sensitive.
        public: totals that everybody knows already: they cannot be hidden and are not sensitive.
    """

    threshold: int
    width: int
    zeros: Zeros
    public: frozenset[str]

    def sensitive(self, counts: Integers, row_totals: Integers) -> Flags:
        """Counts that may not be shown; a zero in a row without pupils is about nobody."""
        low = counts < self.threshold
        tells = (counts > 0) | ((row_totals > 0) & (self.zeros == "hide"))
        return np.asarray(low & tells)


def standard(threshold: int, width: int | None, zeros: str, public: Collection[str]) -> Standard:
    """A checked standard; `width` is the threshold unless given.

    Raises:
        ValueError: a setting is outside its range.
    """
    wide = threshold if width is None else width
    for name, value, least in (("threshold", threshold, 1), ("width", wide, 1)):
        if isinstance(value, bool) or int(value) != value or value < least:
            raise ValueError(f"{name}: found {value}, expected a whole number from {least}")
    if zeros not in ("hide", "show"):
        raise ValueError(f"zeros: found '{zeros}', expected 'hide' or 'show'")
    known = frozenset((public,) if isinstance(public, str) else public)
    if known - {"rows", "columns"}:
        raise ValueError(f"public: found {sorted(known)}, expected 'rows' or 'columns' or both")
    return Standard(int(threshold), int(wide), "hide" if zeros == "hide" else "show", known)


@dataclass(frozen=True, slots=True)
class Demand:
    """What a table needs: the protection levels of Fischetti & Salazar-González (2000), per sensitive cell.

    Attributes:
        sensitive: cells that must be hidden (flattened).
        free: cells that may be hidden (flattened; includes the sensitive ones).
        cost: weight of hiding each cell (flattened).
        targets: positions of the sensitive cells.
        up: the attacker's highest value must be at least this much above the count.
        down: the lowest value at least this much below it.
        slide: highest minus lowest, at least.
    """

    sensitive: Flags
    free: Flags
    cost: Floats
    targets: Integers
    up: Integers
    down: Integers
    slide: Integers

    @property
    def reach(self) -> int:
        """No flow above this number is ever needed."""
        return int(max(self.up.max(initial=1), self.down.max(initial=1), self.slide.max(initial=1)))

    def met(self, up: Integers, down: Integers) -> Flags:
        """Which targets are safe when their count can move so far up and down."""
        return np.asarray((up >= self.up) & (down >= self.down) & (up + down >= self.slide))

    def attainable(self, up: Integers, down: Integers) -> Demand:
        """The demand, lowered to what hiding everything reaches (only public totals can lower it)."""
        lower = {"up": np.minimum(self.up, up), "down": np.minimum(self.down, down)}
        return replace(self, **lower, slide=np.minimum(self.slide, up + down))


def demand(table: Table, rule: Standard) -> Demand:
    """What a table needs under a rule of publication.

    The attacker must find it possible that a sensitive count reaches the threshold, that it is lower than it
    is (if it can be), and must be left an interval as wide as the rule says; as it can fall by no more than
    itself, it must be able to rise by what its own size leaves of that width.
    """
    free = _free(table, rule)
    sensitive = (rule.sensitive(table.counts, table.counts[:, -1:]) | table.secret) & free
    targets = np.flatnonzero(sensitive)
    count = table.counts.ravel()[targets]
    return Demand(
        sensitive.ravel(), free.ravel(), costs(table), targets,
        up=np.maximum(np.maximum(rule.threshold, rule.width) - count, 1), down=np.minimum(count, 1),
        slide=np.full(targets.size, rule.width),
    )  # fmt: skip


def _free(table: Table, rule: Standard) -> Flags:
    free = np.ones(table.shape, dtype=np.bool_)
    if "rows" in rule.public:
        free[:, -1] = False
    if "columns" in rule.public:
        free[~table.leaf] = False
    return free


def costs(table: Table) -> Floats:
    """Weights of all cells: one total weighs more than all cells together, the grand total twice that."""
    totals = table.totals
    cost = np.where(totals, 0.0, table.weight)
    cost[totals] = cost.sum() + 1.0
    cost[0, -1] *= 2.0
    return np.asarray(cost.ravel())
