# SPDX-License-Identifier: EUPL-1.2
"""Segregation of surroundings at every scale: the k nearest residents, and everyone within a distance."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from gemengd.measure.index.blocks import two_group_status
from gemengd.measure.index.chance.exact import NEGLIGIBLE, dissimilarity_by_chance
from gemengd.measure.index.kernels.hypergeometric import window
from gemengd.measure.index.thresholds import variation
from gemengd.measure.places.assignment import Places, places
from gemengd.measure.places.neighbourhoods import Grid, lay_out, nearest_shares, shares_within
from gemengd.measure.table.cells import Cells, count_cells
from gemengd.measure.table.keys import Keys
from gemengd.measure.table.reading import Names, names_of, refuse_clash
from gemengd.measure.table.roles import Focus, Pairs, pairs
from gemengd.measure.table.status import FRACTIONAL_COUNTS, NO_PUPILS, OK
from gemengd.numeric.arrays import Floats

NEIGHBOURS = tuple(50 * 2**step for step in range(11))
"""50, 100 … 51,200 residents."""

INDEX = ("D", "H", "eta2", "isolation", "exposure", "spread")
EVENNESS = ("D", "H", "eta2", "spread")
NUMBERS = ("estimate", "expected", "ratio", "half_scale", "radius", "residents")
RESULTS = ("kind", "scale", "index", *NUMBERS, "points", "pupils", "pupils_left_out", "status")

TOO_FEW_RESIDENTS = "too_few_residents"
NO_POINTS = "no_points"
PROFILE_STATUSES: dict[str, str] = {
    TOO_FEW_RESIDENTS: "The cell has fewer residents of the groups compared than this neighbourhood asks.",
    NO_POINTS: "None of the pupils of this cell has a point on the map.",
}
"""Statuses of `profiles` beside those of the other measures."""


def profiles(
    frame: Any,
    *,
    unit: Names,
    group: str,
    pupils: str,
    points: Any,
    by: Names = (),
    focal: Focus = None,
    reference: Focus = None,
    neighbours: Sequence[int] = NEIGHBOURS,
    bands: Sequence[float] = (),
    index: Names = INDEX,
) -> pl.DataFrame:
    """Segregation between the surroundings of all residents, from near to far.

    Every resident (or pupil) has surroundings: the k nearest residents, oneself and those at the same point
    included, or all within a distance. Distances are straight lines. Of residents at exactly the same
    distance a part is taken in proportion where only some fit. Residents of other cells are not seen, so pass
    a wider area than the one that matters.

    Args:
        frame: one row per count, as for `indices`.
        unit: column or columns that name the point (a square, a postcode, a household).
        group: column that names the group.
        pupils: column with the number of residents (or pupils).
        points: frame with the `unit` columns and `x`, `y` in metres (EPSG:28992).
        by: columns whose combinations are the cells.
        focal: focal group or groups, as for `indices`.
        reference: group or groups compared with; default all others. Only these two are residents.
        neighbours: numbers of nearest residents.
        bands: distances in metres; all residents up to that distance.
        index: any of "D", "H", "eta2" (of the surroundings against the cell), "isolation" and "exposure" (the
            mean share of focal and of reference residents around focal residents), and "spread" (the
            standard deviation of the focal share over residents).

    Returns:
        One row per cell, `kind` ("neighbours" or "distance"), `scale` (k or metres) and index: `estimate`;
        `expected` under random allocation, for neighbours; `ratio` to the estimate at the smallest scale, and
        `half_scale`, where that ratio falls to one half (both for D, H, eta2 and spread); the mean `radius`
        of the surroundings in metres and the mean number of `residents` in them; `points`, `pupils`,
        `pupils_left_out` (without a point) and `status`.

    Raises:
        ValueError, TypeError: as for `indices`; also when a point is given twice or is not finite.
    """
    keys, names = names_of(by), names_of(index)
    scales = _Scales(np.unique(np.asarray(neighbours, float)), np.unique(np.asarray(bands, float)))
    _check(names, scales)
    refuse_clash(keys, RESULTS)
    cells = count_cells(frame, unit, group, pupils, keys)
    counts = pairs(cells, focal, reference)
    found = places(points, Keys(np.empty(0, np.int32), cells.unit_keys), "points")
    towns = [_town(cells, counts, found, c, scales) for c in range(cells.size)]
    status = _first_status(counts, towns)
    blocks = [_rows(town, scales, names, text) for town, text in zip(towns, status, strict=True)]
    table = pl.concat(blocks) if blocks else _rows(_EMPTY, scales, names, NO_PUPILS).clear()
    return pl.concat([cells.keys[table["cell"].to_numpy()], table.drop("cell")], how="horizontal")


class _Scales(NamedTuple):
    neighbours: Floats
    bands: Floats


class _Town(NamedTuple):
    """One cell: its residents, the focal shares around them (points x scales), and how wide that is."""

    number: int
    pupils: Floats
    focal: Floats
    left_out: float
    shares: dict[str, Floats]
    radius: dict[str, Floats]
    residents: dict[str, Floats]


_EMPTY = _Town(0, np.empty(0), np.empty(0), 0.0, {}, {}, {})


def _check(names: Sequence[str], scales: _Scales) -> None:
    if not names or len(set(names)) < len(names) or not set(names) <= set(INDEX):
        raise ValueError(f"index is {list(names)}; expected different names from {list(INDEX)}")
    both = np.concatenate(scales)
    if not both.size or not (np.isfinite(both) & (both > 0.0)).all():
        raise ValueError(
            f"neighbours is {scales.neighbours.tolist()} and bands {scales.bands.tolist()}; expected at "
            "least one scale, all above zero"
        )


def _town(cells: Cells, counts: Pairs, found: Places, c: int, scales: _Scales) -> _Town:
    part = slice(counts.start[c], counts.start[c + 1])
    code = cells.unit[counts.unit[part]]
    focal, pupils = counts.focal[part], counts.focal[part] + counts.reference[part]
    known = found.known[code]
    left_out = float(pupils[~known].sum())
    focal, pupils, xy = focal[known], pupils[known], found.points[code][known]
    shares, radius, residents = {}, {}, {}
    if pupils.size:
        grid = lay_out(xy, pupils, focal)
        ks = scales.neighbours[scales.neighbours <= pupils.sum()]
        if ks.size:
            shares["neighbours"], radius["neighbours"] = _around(grid, ks, nearest_shares, (grid.sums,))
        if scales.bands.size:
            shares["distance"], residents["distance"] = _around(grid, scales.bands, shares_within, ())
    return _Town(c, pupils, focal, left_out, shares, radius, residents)


def _around(
    grid: Grid, scales: Floats, kernel: Callable[..., None], extra: tuple[Floats, ...]
) -> tuple[Floats, Floats]:
    """Two arrays, points x scales, in the order the points came in; the points are shared among the cores."""
    size = grid.order.size
    out = np.full((size, scales.size), np.nan), np.full((size, scales.size), np.nan)
    workers = min(os.cpu_count() or 1, 1 + size // 2000)
    arrays = grid.points, grid.start, grid.squares, grid.side, grid.origin, *extra, scales, *out
    chunks = np.array_split(np.arange(size), 8 * workers if workers > 1 else 1)
    if workers == 1:
        kernel(chunks[0], *arrays)
    else:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(lambda chunk: kernel(chunk, *arrays), chunks))
    back = np.empty(size, dtype=np.int64)
    back[grid.order] = np.arange(size)
    return out[0][back], out[1][back]


def _first_status(counts: Pairs, towns: Sequence[_Town]) -> list[str]:
    status = two_group_status(counts)
    for town in towns:
        if not town.pupils.size and town.left_out > 0.0:
            status[town.number] = NO_POINTS
    return [str(text) for text in status]


def _rows(town: _Town, scales: _Scales, names: Sequence[str], status: str) -> pl.DataFrame:
    """All rows of one cell."""
    tables = [
        _kind(town, kind, values, names, status)
        for kind, values in zip(("neighbours", "distance"), scales, strict=True)
        if values.size
    ]
    return pl.concat(tables)


def _kind(town: _Town, kind: str, scales: Floats, names: Sequence[str], status: str) -> pl.DataFrame:
    size, points = scales.size, town.pupils.size
    T, A = town.pupils.sum(), town.focal.sum()
    defined = 0.0 < A < T
    numbers = {name: np.full((size, len(names)), np.nan) for name in NUMBERS}
    shares = town.shares.get(kind, np.empty((points, 0)))
    if defined:
        found = [_index(name, shares, town.pupils, town.focal) for name in names]
        numbers["estimate"][: shares.shape[1]] = np.stack(found, axis=1)
        if kind == "neighbours" and status != FRACTIONAL_COUNTS:
            numbers["expected"][: shares.shape[1]] = [
                [_by_chance(name, int(T), int(A), int(k)) for name in names]
                for k in scales[: shares.shape[1]]
            ]
        _decline(numbers, names, scales)
    for name, means in (("radius", town.radius), ("residents", town.residents)):
        if kind in means:
            mean = town.pupils @ means[kind] / T
            numbers[name][: mean.size] = mean[:, None]
    given = scales if kind == "distance" else np.where(scales <= T, scales, np.nan)
    numbers["radius" if kind == "distance" else "residents"][:] = given[:, None]
    states = [
        TOO_FEW_RESIDENTS if status == OK and kind == "neighbours" and k > T else status for k in scales
    ]
    rows = size * len(names)
    return pl.DataFrame(
        {
            "cell": np.full(rows, town.number),
            "kind": [kind] * rows,
            "scale": np.repeat(scales, len(names)),
            "index": list(names) * size,
            **{name: pl.Series(values.ravel(), nan_to_null=True) for name, values in numbers.items()},
            "points": np.full(rows, points),
            "pupils": np.full(rows, T),
            "pupils_left_out": np.full(rows, town.left_out),
            "status": [state for state in states for _ in names],
        },
        schema_overrides={"cell": pl.Int64, "points": pl.Int64},
    )


def _index(name: str, share: Floats, pupils: Floats, focal: Floats) -> Floats:
    """One index of all surroundings at each scale."""
    T, A = pupils.sum(), focal.sum()
    P = A / T
    if name == "D":
        return np.asarray(pupils @ np.abs(share - P) / (2.0 * T * P * (1.0 - P)))
    if name in ("H", "eta2"):
        entropy = name == "H"
        inside, whole = variation(share, entropy=entropy)[0], variation(np.array([P]), entropy=entropy)[0]
        return np.asarray(1.0 - pupils @ inside / (T * whole))
    if name == "spread":
        mean = pupils @ share / T
        return np.asarray(np.sqrt(pupils @ (share - mean) ** 2 / T))
    isolation = focal @ share / A
    return np.asarray(isolation if name == "isolation" else 1.0 - isolation)


def _by_chance(name: str, T: int, A: int, k: int) -> float:
    """Mean of an index if the k residents around everyone were drawn from all residents."""
    P, eta2 = A / T, (T - k) / (k * (T - 1.0))
    if name == "spread":
        return np.nan
    weights = np.empty(min(A, k) + 1)
    if name == "D":
        return float(dissimilarity_by_chance(np.array([float(k)]), A, T, weights) * T / k)
    if name == "H":
        low, width = window(T, A, k, NEGLIGIBLE, weights)
        share = (low + np.arange(width)) / k
        entropy = weights[:width] @ variation(share, entropy=True)[0]
        return float(1.0 - entropy / variation(np.array([P]), entropy=True)[0][0])
    return {"eta2": eta2, "isolation": P + (1.0 - P) * eta2, "exposure": (1.0 - P) * (1.0 - eta2)}[name]


def _decline(numbers: dict[str, Floats], names: Sequence[str], scales: Floats) -> None:
    """How the indices of evenness fall with the scale, and where they are halved."""
    for column, name in enumerate(names):
        values = numbers["estimate"][:, column]
        if name in EVENNESS and values.size and values[0] > 0.0:
            ratio = values / values[0]
            numbers["ratio"][:, column] = ratio
            numbers["half_scale"][:, column] = _half(ratio, scales)


def _half(ratio: Floats, scales: Floats) -> float:
    """The first scale at which the ratio is one half, on the logarithm of the scale; NaN if none is."""
    low = np.flatnonzero(ratio <= 0.5)
    if not low.size:
        return np.nan
    after = int(low[0])
    part = (ratio[after - 1] - 0.5) / (ratio[after - 1] - ratio[after])
    return float(scales[after - 1] * (scales[after] / scales[after - 1]) ** part)
