# SPDX-License-Identifier: EUPL-1.2
"""How sure a difference is: two words and one refusal, by one two-sided rule.

The words are what a test allows. If nothing differs, `ALMOST_CERTAIN` is said in at most 5 and `PROBABLE` or
more in at most 20 of 100 places; and whoever reads a word beside a 95 % margin finds 0 outside it exactly
when the word is `ALMOST_CERTAIN`.
"""

from __future__ import annotations

import math
from enum import Enum


class Certainty(Enum):
    """The words of certainty, by the two-sided p-value below which each may be said."""

    ALMOST_CERTAIN = 0.05
    PROBABLE = 0.20
    UNKNOWN = 1.0


def certainty_of_test(p_value: float | None) -> Certainty:
    """How sure a direction is.

    Args:
        p_value: two-sided p-value of no difference, between 0 and 1; None when there is no test. Of several
            differences that are looked at together, the corrected one.

    Example:
        >>> certainty_of_test(0.04), certainty_of_test(0.3)
        (<Certainty.ALMOST_CERTAIN: 0.05>, <Certainty.UNKNOWN: 1.0>)
    """
    if p_value is None:
        return Certainty.UNKNOWN
    return next((word for word in Certainty if p_value < word.value), Certainty.UNKNOWN)


def certainty(difference: float | None, se: float | None) -> Certainty:
    """How sure the direction of an estimate is that is normal about the truth, such as a share.

    Args:
        difference: the estimate, None when there is none.
        se: its standard error, None when it is not defined; with 0 the sign decides.
    """
    if difference is None or se is None:
        return Certainty.UNKNOWN
    if se == 0:
        return Certainty.UNKNOWN if difference == 0 else Certainty.ALMOST_CERTAIN
    return certainty_of_test(math.erfc(abs(difference) / se / math.sqrt(2)))


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
