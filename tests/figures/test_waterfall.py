# SPDX-License-Identifier: EUPL-1.2
"""Bars that go on where the one before ended."""

from __future__ import annotations

import pytest

from gemengd.figures.palette import ACCENT, INK, NARROW, SECOND
from gemengd.figures.waterfall import waterfall
from monitor.figure.pictures import marks, texts


def boxes(*steps):
    spec = waterfall(list(steps), NARROW)
    return spec, {color: marks(spec, "rect", fill=color)[0] for *_, color, _ in steps}


def test_each_bar_begins_where_the_last_one_ended():
    _, found = boxes(
        ("a", 0.0, 0.2, ACCENT, "20"), ("b", 0.2, 0.3, SECOND, "+10"), ("c", 0.0, 0.3, INK, "30")
    )
    assert found[ACCENT]["x"] == found[INK]["x"] == 0
    assert found[ACCENT]["x2"] == found[SECOND]["x"]
    assert found[SECOND]["x2"] == found[INK]["x2"]


def test_a_step_down_goes_back_below_zero_too():
    _, found = boxes(("a", 0.0, 0.1, ACCENT, "10"), ("b", 0.1, -0.1, SECOND, "−20"))
    assert found[SECOND]["x"] == 0
    assert found[ACCENT]["x"] == pytest.approx((NARROW - 48) / 2, abs=0.1)


def test_nothing_at_all_is_still_a_picture():
    spec, _ = boxes(("a", 0.0, 0.0, ACCENT, "0"))
    assert texts(spec) == ["a", "0"]


def test_no_line_runs_through_the_name_under_it():
    short = waterfall([("a", 0.0, 1.0, ACCENT, "1"), ("b", 0.0, 1.0, INK, "1")], NARROW)
    long = waterfall([("a", 0.0, 1.0, ACCENT, "1"), ("b" * 60, 0.0, 1.0, INK, "1")], NARROW)
    assert marks(short, "rule")
    assert not marks(long, "rule")
