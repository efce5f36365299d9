# SPDX-License-Identifier: EUPL-1.2
"""The mechanisms by name, with what each promises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gemengd.placement.engine import mechanisms
from gemengd.placement.engine.efficiency_adjusted import efficiency_adjusted
from gemengd.placement.engine.result import Placement


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A mechanism and its promises on one slot per programme; each is tested, also where it is broken.

    Attributes:
        run: takes a market and `engine`, returns a placement.
        title: its name in a sentence.
        stable: nobody is passed over for somebody of lower priority, and no wanted seat stays empty.
        strategy_proof: an honest list is never worse than another one.
        efficient: nobody can be made better off without making somebody worse off.
    """

    run: Callable[..., Placement]
    title: str
    stable: bool
    strategy_proof: bool
    efficient: bool


MECHANISMS = {
    "deferred_acceptance": Mechanism(
        mechanisms.deferred_acceptance,
        "student-proposing deferred acceptance",
        stable=True,
        strategy_proof=True,
        efficient=False,
    ),
    "school_proposing": Mechanism(
        mechanisms.school_proposing,
        "school-proposing deferred acceptance",
        stable=True,
        strategy_proof=False,
        efficient=False,
    ),
    "boston": Mechanism(
        mechanisms.boston, "the Boston mechanism", stable=False, strategy_proof=False, efficient=True
    ),
    "first_preference_first": Mechanism(
        mechanisms.first_preference_first,
        "first preference first",
        stable=False,
        strategy_proof=False,
        efficient=False,
    ),
    "top_trading_cycles": Mechanism(
        mechanisms.top_trading_cycles,
        "top trading cycles",
        stable=False,
        strategy_proof=True,
        efficient=True,
    ),
    "eada": Mechanism(
        efficiency_adjusted,
        "efficiency-adjusted deferred acceptance",
        stable=False,
        strategy_proof=False,
        efficient=True,
    ),
    "stable_improvement_cycles": Mechanism(
        mechanisms.stable_improvement_cycles,
        "stable improvement cycles",
        stable=True,
        strategy_proof=False,
        efficient=False,
    ),
    "serial_dictatorship": Mechanism(
        mechanisms.serial_dictatorship,
        "serial dictatorship",
        stable=False,
        strategy_proof=True,
        efficient=True,
    ),
}
"""By name. "first_preference_first" also needs the slots that look at the list rank; "stable" of "stable
improvement cycles" holds between categories and orders, not between lottery numbers."""
