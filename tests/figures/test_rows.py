# SPDX-License-Identifier: EUPL-1.2
"""Rows with names, and bars."""

from __future__ import annotations

import pytest

from gemengd.figures.palette import NARROW, WIDE
from gemengd.figures.rows import Bar, Rows, bars, nice_marks
from monitor.figure.pictures import marks, texts


@pytest.mark.parametrize("high", [0.05, 0.13, 0.3, 0.62, 1.0])
def test_a_scale_has_few_round_marks_that_stay_on_it(high):
    found = nice_marks(high)
    assert found[0] == 0
    assert 2 <= len(found) <= 5
    assert found[-1] <= high + 1e-9


def test_a_name_stands_above_its_row_where_it_is_narrow_and_beside_it_where_it_is_wide():
    def place(width):
        rows = Rows(width, 1, 1.0)
        drawing = rows.drawing()
        rows.name(drawing, 0, "De Ark")
        return rows, marks(drawing.spec(), "text")[0]["y"]

    narrow, high = place(NARROW)
    wide, beside = place(WIDE)
    assert high < narrow.y(0)
    assert narrow.left == 0
    assert beside == wide.y(0)
    assert wide.left > 0


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_the_scale_runs_from_zero_to_its_high_end(width):
    rows = Rows(width, 3, 0.5, room=30)
    assert rows.x(0) == rows.left + 5
    assert rows.x(0.5) == width - 30


def test_a_bar_is_as_long_as_its_value_and_never_invisible():
    spec = bars([Bar("all", 1.0, "100%"), Bar("half", 0.5, "50%"), Bar("none", 0.0, "0%")], 1.0)
    drawn = [bar["x2"] - bar["x"] for bar in marks(spec, "rect", fill=Bar("", 0, "").color)]
    assert drawn[0] == pytest.approx(2 * drawn[1], abs=0.2)
    assert drawn[2] == 2
    assert texts(spec) == ["all", "half", "none", "100%", "50%", "0%"]
