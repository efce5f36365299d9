# SPDX-License-Identifier: EUPL-1.2
"""What an explanation has to know besides the placement: the words of the round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gemengd.placement.audit.promises import CAPS, CONSTRAINED, OVERLAP, Promises
from gemengd.placement.engine.registry import MECHANISMS
from gemengd.placement.market.market import Market

NORMAL, INVERTED = "normal", "inverted"

Texts = Mapping[str, str]
"""Language code to text."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The words of a round.

    Attributes:
        title: name of the round.
        groups: category in the priority keys to the name of the group.
        seat_types: seat type to its name.
        promises: mechanism and constraints, as the audit knows them.
        order_counts: whether another order of the same list could have helped; None takes it from the
            mechanism. Rules that look at the rank on the list must set it.
        reserve_list: `NORMAL` (a good number goes first), `INVERTED` (a bad number goes first) or None.
        reserve_priorities: whether the priority group counts on the reserve list.
        audited: whether the placement passed its audit; only then the letter says that it was checked.
        objection: how and until when one can object. It is law and differs by school: the municipality or the
            board supplies it; without it the letter refers to the letter of the board.
        contact: where to ask.
        drill: whether the round is an exercise; the letter then says so before anything else.
        changed: applicants about whom something was decided after the placement, which the letter says.
    """

    title: Texts = field(default_factory=dict)
    groups: Mapping[int, Texts] = field(default_factory=dict)
    seat_types: Mapping[str, Texts] = field(default_factory=dict)
    promises: Promises = field(default_factory=Promises)
    order_counts: bool | None = None
    reserve_list: str | None = NORMAL
    reserve_priorities: bool = True
    audited: bool = False
    objection: Texts = field(default_factory=dict)
    contact: Texts = field(default_factory=dict)
    drill: bool = False
    changed: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.reserve_list not in (NORMAL, INVERTED, None):
            raise ValueError(
                f"reserve_list is {self.reserve_list!r}; expected '{NORMAL}', '{INVERTED}' or None"
            )

    def order_matters(self, market: Market) -> bool:
        """Whether another order of the same list could have helped."""
        if self.order_counts is not None:
            return self.order_counts
        name = self.promises.mechanism
        if name in CONSTRAINED:
            return name not in (CAPS, OVERLAP)
        if name == "top_trading_cycles" and not market.unlisted.key.size:
            return True
        return not MECHANISMS[name].strategy_proof
