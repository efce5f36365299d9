# SPDX-License-Identifier: EUPL-1.2
"""Differences between published dissimilarities, tested together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gemengd import measure
from gemengd.language.certainty import Certainty, certainty_of_test
from gemengd.monitor.published.view import Number
from gemengd.numeric.calibration import Difference, difference


@dataclass(frozen=True)
class Judged:
    """The second level minus the first.

    Attributes:
        difference, low, high: of the levels, chance taken into account; None without calibrations.
        p_adjusted: two-sided p-value of equal levels, corrected (Holm) for all that is tested together.
    """

    difference: float | None = None
    low: float | None = None
    high: float | None = None
    p_adjusted: float | None = None

    @property
    def sure(self) -> Certainty:
        """How sure the direction is."""
        return certainty_of_test(self.p_adjusted)


def judged(pairs: Sequence[tuple[Number, Number]], confidence: float = 0.95) -> list[Judged]:
    """The differences of several pairs that are looked at together.

    Args:
        pairs: (first, second); a number that was not counted makes a pair without a test.
        confidence: coverage of each interval on its own.
    """
    found = [_difference(one, other, confidence) for one, other in pairs]
    p_values = np.array([np.nan if each is None else each.p_value for each in found])
    corrected = measure.adjust(p_values, "holm").tolist() if found else []
    return [
        Judged() if each is None else Judged(each.difference, each.low, each.high, p_adjusted)
        for each, p_adjusted in zip(found, corrected, strict=True)
    ]


def _difference(one: Number, other: Number, confidence: float) -> Difference | None:
    if one.reading is None or other.reading is None:
        return None
    return difference(one.reading, other.reading, confidence)
