# SPDX-License-Identifier: EUPL-1.2
"""Segregation between and within nested units: regions, boards, schools."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from gemengd.measure.index.blocks import Block, multigroup_block
from gemengd.measure.table.cells import count_cells
from gemengd.measure.table.reading import Names, names_of, read, refuse_clash

RESULTS = ("level", "within", "M", "H", "share", "units", "pupils", "status")


def nested(frame: Any, *, levels: Sequence[str], group: str, pupils: str, by: Names = ()) -> pl.DataFrame:
    """M and H of all units, as a sum of one term per level.

    The first term is segregation between the units of the first level; each further term is segregation
    between the units of that level inside the units of the levels before it, weighted by their pupils (and,
    for H, by their entropy), so that the terms add up to the total.

    Args:
        frame: one row per count, as for `indices`.
        levels: columns from the largest units to the smallest, such as region, board, school.
        group: column that names the group.
        pupils: column with the number of pupils.
        by: columns whose combinations are the cells.

    Returns:
        One row per cell and level, in that order, with `level`, `within` (the levels before it, joined by
        "/"), `M`, `H`, `share` of the total, `units` (of that level), `pupils` and `status`.

    Raises:
        ValueError, TypeError: as for `indices`.
    """
    keys = names_of(by)
    refuse_clash(keys, RESULTS)
    if isinstance(levels, str) or not levels:
        raise ValueError(f"levels is {levels!r}; expected a list of columns, from the largest units down")
    table = read(frame, (*keys, *levels, group, pupils))
    blocks, cells = [], None
    for depth in range(len(levels)):
        cells = count_cells(table, levels[: depth + 1], group, pupils, keys)
        blocks.append(multigroup_block(("M", "H"), cells, chance=False))
    assert cells is not None
    return _tidy(cells.keys, levels, blocks)


def _tidy(keys: pl.DataFrame, levels: Sequence[str], blocks: Sequence[Block]) -> pl.DataFrame:
    """Differences of the levels' totals, cell by cell."""
    totals = np.stack([block.estimate for block in blocks])
    terms = np.diff(totals, axis=0, prepend=0.0)
    whole = np.where(totals[-1, 0] > 0.0, totals[-1, 0], np.nan)
    within = ["/".join(levels[:depth]) for depth in range(len(levels))]
    return keys[np.repeat(np.arange(keys.height), len(levels))].with_columns(
        pl.Series("level", list(levels) * keys.height, dtype=pl.String),
        pl.Series("within", within * keys.height, dtype=pl.String),
        pl.Series("M", terms[:, 0].T.ravel(), nan_to_null=True),
        pl.Series("H", terms[:, 1].T.ravel(), nan_to_null=True),
        pl.Series("share", (terms[:, 0] / whole).T.ravel(), nan_to_null=True),
        pl.Series("units", np.stack([block.units for block in blocks]).T.ravel(), dtype=pl.Int64),
        pl.Series("pupils", np.stack([block.pupils for block in blocks]).T.ravel()),
        pl.Series("status", np.stack([block.status for block in blocks]).T.ravel().tolist(), dtype=pl.String),
    )
