# SPDX-License-Identifier: EUPL-1.2

"""Which groups a two-group index compares, and the counts of those two in every unit."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from gemengd.measure.table.arithmetic import totals_by
from gemengd.measure.table.cells import Cells
from gemengd.measure.table.keys import key_codes
from gemengd.numeric.arrays import Codes, Flags, Floats, Integers
from gemengd.numeric.compiled import compiled

Groups = Any
"""One group name or a collection of them."""

Focus = Groups | Mapping[str, Mapping[Any, Groups]] | None
"""Group(s), or `{column of by: {value of that column: group(s)}}`, or None."""

Roles = npt.NDArray[np.uint8]
NEITHER, FOCAL, REFERENCE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Pairs:
    """Focal and reference pupils of every unit that has any.

    Attributes:
        start: where each cell's units begin (cells + 1 numbers).
        focal: focal pupils per unit.
        reference: reference pupils per unit.
        unit: position of each unit among the units of the cells.
        A: focal pupils per cell.
        O: reference pupils per cell.
        fractional: per cell, whether a count used is not a whole number.
    """

    start: Integers
    focal: Floats
    reference: Floats
    unit: Integers
    A: Floats
    O: Floats
    fractional: Flags


def pairs(cells: Cells, focal: Focus, reference: Focus) -> Pairs:
    """The two counts of every unit.

    Raises:
        ValueError: the groups named do not say unambiguously what to compare.
    """
    roles, row = assign_roles(cells, focal, reference)
    entries = cells.unit_start, cells.entry_start, cells.group, cells.count, cells.fractional
    start, a, o, unit, fractional = _paired(*entries, roles, row)
    owner = np.repeat(np.arange(cells.size), np.diff(start))
    A, O = totals_by(owner, a, cells.size), totals_by(owner, o, cells.size)
    return Pairs(start, a, o, unit, A, O, fractional)


def assign_roles(cells: Cells, focal: Focus, reference: Focus) -> tuple[Roles, Codes]:
    """Roles (rows x groups) and the row that holds for each cell."""
    if focal is None:
        focal = _only_choice(cells, reference)
    columns = {column for spec in (focal, reference) for column in _keyed_by(spec)}
    if len(columns) > 1:
        raise ValueError(f"focal and reference are keyed by different columns: {sorted(columns)}")
    names = cells.group_names.to_list()
    if not columns:
        return _roles_of(names, focal, reference)[None, :], np.zeros(cells.size, dtype=np.int32)
    column = columns.pop()
    if column not in cells.keys.columns:
        raise ValueError(f"focal is keyed by '{column}', which is not in by ({cells.keys.columns})")
    keys = key_codes(cells.keys, (column,))
    values = keys.values[column].to_list()
    rows = [_roles_of(names, _chosen(focal, value), _chosen(reference, value)) for value in values]
    return np.array(rows, dtype=np.uint8).reshape(len(values), len(names)), keys.codes


def _only_choice(cells: Cells, reference: Focus) -> list[Any]:
    """Without a focal group there may be two groups at most; the first in sorted order is focal."""
    if reference is not None:
        raise ValueError("reference is given without focal; name the focal group as well")
    present = np.unique(cells.group)
    names = cells.group_names.gather(present).to_list()
    if len(names) > 2:
        raise ValueError(
            f"a two-group index needs focal: found {len(names)} groups ({', '.join(map(str, names))}). "
            'Pass focal="…", or ask only for indices of several groups ("M", "H").'
        )
    return names[:1]


def _keyed_by(spec: Focus) -> Sequence[str]:
    if not isinstance(spec, Mapping):
        return ()
    if len(spec) != 1 or not all(isinstance(inner, Mapping) for inner in spec.values()):
        raise ValueError(f"found {spec!r}, expected groups as {{column: {{value: group or groups}}}}")
    return tuple(spec)


def _chosen(spec: Focus, value: Any) -> Groups:
    if not isinstance(spec, Mapping):
        return spec
    ((column, choices),) = spec.items()
    if value not in choices:
        known = ", ".join(map(repr, choices))
        raise ValueError(f"no groups are named for {column} {value!r}; found {known}. Add it to the mapping.")
    return choices[value]


def _roles_of(names: Sequence[Any], focal: Groups, reference: Groups) -> Roles:
    chosen = _members(focal)
    others = set(names) - chosen if reference is None else _members(reference)
    if chosen & others:
        raise ValueError(f"{sorted(map(str, chosen & others))} is named both as focal and as reference group")
    role = {**dict.fromkeys(others, REFERENCE), **dict.fromkeys(chosen, FOCAL)}
    return np.array([role.get(name, NEITHER) for name in names], dtype=np.uint8)


def _members(groups: Groups) -> set[Any]:
    if isinstance(groups, Collection) and not isinstance(groups, str | bytes):
        return set(groups)
    return {groups}


@compiled
def _paired(
    unit_start: Integers,
    entry_start: Integers,
    group: Codes,
    count: Floats,
    broken: Flags,
    roles: Roles,
    row: Codes,
) -> tuple[Integers, Floats, Floats, Integers, Flags]:
    units = entry_start.size - 1
    start, unit = np.zeros(row.size + 1, dtype=np.int64), np.empty(units, dtype=np.int64)
    a, o = np.zeros(units), np.zeros(units)
    fractional = np.zeros(row.size, dtype=np.bool_)
    size = 0
    for c in range(row.size):
        for j in range(unit_start[c], unit_start[c + 1]):
            a[size] = o[size] = 0.0
            for entry in range(entry_start[j], entry_start[j + 1]):
                role = roles[row[c], group[entry]]
                if role == 1:
                    a[size] += count[entry]
                elif role == 2:
                    o[size] += count[entry]
                if role > 0 and broken[entry]:
                    fractional[c] = True
            if a[size] + o[size] > 0.0:
                unit[size] = j
                size += 1
        start[c + 1] = size
    return start, a[:size].copy(), o[:size].copy(), unit[:size].copy(), fractional
