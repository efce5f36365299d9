# SPDX-License-Identifier: EUPL-1.2
"""The classes of a map: at most five, whose borders respect how uncertain the shares are."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gemengd.figures.palette import INK, PAPER, SEQUENTIAL, contrast
from gemengd.figures.table import Row
from gemengd.language.certainty import probability_above
from gemengd.language.language import Language
from gemengd.monitor.labels import EXPECTED, FROM_RESIDENTS
from gemengd.monitor.published.view import Cell

STEPS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.5)
ROUNDED_SHARE = 0.05
"""Half of ten points: the shares that Statistics Netherlands publishes per postcode are rounded to tens."""
PROBABLE = 0.8
"""A class is in doubt below this probability that it is the right one."""
SHADES = {1: (1,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}


def class_width(shares: Sequence[float], margins: Sequence[float]) -> float:
    """The width of a class: so wide that most areas would not change class by chance.

    Args:
        shares: share of the group per area.
        margins: half the 95 % interval of each share.

    Returns:
        The smallest round step that is at least twice the median margin and needs at most five classes.
    """
    uncertain = 2 * statistics.median(margins)
    low, high = min(shares), max(shares)
    fitting = (
        step
        for step in STEPS
        if step >= uncertain - 1e-9 and _number_of_classes(low, high, step) <= len(SEQUENTIAL)
    )
    return next(fitting, STEPS[-1])


def _number_of_classes(low: float, high: float, step: float) -> int:
    return class_of(high, step) - class_of(low, step) + 1


def class_of(share: float, step: float) -> int:
    """The number of the class of a share; the last class is closed, so that a share of 1 is in it."""
    return min(math.floor(share / step + 1e-9), math.ceil(1 / step - 1e-9) - 1)


def margin(row: Row) -> float:
    """Half the 95 % interval of an area's share; of a share that was published rounded, half the rounding."""
    if row["status"] == EXPECTED:
        return ROUNDED_SHARE
    if row.get("margin") is not None:
        return float(row["margin"])
    share, pupils = row["focal_share"], row["pupils"] or 1
    return 1.96 * math.sqrt(max(share * (1 - share), 0.25 / pupils) / pupils)


@dataclass(frozen=True)
class Classes:
    """The classes of one map.

    Attributes:
        step: width of a class.
        colours: number of the class to its colour, light to dark.
    """

    step: float
    colours: Mapping[int, str]

    def number(self, row: Row) -> int | None:
        """The class of an area; None where its share is not known."""
        return None if row["focal_share"] is None else class_of(row["focal_share"], self.step)

    def ink(self, row: Row) -> str:
        """The colour in which an area is hatched, so that it is seen on the colour of its class."""
        number = self.number(row)
        ground = PAPER if number is None else self.colours[number]
        return INK if contrast(INK, ground) > contrast(PAPER, ground) else PAPER

    def bounds(self, number: int) -> tuple[float, float]:
        """The borders of a class."""
        return number * self.step, min((number + 1) * self.step, 1.0)

    def words(self, number: int, lang: Language) -> str:
        """The borders of a class in words."""
        low, high = self.bounds(number)
        return lang.say("{low} to {high}", low=lang.number(low * 100), high=lang.percent(high))

    def doubtful(self, row: Row) -> bool:
        """True where it is not even probable that the area belongs to its class and not to one beside it.

        An estimate from the neighbourhood has no known error; nothing is said of its class.
        """
        number = self.number(row)
        if number is None or row["status"] in (EXPECTED, FROM_RESIDENTS):
            return False
        se = margin(row) / 1.96
        if row.get("margin") is None and not row["pupils"]:
            return False
        low, high = self.bounds(number)
        share = row["focal_share"]
        # Nothing lies below the lowest or above the highest share that is possible.
        above = 1.0 if low <= 0 else probability_above(share - low, se)
        below = 1.0 if high >= 1 else probability_above(high - share, se)
        return above + below - 1 < PROBABLE


def classes(cell: Cell) -> Classes:
    """The classes of the map of a cell; none where no share is known."""
    known = [row for row in cell.areas if row["focal_share"] is not None]
    if not known:
        return Classes(1.0, {})
    step = class_width([row["focal_share"] for row in known], [margin(row) for row in known])
    found = {class_of(row["focal_share"], step) for row in known}
    numbers = list(range(min(found), max(found) + 1))
    return Classes(
        step, dict(zip(numbers, (SEQUENTIAL[i] for i in SHADES.get(len(numbers), ())), strict=True))
    )
