# SPDX-License-Identifier: EUPL-1.2
"""Key columns as dense integer codes in the order of their values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from gemengd.numeric.arrays import Codes, Floats, Integers
from gemengd.numeric.compiled import compiled

Hashes = npt.NDArray[np.uint64]

_SEEDS = (0x5EED, 0x0DD5)
"""Keys are told apart by two 64-bit hashes: with a billion different keys the odds of a mix-up are 1e-21."""

_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)


@dataclass(frozen=True, slots=True)
class Keys:
    """The different keys of some columns, and which one each row has.

    Attributes:
        codes: one code per row; `0 … size − 1` follows the order of the keys.
        values: the key columns, one row per code, in polars' order of their types, nulls first.
    """

    codes: Codes
    values: pl.DataFrame

    @property
    def size(self) -> int:
        """Number of different keys."""
        return self.values.height


def key_codes(table: pl.DataFrame, columns: Sequence[str]) -> Keys:
    """The keys that some columns make together; no columns make one key for all rows."""
    if not columns:
        return Keys(np.zeros(table.height, dtype=np.int32), pl.DataFrame(height=1))
    part = table.select(columns)
    _refuse_nested(part)
    first, second = (part.hash_rows(seed).to_numpy() for seed in _SEEDS)
    codes, rows = first_seen(first, second)
    found = part[rows]
    order = found.with_row_index("").sort(columns)[""].to_numpy()
    rank = np.empty(order.size, dtype=np.int32)
    rank[order] = np.arange(order.size, dtype=np.int32)
    return Keys(rank[codes], found[order])


def _refuse_nested(table: pl.DataFrame) -> None:
    for name, kind in table.schema.items():
        if kind.is_nested():
            raise TypeError(f"column '{name}': found type {kind}, expected text, numbers or dates as a key")


@compiled
def first_seen(first: Hashes, second: Hashes) -> tuple[Codes, Integers]:
    """Number the different hash pairs in order of appearance; return the codes and a row of each."""
    size, mask = 0, np.uint64(4095)
    slots = np.full(4096, -1, dtype=np.int32)
    codes, rows = np.empty(first.size, dtype=np.int32), np.empty(first.size, dtype=np.int64)
    for row in range(first.size):
        if row and first[row] == first[row - 1] and second[row] == second[row - 1]:
            codes[row] = codes[row - 1]
            continue
        slot = first[row] & mask
        while slots[slot] >= 0:
            seen = rows[slots[slot]]
            if first[seen] == first[row] and second[seen] == second[row]:
                break
            slot = (slot + np.uint64(1)) & mask
        if slots[slot] < 0:
            slots[slot], rows[size] = size, row
            size += 1
            if 2 * size > slots.size:
                slots = _grown(first, rows[:size], 4 * slots.size)
                mask = np.uint64(slots.size - 1)
            codes[row] = size - 1
        else:
            codes[row] = slots[slot]
    return codes, rows[:size].copy()


@compiled
def _grown(first: Hashes, rows: Integers, length: int) -> Codes:
    slots, mask = np.full(length, -1, dtype=np.int32), np.uint64(length - 1)
    for code in range(rows.size):
        slot = first[rows[code]] & mask
        while slots[slot] >= 0:
            slot = (slot + np.uint64(1)) & mask
        slots[slot] = code
    return slots


@compiled
def scrambled(values: Integers) -> Hashes:
    """A hash of every number (the finaliser of SplitMix64, one to one)."""
    out = np.empty(values.size, dtype=np.uint64)
    for i in range(values.size):
        out[i] = scramble(np.uint64(values[i]))
    return out


@compiled
def scramble(x: np.uint64) -> np.uint64:
    """SplitMix64's output function, a one-to-one mixing of the bits."""
    x = (x ^ (x >> np.uint64(30))) * _MIX_1
    x = (x ^ (x >> np.uint64(27))) * _MIX_2
    return x ^ (x >> np.uint64(31))


def row_order(keys: Sequence[Keys], values: Floats) -> Codes:
    """Rows sorted by several keys, and by value where values are fractions.

    Sums in this order do not depend on the order in which the rows came.
    """
    broken = bool((values != np.floor(values)).any())
    order = np.argsort(values).astype(np.int32) if broken else np.arange(values.size, dtype=np.int32)
    for key in reversed(keys):
        order = counting_sort(order, key.codes, key.size)
    return order


@compiled
def is_sorted(cell: Codes, unit: Codes, group: Codes) -> bool:
    for row in range(1, cell.size):
        step = cell[row] - cell[row - 1]
        if step == 0:
            step = unit[row] - unit[row - 1]
        if step == 0:
            step = group[row] - group[row - 1]
        if step < 0:
            return False
    return True


@compiled
def counting_sort(order: Codes, codes: Codes, size: int) -> Codes:
    """Rows in `order`, stably sorted by their code."""
    place = np.zeros(size + 1, dtype=np.int64)
    for code in codes:
        place[code + 1] += 1
    for value in range(size):
        place[value + 1] += place[value]
    out = np.empty_like(order)
    for row in order:
        out[place[codes[row]]] = row
        place[codes[row]] += 1
    return out
