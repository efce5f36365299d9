# SPDX-License-Identifier: EUPL-1.2
"""What an index would read at every true level, and what a reading therefore says.

An index of counted pupils is too high: dealing pupils by lot already makes schools uneven. How much too high
depends on the level itself, so chance cannot be subtracted. A calibration says, for the sizes of these
schools, what the index reads on average at each true level and how far readings then spread. Turned round it
gives the level that belongs to a reading, its interval, and whether two readings can be of the same level.

Plain Python: who only reads published numbers loads neither arrays nor compiled code for it.

Example:
    >>> town = Calibration((0.0, 0.1, 1.0), (0.06, 0.12, 1.0), (0.01, 0.01, 0.0))
    >>> round(town.level(0.12), 3)
    0.1
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

_HALVINGS, _SECTIONS = 16, 14
_GOLDEN = 0.6180339887498949
_LEAST_ERROR = 1e-9
"""Readings that cannot vary are told apart by any difference, without a division by zero."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The mean reading and its standard deviation at a few true levels.

    Attributes:
        levels: true levels, ascending from 0 to 1.
        means: mean reading at each level, ascending; `means[0]` is the chance level.
        errors: standard deviation of the reading at each level.
    """

    levels: tuple[float, ...]
    means: tuple[float, ...]
    errors: tuple[float, ...]

    def mean(self, level: float) -> float:
        """Mean reading at a true level; between two known levels its square is linear in the level's square.

        Chance and level add up nearly as the sides of a right angle, so squares are what can be interpolated.
        """
        at = self._before(level)
        low, high = self.levels[at], self.levels[at + 1]
        part = (level * level - low * low) / (high * high - low * low)
        below, above = self.means[at], self.means[at + 1]
        return math.sqrt(below * below + part * (above * above - below * below))

    def error(self, level: float) -> float:
        """Standard deviation of readings at a true level."""
        at = self._before(level)
        part = (level - self.levels[at]) / (self.levels[at + 1] - self.levels[at])
        return max(self.errors[at] + part * (self.errors[at + 1] - self.errors[at]), _LEAST_ERROR)

    def level(self, reading: float) -> float:
        """The true level at which this is the mean reading; 0 for a reading below the chance level."""
        if reading <= self.means[0]:
            return 0.0
        if reading >= self.means[-1]:
            return self.levels[-1]
        at = bisect_right(self.means, reading) - 1
        below, above = self.means[at], self.means[at + 1]
        part = (reading * reading - below * below) / (above * above - below * below)
        low, high = self.levels[at], self.levels[at + 1]
        return math.sqrt(low * low + part * (high * high - low * low))

    def interval(self, reading: float, confidence: float) -> tuple[float, float]:
        """The true levels at which a reading like this is not unusual.

        Args:
            reading: the index of the counts.
            confidence: how often the interval holds the true level, such as 0.95.
        """
        reach, found = reach_of(confidence), self.level(reading)
        low = _edge(lambda level: self.off(reading, level) <= reach, 0.0, found)
        high = _edge(lambda level: self.off(reading, level) >= -reach, 1.0, found)
        return low, high

    def off(self, reading: float, level: float) -> float:
        """How many standard deviations a reading is above the mean at a true level."""
        return (reading - self.mean(level)) / self.error(level)

    def _before(self, level: float) -> int:
        return min(max(bisect_right(self.levels, level) - 1, 0), len(self.levels) - 2)


@dataclass(frozen=True, slots=True)
class Reading:
    """An index of counts with its calibration."""

    value: float
    calibration: Calibration

    @property
    def level(self) -> float:
        """The true level that belongs to it."""
        return self.calibration.level(self.value)


@dataclass(frozen=True, slots=True)
class Difference:
    """How much higher the second level is than the first.

    Attributes:
        difference: of the two levels.
        low, high: its interval; holds 0 exactly when the p-value is above 1 - confidence.
        p_value: two-sided, of equal levels.
    """

    difference: float
    low: float
    high: float
    p_value: float


def difference(first: Reading, second: Reading, confidence: float = 0.95) -> Difference:
    """Compare two readings whose chance levels may differ.

    Equal levels are tested at the level that fits both readings best, so that the mean and the spread of each
    reading are those that belong to it there: the chance levels of both are inside the test.

    Args:
        first: a reading, such as that of the first year.
        second: the reading to compare.
        confidence: how often the interval holds the true difference.
    """
    reach, found = reach_of(confidence), second.level - first.level
    low = _edge(lambda shift: _apart(first, second, shift) <= reach, -1.0, found)
    high = _edge(lambda shift: _apart(first, second, shift) >= -reach, 1.0, found)
    p_value = equal_levels(first, second)
    return Difference(found, *_agreeing(low, high, p_value, confidence), p_value)


def equal_levels(first: Reading, second: Reading) -> float:
    """Two-sided p-value of two readings at one and the same level."""
    # Two readings at or below chance have no level to differ in, however far apart they are.
    if first.level == second.level:
        return 1.0
    return math.erfc(abs(_apart(first, second, 0.0)) / math.sqrt(2.0))


def beyond_equal(first: Reading, second: Reading) -> tuple[float, float]:
    """How much higher the second reading is than at equal levels, and the variance of that.

    The sum over several places tests whether nothing changed in any of them.
    """
    return _beyond(first, second, 0.0)


def reach_of(confidence: float) -> float:
    """Standard deviations on either side that hold the confidence of a normal distribution."""
    return NormalDist().inv_cdf(0.5 + confidence / 2.0)


def _agreeing(low: float, high: float, p_value: float, confidence: float) -> tuple[float, float]:
    """The interval, with 0 on the side of it that the test says: halving leaves its ends a little off."""
    if p_value > 1.0 - confidence:
        return min(low, 0.0), max(high, 0.0)
    return low, high


def _apart(first: Reading, second: Reading, shift: float) -> float:
    """Standardised distance of the readings from levels that are `shift` apart and otherwise fit best."""
    above, variance = _beyond(first, second, shift)
    return above / math.sqrt(variance)


def _beyond(first: Reading, second: Reading, shift: float) -> tuple[float, float]:
    level = _best(first, second, shift)
    one, other = first.calibration, second.calibration
    above = (second.value - other.mean(level + shift)) - (first.value - one.mean(level))
    return above, one.error(level) ** 2 + other.error(level + shift) ** 2


def _best(first: Reading, second: Reading, shift: float) -> float:
    """The level of the first at which both readings are least unusual, by golden section.

    It lies between the levels that either would choose: outside, moving inwards improves both.
    """
    least, most = max(0.0, -shift), min(1.0, 1.0 - shift)
    ends = sorted((first.level, second.level - shift))
    left, right = (min(max(end, least), most) for end in ends)

    def unusual(level: float) -> float:
        one = first.calibration.off(first.value, level)
        return one * one + second.calibration.off(second.value, level + shift) ** 2

    a, b = right - _GOLDEN * (right - left), left + _GOLDEN * (right - left)
    at_a, at_b = unusual(a), unusual(b)
    for _ in range(_SECTIONS):
        if at_a <= at_b:
            right, b, at_b = b, a, at_a
            a = right - _GOLDEN * (right - left)
            at_a = unusual(a)
        else:
            left, a, at_a = a, b, at_b
            b = left + _GOLDEN * (right - left)
            at_b = unusual(b)
    return 0.5 * (left + right)


def _edge(holds: Callable[[float], bool], far: float, near: float) -> float:
    """The value nearest to `far` for which a condition holds that holds at `near`, by halving."""
    if holds(far):
        return far
    for _ in range(_HALVINGS):
        middle = 0.5 * (far + near)
        if holds(middle):
            near = middle
        else:
            far = middle
    return near
