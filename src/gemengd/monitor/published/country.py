# SPDX-License-Identifier: EUPL-1.2
"""All municipalities together: the average level, its trend, and every municipality on one map."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from gemengd.figures.table import Row
from gemengd.monitor.labels import EXPECTED
from gemengd.monitor.published.published import Published
from gemengd.monitor.published.view import COUNTED, Cell, Number, View, built_with
from gemengd.numeric.calibration import Reading, beyond_equal, reach_of

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
    # Counted and estimated never stand on one scale.
    told = alike(by_year[year])
    shown = absent | {place: number for place, number in by_year[year].items() if place in told}
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
    means = {year: _mean(year, alike(by_year[year]), confidence) for year in years}
    change = _change(_panel({year: alike(numbers) for year, numbers in by_year.items()}), confidence)
    return {(year, "D"): mean for year, mean in means.items()} | {(years[-1], "D_change"): change}


def alike(numbers: Numbers) -> Numbers:
    """The numbers that were counted, or all where none was: the two never stand in one mean."""
    counted = {place: number for place, number in numbers.items() if number.counted is not None}
    return counted or numbers


def _panel(by_year: Mapping[int, Numbers]) -> dict[int, Numbers]:
    """The municipalities that are known in the first and in the last year in the same way."""
    first, last = by_year[min(by_year)], by_year[max(by_year)]
    same = [place for place in last if place in first and first[place].from_area == last[place].from_area]
    if len(by_year) < 2 or not same:
        return {}
    return {year: {place: by_year[year][place] for place in same} for year in (min(by_year), max(by_year))}


def _weights(numbers: Iterable[Number]) -> list[float]:
    pupils = [number.pupils or 0.0 for number in numbers]
    total = math.fsum(pupils)
    return [each / total for each in pupils] if total else []


def _mean(year: int, numbers: Numbers, confidence: float) -> Number:
    """The mean of D weighted by pupils, with the error that follows from those of the municipalities."""
    known = [number for number in numbers.values() if number.pupils and number.estimate is not None]
    weights = _weights(known)
    if not weights:
        return Number("D", year)
    estimate = math.fsum(w * (n.estimate or 0.0) for w, n in zip(weights, known, strict=True))
    pupils = math.fsum(n.pupils or 0.0 for n in known)
    if any(number.from_area for number in known):
        return Number("D", year, estimate, units=len(known), pupils=pupils, status=EXPECTED)
    mean = Number("D", year, estimate, units=len(known), pupils=pupils, status=COUNTED)
    readings = [number.reading for number in known]
    if any(reading is None for reading in readings):
        return mean
    return replace(mean, **_certainty(estimate, weights, [r for r in readings if r is not None], confidence))


def _certainty(
    estimate: float, weights: list[float], readings: list[Reading], confidence: float
) -> dict[str, Any]:
    """Margin, level, chance level and test of a mean of readings."""

    def spread(at: Callable[[Reading], float]) -> float:
        return math.sqrt(math.fsum((w * at(r)) ** 2 for w, r in zip(weights, readings, strict=True)))

    expected = math.fsum(w * r.calibration.means[0] for w, r in zip(weights, readings, strict=True))
    se = spread(lambda reading: reading.calibration.error(reading.level))
    reach = reach_of(confidence) * se
    above = (estimate - expected) / max(spread(lambda reading: reading.calibration.error(0.0)), 1e-9)
    return {
        "se": se,
        "low": max(estimate - reach, 0.0),
        "high": min(estimate + reach, 1.0),
        "level": math.fsum(w * r.level for w, r in zip(weights, readings, strict=True)),
        "expected": expected,
        "p_value": math.erfc(abs(above) / math.sqrt(2)),
    }


def _change(ends: Mapping[int, Numbers], confidence: float) -> Number:
    """The mean change of the municipalities known in both years, weighted as in the last year."""
    if len(ends) < 2:
        return Number("D_change", 0, status="one_year")
    first, last = ends[min(ends)], ends[max(ends)]
    pairs = [(first[place], last[place]) for place in last if last[place].pupils]
    weights = _weights(number for _, number in pairs)
    if not weights:
        return Number("D_change", max(ends), status="no_pupils")
    plain = math.fsum(
        w * ((new.estimate or 0.0) - (old.estimate or 0.0))
        for w, (old, new) in zip(weights, pairs, strict=True)
    )
    status = EXPECTED if any(new.from_area for _, new in pairs) else COUNTED
    change = Number("D_change", max(ends), plain, units=max(ends) - min(ends), status=status)
    readings = [(old.reading, new.reading) for old, new in pairs]
    known = [(old, new) for old, new in readings if old is not None and new is not None]
    return replace(change, **_beyond(weights, known, confidence)) if len(known) == len(pairs) else change


def _beyond(weights: list[float], pairs: list[tuple[Reading, Reading]], confidence: float) -> dict[str, Any]:
    """How far the readings are from "nothing changed anywhere", on average."""
    found = [beyond_equal(old, new) for old, new in pairs]
    estimate = math.fsum(w * value for w, (value, _) in zip(weights, found, strict=True))
    se = math.sqrt(math.fsum(w * w * variance for w, (_, variance) in zip(weights, found, strict=True)))
    chance = math.fsum(
        w * (new.calibration.means[0] - old.calibration.means[0])
        for w, (old, new) in zip(weights, pairs, strict=True)
    )
    return {
        "estimate": estimate,
        "se": se,
        "low": estimate - reach_of(confidence) * se,
        "high": estimate + reach_of(confidence) * se,
        "expected": chance,
        "p_value": math.erfc(abs(estimate) / max(se, 1e-9) / math.sqrt(2)),
    }
