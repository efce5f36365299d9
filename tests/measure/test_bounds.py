# SPDX-License-Identifier: EUPL-1.2
"""Bounds of indices of interval counts: the table, its statuses and its errors."""

from functools import partial
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gemengd.measure import indices
from gemengd.measure.certainty.bounds.bounding import BOUNDED_INDICES, BOUNDS_STATUSES, bounds
from work_done import lines_run

COLUMNS = {"unit": "unit", "group": "group", "low": "low", "high": "high"}


def hidden(frame, under):
    """Counts under a threshold become 0 to the threshold less one, also those that are zero."""
    small = pl.col("pupils") < under
    return frame.with_columns(
        low=pl.when(small).then(0).otherwise("pupils"),
        high=pl.when(small).then(under - 1).otherwise("pupils"),
    )


def points(frame):
    names = {"unit": "unit", "group": "group", "pupils": "pupils"}
    return indices(frame, **names, focal="g0", chance=False, index=BOUNDED_INDICES)


def rows_of(table):
    return {row["index"]: row for row in table.to_dicts()}


@given(arrays(np.int64, (5, 3), elements=st.integers(0, 40)))
@settings(max_examples=40, deadline=None)
def test_known_counts_give_the_index_itself(plain, matrix):
    frame = plain.long(matrix).with_columns(low="pupils", high="pupils")
    found = bounds(frame, **COLUMNS, focal="g0")
    true = points(frame)
    for side in ("bound_low", "bound_high"):
        assert found[side].to_list() == true["estimate"].to_list()


@given(arrays(np.int64, (8, 3), elements=st.integers(0, 40)))
@settings(max_examples=40, deadline=None)
def test_the_true_index_is_inside(plain, matrix):
    frame = plain.long(matrix)
    found = bounds(hidden(frame, 5), **COLUMNS, focal="g0")
    true = points(frame)
    for row, estimate in zip(found.to_dicts(), true["estimate"], strict=True):
        if estimate is not None:
            assert row["bound_low"] - 1e-9 <= estimate <= row["bound_high"] + 1e-9, row["index"]


def test_totals_narrow_the_bounds(plain):
    frame = plain.long([[2, 30], [3, 40], [50, 10], [20, 20]])
    sized = hidden(frame, 5).with_columns(size=pl.col("pupils").sum().over("unit"))
    free, narrow = (rows_of(bounds(sized, **COLUMNS, focal="g0", totals=t)) for t in (None, "size"))
    # The other group is published, so the totals say everything.
    assert {row["status"] for row in narrow.values()} == {"ok"}
    for name in BOUNDED_INDICES:
        assert free[name]["bound_low"] <= narrow[name]["bound_low"] + 1e-9
        assert free[name]["bound_high"] >= narrow[name]["bound_high"] - 1e-9
        assert free[name]["status"] == "bounded"


def test_a_total_may_be_unknown_for_some_units(plain):
    frame = hidden(plain.long([[2, 30], [3, 40], [50, 10]]), 5)
    some = frame.with_columns(size=pl.when(pl.col("unit") == "u000").then(32))
    one = rows_of(bounds(some, **COLUMNS, focal="g0", totals="size", index="D"))["D"]
    none = rows_of(bounds(frame, **COLUMNS, focal="g0", index="D"))["D"]
    assert one["bound_high"] < none["bound_high"]
    assert one["status"] == "bounded"


def test_wider_intervals_never_narrow_the_bounds(plain):
    frame = plain.long(np.random.default_rng(3).integers(0, 60, (30, 3)))
    tables = [rows_of(bounds(hidden(frame, under), **COLUMNS, focal="g0")) for under in (3, 6, 12)]
    for narrow, wide in pairwise(tables):
        for name in BOUNDED_INDICES:
            assert wide[name]["bound_low"] <= narrow[name]["bound_low"] + 2e-7
            assert wide[name]["bound_high"] >= narrow[name]["bound_high"] - 2e-7


def test_what_was_reached_is_inside_the_bounds(plain):
    frame = plain.long(np.random.default_rng(4).integers(0, 60, (40, 2)))
    table = bounds(hidden(frame, 10), **COLUMNS, focal="g0").drop_nulls(("reached_low", "reached_high"))
    assert table.height >= 5
    assert (table["reached_low"] >= table["bound_low"] - 1e-12).all()
    assert (table["reached_high"] <= table["bound_high"] + 1e-12).all()


def test_groups_that_are_neither_focal_nor_reference_leave_room_in_the_totals(plain):
    frame = plain.long([[20, 30, 2], [40, 10, 8], [5, 50, 3]]).with_columns(
        low=pl.col("pupils") - 1, high=pl.col("pupils") + 1, size=pl.col("pupils").sum().over("unit")
    )
    found = rows_of(bounds(frame, **COLUMNS, focal="g0", reference="g1", totals="size", index="D"))["D"]
    alone = rows_of(bounds(frame, **COLUMNS, focal="g0", reference="g1", index="D"))["D"]
    assert found["bound_high"] == pytest.approx(alone["bound_high"])


