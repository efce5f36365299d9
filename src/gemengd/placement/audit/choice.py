# SPDX-License-Identifier: EUPL-1.2
"""Whom a school with overlapping reserves chooses, in plain Python and apart from the engines."""

from __future__ import annotations

from collections.abc import Sequence


def chosen(traits: Sequence[int], reserved: Sequence[int], seats: int) -> list[bool]:
    """Who is chosen: first whoever lets more reserved seats be used, then whoever comes next.

    Args:
        traits: bits of the reserves each may use, best applicant first.
        reserved: seats held for each.
        seats: seats in all.

    Returns:
        For each applicant whether they are chosen.
    """
    sitting: list[list[int]] = [[] for _ in reserved]
    picked = [False] * len(traits)
    for one in range(len(traits)):
        picked[one] = _seat(one, traits, reserved, sitting, set())
    left = seats - sum(picked)
    for one in range(len(traits)):
        if left > 0 and not picked[one]:
            picked[one] = True
            left -= 1
    return picked


def _seat(
    one: int, traits: Sequence[int], reserved: Sequence[int], sitting: list[list[int]], tried: set[int]
) -> bool:
    """Find a reserved seat, moving others among their reserves if that helps."""
    for kind, room in enumerate(reserved):
        if not traits[one] >> kind & 1 or kind in tried:
            continue
        tried.add(kind)
        if len(sitting[kind]) < room:
            sitting[kind].append(one)
            return True
        for place, other in enumerate(sitting[kind]):
            if _seat(other, traits, reserved, sitting, tried):
                sitting[kind][place] = one
                return True
    return False
