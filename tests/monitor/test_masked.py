# SPDX-License-Identifier: EUPL-1.2
"""The indices of a cell with hidden schools are the same for every split that they must not tell apart."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gemengd import measure
from gemengd.monitor.safety.masked import coarse_split
from gemengd.monitor.safety.publishable import publishable

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("made.py"))))
THRESHOLD = 10
NAMES = ("estimate", "se", "low", "high", "expected", "expected_error", "excess", "units", "pupils", "status")
schools = st.lists(
    st.integers(1, 80).flatmap(lambda total: st.tuples(st.just(total), st.integers(0, total))),
    min_size=2,
    max_size=8,
)


def frames(cells):
    """The frames of these schools with their own indices."""
    given_frames = made.frames(cells)
    sides = [
        {"school": str(i), "group": group, "pupils": count}
        for i, (total, focal) in enumerate(cells)
        for group, count in (("low", focal), ("high", total - focal))
    ]
    numbers = measure.indices(
        pl.DataFrame(sides), unit="school", group="group", pupils="pupils", focal="low", seed=1
    )
    one = given_frames["indicators"].filter(indicator="D").row(0, named=True)
    rows = [one | {"indicator": row["index"]} | {name: row[name] for name in NAMES}
            for row in numbers.to_dicts()]  # fmt: skip
    of_cell = pl.DataFrame(rows, schema=given_frames["indicators"].schema)
    return given_frames | {"indicators": of_cell}


def indices(cells):
    return publishable(frames(cells), THRESHOLD)["indicators"].drop("expected_error")


def test_two_hidden_schools_cannot_be_told_apart_by_any_index():
    rest = [(200, 60), (180, 70), (220, 50)]
    first, second = ([(100, 4), (90, 15), *rest], [(100, 9), (90, 10), *rest])
    before, after = (frames(cells)["indicators"] for cells in (first, second))
    assert not before.equals(after)
    assert indices(first).equals(indices(second))


def test_what_remains_goes_to_the_school_with_least_to_hide():
    found = coarse_split(np.array([100.0, 90.0]), np.array([4.0, 15.0]), THRESHOLD)
    assert found.tolist() == [5.0, 14.0]


def test_an_index_stays_near_what_it_is():
    cells = [(100, 4), (90, 15), (200, 60), (180, 70), (220, 50)]
    real = frames(cells)["indicators"].select("indicator", real="estimate")
    both = indices(cells).join(real, on="indicator")
    assert (both["estimate"] - both["real"]).abs().max() < 0.05
    assert both["estimate"].null_count() == 0


@given(schools)
def test_a_coarse_split_keeps_the_sum_and_fits_the_schools(cells):
    pupils, focal = np.array(cells, float).T
    found = coarse_split(pupils, focal, THRESHOLD)
    assert found.sum() == pytest.approx(focal.sum())
    assert (found >= 0).all()
    assert (found <= pupils + 1e-9).all()


def test_schools_with_hardly_anybody_get_the_share_that_they_have_together():
    found = coarse_split(np.array([200.0, 300.0, 500.0]), np.array([1.0, 4.0, 6.0]), THRESHOLD)
    assert found.tolist() == [5.0, 5.0, 1.0]
    found = coarse_split(np.array([200.0, 300.0, 200.0, 300.0]), np.array([1.0, 0.0, 4.0, 5.0]), THRESHOLD)
    assert found.tolist() == [2.0, 3.0, 2.0, 3.0]


def test_pairs_keep_their_sums_so_that_errors_do_not_add_up():
    pupils, focal = np.full(6, 200.0), np.array([9.0, 9.0, 9.0, 40.0, 50.0, 60.0])
    found = coarse_split(pupils, focal, THRESHOLD)
    assert found.tolist() == [5.0, 5.0, 5.0, 44.0, 54.0, 64.0]
