# SPDX-License-Identifier: EUPL-1.2
"""Checks on reserves, guarantees, regions and exchanges."""

from __future__ import annotations

import numpy as np

from gemengd.numeric.arrays import Integers
from gemengd.placement.audit.choice import chosen
from gemengd.placement.audit.evidence import SHOWN, Evidence
from gemengd.placement.audit.report import REPORTED, Check
from gemengd.placement.audit.seats import verdict
from gemengd.placement.engine.diagnostics import swaps

HOLDING = ("deferred_acceptance", "school_proposing", "stable_improvement_cycles", "regional_caps")
"""Mechanisms that keep a held seat for its group whatever the list rank."""


def reserves(seen: Evidence) -> Check:
    """No seat held for a group went to others while somebody of the group wants it."""
    title = "No seat held for a group went to somebody else while a child of the group wanted it."
    if seen.promises.mechanism == "overlapping_reserves":
        return _chosen(seen, title)
    outsider = seen.promises.outsider
    if outsider is None:
        return Check("reserves", title, verdict(True, 0), 0, 0)
    held = np.flatnonzero((seen.entry >= 0) & ~seen.by_hand)
    held = held[outsider[seen.entry[held]]]
    taken = np.zeros(seen.market.slots, dtype=np.bool_)
    taken[seen.market.slot[seen.entry[held]]] = True
    wishes = seen.wishes
    wronged = np.flatnonzero(taken[wishes.slot] & ~outsider[wishes.entry])
    examples = tuple(
        f"{seen.name(wishes.applicant[one])} wants {seen.place(wishes.slot[one])}" for one in wronged[:SHOWN]
    )
    examined = int(outsider.size - outsider.sum())
    promised = seen.promises.mechanism in HOLDING
    return Check("reserves", title, verdict(promised, wronged.size), wronged.size, examined, examples)


def _chosen(seen: Evidence, title: str) -> Check:
    """Whether every school admitted whom its rule chooses among those who want it."""
    reserved, traits = seen.promises.reserved, seen.promises.traits
    assert reserved is not None
    assert traits is not None
    held = seen.entry[(seen.entry >= 0) & ~seen.by_hand]
    asking = np.concatenate((held, seen.wishes.entry))
    admitted = np.zeros(seen.market.slot.size, dtype=np.bool_)
    admitted[held] = True
    wrong: list[int] = []
    for slot in np.unique(seen.market.slot[asking]):
        there = asking[seen.market.slot[asking] == slot]
        there = there[np.argsort(seen.market.key[there], kind="stable")]
        picked = chosen(traits[there].tolist(), reserved[slot].tolist(), int(seen.market.seats[slot]))
        if admitted[there].tolist() != picked:
            wrong.append(int(slot))
    examples = tuple(seen.place(one) for one in wrong[:SHOWN])
    return Check(
        "reserves", title, verdict(True, len(wrong)), len(wrong), int((reserved > 0).sum()), examples
    )


def guarantees(seen: Evidence) -> Check:
    """Everyone with a guarantee has that place, or one they rank higher."""
    title = "Every child with a guarantee has a place promised to them, or one higher on the list."
    promised = seen.promises.guaranteed
    if promised is None:
        return Check("guarantees", title, verdict(True, 0), 0, 0)
    market, owner = seen.market, seen.market.owner()
    lowest = np.zeros(market.applicants, dtype=np.int32)
    np.maximum.at(lowest, owner[promised], market.rank[promised])
    unplaced = np.iinfo(np.int32).max
    held = np.append(market.rank, unplaced)[seen.entry]
    broken = np.flatnonzero((lowest > 0) & (held > lowest) & ~seen.by_hand)
    examples = tuple(seen.name(one) for one in broken[:SHOWN])
    examined = int((lowest > 0).sum())
    return Check("guarantees", title, verdict(True, broken.size), broken.size, examined, examples)


def regions(seen: Evidence) -> list[Check]:
    """No region above its cap."""
    region, cap = seen.promises.region, seen.promises.cap
    if region is None or cap is None or seen.promises.mechanism != "regional_caps":
        return []
    where = region[seen.slot[seen.slot >= 0]]
    filled = np.bincount(where[where >= 0], minlength=cap.size)
    over = np.flatnonzero(filled > cap)
    examples = tuple(f"region {one}: {filled[one]} of {cap[one]}" for one in over[:SHOWN])
    title = "No region has more children than its cap."
    return [Check("regions", title, verdict(True, over.size), over.size, cap.size, examples)]


def exchanges(seen: Evidence) -> list[Check]:
    """Who would rather swap, two by two and in longer chains."""
    found = swaps(seen.market, np.where(seen.by_hand, -1, seen.entry))
    placed = int((seen.entry >= 0).sum())
    efficient = seen.promises.efficient(seen.market)
    return [
        Check("swaps", "Pairs of children who would both rather swap.", REPORTED, found.pairs, placed),
        Check("swappers", "Children in at least one such pair.", REPORTED, found.applicants, placed),
        Check(
            "exchanges",
            "Children who could gain in an exchange, of two or more, in which everybody gains.",
            verdict(efficient, found.in_cycles),
            found.in_cycles,
            placed,
        ),
    ]


def recomputed(seen: Evidence, again: Integers) -> Check:
    """Whether another engine gives the same."""
    differs = np.flatnonzero(seen.entry != again)
    title = "A second engine gives the same placement."
    examples = tuple(seen.name(one) for one in differs[:SHOWN])
    return Check("recomputed", title, verdict(True, differs.size), differs.size, again.size, examples)
