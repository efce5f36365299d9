# SPDX-License-Identifier: EUPL-1.2
"""Municipalities beside each other: an index per place and year, and differences with their errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from gemengd.figures.table import Row
from gemengd.language.certainty import Certainty
from gemengd.monitor.published.differences import Judged, judged
from gemengd.monitor.published.view import COUNTED, Cell, Number, View

INDICES = ("D", "H", "M", "eta2", "gini", "hutchens", "isolation", "exposure")
"""The indices that can be compared, the first by default."""
MOST_PLACES = 8


@dataclass(frozen=True)
class Difference:
    """The second minus the first, of two places or of two years.

    Attributes:
        place: code of the municipality, for a difference between years; empty between places.
        first, second: codes of the municipalities, or school years.
        first_value, second_value: the index.
        difference: second minus first; of D chance is taken into account.
        low, high: its 95 % interval, None where it is not worked out.
        p_adjusted: two-sided p-value, corrected (Holm) for the number of differences shown together.
        sure: how sure the direction is, given `p_adjusted`.
        status: `ok` or a reason.
    """

    place: str
    first: Any
    second: Any
    first_value: float | None
    second_value: float | None
    difference: float | None
    low: float | None
    high: float | None
    p_adjusted: float | None
    sure: Certainty
    status: str


@dataclass(frozen=True)
class Comparison:
    """Municipalities beside each other.

    Attributes:
        cells: the places, one sector and characteristic, in the order in which they were asked.
        indicator: the index, one of `INDICES`.
        years: the first and the last year that are compared; the same when there is one year.
        between_places: differences between every two places in the last year.
        between_years: difference between the two years, per place.
        pupils, schools: of all places together in the last year, None when not published.
    """

    cells: tuple[Cell, ...]
    indicator: str
    years: tuple[int, int]
    between_places: tuple[Difference, ...]
    between_years: tuple[Difference, ...]
    pupils: int | None = None
    schools: int | None = None

    @property
    def names(self) -> dict[str, str]:
        """Code to name of the places."""
        return {cell.municipality_id: cell.name for cell in self.cells}

    @property
    def cell(self) -> Cell:
        """What all of them share: sector, characteristic, last year; the places are named together."""
        first, codes = self.cells[0], "-".join(cell.municipality_id for cell in self.cells)
        return replace(
            first, municipality_id=codes, name=", ".join(self.names.values()), chosen=self.years[1]
        )

    @property
    def estimated(self) -> bool:
        """True when a number of the last year is estimated from the neighbourhood."""
        return any(self.number(cell).from_area for cell in self.cells)

    def number(self, cell: Cell, year: int | None = None) -> Number:
        """The index of a place in a year, by default the last."""
        return cell.number(self.indicator, self.years[1] if year is None else year)


def compared(
    cells: Sequence[Cell], indicator: str, years: tuple[int, int], views: Sequence[View] = ()
) -> Comparison:
    """Compare places, and years within each place.

    Args:
        cells: one sector and characteristic of every place; a place may lack a year.
        indicator: one of `INDICES`.
        years: first and last year.
        views: the municipalities of the cells, for their pupils and schools.

    Returns:
        Differences with words of certainty for D alone (`published.differences`); of the other indices it is
        not known how often a word would be wrong, so there is none. Years are taken for independent, which
        tests too cautiously, as many pupils are the same.
    """
    pairs = [(one, other) for i, one in enumerate(cells) for other in cells[i + 1 :]]
    between = [(one.number(indicator, years[1]), other.number(indicator, years[1])) for one, other in pairs]
    within = [tuple(cell.number(indicator, year) for year in years) for cell in cells]
    changed = within if years[0] != years[1] else []
    known = [view.place(cell.sector, years[1]) for view, cell in zip(views, cells, strict=bool(views))]
    codes = [(one.municipality_id, other.municipality_id) for one, other in pairs]
    return Comparison(
        tuple(cells),
        indicator,
        years,
        _differences(between, [("", *pair) for pair in codes]),
        _differences(changed, [(cell.municipality_id, *years) for cell in cells[: len(changed)]]),
        pupils=_together(known, "pupils"),
        schools=_together(known, "schools"),
    )


def _together(places: Sequence[Row], name: str) -> int | None:
    """The sum over places; None where it is not published of one of them."""
    numbers = [place.get(name) for place in places]
    return None if None in numbers or not numbers else sum(int(number or 0) for number in numbers)


def _differences(
    numbers: Sequence[tuple[Number, ...]], names: Sequence[tuple[str, Any, Any]]
) -> tuple[Difference, ...]:
    """The differences of pairs of numbers, tested together."""
    pairs = [(one, other) for one, other in numbers]
    return tuple(
        _difference(name, pair, each) for name, pair, each in zip(names, pairs, judged(pairs), strict=True)
    )


def _difference(name: tuple[str, Any, Any], pair: tuple[Number, Number], found: Judged) -> Difference:
    one, other = pair
    plain = None
    # What was counted and what was estimated are not set beside each other.
    if one.estimate is not None and other.estimate is not None and one.from_area == other.from_area:
        # A binary fraction would turn 5.5 points into 5 where a reader expects 6.
        plain = round(other.estimate - one.estimate, 9)
    return Difference(
        *name,
        one.estimate,
        other.estimate,
        plain if found.difference is None else found.difference,
        found.low,
        found.high,
        found.p_adjusted,
        found.sure,
        next((number.status for number in pair if number.status != COUNTED), COUNTED),
    )
