# SPDX-License-Identifier: EUPL-1.2
"""Nested segregation at any depth."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gemengd import measure

DEEP = ("country", "municipality", "board", "school", "track", "class")


def deep(seed, rows=60):
    rng = np.random.default_rng(seed)
    columns = {name: rng.integers(0, 3, rows) for name in DEEP}
    return pl.DataFrame({**columns, "group": rng.integers(0, 4, rows), "pupils": rng.integers(0, 30, rows)})


def nested(frame, levels=DEEP, **options):
    return measure.nested(frame, levels=list(levels), group="group", pupils="pupils", **options)


@given(st.integers(0, 10_000), st.integers(1, len(DEEP)))
@settings(max_examples=40, deadline=None)
def test_terms_add_up_to_the_total_at_any_depth(seed, depth):
    frame, levels = deep(seed), DEEP[:depth]
    table = nested(frame, levels)
    total = measure.indices(frame, unit=levels, group="group", pupils="pupils", index=("M", "H"))
    for index in ("M", "H"):
        whole = total.filter(pl.col("index") == index)["estimate"].item()
        assert table[index].sum() == pytest.approx(whole, abs=1e-12)


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_a_term_is_the_mean_of_the_indices_inside_the_level_above(seed):
    frame = deep(seed)
    table = nested(frame, DEEP[:3])
    inside = measure.indices(
        frame, unit=DEEP[:3], group="group", pupils="pupils", by=DEEP[:2], index="M", chance=False
    ).drop_nulls("estimate")
    total = frame["pupils"].sum()
    expected = (inside["estimate"] * inside["pupils"]).sum() / total
    assert table["M"][2] == pytest.approx(expected, abs=1e-12)


def test_a_level_of_one_unit_adds_nothing():
    frame = deep(1).with_columns(board=pl.lit("the only one"))
    table = nested(frame, ("municipality", "board", "school"))
    assert table["M"][1] == pytest.approx(0.0, abs=1e-15)
    assert table["within"].to_list() == ["", "municipality", "municipality/board"]


def test_units_may_share_their_name_in_different_parents():
    frame = pl.DataFrame(
        {"board": ["a", "a", "b", "b"], "school": [1, 2, 1, 2], "group": list("xyyx"), "pupils": [9, 9, 9, 9]}
    )
    table = nested(frame, ("board", "school"))
    assert table["units"].to_list() == [2, 4]
    assert table["M"][1] == pytest.approx(np.log(2.0))


def test_depth_and_cells_go_together():
    frame = pl.concat([deep(seed).with_columns(year=pl.lit(2000 + seed)) for seed in (2, 1)])
    table = nested(frame, by="year")
    assert table["year"].to_list() == [2001] * 6 + [2002] * 6
    assert table.filter(year=2001).drop("year").equals(nested(deep(1)))
