# SPDX-License-Identifier: EUPL-1.2
"""Deferred acceptance under constraints that one slot alone cannot express."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from gemengd.numeric.arrays import Integers
from gemengd.placement.engine.engine import NUMBA, as_entries, compiled_engine
from gemengd.placement.engine.families import MOVES_PER_UNIT, units_of
from gemengd.placement.engine.kernels.blocks import place_units
from gemengd.placement.engine.kernels.overlapping import overlapping_reserves as _reserve
from gemengd.placement.engine.kernels.regional_caps import regional_caps as _cap
from gemengd.placement.engine.reference.blocks import Round
from gemengd.placement.engine.reference.lists import lists_of
from gemengd.placement.engine.reference.overlapping import overlapping_reserves as plain_reserve
from gemengd.placement.engine.reference.regional_caps import regional_caps as plain_cap
from gemengd.placement.engine.result import Placement, entries_tried, placement
from gemengd.placement.market.market import Market

RESERVES = 62
"""Overlapping reserves that fit the bits of a trait."""


def overlapping_reserves(
    market: Market, reserved: Integers, traits: Integers, *, engine: str = NUMBA
) -> Placement:
    """Reserves for groups that overlap, used as fully as possible, each seat counted once.

    Per programme, best first: who raises the number of reserved seats in use gets one; the others compete for
    the seats that remain (horizontal envelope, Sönmez and Yenmez 2022).

    Args:
        market: a market with one slot per programme.
        reserved: shape (slots, reserves); seats of each slot held for each group first. They are soft.
        traits: shape (entries,); bit `t` says that the applicant may use reserve `t` at that slot.
        engine: "numba" or "reference".

    Raises:
        ValueError: shapes do not fit, or a slot has more reserved seats than seats.
    """
    shape = reserved.shape
    if reserved.ndim != 2 or shape[0] != market.slots or shape[1] > RESERVES:
        raise ValueError(f"reserved has shape {shape}; expected ({market.slots}, at most {RESERVES})")
    if traits.shape != market.slot.shape:
        raise ValueError(f"traits has shape {traits.shape}; expected one per entry, {market.slot.shape}")
    over = np.flatnonzero((reserved.sum(axis=1) > market.seats) | (reserved < 0).any(axis=1))
    if over.size:
        text = f"slot {over[0]} reserves {reserved[over[0]].tolist()} of {market.seats[over[0]]} seats"
        raise ValueError(f"{text}; expected 0 or more each and no more than the seats together")
    if compiled_engine(engine):
        arrays = market.start, market.slot, market.key, market.seats
        return _asked(market, _reserve(*arrays, reserved.astype(np.int64), traits.astype(np.int64)))
    plain = plain_reserve(lists_of(market), reserved.tolist(), traits.tolist())
    return _asked(market, as_entries(plain))


def regional_caps(
    market: Market, target: Integers, region: Integers, cap: Integers, *, engine: str = NUMBA
) -> Placement:
    """Slots in a region share a cap; a slot may pass its target as far as the others leave seats unused.

    Flexible deferred acceptance (Kamada and Kojima 2015): each slot first keeps its best up to its target;
    then the slots take turns, one seat each, in their order, while the region's cap and their own seats
    allow.

    Args:
        market: the market.
        target: shape (slots,); seats sure for each slot, at most its seats.
        region: shape (slots,); region of each slot, −1 = none.
        cap: shape (regions,); seats the region may fill, at least its targets together.
        engine: "numba" or "reference".

    Raises:
        ValueError: shapes or numbers do not fit.
    """
    _check_caps(market, target, region, cap)
    free = region < 0
    inside = np.where(free, cap.size, region).astype(np.int64)
    caps = np.append(cap, market.seats[free].sum()).astype(np.int64)
    sure = np.where(free, market.seats, target).astype(np.int64)
    if compiled_engine(engine):
        arrays = market.start, market.slot, market.key, market.seats
        return _asked(market, _cap(*arrays, sure, inside, caps))
    plain = plain_cap(lists_of(market), sure.tolist(), inside.tolist(), caps.tolist())
    return _asked(market, as_entries(plain))


def _check_caps(market: Market, target: Integers, region: Integers, cap: Integers) -> None:
    for name, values in (("target", target), ("region", region)):
        if values.shape != (market.slots,):
            raise ValueError(f"{name} has shape {values.shape}; expected ({market.slots},)")
    if (target < 0).any() or (target > market.seats)[region >= 0].any():
        slot = int(np.flatnonzero((target < 0) | (target > market.seats))[0])
        raise ValueError(
            f"slot {slot} has target {target[slot]}; expected 0 to its {market.seats[slot]} seats"
        )
    if region.size and region.max() >= cap.size:
        raise ValueError(f"region {region.max()} has no cap; expected regions below {cap.size}")
    inside = region >= 0
    sure = np.bincount(region[inside], weights=target[inside], minlength=cap.size).astype(np.int64)
    short = np.flatnonzero(sure > cap)
    if short.size:
        where = f"region {short[0]} has cap {cap[short[0]]}"
        raise ValueError(f"{where}; expected at least its targets together, {sure[short[0]]}")


def family_blocks(market: Market, block: Integers, *, engine: str = NUMBA) -> Placement:
    """Deferred acceptance in which the members of a block get seats of one programme, or none of them does.

    A block stands where its best placed member stands, and displaces lower ones as a whole. With blocks a
    stable placement need not exist: after a fixed number of moves nobody is pushed out any more, and the
    pairs that still block are in `Placement.blocking`. Where it is empty the placement is stable. Without
    blocks the outcome is deferred acceptance.

    Args:
        market: the market.
        block: shape (applicants,); applicants with the same number form a block. They need the same list.
        engine: "numba" or "reference".

    Returns:
        The placement; `blocking` holds (applicant, programme) for every member of a block that blocks, and
        `proposals` the number of moves.

    Raises:
        ValueError: the shape does not fit, or members of a block have different lists.
    """
    if block.shape != (market.applicants,):
        raise ValueError(f"block has shape {block.shape}; expected ({market.applicants},)")
    units = units_of(market, block)
    most = MOVES_PER_UNIT * (units.begin.size - 1)
    if compiled_engine(engine):
        entry, pairs, moves = place_units(units, most)
    else:
        members = [units.members[low:high].tolist() for low, high in pairwise(units.begin)]
        plain = Round(lists_of(market), units.key.tolist(), members)
        moves = plain.place(most)
        entry, pairs = as_entries(plain.entries()), np.array(plain.blocking(), np.int64).reshape(-1, 2)
    size = np.diff(units.begin)[pairs[:, 0]]
    who = [units.members[units.begin[unit] : units.begin[unit + 1]] for unit in pairs[:, 0]]
    where = np.repeat(market.programme[market.slot[pairs[:, 1]]], size).astype(np.int64)
    blocking = np.column_stack((np.concatenate([*who, np.empty(0, np.int64)]).astype(np.int64), where))
    return placement(market, entry, proposals=moves, blocking=blocking)


def _asked(market: Market, entry: Integers) -> Placement:
    return placement(market, entry, proposals=entries_tried(market, entry))
