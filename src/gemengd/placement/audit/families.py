# SPDX-License-Identifier: EUPL-1.2
"""Checks on families: together or not at all, and no family passed over in silence."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gemengd.numeric.arrays import Integers
from gemengd.placement.audit.evidence import SHOWN, Evidence
from gemengd.placement.audit.promises import BLOCKS
from gemengd.placement.audit.report import REPORTED, Check
from gemengd.placement.audit.seats import verdict
from gemengd.placement.engine.result import NOBODY, Placement
from gemengd.placement.market.keys import UNACCEPTABLE


def families(seen: Evidence, placement: Placement) -> list[Check]:
    """Blocks sit together; and the families who would still do better are the ones declared."""
    if seen.promises.block is None:
        return []
    units = _units(seen.promises.block)
    checks = [_together(seen, units)]
    if seen.promises.mechanism == BLOCKS:
        checks += [_declared(seen, placement), _undeclared(seen, placement, units)]
    return checks


def _units(block: Integers) -> list[Integers]:
    """The children of each block of two or more."""
    order = np.argsort(block, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(block[order])) + 1)
    return [one for one in parts if one.size > 1]


def _together(seen: Evidence, units: list[Integers]) -> Check:
    programme = np.append(seen.market.programme, NOBODY)[seen.slot]
    apart = [one for one in units if np.unique(programme[one]).size > 1]
    title = "Children who belong together are at one programme, or none of them has a place."
    examples = tuple(" and ".join(seen.name(child) for child in one) for one in apart[:SHOWN])
    return Check("families", title, verdict(True, len(apart)), len(apart), len(units), examples)


def _declared(seen: Evidence, placement: Placement) -> Check:
    pairs = placement.blocking
    title = "Children for whom no stable place exists, and the programme; each of them is to be told."
    examples = tuple(
        f"{seen.name(who)} and {seen.labels.programmes[int(where)]}" for who, where in pairs[:SHOWN]
    )
    return Check("blocking", title, REPORTED, len(pairs), seen.wishes.size, examples)


def _undeclared(seen: Evidence, placement: Placement, units: list[Integers]) -> Check:
    declared = {(int(who), int(where)) for who, where in placement.blocking}
    found = [
        f"{seen.name(one[0])} and {seen.labels.programmes[where]}"
        for one in units
        for where in _would_fit(seen, one)
        if (int(one[0]), where) not in declared
    ]
    title = "No family was passed over at a programme with room for all of it, except those declared."
    return Check(
        "passed_families", title, verdict(True, len(found)), len(found), len(units), tuple(found[:SHOWN])
    )


def _would_fit(seen: Evidence, members: Integers) -> Iterator[int]:
    """Programmes above the one held in which every member would get a seat, pushing out lower ones."""
    market, first = seen.market, int(members[0])
    here = int(np.append(market.programme, NOBODY)[seen.slot[first]])
    entries = range(int(market.start[first]), int(market.start[first + 1]))
    for programme in dict.fromkeys(int(market.programme[market.slot[entry]]) for entry in entries):
        if programme == here:
            return
        walk = [entry for entry in entries if market.programme[market.slot[entry]] == programme]
        if sum(_room(seen, entry) for entry in walk) >= members.size:
            yield programme


def _room(seen: Evidence, entry: int) -> int:
    """Seats of the slot that are free or held by lower ones."""
    market = seen.market
    slot, key = int(market.slot[entry]), int(market.key[entry])
    if key == UNACCEPTABLE:
        return 0
    sitting = np.flatnonzero((seen.slot == slot) & (seen.entry >= 0) & ~seen.by_hand)
    before = int((market.key[seen.entry[sitting]] <= key).sum())
    return int(market.seats[slot]) - before
