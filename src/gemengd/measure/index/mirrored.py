# SPDX-License-Identifier: EUPL-1.2
"""What segregation would be if one school mirrored its catchment."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from gemengd.measure.index import codes
from gemengd.measure.index.blocks import Texts, two_group_status
from gemengd.measure.index.kernels.thresholds import theil
from gemengd.measure.index.kernels.two_group import evaluate
from gemengd.measure.index.registry import TWO_GROUP, kernels_of
from gemengd.measure.index.representation import areas
from gemengd.measure.table.arithmetic import ratio
from gemengd.measure.table.cells import Cells, count_cells
from gemengd.measure.table.reading import Names, names_of, refuse_clash
from gemengd.measure.table.roles import Focus, Pairs, pairs
from gemengd.measure.table.status import NO_PUPILS, NO_REFERENCE_AREA
from gemengd.numeric.arrays import Flags, Floats, Integers
from gemengd.numeric.compiled import compiled

NUMBERS = ("actual", "mirrored", "change")
RESULTS = ("index", "share", "reference_share", *NUMBERS, "status")


def if_mirrored(
    frame: Any,
    *,
    unit: Names,
    group: str,
    pupils: str,
    reference_area: Any = None,
    by: Names = (),
    focal: Focus = None,
    reference: Focus = None,
    index: Names = ("D", "H"),
) -> pl.DataFrame:
    """The change of an index of the cell if one unit had the composition of its reference area.

    Unit by unit: its pupils stay as many, their focal share becomes that of the area, and every other unit
    stays as it is. So the focal share of the whole cell changes a little too, as if the exchange were with
    pupils outside the cell; effects of several units do not add up.

    Args:
        frame: one row per count, as for `indices`.
        unit: column or columns that name the unit.
        group: column that names the group.
        pupils: column with the number of pupils.
        reference_area: a frame with the `unit` columns (and those of `by`), `focal` and `pupils`, as for
            `local`; None takes the cell itself.
        by: columns whose combinations are the cells.
        focal: focal group or groups, as for `indices`.
        reference: group or groups compared with; default all others.
        index: two-group indices of `INDICES`, or "H", which is then that of the focal and reference groups.

    Returns:
        One row per unit and index: the focal `share` of the unit, that of its area (`reference_share`), the
        index of the cell as it is (`actual`) and if this unit mirrored its area (`mirrored`), their
        difference `change` (negative: segregation would be lower), and `status`.

    Raises:
        ValueError, TypeError: as for `local`.
    """
    keys, names = names_of(by), names_of(index)
    known = (*TWO_GROUP, "H")
    if not names or len(set(names)) < len(names) or not set(names) <= set(known):
        raise ValueError(f"index is {list(names)}; expected different names from {list(known)}")
    refuse_clash((*keys, *names_of(unit)), RESULTS)
    cells = count_cells(frame, unit, group, pupils, keys)
    counts = pairs(cells, focal, reference)
    share = _area_share(cells, counts, reference_area)
    which = kernels_of(names)
    size = cells.unit.size
    actual, mirrored = np.full((which.size, size), np.nan), np.full((which.size, size), np.nan)
    defined = (counts.A > 0.0) & (counts.O > 0.0)
    arrays = counts.start, counts.focal, counts.reference
    _replace_each(*arrays, counts.unit, defined, share[counts.unit], which, actual, mirrored)
    return _tidy(cells, counts, names, (share, actual, mirrored))


def _area_share(cells: Cells, counts: Pairs, reference_area: Any) -> Floats:
    """Focal share of the reference area of every unit; NaN where it has none."""
    if reference_area is None:
        return ratio(counts.A, counts.A + counts.O)[cells.cell]
    return ratio(*areas(cells, reference_area))


@compiled
def _value(which: int, a: Floats, o: Floats, da: Floats, do: Floats) -> float:
    if a.sum() <= 0.0 or o.sum() <= 0.0:
        return np.nan
    return theil(a, o, da, do, 0.0) if which == codes.THEIL else evaluate(which, a, o, da, do)


@compiled
def _replace_each(
    start: Integers,
    focal: Floats,
    reference: Floats,
    unit: Integers,
    defined: Flags,
    share: Floats,
    which: Integers,
    actual: Floats,
    mirrored: Floats,
) -> None:
    """Fill the index of the cell as it is, and with each unit in turn given its area's share."""
    da, do = np.empty(focal.size), np.empty(focal.size)
    for c in range(defined.size):
        if not defined[c]:
            continue
        part = slice(start[c], start[c + 1])
        a, o = focal[part].copy(), reference[part].copy()
        for i in range(which.size):
            value = _value(which[i], a, o, da, do)
            for j in range(a.size):
                place, own, rest = unit[start[c] + j], a[j], o[j]
                actual[i, place] = value
                p = share[start[c] + j]
                if not np.isnan(p):
                    a[j], o[j] = p * (own + rest), (1.0 - p) * (own + rest)
                    mirrored[i, place] = _value(which[i], a, o, da, do)
                    a[j], o[j] = own, rest


def _tidy(
    cells: Cells, counts: Pairs, names: tuple[str, ...], found: tuple[Floats, Floats, Floats]
) -> pl.DataFrame:
    share, actual, mirrored = found
    own, size = np.full(share.size, np.nan), len(names)
    own[counts.unit] = ratio(counts.focal, counts.focal + counts.reference)
    numbers = {
        "share": np.repeat(own, size),
        "reference_share": np.repeat(share, size),
        "actual": actual.T.ravel(),
        "mirrored": mirrored.T.ravel(),
        "change": (mirrored - actual).T.ravel(),
    }
    status = np.repeat(_status(cells, counts, own, share), size)
    return cells.labels()[np.repeat(np.arange(share.size), size)].with_columns(
        pl.Series("index", list(names) * share.size, dtype=pl.String),
        *(pl.Series(name, values, nan_to_null=True) for name, values in numbers.items()),
        pl.Series("status", status.tolist(), dtype=pl.String),
    )


def _status(cells: Cells, counts: Pairs, own: Floats, share: Floats) -> Texts:
    status = two_group_status(counts)[cells.cell]
    status[np.isnan(share) & ~np.isnan(own)] = NO_REFERENCE_AREA
    status[np.isnan(own)] = NO_PUPILS
    return status
