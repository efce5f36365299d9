# SPDX-License-Identifier: EUPL-1.2
"""Families as units: one list, one number, one school or none."""

from __future__ import annotations

import numpy as np

from gemengd.numeric.arrays import Integers
from gemengd.placement.engine.kernels.blocks import Units
from gemengd.placement.market.keys import UNACCEPTABLE
from gemengd.placement.market.market import Market

MOVES_PER_UNIT = 100
"""Moves after which a round that has no stable placement stops pushing families out."""


def units_of(market: Market, block: Integers) -> Units:
    """Units from a block number per applicant, in the order of their best lottery number.

    Raises:
        ValueError: the members of a block have different lists.
    """
    _, first, inverse = np.unique(block, return_index=True, return_inverse=True)
    position = np.argsort(np.argsort(first))[inverse]
    members = np.argsort(position, kind="stable")
    begin = np.concatenate(([0], np.cumsum(np.bincount(position))))
    key = market.key.copy()
    for unit in np.flatnonzero(np.diff(begin) > 1):
        _share_key(market, members[begin[unit] : begin[unit + 1]], key)
    return Units(begin, members, market.start, market.slot, market.rank, key, market.seats)


def _share_key(market: Market, members: Integers, key: Integers) -> None:
    """Give all members the best key of them, at slots that accept every one of them."""
    spans = [slice(market.start[member], market.start[member + 1]) for member in members]
    lists = [(market.slot[span].tolist(), market.rank[span].tolist()) for span in spans]
    for member, own in zip(members, lists, strict=True):
        if own != lists[0]:
            text = f"applicants {members[0]} and {member} are placed as a block but have different lists"
            raise ValueError(f"{text}; expected the same programmes in the same order")
    keys = np.stack([key[span] for span in spans])
    shared = np.where((keys == UNACCEPTABLE).any(axis=0), UNACCEPTABLE, keys.min(axis=0))
    for span in spans:
        key[span] = shared
