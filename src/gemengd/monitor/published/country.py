# SPDX-License-Identifier: EUPL-1.2
"""All municipalities together: the average level, its trend, and every municipality on one map."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from statistics import NormalDist

from gemengd.figures.table import Row
from gemengd.monitor.labels import EXPECTED
from gemengd.monitor.published.published import Published
from gemengd.monitor.published.view import Cell, Number, View, built_with

COUNTRY = "NL"
"""The code that stands in the place of a municipality's."""

Numbers = Mapping[str, Number]


def country(published: Published, outlines: Mapping[str, bytes]) -> View:
    """All municipalities of a workspace as one view.

    Args:
        published: the monitor.
        outlines: municipality to WKB, as `gemengd.monitor.published.outlines.outlines` makes them.

    Returns:
        A view whose cells hold the pupil-weighted mean of D over municipalities, and these as their areas.
    """
    kinds = dict.fromkeys((sector, kind) for _, sector, kind, _ in published.dissimilarities)
    cells = [country_cell(published, outlines, sector, kind) for sector, kind in kinds]
    order = list(published.characteristics)
    cells.sort(
        key=lambda cell: (
            ("po", "vo", "so").index(cell.sector),
            cell.from_area,
            -cell.year,
            order.index(cell.characteristic.name),
        )
    )
    places = tuple(published.places.iter_rows(named=True))
    return View(COUNTRY, "Nederland", _totals(places), tuple(cells), published.manifest, published.version)


def country_cell(
    published: Published, outlines: Mapping[str, bytes], sector: str, kind: str, chosen: int | None = None
) -> Cell:
    """One sector and characteristic of all municipalities; at its last school year unless one is chosen."""
    by_year: dict[int, dict[str, Number]] = {}
    for (place, of_sector, of_kind, year), number in published.dissimilarities.items():
        if (of_sector, of_kind) == (sector, kind):
            by_year.setdefault(year, {})[place] = number
    years = tuple(sorted(by_year))
    year = years[-1] if chosen is None else chosen
    absent = {
        place: published.unknown.get((place, sector, kind, year), Number("D", year)) for place in outlines
    }
    shown = absent | by_year[year]
    confidence = float(built_with(published.manifest).get("confidence", 0.95))
    return Cell(
        COUNTRY,
        "Nederland",
        sector,
        published.characteristics[kind],
        years,
        _numbers(by_year, years, confidence),
        areas=tuple(_as_area(place, shown[place], published.names) for place in sorted(shown)),
        shapes={place: outlines[place] for place in sorted(shown) if place in outlines},
        fictional=bool(published.manifest.get("fictional")),
        threshold=published.threshold,
        source=published.source,
        chosen=chosen,
    )


def _as_area(place: str, number: Number, names: Mapping[str, str]) -> Row:
    known = number.low is not None and number.high is not None
    return {
        "area_id": place,
        "area_name": names.get(place),
        "pupils": number.pupils,
        "focal_share": number.estimate,
        "low": number.low,
        "high": number.high,
        "margin": ((number.high or 0.0) - (number.low or 0.0)) / 2 if known else None,
        "status": number.status,
        "x": None,
        "y": None,
    }


def _totals(places: Iterable[Row]) -> tuple[Row, ...]:
    """Pupils and schools of all municipalities; nothing where a number of one of them is not published."""
    sums: dict[tuple[str, int], Row] = {}
    for row in places:
        total = sums.setdefault(
            (row["sector"], row["year"]),
            {"sector": row["sector"], "year": row["year"], "pupils": 0, "schools": 0},
        )
        for name in ("pupils", "schools"):
            known = total[name] is not None and row[name] is not None
            total[name] = total[name] + row[name] if known else None
    return tuple(sums.values())


def _numbers(
    by_year: Mapping[int, Numbers], years: tuple[int, ...], confidence: float
) -> dict[tuple[int, str], Number]:
    means = {year: _mean(year, by_year[year], confidence) for year in years}
    change = _change({year: _mean(year, numbers, confidence) for year, numbers in _panel(by_year).items()})
    return {(year, "D"): mean for year, mean in means.items()} | {(years[-1], "D_change"): change}


def _panel(by_year: Mapping[int, Numbers]) -> dict[int, Numbers]:
    """The municipalities that are known in the first and in the last year in the same way."""
    first, last = by_year[min(by_year)], by_year[max(by_year)]
    same = [place for place in last if place in first and first[place].from_area == last[place].from_area]
    if len(by_year) < 2 or not same:
        return {}
    return {year: {place: by_year[year][place] for place in same} for year in (min(by_year), max(by_year))}


def _mean(year: int, numbers: Numbers, confidence: float) -> Number:
    """The mean of D weighted by pupils, with the error that follows from those of the municipalities."""
    known = [number for number in numbers.values() if number.pupils and number.estimate is not None]
    total = sum(number.pupils or 0.0 for number in known)
    if not total:
        return Number("D", year)
    weights = [(number.pupils or 0.0) / total for number in known]
    estimate = math.fsum(w * (n.estimate or 0.0) for w, n in zip(weights, known, strict=True))
    se = None
    if all(number.se is not None for number in known):
        se = math.sqrt(math.fsum((w * (n.se or 0.0)) ** 2 for w, n in zip(weights, known, strict=True)))
    expected = None
    if all(number.expected is not None for number in known):
        expected = math.fsum(w * (n.expected or 0.0) for w, n in zip(weights, known, strict=True))
    reach = None if se is None else NormalDist().inv_cdf(0.5 + confidence / 2) * se
    return Number(
        "D",
        year,
        estimate,
        se,
        low=None if reach is None else max(estimate - reach, 0.0),
        high=None if reach is None else min(estimate + reach, 1.0),
        expected=expected,
        units=len(known),
        pupils=total,
        status=EXPECTED if any(number.from_area for number in known) else "ok",
    )


def _change(ends: Mapping[int, Number]) -> Number:
    if len(ends) < 2:
        return Number("D_change", 0, status="one_year")
    first, last = ends[min(ends)], ends[max(ends)]
    if first.estimate is None or last.estimate is None:
        return Number("D_change", last.year, status="no_pupils")
    se = None if first.se is None or last.se is None else math.hypot(first.se, last.se)
    chance = None if first.expected is None or last.expected is None else last.expected - first.expected
    return Number(
        "D_change",
        last.year,
        last.estimate - first.estimate,
        se,
        expected=chance,
        units=last.year - first.year,
        status=last.status,
    )
