# SPDX-License-Identifier: EUPL-1.2
"""How sure a difference is, in three words and one refusal."""

from __future__ import annotations

import math
from enum import Enum


class Certainty(Enum):
    """The words of certainty, by the lowest probability at which each may be said."""

    ALMOST_CERTAIN = 0.95
    PROBABLE = 0.80
    MAYBE = 0.60
    UNKNOWN = 0.0


def probability_above(difference: float, se: float) -> float:
    """Probability that a quantity is above zero, given its estimate and standard error.

    Args:
        difference: the estimate.
        se: its standard error, 0 or more; with 0 the sign decides.

    Returns:
        The value of the normal distribution function at `difference / se`, between 0 and 1.
    """
    if se == 0:
        return 0.5 if difference == 0 else float(difference > 0)
    return 0.5 * (1 + math.erf(difference / se / math.sqrt(2)))


def certainty(difference: float | None, se: float | None) -> Certainty:
    """How sure it is that a quantity differs from zero in the direction of its estimate.

    Args:
        difference: the estimate, None when there is none.
        se: its standard error, None when it is not defined.

    Returns:
        `Certainty.UNKNOWN` also when estimate or standard error is missing.
    """
    if difference is None or se is None:
        return Certainty.UNKNOWN
    sure = probability_above(abs(difference), se)
    return next(word for word in Certainty if sure >= word.value)


def certainty_of_test(p_value: float | None) -> Certainty:
    """How sure a direction is, given the two-sided p-value of no difference.

    Args:
        p_value: between 0 and 1, None when there is no test. It may be corrected for many tests.

    Returns:
        The word for 1 - p/2; for a normal test without correction the same as `certainty`.
    """
    if p_value is None:
        return Certainty.UNKNOWN
    return next(word for word in Certainty if 1 - p_value / 2 >= word.value)