def test_cells_are_solved_apart(plain):
    parts = [
        hidden(plain.long(np.random.default_rng(s).integers(0, 50, (9, 3)), cell=s), 6) for s in range(3)
    ]
    together = bounds(pl.concat(parts), **COLUMNS, by="cell", focal="g0")
    for cell, part in enumerate(parts):
        alone = bounds(part, **COLUMNS, focal="g0")
        assert together.filter(cell=cell).drop("cell").equals(alone)


@pytest.mark.parametrize(
    ("low", "high", "statuses"),
    [
        ([[0, 0], [0, 0]], [[0, 0], [0, 0]], {"no_pupils"}),
        ([[0, 9], [0, 8]], [[0, 9], [0, 9]], {"focal_absent", "one_group"}),
        ([[9, 0], [8, 0]], [[9, 0], [9, 0]], {"reference_absent", "one_group"}),
        ([[0, 9], [0, 8]], [[4, 9], [0, 8]], {"group_may_be_absent"}),
        ([[2, 9], [0, 8]], [[4, 9], [0, 8]], {"bounded"}),
        ([[4, 9], [0, 8]], [[4, 9], [0, 8]], {"ok"}),
    ],
)
def test_statuses(plain, low, high, statuses):
    frame = plain.long(low).rename({"pupils": "low"}).with_columns(high=plain.long(high)["pupils"])
    table = bounds(frame, **COLUMNS, focal="g0")
    assert set(table["status"]) == statuses
    undefined = not statuses & {"ok", "bounded", "group_may_be_absent"}
    assert (table["bound_low"].null_count() == table.height) == undefined


def test_totals_that_contradict_the_counts_are_a_status_of_their_cell_only(plain):
    parts = [plain.long([[9, 3], [4, 8]], cell=cell) for cell in "ab"]
    frame = pl.concat(parts).with_columns(
        low="pupils", high=pl.col("pupils") + 2, size=pl.when(pl.col("cell") == "a").then(5)
    )
    table = bounds(frame, **COLUMNS, by="cell", focal="g0", totals="size")
    assert set(table.filter(cell="a")["status"]) == {"inconsistent"}
    assert table.filter(cell="a")["bound_low"].null_count() == len(BOUNDED_INDICES)
    assert set(table.filter(cell="b")["status"]) == {"bounded"}
    assert set(table["status"]) <= set(BOUNDS_STATUSES)


def test_uncertain_units_are_counted(plain):
    table = bounds(hidden(plain.long([[2, 30], [30, 4], [9, 9]]), 5), **COLUMNS, index="D")
    assert table.select("units", "uncertain_units").row(0) == (3, 2)


def test_fractions_are_allowed(plain):
    frame = plain.long([[2.5, 9.0], [7.0, 3.25]]).with_columns(low="pupils", high=pl.col("pupils") + 0.5)
    found = rows_of(bounds(frame, **COLUMNS, focal="g0"))
    for value in (0.0, 0.25, 0.5):
        for row in points(frame.with_columns(pl.col("pupils") + value)).to_dicts():
            assert found[row["index"]]["bound_low"] - 1e-9 <= row["estimate"]
            assert found[row["index"]]["bound_high"] + 1e-9 >= row["estimate"]


def test_many_uncertain_groups_in_one_unit(plain):
    matrix = np.random.default_rng(6).integers(1, 30, (4, 13))
    frame = plain.long(matrix).with_columns(low=pl.col("pupils") - 1, high=pl.col("pupils") + 1)
    found = rows_of(bounds(frame, **COLUMNS, index=("M", "H")))
    for name in ("M", "H"):
        assert found[name]["bound_low"] <= plain.index(name, matrix) <= found[name]["bound_high"] < 1.0


def many_units(plain, units):
    rng = np.random.default_rng(units)
    return hidden(plain.long(rng.poisson(rng.gamma(2, 20, (units, 2)))), 5)


def test_the_work_grows_about_linearly_with_units(plain):
    few, many = (
        lines_run(partial(bounds, many_units(plain, units), **COLUMNS, index=("eta2", "H")))
        for units in (500, 1_500)
    )
    assert 2 * few < many < 4.5 * few  # three times the units


def test_thirty_thousand_units_are_no_trouble(plain):
    # The searches for D and isolation differ from table to table; one that tries all pairs would not end.
    found = bounds(many_units(plain, 30_000), **COLUMNS, index=("D", "isolation", "eta2", "H"))
    assert set(found["status"]) == {"bounded"}


def test_a_lower_limit_above_the_upper_one_is_refused(plain):
    frame = plain.long([[9, 3]]).with_columns(low=pl.lit(5), high=pl.lit(4))
    with pytest.raises(ValueError, match="row 0, column 'low': found 5"):
        bounds(frame, **COLUMNS)


def test_two_totals_for_one_unit_are_refused(plain):
    frame = plain.long([[9, 3]]).with_columns(low="pupils", high="pupils", size=pl.Series([12, 13]))
    with pytest.raises(ValueError, match="row 0, column 'size': found 12, and another number"):
        bounds(frame, **COLUMNS, totals="size")


def test_an_unknown_index_is_refused(plain):
    frame = plain.long([[9, 3]]).with_columns(low="pupils", high="pupils")
    with pytest.raises(ValueError, match=r"index is \['X'\]"):
        bounds(frame, **COLUMNS, index="X")
