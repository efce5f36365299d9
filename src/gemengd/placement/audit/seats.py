# SPDX-License-Identifier: EUPL-1.2
"""Checks on seats and on the order in which they went."""

from __future__ import annotations

import numpy as np

from gemengd.numeric.arrays import Codes, Flags
from gemengd.placement.audit.evidence import SHOWN, Evidence
from gemengd.placement.audit.report import FAILED, PASSED, REPORTED, Check
from gemengd.placement.engine.result import NOBODY, Placement
from gemengd.placement.market.keys import ORDER_SHIFT, UNACCEPTABLE
from gemengd.placement.market.market import Labels, Market


def verdict(promised: bool, count: int) -> str:
    """The status of a check."""
    if not promised:
        return REPORTED
    return FAILED if count else PASSED


def consistent(market: Market, placement: Placement, labels: Labels) -> Check:
    """Whether all that the placement says follows from the seats held."""
    entry = placement.entry
    own = (entry == NOBODY) | ((entry >= market.start[:-1]) & (entry < market.start[1:]))
    at = np.where(own, entry, NOBODY)
    slot = np.append(market.slot, NOBODY)[at]
    told = (placement.slot == slot) & (placement.rank == np.append(market.rank, NOBODY)[at])
    told &= placement.programme == np.append(market.programme, NOBODY)[slot]
    filled = np.bincount(slot[slot >= 0], minlength=market.slots)
    wrong = np.flatnonzero(~(own & told))
    count = wrong.size + int((filled != placement.filled).sum())
    title = "Every child holds one seat from their own list, or none, and the counts agree."
    examples = tuple(str(labels.applicants[int(one)]) for one in wrong[:SHOWN])
    return Check("consistent", title, verdict(True, count), count, entry.size + market.slots, examples)


def capacities(seen: Evidence) -> Check:
    """No more children than seats; seats added by hand count where a decision added them."""
    held = seen.slot[seen.slot >= 0]
    filled = np.bincount(held, minlength=seen.market.slots)
    seats = seen.market.seats + seen.extra
    over = np.flatnonzero(filled > seats)
    examples = tuple(f"{seen.place(one)}: {filled[one]} of {seats[one]} seats" for one in over[:SHOWN])
    title = "No programme or seat type has more children than seats."
    return Check("capacities", title, verdict(True, over.size), over.size, seats.size, examples)


def acceptable(seen: Evidence) -> Check:
    """Nobody sits where the rules do not let them."""
    entry = np.where(seen.by_hand, NOBODY, seen.entry)
    held = np.flatnonzero(entry >= 0)
    wrong = held[seen.market.key[entry[held]] == UNACCEPTABLE]
    examples = tuple(f"{seen.name(one)} at {seen.place(seen.slot[one])}" for one in wrong[:SHOWN])
    title = "Nobody has a seat that the rules close to them."
    return Check("acceptable", title, verdict(True, wrong.size), wrong.size, held.size, examples)


def priorities(seen: Evidence) -> Check:
    """Nobody passed over for somebody of a lower group, or further down the declared order."""
    passed = _passed_over(seen, ORDER_SHIFT)
    title = "Nobody was passed over for a child of a lower priority group or further down the order."
    return _order_check("priorities", title, seen, passed)


def justified_envy(seen: Evidence) -> Check:
    """As `priorities`, with the lottery number as well."""
    passed = _passed_over(seen, 0)
    if seen.promises.mechanism == "eada" and seen.promises.consent is not None:
        return _envy_without_consent(seen, passed)
    title = "Nobody wants a seat that went to a child who stands lower there, lottery number included."
    promised = seen.promises.between_equals
    return _order_check("justified_envy", title, seen, passed, promised=promised)


def _envy_without_consent(seen: Evidence, passed: Flags) -> Check:
    consent = seen.promises.consent
    assert consent is not None
    passed = passed & ~consent[seen.wishes.applicant]
    title = "Nobody who did not consent wants a seat that went to a child who stands lower there."
    count, examples = int(passed.sum()), _examples(seen, passed)
    return Check("justified_envy", title, verdict(True, count), count, seen.wishes.size, examples)


def _order_check(name: str, title: str, seen: Evidence, passed: Flags, *, promised: bool = True) -> Check:
    passed = passed & ~seen.excused
    count = int(passed.sum())
    status = verdict(promised and seen.promises.ordered, count)
    return Check(name, title, status, count, seen.wishes.size, _examples(seen, passed))


def _passed_over(seen: Evidence, shift: int) -> Flags:
    """Wishes for a slot whose last admitted stands lower."""
    last = seen.last[seen.wishes.slot]
    return np.asarray((last >= 0) & ((seen.market.key[seen.wishes.entry] >> shift) < (last >> shift)))


def _examples(seen: Evidence, which: Flags) -> tuple[str, ...]:
    found = np.flatnonzero(which)[:SHOWN]
    return tuple(_example(seen, seen.wishes.applicant[one], seen.wishes.slot[one]) for one in found)


def _example(seen: Evidence, applicant: int, slot: int) -> str:
    sitting = np.flatnonzero((seen.slot == slot) & ~seen.by_hand)
    if not sitting.size:
        return f"{seen.name(applicant)} wants {seen.place(slot)}"
    lowest = sitting[np.argmax(seen.market.key[seen.entry[sitting]])]
    return f"{seen.name(applicant)} stands before {seen.name(lowest)} at {seen.place(slot)}"


def wasted(seen: Evidence) -> Check:
    """No seat stays empty that somebody wants more than what they have."""
    wishes = seen.wishes
    empty = open_slots(seen)[wishes.slot] & ~seen.excused
    found = np.flatnonzero(empty)
    examples = tuple(
        f"{seen.name(wishes.applicant[one])} wants {seen.place(wishes.slot[one])}" for one in found[:SHOWN]
    )
    title = "No seat stays empty that somebody wants more than what they have."
    return Check("wasted_seats", title, verdict(True, found.size), found.size, wishes.size, examples)


def open_slots(seen: Evidence) -> Flags:
    """Slots that could still take somebody; a seat left by a decision by hand is not free."""
    market = seen.market
    before = np.append(market.slot, NOBODY)[seen.entry]
    taken = np.concatenate((before, seen.slot[seen.by_hand]))
    filled = np.bincount(taken[taken >= 0], minlength=market.slots)
    return np.asarray((filled < market.seats) & _region_open(seen, before))


def _region_open(seen: Evidence, held: Codes) -> Flags:
    """Slots that their region lets grow; without caps every one."""
    target, region, cap = seen.promises.target, seen.promises.region, seen.promises.cap
    if target is None or region is None or cap is None or seen.promises.mechanism != "regional_caps":
        return np.ones(seen.market.slots, dtype=np.bool_)
    filled = np.bincount(held[held >= 0], minlength=seen.market.slots)
    inside = region >= 0
    together = np.bincount(region[inside], weights=filled[inside], minlength=cap.size)
    full = np.append(together >= cap, False)[region]
    return np.asarray(~full | (inside & (filled < target)))
