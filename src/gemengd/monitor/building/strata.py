# SPDX-License-Identifier: EUPL-1.2
"""How unlikely a school's composition is, given where its pupils live: an exact conditional test."""

from __future__ import annotations

import math

import numpy as np

from gemengd.numeric.arrays import Floats, Integers
from gemengd.numeric.compiled import compiled

_TAIL = 1e-18
"""Probabilities this far below the largest one cannot change a sum in double precision."""


@compiled
def stratum_chances(population: int, focal: int, drawn: int) -> tuple[int, Floats]:
    """Hypergeometric probabilities of the focal pupils among those drawn, without negligible tails.

    Args:
        population: pupils living in the area.
        focal: those of the focal groups.
        drawn: those of the area who attend the school.

    Returns:
        The first number of focal pupils with a chance worth counting, and the chances from there on.
    """
    first, last = max(0, drawn + focal - population), min(drawn, focal)
    mode = ((drawn + 1) * (focal + 1)) // (population + 2)
    mode = min(max(mode, first), last)
    chances = np.zeros(last - first + 1)
    chances[mode - first] = 1.0
    for x in range(mode, last):
        step = (focal - x) * (drawn - x) / ((x + 1.0) * (population - focal - drawn + x + 1.0))
        chances[x + 1 - first] = chances[x - first] * step
    for x in range(mode, first, -1):
        step = x * (population - focal - drawn + x) / ((focal - x + 1.0) * (drawn - x + 1.0))
        chances[x - 1 - first] = chances[x - first] * step
    start, stop = _kept(chances)
    return first + start, chances[start:stop] / chances.sum()


@compiled
def _kept(chances: Floats) -> tuple[int, int]:
    floor = chances.max() * _TAIL
    start, stop = 0, chances.size
    while chances[start] < floor:
        start += 1
    while chances[stop - 1] < floor:
        stop -= 1
    return start, stop


@compiled
def _convolved(one: Floats, other: Floats) -> Floats:
    out = np.zeros(one.size + other.size - 1)
    for i in range(one.size):
        for j in range(other.size):
            out[i + j] += one[i] * other[j]
    return out


@compiled
def two_sided(
    start: Integers, population: Integers, focal: Integers, drawn: Integers, found: Integers
) -> Floats:
    """Chance of a number of focal pupils no likelier than the one found, for every school.

    Under the null hypothesis the school's pupils from each area are drawn at random from the pupils who live
    there, so the number of focal pupils is a sum of independent hypergeometric numbers, one per area.

    Args:
        start: where each school's areas begin (schools + 1 numbers).
        population: pupils living in each area.
        focal: those of the focal groups.
        drawn: those of the area who attend the school.
        found: focal pupils found at each school.

    Returns:
        One probability per school; NaN for a school without areas.
    """
    out = np.full(found.size, math.nan)
    for school in range(found.size):
        if start[school] == start[school + 1]:
            continue
        offset, chances = 0, np.ones(1)
        for place in range(start[school], start[school + 1]):
            first, part = stratum_chances(population[place], focal[place], drawn[place])
            chances = _convolved(chances, part)
            low, high = _kept(chances)
            chances = chances[low:high]
            offset += first + low
        position = found[school] - offset
        if position < 0 or position >= chances.size:
            out[school] = 0.0
            continue
        # The slack keeps chances that are equal by symmetry on the same side.
        limit = chances[position] * (1.0 + 1e-7)
        total = 0.0
        for chance in chances:
            if chance <= limit:
                total += chance
        out[school] = min(total, 1.0)
    return out
