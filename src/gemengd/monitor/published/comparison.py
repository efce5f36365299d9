# SPDX-License-Identifier: EUPL-1.2
"""Municipalities beside each other: an index per place and year, and differences with their errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Any, Literal

import polars as pl

from gemengd import measure
from gemengd.figures.table import Row
from gemengd.language.certainty import Certainty, certainty_of_test
from gemengd.monitor.published.view import Cell, Number, View

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
        difference: second minus first.
        se: its standard error, None when it is not defined.
        low, high: its 95 % interval.
        p_adjusted: two-sided p-value, corrected (Holm) for the number of differences shown together.
        excess: difference of the excess over the chance level, None when it is not defined.
        excess_se: its standard error.
        sure: how sure the direction is, given `p_adjusted`.
        status: `ok` or a reason.
    """

    place: str
    first: Any
    second: Any
    first_value: float | None
    second_value: float | None
    difference: float | None
    se: float | None
    low: float | None
    high: float | None
    p_adjusted: float | None
    excess: float | None
    excess_se: float | None
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
        Differences by `gemengd.measure.compare`: errors of places are independent; those of years are taken
        for independent too, which overstates the error, as many pupils are the same.
    """
    results = _results(cells, indicator, years)
    codes = [cell.municipality_id for cell in cells]
    pairs = [(one, other) for i, one in enumerate(codes) for other in codes[i + 1 :]]
    last = results.filter(year=years[1])
    places = _differences(last, "place", pairs) if pairs else []
    both = [years] if years[0] != years[1] else []
    changes = _differences(results, "year", both) if both else []
    changes.sort(key=lambda each: codes.index(each.place))
    known = [view.place(cell.sector, years[1]) for view, cell in zip(views, cells, strict=bool(views))]
    return Comparison(
        tuple(cells),
        indicator,
        years,
        tuple(places),
        tuple(changes),
        pupils=_together(known, "pupils"),
        schools=_together(known, "schools"),
    )


def _together(places: Sequence[Row], name: str) -> int | None:
    """The sum over places; None where it is not published of one of them."""
    numbers = [place.get(name) for place in places]
    return None if None in numbers or not numbers else sum(int(number or 0) for number in numbers)


def _results(cells: Sequence[Cell], indicator: str, years: tuple[int, int]) -> pl.DataFrame:
    """The numbers in the form that `measure.compare` reads."""
    rows = [
        {
            "place": cell.municipality_id,
            "year": year,
            "index": indicator,
            **_values(cell.number(indicator, year)),
        }
        for cell in cells
        for year in dict.fromkeys(years)
    ]
    floats = ("estimate", "se", "expected", "excess")
    kinds = {"place": pl.String, "year": pl.Int64, "index": pl.String, **dict.fromkeys(floats, pl.Float64)}
    return pl.DataFrame(rows, schema={**kinds, "status": pl.String})


def _values(number: Number) -> dict[str, Any]:
    values = {name: getattr(number, name) for name in ("estimate", "expected", "excess", "status")}
    return values | {"se": error(number)}


def error(number: Number) -> float | None:
    """The standard error of a published number; None when it is not defined.

    Where a school is hidden, numbers are published in coarse steps, and a small error becomes 0. The interval
    is published in the same steps and then says more, so the larger of the two counts.
    """
    if number.se is None or number.low is None or number.high is None:
        return number.se
    return max(number.se, (number.high - number.low) / (2 * NormalDist().inv_cdf(0.975)))


def _differences(
    results: pl.DataFrame, over: Literal["place", "year"], pairs: Sequence[tuple[Any, Any]]
) -> list[Difference]:
    other = "year" if over == "place" else "place"
    results = results.select(other, over, pl.exclude(other, over))
    plain = measure.compare(results, over=over, pairs=pairs, family=())
    excess = measure.compare(results, over=over, pairs=pairs, family=(), value="excess")
    return [
        _difference(row, beyond, row["place"] if over == "year" else "")
        for row, beyond in zip(plain.iter_rows(named=True), excess.iter_rows(named=True), strict=True)
    ]


def _difference(row: Row, beyond: Row, place: str) -> Difference:
    names = ("first", "second", "first_value", "second_value", "low", "high", "se", "p_adjusted", "status")
    # A binary fraction would turn 5.5 points into 5 where a reader expects 6.
    difference = None if row["difference"] is None else round(row["difference"], 9)
    return Difference(
        place=place,
        difference=difference,
        excess=beyond["difference"],
        excess_se=beyond["se"],
        sure=certainty_of_test(row["p_adjusted"]),
        **{name: row[name] for name in names},
    )
