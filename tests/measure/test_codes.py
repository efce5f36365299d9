# SPDX-License-Identifier: EUPL-1.2
"""An index is known by its name; its place in the registry means nothing."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from gemengd import measure
from gemengd.measure.index import blocks, codes, registry
from gemengd.measure.index.kernels.averages import against_others
from gemengd.measure.index.kernels.two_group import evaluate
from gemengd.measure.index.registry import INDICES, ORDERED

TABLE = pl.DataFrame(
    {
        "school": ["A", "A", "B", "B", "C", "C", "C"],
        "group": ["x", "y", "x", "y", "x", "y", "z"],
        "pupils": [12, 30, 25, 8, 9, 14, 6],
    }
)


def numbers(**more):
    found = measure.indices(
        TABLE, unit="school", group="group", pupils="pupils", focal="x", index=sorted(INDICES), **more
    )
    return found.sort("index")


def test_every_index_has_a_number_of_its_own():
    used = [one.kernel for one in INDICES.values()]
    assert len(set(used)) == len(used)
    assert set(used) == {value for name, value in vars(codes).items() if name.isupper()}
    assert {one.kernel for one in ORDERED.values()} == {0}


def test_another_order_of_the_registry_gives_the_same_numbers(monkeypatch):
    before = numbers()
    turned = dict(reversed(INDICES.items()))
    for module in (registry, blocks):
        monkeypatch.setattr(module, "INDICES", turned)
    assert numbers().equals(before)


@pytest.mark.parametrize("kernel", [evaluate, against_others])
@pytest.mark.parametrize("number", [0, 10, codes.MUTUAL, 99])
def test_a_kernel_refuses_a_number_it_does_not_know(kernel, number):
    arrays = [np.ones(3) for _ in range(4)]
    with pytest.raises(ValueError, match="has this number"):
        kernel(number, *arrays)
