# SPDX-License-Identifier: EUPL-1.2
"""The curves of a cell: what they are, and that the indices can be read off them."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gemengd import measure

COLUMNS = {"unit": "unit", "group": "group", "pupils": "pupils", "focal": "g0"}
QUICK = settings(max_examples=40, deadline=None)
tables = (
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=8)
    .map(np.array)
    .filter(lambda n: (n.sum(axis=0) > 0).all())
)


def indices(plain, matrix):
    names = ("D", "gini", "concentration_profile")
    table = measure.indices(plain.long(matrix), **COLUMNS, index=names, chance=False)
    return dict(table.select("index", "estimate").rows())


@QUICK
@given(tables)
def test_gini_and_dissimilarity_are_read_off_the_segregation_curve(plain, matrix):
    curve = measure.concentration(plain.long(matrix), **COLUMNS)
    x, y = curve["reference"].to_numpy(), curve["focal"].to_numpy()
    area = (np.diff(x) * (y[1:] + y[:-1]) / 2).sum()
    found = indices(plain, matrix)
    assert 1 - 2 * area == pytest.approx(found["gini"], abs=1e-12)
    assert (x - y).max() == pytest.approx(found["D"], abs=1e-12)


@QUICK
@given(tables)
def test_the_profile_index_is_the_area_between_the_profile_and_even_schools(plain, matrix):
    """[P − (∫₀ᴾ v − ∫ᴾ¹ v)]/(1 − P), v(θ) the part of the focal group in units with a share of θ or more."""
    curve = measure.concentration(plain.long(matrix), **COLUMNS)
    share, above = curve["share"].to_numpy(), curve["focal_at_or_above"].to_numpy()
    P = matrix[:, 0].sum() / matrix.sum()

    def integral(low, high):
        edges = np.clip(share, low, high)
        return (np.diff(edges) * above[1:]).sum()

    value = (P - (integral(0, P) - integral(P, 1))) / (1 - P)
    assert value == pytest.approx(indices(plain, matrix)["concentration_profile"], abs=1e-12)


@QUICK
@given(tables)
def test_curves_run_from_nothing_to_everything(plain, matrix):
    curve = measure.concentration(plain.long(matrix), **COLUMNS)
    first, last = curve.row(0, named=True), curve.row(-1, named=True)
    assert [first[name] for name in ("share", "focal", "reference", "pupils", "focal_at_or_above")] == [
        0,
        0,
        0,
        0,
        1,
    ]
    assert [last[name] for name in ("focal", "reference", "pupils")] == pytest.approx([1.0, 1.0, 1.0])
    assert curve["position"].to_list() == list(range(curve.height))
    assert curve["units"].sum() == (matrix.sum(axis=1) > 0).sum()
    for name in ("share", "focal", "reference", "pupils"):
        assert curve[name].is_sorted()


def test_units_with_equal_shares_are_one_step(plain):
    curve = measure.concentration(plain.long([[1, 3], [10, 30], [5, 5]]), **COLUMNS)
    assert curve.select("share", "units").rows() == [(0.0, 0), (0.25, 2), (0.5, 1)]
    assert curve["focal_at_or_above"].to_list() == pytest.approx([1.0, 1.0, 5 / 16])


def test_cells_are_separate_and_absent_groups_have_a_reason(plain):
    frames = {"a": [[3, 5], [4, 1]], "b": [[0, 5], [0, 2]], "c": [[2, 5], [7, 1], [1, 1]]}
    frame = pl.concat([plain.long(matrix, cell=cell) for cell, matrix in frames.items()])
    table = measure.concentration(frame, **COLUMNS, by="cell")
    assert table["cell"].to_list() == ["a"] * 3 + ["b"] + ["c"] * 4
    lost = table.filter(cell="b").row(0, named=True)
    assert (lost["focal"], lost["status"], lost["position"]) == (None, "focal_absent", 0)
    alone = measure.concentration(plain.long(frames["c"], cell="c"), **COLUMNS, by="cell")
    assert alone.equals(table.filter(cell="c"))
