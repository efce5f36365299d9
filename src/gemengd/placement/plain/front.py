# SPDX-License-Identifier: EUPL-1.2
"""Placement from plain dictionaries, for textbooks and scripts."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

from gemengd.placement.engine.engine import NUMBA
from gemengd.placement.engine.registry import MECHANISMS
from gemengd.placement.plain.front_lists import Front, read_lists
from gemengd.placement.plain.front_order import applicant_order

A = TypeVar("A", bound=Hashable)
P = TypeVar("P", bound=Hashable)

MATCHES = (
    "deferred_acceptance",
    "school_proposing",
    "boston",
    "top_trading_cycles",
    "eada",
    "serial_dictatorship",
)


def match(
    preferences: Mapping[A, Sequence[P]],
    priorities: Mapping[P, Sequence[A | Collection[A]]],
    seats: Mapping[P, int],
    mechanism: str = "deferred_acceptance",
    *,
    tickets: Mapping[A, Any] | None = None,
    consent: Collection[A] | None = None,
    engine: str = NUMBA,
) -> dict[A, P | None]:
    """Place applicants in programmes.

    There is no hidden chance: between equals the lower ticket goes first, without tickets the name that sorts
    first. Serial dictatorship takes the applicants by ticket; without tickets in the order on which the
    programmes' priorities agree, or by name where they do not agree.

    Args:
        preferences: applicant → programmes, most wanted first; a programme not named is not wanted.
        priorities: programme → applicants, best first; a list, tuple or set among them is a group of
            equals. An applicant not named cannot be placed there.
        seats: programme → number of seats.
        mechanism: one of `MATCHES`.
        tickets: applicant → lottery number (anything that sorts), all different; lower goes first.
        consent: with "eada", the applicants who let others pass where they lose nothing; default all.
        engine: "numba" or "reference".

    Returns:
        Applicant → programme, None = unplaced, in the order of `preferences`.

    Raises:
        ValueError: the mechanism or engine is not known, or the input is inconsistent; the message names the
            applicant or programme.
    """
    if mechanism not in MATCHES:
        raise ValueError(f"mechanism is '{mechanism}'; expected one of {list(MATCHES)}")
    by_priority = mechanism == "serial_dictatorship"
    order = applicant_order(preferences, priorities, tickets, by_priority=by_priority)
    front = read_lists(order, preferences, priorities, seats, tradable=mechanism == "top_trading_cycles")
    options = {"consent": _consents(front, consent)} if mechanism == "eada" and consent is not None else {}
    outcome = MECHANISMS[mechanism].run(front.market, engine=engine, **options)
    names: list[Any] = [*front.programmes, None]
    placed = [names[programme] for programme in outcome.programme.tolist()]
    numbers = map(front.index.__getitem__, preferences)
    return dict(zip(preferences, map(placed.__getitem__, numbers), strict=True))


def _consents(front: Front, consent: Collection[Any]) -> np.typing.NDArray[np.bool_]:
    unknown = [applicant for applicant in consent if applicant not in front.index]
    if unknown:
        raise ValueError(f"consent names applicant {unknown[0]!r}, who has no preferences")
    agrees = np.zeros(len(front.index), dtype=np.bool_)
    agrees[[front.index[applicant] for applicant in consent]] = True
    return agrees
