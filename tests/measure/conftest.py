# SPDX-License-Identifier: EUPL-1.2
"""An independent implementation in plain numpy, written from the definitions, to check kernels against."""

from __future__ import annotations

import itertools
from math import comb
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest


def long(matrix, **constant):
    """A units x groups matrix as a long table; unit u0, u1, …, group g0, g1, …."""
    matrix = np.asarray(matrix)
    units, groups = np.indices(matrix.shape)
    columns = {
        "unit": [f"u{j:03d}" for j in units.ravel()],
        "group": [f"g{g}" for g in groups.ravel()],
        "pupils": matrix.ravel(),
    }
    return pl.DataFrame(columns).with_columns(*(pl.lit(v).alias(k) for k, v in constant.items()))


def index(name, matrix):
    """One index of a units x groups matrix; the first group is focal."""
    n = np.asarray(matrix, dtype=float)
    n = n[n.sum(axis=1) > 0][:, n.sum(axis=0) > 0]
    if name in ("M", "H"):
        return mutual(n) / (entropy(n.sum(axis=0)) if name == "H" else 1.0)
    if name in SEVERAL:
        return SEVERAL[name](n / n.sum())
    a, o = n.T
    t, A, O = a + o, a.sum(), o.sum()
    P = A / (A + O)
    isolation = (a / A * a / t).sum()
    gaps = np.abs(np.subtract.outer(a / t, a / t) * np.outer(t, t))
    return {
        "D": np.abs(a / A - o / O).sum() / 2,
        "isolation": isolation,
        "exposure": (a / A * o / t).sum(),
        "eta2": (isolation - P) / (1 - P),
        "gini": gaps.sum() / (2 * t.sum() ** 2 * P * (1 - P)),
        "hutchens": 1 - np.sqrt(a / A * o / O).sum(),
        "atkinson": atkinson(a, o, 0.5),
        "gorard": np.abs(a / A - t / t.sum()).sum() / 2,
        "concentration_profile": (a / A * np.abs(a / t - P)).sum() / (1 - P),
    }[name]


def atkinson(a, o, b):
    """In the form of Massey & Denton."""
    t, p = a + o, a / (a + o)
    P = a.sum() / t.sum()
    return 1 - P / (1 - P) * (((1 - p) ** (1 - b) * p**b * t).sum() / (P * t.sum())) ** (1 / (1 - b))


def gaps(p):
    """Shares of units, of groups, and the groups' shares in each unit less those in the cell."""
    size, group = p.sum(axis=1), p.sum(axis=0)
    return size, group, p / size[:, None] - group


def unevenness(p, scale):
    """Σ p_j (p_g|j − p_g)² times something for each group."""
    size, group, gap = gaps(p)
    return (size[:, None] * gap**2 * scale(group)).sum()


def dissimilarity(p):
    size, group, gap = gaps(p)
    return (size[:, None] * np.abs(gap)).sum() / (2 * (group * (1 - group)).sum())


def gini(p):
    size, group, gap = gaps(p)
    pairs = np.abs(gap[:, None, :] - gap[None, :, :]).sum(axis=2)
    return (np.outer(size, size) * pairs).sum() / (2 * (group * (1 - group)).sum())


SEVERAL = {
    "D_multigroup": dissimilarity,
    "gini_multigroup": gini,
    "normalised_exposure": lambda p: unevenness(p, lambda group: 1 / (1 - group)),
    "relative_diversity": lambda p: unevenness(p, lambda group: 1 / (group * (1 - group)).sum()),
    "squared_variation": lambda p: unevenness(p, lambda group: 1 / ((group.size - 1) * group)),
    "entropy": lambda p: entropy(p.sum(axis=0)),
    "simpson_interaction": lambda p: 1 - (p.sum(axis=0) ** 2).sum(),
    "simpson_concentration": lambda p: (p.sum(axis=0) ** 2).sum(),
}


def entropy(totals):
    p = totals[totals > 0] / totals.sum()
    return -(p * np.log(p)).sum()


def mutual(n):
    return entropy(n.sum(axis=1)) + entropy(n.sum(axis=0)) - entropy(n.ravel())


def allocations(sizes, groups):
    """Every units x groups matrix with these margins, and its probability under random allocation."""
    if len(groups) == 1:
        yield np.array(sizes)[:, None], 1.0
        return
    T = sum(sizes)
    for first in itertools.product(*(range(t + 1) for t in sizes)):
        if sum(first) == groups[0]:
            ways = np.prod([comb(t, x) for t, x in zip(sizes, first, strict=True)]) / comb(T, groups[0])
            rest = [t - x for t, x in zip(sizes, first, strict=True)]
            for matrix, probability in allocations(rest, groups[1:]):
                yield np.column_stack([first, matrix]), ways * probability


def by_chance(name, sizes, groups):
    """Mean of an index over all allocations with these margins."""
    return sum(probability * index(name, matrix) for matrix, probability in allocations(sizes, groups))


@pytest.fixture(scope="session")
def plain():
    """The plain implementation, by the names of its functions."""
    names = (long, index, mutual, entropy, allocations, by_chance, atkinson)
    return SimpleNamespace(**{function.__name__: function for function in names})
