# SPDX-License-Identifier: EUPL-1.2
"""The audit itself."""

from __future__ import annotations

import polars as pl

from gemengd.placement.audit import decisions, families, kept, seats
from gemengd.placement.audit.evidence import gather
from gemengd.placement.audit.overrides import OverrideLog
from gemengd.placement.audit.promises import Promises
from gemengd.placement.audit.report import FAILED, Audit
from gemengd.placement.engine.result import Placement
from gemengd.placement.market.market import Labels, Market


def audit(
    market: Market,
    placement: Placement,
    labels: Labels,
    *,
    promises: Promises | None = None,
    overrides: OverrideLog | None = None,
    final: pl.DataFrame | None = None,
    again: Placement | None = None,
) -> Audit:
    """Check a placement against everything its rules promise, with other code than made it.

    Args:
        market: the market the placement was made on (with the seats that a declared repair added).
        placement: the placement of the mechanism, before any decision by hand.
        labels: the names.
        promises: what the rules promise; default deferred acceptance with one number per child.
        overrides: the decisions by hand.
        final: the result to be published, `applicant, programme` (null = no place); it must be the placement
            with the recorded decisions and nothing else.
        again: the placement by another engine, to compare with.

    Returns:
        Every check with its count and examples; `require()` refuses a placement that breaks a promise.

    Raises:
        ValueError: an array has another length than the market.
        InvalidTable: `final` lacks a column.
    """
    promised = Promises() if promises is None else promises
    _fits(market, placement, labels)
    sound = seats.consistent(market, placement, labels)
    if sound.status == FAILED:
        # Nothing else can be said about a placement that contradicts itself.
        return Audit(promised.mechanism, (sound,))
    seen = gather(market, placement, labels, promised, overrides)
    checks = [sound, seats.capacities(seen), seats.acceptable(seen)]
    checks += [seats.priorities(seen), seats.justified_envy(seen), seats.wasted(seen)]
    checks += [kept.reserves(seen), kept.guarantees(seen)]
    checks += [*families.families(seen, placement), *kept.regions(seen), *kept.exchanges(seen)]
    checks += [decisions.log_sound(seen, overrides), decisions.passed_by_hand(seen)]
    checks += decisions.traced(seen, final)
    if again is not None:
        checks.append(kept.recomputed(seen, again.entry))
    return Audit(promised.mechanism, tuple(checks))


def _fits(market: Market, placement: Placement, labels: Labels) -> None:
    for name, size, wanted in (
        ("placement", placement.entry.size, market.applicants),
        ("labels.applicants", labels.applicants.len(), market.applicants),
        ("labels.programmes", labels.programmes.len(), market.programmes),
        ("labels.seat_types", labels.seat_types.len(), market.slots),
    ):
        if size != wanted:
            raise ValueError(f"{name} has length {size}; expected {wanted}, as the market has")
