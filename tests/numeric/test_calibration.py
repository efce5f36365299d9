# SPDX-License-Identifier: EUPL-1.2
"""Turning a reading round into a level, its interval, and the difference of two readings."""

import doctest
import math
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from gemengd.numeric import calibration
from gemengd.numeric.calibration import Calibration, Reading, difference, reach_of

QUICK = settings(max_examples=60, deadline=None)
LEVELS = (0.0, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0)
READINGS = st.floats(0.0, 1.0)
CONFIDENCE = st.sampled_from([0.5, 0.8, 0.95, 0.99])


def curve(chance, error):
    """Chance and level at a right angle, with an error that goes to zero at complete segregation."""
    means = tuple(min(math.hypot(chance * (1.0 - level), level), 1.0) for level in LEVELS)
    return Calibration(LEVELS, means, tuple(error * (1.0 - level) for level in LEVELS))


CURVES = st.builds(curve, st.floats(0.001, 0.4), st.floats(0.001, 0.1)).filter(
    lambda c: all(one < other for one, other in pairwise(c.means))
)


def test_the_example_in_the_text_holds():
    assert doctest.testmod(calibration).failed == 0


def test_a_reading_of_published_numbers_loads_no_arrays():
    code = "import sys; import gemengd.numeric.calibration; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_knots_are_met_and_squares_are_linear_between():
    town = curve(0.06, 0.02)
    assert [town.mean(level) for level in LEVELS] == pytest.approx(town.means)
    assert [town.error(level) for level in LEVELS[:-1]] == pytest.approx(town.errors[:-1])
    half = math.sqrt((0.1**2 + 0.2**2) / 2)
    assert town.mean(half) ** 2 == pytest.approx((town.means[2] ** 2 + town.means[3] ** 2) / 2)


@QUICK
@given(CURVES, READINGS)
def test_level_turns_mean_round(town, level):
    assert town.level(town.mean(level)) == pytest.approx(level, abs=1e-6)


@QUICK
@given(CURVES, READINGS, READINGS)
def test_a_higher_reading_is_never_a_lower_level(town, one, other):
    low, high = sorted((one, other))
    assert town.level(low) <= town.level(high)


@QUICK
@given(CURVES, READINGS, CONFIDENCE)
def test_a_level_lies_within_its_interval_and_that_within_the_range(town, reading, confidence):
    low, high = town.interval(reading, confidence)
    assert 0.0 <= low <= town.level(reading) <= high <= 1.0


@QUICK
@given(CURVES, READINGS)
def test_more_confidence_is_a_wider_interval(town, reading):
    ends = [town.interval(reading, confidence) for confidence in (0.5, 0.8, 0.95, 0.99)]
    assert all(b[0] <= a[0] + 1e-4 and a[1] <= b[1] + 1e-4 for a, b in pairwise(ends))


def test_the_ends_are_as_unusual_as_the_confidence_says():
    town = curve(0.06, 0.02)
    low, high = town.interval(0.25, 0.9)
    assert town.off(0.25, low) == pytest.approx(1.644854, abs=2e-3)
    assert town.off(0.25, high) == pytest.approx(-1.644854, abs=2e-3)


def test_at_or_below_chance_the_level_is_nought_and_the_interval_starts_there():
    town = curve(0.06, 0.02)
    for reading in (0.03, 0.05, 0.06):
        assert town.level(reading) == 0.0
        low, high = town.interval(reading, 0.95)
        assert low == 0.0
        assert high > 0.0


def test_far_below_chance_nothing_but_nought_is_left():
    """Lots drawn more evenly than lots fall: no level explains it, and the interval does not pretend one."""
    assert curve(0.3, 0.01).interval(0.1, 0.95) == (0.0, pytest.approx(0.0, abs=1e-3))


def test_reach_is_that_of_the_normal_distribution():
    assert [reach_of(c) for c in (0.95, 0.8)] == pytest.approx([1.959964, 1.281552], abs=1e-6)


@QUICK
@given(CURVES, READINGS, CURVES, READINGS, CONFIDENCE)
@example(curve(0.06, 0.02), 0.1, curve(0.06, 0.02), 0.1, 0.95)
def test_the_interval_of_a_difference_holds_nought_exactly_when_the_test_does_not_reject(
    one, first, other, second, confidence
):
    found = difference(Reading(first, one), Reading(second, other), confidence)
    assert (found.low <= 0.0 <= found.high) == (found.p_value > 1.0 - confidence)
    assert -1.0 <= found.low <= found.difference <= found.high <= 1.0
    assert 0.0 <= found.p_value <= 1.0


@QUICK
@given(CURVES, READINGS, CURVES, READINGS)
def test_swapping_the_two_changes_signs_only(one, first, other, second):
    there = difference(Reading(first, one), Reading(second, other))
    back = difference(Reading(second, other), Reading(first, one))
    assert back.difference == -there.difference
    assert back.p_value == pytest.approx(there.p_value, abs=1e-3)
    assert (back.low, back.high) == pytest.approx((-there.high, -there.low), abs=5e-3)


@QUICK
@given(CURVES, READINGS, READINGS)
def test_the_further_apart_the_less_likely(town, first, second):
    assume(abs(second - first) > 0.01)
    further = second + 0.1 if second > first else second - 0.1
    assume(0.0 <= further <= 1.0)
    near = difference(Reading(first, town), Reading(second, town)).p_value
    assert difference(Reading(first, town), Reading(further, town)).p_value <= near + 1e-3


def test_the_same_level_behind_two_chance_levels_is_no_difference():
    small, large = curve(0.2, 0.02), curve(0.02, 0.02)
    found = difference(Reading(small.mean(0.15), small), Reading(large.mean(0.15), large))
    assert found.difference == pytest.approx(0.0, abs=1e-6)
    assert found.p_value == pytest.approx(1.0, abs=1e-3)


def test_two_readings_below_chance_have_no_level_to_differ_in():
    town = curve(0.2, 0.01)
    found = difference(Reading(0.1, town), Reading(0.2, town))
    assert (found.difference, found.p_value) == (0.0, 1.0)
    assert found.low <= 0.0 <= found.high


def test_equal_curves_far_from_chance_give_the_usual_test():
    """Where chance is nothing and the error everywhere the same, this is the z test of two numbers."""
    flat = Calibration((0.0, 0.5, 1.0), (1e-9, 0.5, 1.0), (0.03, 0.03, 0.03))
    found = difference(Reading(0.4, flat), Reading(0.48, flat))
    z = 0.08 / math.hypot(0.03, 0.03)
    assert found.p_value == pytest.approx(math.erfc(z / math.sqrt(2)), abs=1e-4)
    reach = 1.959964 * math.hypot(0.03, 0.03)
    assert (found.low, found.high) == pytest.approx((0.08 - reach, 0.08 + reach), abs=1e-3)


def test_complete_segregation_twice_is_no_difference_and_once_is_certain():
    town = curve(0.05, 0.02)
    assert difference(Reading(1.0, town), Reading(1.0, town)).p_value == 1.0
    assert difference(Reading(0.2, town), Reading(1.0, town)).p_value < 1e-6
