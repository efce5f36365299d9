# SPDX-License-Identifier: EUPL-1.2
"""Segregation indices of every cell of a table, each with its error and its chance level."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from gemengd.measure.index.blocks import multigroup_block, two_group_block
from gemengd.measure.index.registry import CORE, INDICES, MULTIGROUP, TWO_GROUP
from gemengd.measure.table.cells import count_cells
from gemengd.measure.table.reading import Names, names_of, refuse_clash
from gemengd.measure.table.results import RESULTS, tabulate
from gemengd.measure.table.roles import Focus, pairs


def indices(
    frame: Any,
    *,
    unit: Names,
    group: str,
    pupils: str,
    by: Names = (),
    index: Names = CORE,
    focal: Focus = None,
    reference: Focus = None,
    confidence: float = 0.95,
    chance: bool = True,
    draws: int = 200,
    seed: int = 0,
    b: float = 0.5,
) -> pl.DataFrame:
    """Segregation indices of every cell, with standard error, interval and chance level.

    Args:
        frame: one row per count: any polars, pandas, Arrow, DuckDB … frame. Rows with equal keys are added
            up; a count of zero and an absent row are the same.
        unit: column, or columns together, that name the unit (a school).
        group: column that names the group.
        pupils: column with the number of pupils, zero or more. Fractions are allowed (status
            "fractional_counts").
        by: columns whose combinations are the cells; none makes the whole table one cell.
        index: names from `INDICES`; without it the eight of the monitor (`registry.CORE`).
        focal: group or groups a two-group index is about. Where it differs between cells:
            `{column of by: {value: group or groups}}`. None is allowed with at most two groups in the
            whole table and then means the first in sorted order. Multigroup indices always use every group.
        reference: group or groups compared with, in the same form; default all others.
        confidence: coverage of the interval `low … high`.
        chance: whether to work out the chance level.
        draws: random allocations behind the chance levels of "gini", "atkinson" and "gini_multigroup", 2 or
            more; the others are exact.
        seed: seed of those draws, zero or more.
        b: parameter of "atkinson", between 0 and 1: above 0.5 units with few focal pupils weigh more, below
            0.5 units with many; at 0.5 the groups may be swapped.

    Returns:
        One row per cell and index, sorted by cell, with the `by` columns and `index`, `estimate`, `se`,
        `low`, `high`, `expected`, `expected_error`, `excess`, `units`, `pupils`, `status`. The columns and
        the statuses (`STATUSES`) are explained in docs/reference/measure.md.

    Raises:
        ValueError: a column is missing, a count is negative or missing, a key is null, an index is not known,
            or the focal group is ambiguous.
        TypeError: the input is no frame, or a column has the wrong type.
    """
    names, keys = names_of(index), names_of(by)
    _check(names, keys, confidence, (draws, seed), b)
    cells = count_cells(frame, unit, group, pupils, keys)
    blocks = []
    if two := [name for name in names if name in TWO_GROUP]:
        simulation = (draws, seed) if chance else None
        blocks.append(two_group_block(two, pairs(cells, focal, reference), chance=simulation, b=b))
    if several := [name for name in names if name in MULTIGROUP]:
        blocks.append(multigroup_block(several, cells, chance=chance, draws=(draws, seed)))
    return tabulate(cells.keys, names, blocks, confidence)


def _check(
    names: Sequence[str], keys: Sequence[str], confidence: float, simulation: tuple[int, int], b: float
) -> None:
    unknown = [name for name in names if name not in INDICES]
    if unknown or not names or len(set(names)) < len(names):
        raise ValueError(f"index is {list(names)}; expected different names from {list(INDICES)}")
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence is {confidence}; expected a number between 0 and 1, such as 0.95")
    draws, seed = simulation
    if draws < 2 or seed < 0:
        raise ValueError(
            f"draws is {draws} and seed {seed}; expected draws of 2 or more and seed of 0 or more"
        )
    if not 0.0 < b < 1.0:
        raise ValueError(f"b is {b}; expected a number between 0 and 1, such as 0.5")
    refuse_clash(keys, RESULTS)
