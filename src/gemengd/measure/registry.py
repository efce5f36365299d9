# SPDX-License-Identifier: EUPL-1.2
"""The catalogue of indices: what each is called, where it lies and where it comes from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Family = Literal["two_group", "multigroup"]
Chance = Literal["exact", "simulated"]


@dataclass(frozen=True, slots=True)
class Index:
    """One segregation index.

    Attributes:
        name: the key used in calls and tables.
        label: the name in the literature.
        family: "two_group" needs a focal and a reference group, "multigroup" uses every group.
        low: smallest value the index can take.
        high: largest value the index can take.
        complete: value at complete segregation; None when that is the entropy of the cell's groups.
        formula: the definition in the letters of docs/reference/measure.md.
        source: where the definition comes from.
        chance: how the value under random allocation is found.
        smooth: whether the index is differentiable wherever its counts are positive; where it is not,
            the delta-method error is an approximation near the kinks.
    """

    name: str
    label: str
    family: Family
    low: float
    high: float
    complete: float | None
    formula: str
    source: str
    chance: Chance
    smooth: bool


_TWO_GROUP = (
    Index(
        "D", "dissimilarity", "two_group", 0.0, 1.0, 1.0,
        "1/2 Σ |a_j/A − o_j/O|", "Duncan & Duncan (1955)", "exact", smooth=False,
    ),
    Index(
        "isolation", "isolation (xPx)", "two_group", 0.0, 1.0, 1.0,
        "Σ a_j²/(A t_j)", "Massey & Denton (1988)", "exact", smooth=True,
    ),
    Index(
        "exposure", "exposure (xPy)", "two_group", 0.0, 1.0, 0.0,
        "Σ a_j o_j/(A t_j)", "Massey & Denton (1988)", "exact", smooth=True,
    ),
    Index(
        "eta2", "variance ratio (eta squared)", "two_group", 0.0, 1.0, 1.0,
        "(xPx − P)/(1 − P)", "Massey & Denton (1988)", "exact", smooth=True,
    ),
    Index(
        "gini", "Gini", "two_group", 0.0, 1.0, 1.0,
        "ΣΣ |a_i o_j − a_j o_i|/(2 A O)", "Massey & Denton (1988)", "simulated", smooth=False,
    ),
    Index(
        "hutchens", "Hutchens square root", "two_group", 0.0, 1.0, 1.0,
        "1 − Σ sqrt(a_j/A · o_j/O)", "Hutchens (publication not checked)", "exact", smooth=True,
    ),
)  # fmt: skip

_MULTIGROUP = (
    Index(
        "M", "mutual information", "multigroup", 0.0, math.inf, None,
        "Σ p_jg ln(p_jg/(p_j p_g))", "Mora & Ruiz-Castillo (2011)", "exact", smooth=True,
    ),
    Index(
        "H", "Theil's information theory index", "multigroup", 0.0, 1.0, 1.0,
        "M/E", "Theil (1971)", "exact", smooth=True,
    ),
)  # fmt: skip

INDICES: dict[str, Index] = {index.name: index for index in (*_TWO_GROUP, *_MULTIGROUP)}
"""Every index by name; the order is the order in which the kernels return them."""

TWO_GROUP: tuple[str, ...] = tuple(index.name for index in _TWO_GROUP)
MULTIGROUP: tuple[str, ...] = tuple(index.name for index in _MULTIGROUP)
