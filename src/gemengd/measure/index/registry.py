# SPDX-License-Identifier: EUPL-1.2
"""The catalogue of indices: what each is called, where it lies, where it comes from and how it behaves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from gemengd.measure.index import codes
from gemengd.numeric.arrays import Integers

Family = Literal["two_group", "multigroup", "ordered"]
Chance = Literal["exact", "simulated", "fixed"]
Dimension = Literal["evenness", "exposure", "diversity"]
Transfers = Literal["strict", "weak", "none"]


@dataclass(frozen=True, slots=True)
class Index:
    """One segregation index.

    Attributes:
        name: the key used in calls and tables.
        label: the name in the literature.
        family: "two_group" needs a focal and a reference group, "multigroup" uses every group, "ordered" uses
            groups with an order (function `ordered`).
        dimension: "evenness" (how far units differ), "exposure" (whom pupils meet, which also depends on how
            many there are of each group) or "diversity" (of the whole cell, whatever its units).
        low: smallest value the index can take.
        high: a number the index never exceeds; except for the concentration profile it is reached.
        complete: value at complete segregation; None when that depends on the margins of the cell.
        formula: the definition in the letters of docs/reference/measure.md.
        source: where the definition comes from.
        chance: how the value under random allocation is found; "fixed" when the margins fix the index.
        smooth: whether the index is differentiable wherever its counts are positive; where it is not,
            the delta-method error is an approximation near the kinks.
        organisational_equivalence: joining units of equal composition changes nothing.
        transfers: what happens when a pupil moves from a unit with a larger share of the pupil's group to one
            with a smaller share: the index always falls ("strict"), never rises ("weak"), or may do
            anything ("none").
        composition_invariance: multiplying one group in all units by the same number changes nothing.
        decomposability: the index is its value between clusters of units plus a weighted sum of its values
            within them, with positive weights that depend on the totals of the clusters alone.
        kernel: the number by which the compiled kernels know it (`codes`); 0 where `ordered` computes it.
    """

    name: str
    label: str
    family: Family
    dimension: Dimension
    low: float
    high: float
    complete: float | None
    formula: str
    source: str
    chance: Chance
    smooth: bool
    organisational_equivalence: bool
    transfers: Transfers
    composition_invariance: bool
    decomposability: bool
    kernel: int = 0

    @property
    def groups(self) -> str:
        """How many groups the index needs."""
        return "2" if self.family == "two_group" else "2 or more"


_MASSEY, _REARDON = "Massey & Denton (1988)", "Reardon & Firebaugh (2002)"

_TWO_GROUP = (
    Index(
        "D", "dissimilarity", "two_group", "evenness", 0.0, 1.0, 1.0,
        "1/2 Σ |a_j/A − o_j/O|", "Duncan & Duncan (1955)", "exact", False,
        True, "weak", True, False, codes.DISSIMILARITY,
    ),
    Index(
        "isolation", "isolation (xPx)", "two_group", "exposure", 0.0, 1.0, 1.0,
        "Σ a_j²/(A t_j)", _MASSEY, "exact", True,
        True, "strict", False, False, codes.ISOLATION,
    ),
    Index(
        "exposure", "exposure (xPy)", "two_group", "exposure", 0.0, 1.0, 0.0,
        "Σ a_j o_j/(A t_j)", _MASSEY, "exact", True,
        True, "strict", False, False, codes.EXPOSURE,
    ),
    Index(
        "eta2", "variance ratio (eta squared)", "two_group", "evenness", 0.0, 1.0, 1.0,
        "(xPx − P)/(1 − P)", _MASSEY, "exact", True,
        True, "strict", False, True, codes.ETA2,
    ),
    Index(
        "gini", "Gini", "two_group", "evenness", 0.0, 1.0, 1.0,
        "ΣΣ |a_i o_j − a_j o_i|/(2 A O)", _MASSEY, "simulated", False,
        True, "strict", True, False, codes.GINI,
    ),
    Index(
        "hutchens", "Hutchens square root", "two_group", "evenness", 0.0, 1.0, 1.0,
        "1 − Σ sqrt(a_j/A · o_j/O)", "Hutchens (publication not checked)", "exact", True,
        True, "strict", True, True, codes.HUTCHENS,
    ),
    Index(
        "atkinson", "Atkinson", "two_group", "evenness", 0.0, 1.0, 1.0,
        "1 − [Σ (a_j/A)^b (o_j/O)^(1−b)]^(1/(1−b))", _MASSEY, "simulated", True,
        True, "strict", True, False, codes.ATKINSON,
    ),
    Index(
        "gorard", "Gorard's segregation index", "two_group", "evenness", 0.0, 1.0, None,
        "1/2 Σ |a_j/A − t_j/T|", "Gorard (2000)", "exact", False,
        True, "weak", False, False, codes.GORARD,
    ),
    Index(
        "concentration_profile", "concentration profile", "two_group", "exposure", 0.0, 2.0, 1.0,
        "Σ (a_j/A) |p_j − P|/(1 − P)", "Hong & Sadahiro (2014)", "exact", False,
        True, "none", False, False, codes.CONCENTRATION_PROFILE,
    ),
)  # fmt: skip

_MULTIGROUP = (
    Index(
        "M", "mutual information", "multigroup", "evenness", 0.0, math.inf, None,
        "Σ p_jg ln(p_jg/(p_j p_g))", "Mora & Ruiz-Castillo (2011)", "exact", True,
        True, "strict", False, True, codes.MUTUAL,
    ),
    Index(
        "H", "Theil's information theory index", "multigroup", "evenness", 0.0, 1.0, 1.0,
        "M/E", "Theil (1971)", "exact", True,
        True, "strict", False, True, codes.THEIL,
    ),
    Index(
        "D_multigroup", "multigroup dissimilarity", "multigroup", "evenness", 0.0, 1.0, 1.0,
        "Σ p_j |p_g|j − p_g|/(2 I)", "Sakoda (1981)", "exact", False,
        True, "none", False, False, codes.D_MULTIGROUP,
    ),
    Index(
        "gini_multigroup", "multigroup Gini", "multigroup", "evenness", 0.0, 1.0, 1.0,
        "Σ p_i p_j |p_g|i − p_g|j|/(2 I)", _REARDON, "simulated", False,
        True, "none", False, False, codes.GINI_MULTIGROUP,
    ),
    Index(
        "normalised_exposure", "normalised exposure (P)", "multigroup", "evenness", 0.0, 1.0, 1.0,
        "Σ p_j (p_g|j − p_g)²/(1 − p_g)", _REARDON, "exact", True,
        True, "none", False, False, codes.NORMALISED_EXPOSURE,
    ),
    Index(
        "relative_diversity", "relative diversity (R)", "multigroup", "evenness", 0.0, 1.0, 1.0,
        "Σ p_j (p_g|j − p_g)²/I", _REARDON, "exact", True,
        True, "none", False, True, codes.RELATIVE_DIVERSITY,
    ),
    Index(
        "squared_variation", "squared coefficient of variation (C)", "multigroup", "evenness", 0.0, 1.0, 1.0,
        "Σ p_j (p_g|j − p_g)²/((K − 1) p_g)", _REARDON, "exact", True,
        True, "none", False, False, codes.SQUARED_VARIATION,
    ),
    Index(
        "entropy", "entropy (E)", "multigroup", "diversity", 0.0, math.inf, None,
        "−Σ p_g ln p_g", "Theil (1972)", "fixed", True,
        True, "weak", False, False, codes.ENTROPY,
    ),
    Index(
        "simpson_interaction", "Simpson interaction (I)", "multigroup", "diversity", 0.0, 1.0, None,
        "Σ p_g (1 − p_g)", _REARDON, "fixed", True,
        True, "weak", False, False, codes.SIMPSON_INTERACTION,
    ),
    Index(
        "simpson_concentration", "Simpson concentration", "multigroup", "diversity", 0.0, 1.0, None,
        "Σ p_g²", "Simpson (1949)", "fixed", True,
        True, "weak", False, False, codes.SIMPSON_CONCENTRATION,
    ),
)  # fmt: skip

_ORDERED = (
    Index(
        "rank_order_H", "rank-order information theory index", "ordered", "evenness", 0.0, 1.0, 1.0,
        "∫ E(p) H(p) dp / ∫ E(p) dp, H(p) a fitted polynomial", "Reardon (2011)", "exact", True,
        True, "none", False, False,
    ),
    Index(
        "rank_order_R", "rank-order variance ratio", "ordered", "evenness", 0.0, 1.0, 1.0,
        "∫ V(p) R(p) dp / ∫ V(p) dp, R(p) a fitted polynomial", "Reardon (2011)", "exact", True,
        True, "none", False, False,
    ),
    Index(
        "ordinal_H", "ordinal information theory index", "ordered", "evenness", 0.0, 1.0, 1.0,
        "Σ E(c_k) H_k / Σ E(c_k)", "Reardon (2009)", "exact", True,
        True, "none", False, True,
    ),
    Index(
        "ordinal_R", "ordinal variance ratio", "ordered", "evenness", 0.0, 1.0, 1.0,
        "Σ V(c_k) R_k / Σ V(c_k)", "Reardon (2009)", "exact", True,
        True, "none", False, True,
    ),
)  # fmt: skip

INDICES: dict[str, Index] = {index.name: index for index in (*_TWO_GROUP, *_MULTIGROUP)}
"""Every index by name; the order is that of the documents and of tables, and means nothing else."""

ORDERED: dict[str, Index] = {index.name: index for index in _ORDERED}
"""The indices of `ordered`, by name."""

TWO_GROUP: tuple[str, ...] = tuple(index.name for index in _TWO_GROUP)
MULTIGROUP: tuple[str, ...] = tuple(index.name for index in _MULTIGROUP)
INFORMATION: tuple[str, ...] = ("M", "H")
"""Multigroup indices with a kernel of their own."""

CORE: tuple[str, ...] = ("D", "isolation", "exposure", "eta2", "gini", "hutchens", "M", "H")
"""The indices of the monitor, and what `indices` and `bounds` give unless asked otherwise."""


def kernels_of(names: Sequence[str]) -> Integers:
    """The numbers by which the kernels know indices.

    Args:
        names: names of `INDICES`.

    Returns:
        Shape (names,).
    """
    return np.array([INDICES[name].kernel for name in names], dtype=np.int64)
