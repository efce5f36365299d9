# SPDX-License-Identifier: EUPL-1.2
"""Segregation by an ordered characteristic: income deciles, levels of education."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
import polars as pl

from gemengd.measure.index.blocks import multigroup_status
from gemengd.measure.index.chance.exact import entropy_terms
from gemengd.measure.index.kernels.thresholds import at_thresholds, chance_at_thresholds
from gemengd.measure.index.registry import ORDERED
from gemengd.measure.index.thresholds import Weighting, ordinal, rank_order
from gemengd.measure.table.cells import Cells, count_cells
from gemengd.measure.table.reading import Names, names_of, refuse_clash
from gemengd.measure.table.status import OK
from gemengd.numeric.arrays import Flags, Floats

NUMBERS = ("estimate", "se", "low", "high", "expected", "excess", "r2", "residual")
WHOLE = ("degree", "thresholds", "units")
RESULTS = ("index", *NUMBERS, *WHOLE, "pupils", "status")

DEGREE_LOWERED = "degree_lowered"
ORDERED_STATUSES: dict[str, str] = {
    DEGREE_LOWERED: (
        "There are too few categories with pupils for a polynomial of the order asked: it passes through "
        "every threshold, and `degree` says its order."
    ),
}
"""Statuses of `ordered` beside those of the other measures."""


def ordered(
    frame: Any,
    *,
    unit: Names,
    group: str,
    pupils: str,
    order: Sequence[Any],
    by: Names = (),
    index: Names = tuple(ORDERED),
    degree: int = 4,
    percentiles: int | None = None,
    least_share: float = 0.0,
    confidence: float = 0.95,
    chance: bool = True,
) -> pl.DataFrame:
    """Rank-order and ordinal segregation of every cell.

    Args:
        frame: one row per count, as for `indices`.
        unit: column or columns that name the unit.
        group: column that names the category.
        pupils: column with the number of pupils.
        order: the categories from low to high; every category that occurs must be in it.
        by: columns whose combinations are the cells.
        index: names from `ORDERED`.
        degree: order of the polynomial that the rank-order indices fit through the thresholds, 0 or more.
        percentiles: None fits the polynomial at the cumulative shares of the categories. A number n fits it
            at 1/n, 2/n … instead, as `segindex` does with 14: a category is below such a percentile when the
            mean rank of its pupils, as a share of all, is not above it. The values there are then those of
            whole categories, which is coarser.
        least_share: shares of 0 and 1 are moved inwards by this much before their entropy is taken. 0 is
            exact; `segindex` uses 1e-6.
        confidence: coverage of the interval `low … high`.
        chance: whether to work out the chance level.

    Returns:
        One row per cell and index: `estimate`, `se`, `low`, `high`, `expected`, `excess`, the fit of the
        polynomial (`r2`, `residual`, `degree`; null for the ordinal indices), `thresholds` used, `units`,
        `pupils` and `status`. See docs/reference/measure-ordered.md.

    Raises:
        ValueError: as for `indices`; also when a category with pupils is not in `order`.
        TypeError: as for `indices`.
    """
    names, keys = names_of(index), names_of(by)
    _check(names, order, degree, (percentiles, least_share), confidence)
    refuse_clash(keys, RESULTS)
    cells = count_cells(frame, unit, group, pupils, keys)
    place = _places(cells, order, group)
    settings = _Settings(names, degree, percentiles, least_share, chance)
    status = multigroup_status(cells, cells.group_pupils(), cells.has_fractions())
    rows = [_cell(cells, c, place, len(order), settings) for c in range(cells.size)]
    return _tidy(cells, settings, rows, (status, confidence))


@dataclass(frozen=True, slots=True)
class _Settings:
    names: Sequence[str]
    degree: int
    percentiles: int | None
    least: float
    chance: bool


def _check(
    names: Sequence[str],
    order: Sequence[Any],
    degree: int,
    grid: tuple[int | None, float],
    confidence: float,
) -> None:
    if not names or len(set(names)) < len(names) or not set(names) <= set(ORDERED):
        raise ValueError(f"index is {list(names)}; expected different names from {list(ORDERED)}")
    if isinstance(order, str) or len(order) < 2 or len(set(order)) < len(order):
        raise ValueError(f"order is {order!r}; expected two or more different categories, from low to high")
    if degree < 0:
        raise ValueError(f"degree is {degree}; expected 0 or more, such as 4")
    percentiles, least = grid
    if percentiles is not None and percentiles < 2:
        raise ValueError(f"percentiles is {percentiles}; expected None or 2 or more, such as 14")
    if not 0.0 <= least < 0.5:
        raise ValueError(f"least_share is {least}; expected 0 or a very small share")
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence is {confidence}; expected a number between 0 and 1, such as 0.95")


def _places(cells: Cells, order: Sequence[Any], group: str) -> Any:
    """Place in the order of every group code; groups without pupils need none."""
    known = {name: place for place, name in enumerate(order)}
    names, present = cells.group_names.to_list(), set(np.unique(cells.group).tolist())
    strange = [names[code] for code in sorted(present) if names[code] not in known]
    if strange:
        raise ValueError(
            f"column '{group}': found {', '.join(repr(name) for name in strange)}, which is not in order "
            f"({list(order)}). Add it, or filter these pupils out."
        )
    return np.array([known.get(name, 0) for name in names], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _Row:
    """One index of one cell."""

    estimate: float
    se: float
    expected: float
    thresholds: int
    weighting: Weighting | None


_NOTHING = _Row(np.nan, np.nan, np.nan, 0, None)


def _cell(cells: Cells, c: int, place: Any, categories: int, settings: _Settings) -> list[_Row]:
    """All indices of one cell."""
    first, last = cells.unit_start[c], cells.unit_start[c + 1]
    entries = slice(cells.entry_start[first], cells.entry_start[last])
    table = np.zeros((last - first, categories))
    owner = np.repeat(np.arange(last - first), np.diff(cells.entry_start[first : last + 1]))
    np.add.at(table, (owner, place[cells.group[entries]]), cells.count[entries])
    if (table.sum(axis=0) > 0.0).sum() < 2:
        return [_NOTHING for _ in settings.names]
    return [_index(table, name, settings) for name in settings.names]


def _index(table: Floats, name: str, settings: _Settings) -> _Row:
    entropy, fitted = name.endswith("_H"), name.startswith("rank")
    share, category = _thresholds(table, settings.percentiles if fitted else None, fitted=fitted)
    below = np.ascontiguousarray(np.cumsum(table, axis=1).T)
    below = np.concatenate([np.zeros((1, table.shape[0])), below])[category]
    size = table.sum(axis=1)
    values, da, do = np.empty(share.size), np.empty_like(below), np.empty_like(below)
    at_thresholds(below, np.maximum(size - below, 0.0), entropy, settings.least, values, da, do)
    if fitted:
        weighting = rank_order(share, values, settings.degree, entropy=entropy)
    else:
        weighting = ordinal(share, values, entropy=entropy)
    expected = np.nan
    if settings.chance and not (table != np.floor(table)).any():
        expected = _by_chance(size, below.sum(axis=1), weighting.weights, entropy=entropy)
    moving = not (fitted and settings.percentiles)
    se = _error(table, category, (da, do), weighting, moving=moving)
    return _Row(float(weighting.weights @ values), se, expected, share.size, weighting)


def _thresholds(table: Floats, percentiles: int | None, *, fitted: bool) -> tuple[Floats, Any]:
    """Share of pupils below each threshold, and the number of categories below it."""
    totals = table.sum(axis=0)
    N, upto = totals.sum(), np.cumsum(totals)
    if percentiles is not None:
        share = np.arange(1, percentiles) / percentiles
        present = np.flatnonzero(totals > 0.0)
        ranks = (upto[present] - totals[present] + (totals[present] + 1.0) / 2.0) / N
        reached = np.searchsorted(ranks, share, side="right")
        return share, np.concatenate([[0], present + 1])[reached]
    category = np.flatnonzero((upto[:-1] > 0.0) & (upto[:-1] < N)) + 1
    if fitted:  # an empty category would give one point twice
        _, first = np.unique(upto[category - 1], return_index=True)
        category = category[first]
    return upto[category - 1] / N, category


def _by_chance(size: Floats, below: Floats, weights: Floats, *, entropy: bool) -> float:
    largest, expected = int(size.max()), np.empty(below.size)
    chance_at_thresholds(size, below, entropy, entropy_terms(largest), np.empty(largest + 1), expected)
    return float(weights @ expected)


def _error(
    table: Floats, category: Any, slopes: tuple[Floats, Floats], weighting: Weighting, *, moving: bool
) -> float:
    """Delta method over the counts of every unit and category.

    A pupil of category g counts as "below" at every threshold above g. `moving` says whether the thresholds
    themselves move with the pupils.
    """
    is_below = np.arange(table.shape[1])[None, :] < category[:, None]
    da, do = slopes
    w = weighting.weights
    slope = (w[:, None] * da).T @ is_below + (w[:, None] * do).T @ ~is_below
    if moving:
        N = table.sum()
        share = (is_below @ table.sum(axis=0)) / N
        slope = slope + (weighting.slopes @ (is_below - share[:, None])) / N
    return float(np.sqrt((table * slope**2).sum()))


def _tidy(
    cells: Cells, settings: _Settings, rows: Sequence[Sequence[_Row]], rest: tuple[Any, float]
) -> pl.DataFrame:
    status, confidence = rest
    size = len(settings.names)
    each = [row for cell in rows for row in cell]
    cell = np.repeat(np.arange(cells.size), size)
    whole = ~cells.has_fractions()[cell]
    states = [_status(text, row, settings.degree) for text, row in zip(status[cell], each, strict=True)]
    totals = cells.group_pupils().sum(axis=1)[cell]
    return cells.keys[cell].with_columns(
        pl.Series("index", list(settings.names) * cells.size, dtype=pl.String),
        *(pl.Series(k, v, nan_to_null=True) for k, v in _numbers(each, whole, confidence).items()),
        pl.Series("degree", [row.weighting and row.weighting.degree for row in each], dtype=pl.Int64),
        pl.Series("thresholds", [row.thresholds for row in each], dtype=pl.Int64),
        pl.Series("units", np.diff(cells.unit_start)[cell], dtype=pl.Int64),
        pl.Series("pupils", totals),
        pl.Series("status", states, dtype=pl.String),
    )


def _numbers(rows: Sequence[_Row], whole: Flags, confidence: float) -> dict[str, Floats]:
    estimate, se, expected = (
        np.array([getattr(row, name) for row in rows], dtype=np.float64)
        for name in ("estimate", "se", "expected")
    )
    se = np.where(whole, se, np.nan)
    reach = NormalDist().inv_cdf(0.5 + confidence / 2.0) * se
    room = np.where(expected < 1.0 - 1e-12, 1.0 - expected, np.nan)
    r2, residual = (
        np.array([getattr(row.weighting, name, np.nan) for row in rows], dtype=np.float64)
        for name in ("r2", "residual")
    )
    bounds = np.clip(estimate - reach, 0.0, 1.0), np.clip(estimate + reach, 0.0, 1.0)
    arrays = (estimate, se, *bounds, expected, (estimate - expected) / room, r2, residual)
    return dict(zip(NUMBERS, arrays, strict=True))


def _status(text: str, row: _Row, degree: int) -> str:
    fit = row.weighting
    lowered = fit is not None and fit.degree is not None and fit.degree < degree
    return DEGREE_LOWERED if text == OK and lowered else text
