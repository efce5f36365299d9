# SPDX-License-Identifier: EUPL-1.2
"""The two engines."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gemengd.numeric.arrays import Codes, Integers
from gemengd.placement.market.keys import UNACCEPTABLE
from gemengd.placement.market.market import Market

NUMBA = "numba"
REFERENCE = "reference"
ENGINES = (NUMBA, REFERENCE)


def compiled_engine(engine: str) -> bool:
    """Whether to use the compiled engine.

    Raises:
        ValueError: the engine is not known.
    """
    if engine not in ENGINES:
        raise ValueError(f"engine is '{engine}'; expected one of {list(ENGINES)}")
    return engine == NUMBA


def as_entries(held: Sequence[int]) -> Integers:
    """Entries of the plain-Python engine as an array."""
    return np.array(held, dtype=np.int64)


def no_limit(market: Market) -> Integers:
    """Slots that take everybody who is acceptable."""
    return np.full(market.slots, UNACCEPTABLE, dtype=np.int64)


def by_slot(slot: Codes | Integers, key: Integers, slots: int) -> tuple[Integers, Integers]:
    """Where each slot's part begins, and the positions of the acceptable keys by slot, best first."""
    acceptable = np.flatnonzero(key != UNACCEPTABLE)
    ranked = acceptable[np.lexsort((key[acceptable], slot[acceptable]))]
    begin = np.zeros(slots + 1, dtype=np.int64)
    begin[1:] = np.cumsum(np.bincount(slot[ranked], minlength=slots))
    return begin, ranked
