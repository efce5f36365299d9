# SPDX-License-Identifier: EUPL-1.2
"""What the checks look at: who sits where, decisions by hand included, and who would rather sit elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from gemengd.numeric.arrays import Codes, Flags, Integers
from gemengd.placement.audit.overrides import OverrideLog
from gemengd.placement.audit.promises import BLOCKS, Promises
from gemengd.placement.engine.diagnostics import Wishes, envied_wishes
from gemengd.placement.engine.result import NOBODY, Placement
from gemengd.placement.market.market import Labels, Market

SHOWN = 5
"""Examples per check."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A placement as the audit sees it.

    Attributes:
        market: the market; its keys are the order in which the mechanism promises to go.
        labels: the names.
        promises: what the rules promise.
        entry: shape (applicants,); entry held by the mechanism's placement, −1 = none.
        slot: shape (applicants,); slot held in the end, −1 = none.
        by_hand: shape (applicants,); placed or moved by hand.
        extra: shape (slots,); seats added by decisions by hand.
        wishes: entries wanted more than what is held, of those not placed by hand.
        last: shape (slots,); order of the last one admitted by the mechanism, −1 = nobody.
        excused: wishes of families of several children, who are checked apart, and those that a mechanism
            without a stable placement declared.
        unapplied: decisions by hand that do not fit the placement, in sentences.
    """

    market: Market
    labels: Labels
    promises: Promises
    entry: Integers
    slot: Codes
    by_hand: Flags
    extra: Integers
    wishes: Wishes
    last: Integers
    excused: Flags
    unapplied: tuple[str, ...]

    def name(self, applicant: int) -> str:
        """Pseudonym of an applicant."""
        return str(self.labels.applicants[int(applicant)])

    def place(self, slot: int) -> str:
        """Programme and, where it has several seat types, the seat type of a slot."""
        programme = int(self.market.programme[slot])
        several = int((self.market.programme == programme).sum()) > 1
        name = str(self.labels.programmes[programme])
        return f"{name} ({self.labels.seat_types[int(slot)]})" if several else name


def gather(
    market: Market, placement: Placement, labels: Labels, promises: Promises, log: OverrideLog | None
) -> Evidence:
    """Collect the evidence."""
    ordered = replace(market, key=promises.order(market))
    slot, extra, unapplied = _with_decisions(market, placement, labels, log)
    by_hand = slot != placement.slot
    wishes = envied_wishes(ordered, placement.entry)
    if by_hand.any():
        keep = ~by_hand[wishes.applicant]
        wishes = Wishes(wishes.applicant[keep], wishes.entry[keep], wishes.slot[keep])
    return Evidence(
        ordered,
        labels,
        promises,
        placement.entry,
        slot,
        by_hand,
        extra,
        wishes,
        _last(ordered, placement.entry[~by_hand]),
        _excused(ordered, placement, promises, wishes),
        tuple(unapplied),
    )


def _excused(market: Market, placement: Placement, promises: Promises, wishes: Wishes) -> Flags:
    if promises.mechanism != BLOCKS or promises.block is None:
        return np.zeros(wishes.size, dtype=np.bool_)
    _, number, size = np.unique(promises.block, return_inverse=True, return_counts=True)
    declared = placement.blocking[:, 0] * market.programmes + placement.blocking[:, 1]
    pair = wishes.applicant * market.programmes + market.programme[wishes.slot]
    return np.asarray((size[number[wishes.applicant]] > 1) | np.isin(pair, declared))


def _last(market: Market, entry: Integers) -> Integers:
    held = entry[entry >= 0]
    last = np.full(market.slots, NOBODY, dtype=np.int64)
    np.maximum.at(last, market.slot[held], market.key[held])
    return last


def _with_decisions(
    market: Market, placement: Placement, labels: Labels, log: OverrideLog | None
) -> tuple[Codes, Integers, list[str]]:
    """Final slots, seats added, and the decisions that do not fit."""
    slot, extra = placement.slot.copy(), np.zeros(market.slots, dtype=np.int64)
    unapplied: list[str] = []
    if log is None or not log.decisions:
        return slot, extra, unapplied
    who = {name: place for place, name in enumerate(labels.applicants)}
    where = _slots_by_name(market, labels)
    names = [*labels.programmes, None]
    for one in log.decisions:
        to = NOBODY if one.after is None else where.get((one.after, one.seat_type), None)
        if one.applicant not in who or to is None:
            unapplied.append(f"decision {one.number} names somebody or something not in this round")
            continue
        here = who[one.applicant]
        held = names[int(market.programme[slot[here]])] if slot[here] >= 0 else None
        if held != one.before:
            unapplied.append(
                f"decision {one.number} starts from {one.before}, but {one.applicant} had {held}"
            )
        slot[here] = to
        extra[to] += int(one.extra_seat and to >= 0)
    return slot, extra, unapplied


def _slots_by_name(market: Market, labels: Labels) -> dict[tuple[str, str | None], int]:
    """Slots by programme and seat type; a programme with one slot also without its seat type."""
    programmes = labels.programmes.gather(pl.Series(market.programme)).to_list()
    found: dict[tuple[str, str | None], int] = {}
    for slot, (programme, kind) in enumerate(zip(programmes, labels.seat_types, strict=True)):
        found[programme, kind] = slot
        if programmes.count(programme) == 1:
            found[programme, None] = slot
    return found
