# SPDX-License-Identifier: EUPL-1.2
"""Where a placed round stands now: worked out from the placement and every event after it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from gemengd.placement.audit import Override, OverrideLog
from gemengd.placement.engine.result import Placement
from gemengd.placement.market.compile import Compiled
from gemengd.placement.market.market import Market
from gemengd.placement.rules import Round
from gemengd.rounds.folder import Finished
from gemengd.rounds.later.again import Again, again
from gemengd.rounds.later.kept import Kept, read_kept
from gemengd.rounds.later.tables import with_late, without
from gemengd.rounds.lottery import Refused

SeatKey = tuple[str, str]
"""Programme and seat type."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A placed round as it stands.

    Attributes:
        round_: tables with what changed, for the next re-match.
        last: market and labels of the last placement.
        placement: the last placement, before decisions by hand.
        log: the decisions by hand since the last placement, in the chain of all of them.
        by_hand: applicant to programme and seat type given by hand, None = no place.
        extra: seats added since the first placement, by programme and seat type.
        late: applicants who came late.
        gone: applicants who withdrew.
        rematches: re-matches so far.
    """

    round_: Round
    last: Compiled
    placement: Placement
    log: OverrideLog
    by_hand: Mapping[str, SeatKey | None]
    extra: Mapping[SeatKey, int]
    late: frozenset[str]
    gone: frozenset[str]
    rematches: int = 0

    def held(self) -> pl.DataFrame:
        """Who holds what: `applicant, programme, seat_type`, null = no place; who withdrew is left out."""
        frame = self.placement.frame(self.last.labels).select("applicant", "programme", "seat_type")
        names = list(self.by_hand)
        seats = [self.by_hand[name] or (None, None) for name in names]
        schema = {"applicant": pl.String, "programme": pl.String, "seat_type": pl.String}
        hand = pl.DataFrame([(n, *s) for n, s in zip(names, seats, strict=True)], schema=schema, orient="row")
        both = pl.concat([frame.filter(~pl.col("applicant").is_in(names)), hand])
        return both.filter(~pl.col("applicant").is_in(list(self.gone))).sort("applicant")


def seats_of(market: Market, programmes: pl.Series, seat_types: pl.Series) -> dict[SeatKey, int]:
    """Seats by programme and seat type."""
    names = programmes.gather(pl.Series(market.programme)).to_list()
    return dict(zip(zip(names, seat_types.to_list(), strict=True), market.seats.tolist(), strict=True))


def standing_of(finished: Finished) -> Standing:
    """Work out where a round stands.

    Raises:
        Refused: a detail of a later event is absent or was altered.
    """
    work = finished.work
    anchor = str(finished.transcript.of_kind("placed")[0]["hash"])
    standing = Standing(
        work.round_,
        Compiled(work.outcome.market, work.compiled.labels),
        work.outcome.placement,
        OverrideLog(anchor),
        {},
        {},
        frozenset(),
        frozenset(),
    )
    for one in read_kept(finished.folder, finished.transcript):
        standing = after(standing, one, finished)
    return standing


def after(standing: Standing, event: Kept, finished: Finished) -> Standing:
    """The round after one more event."""
    detail = event.detail
    if event.kind == "withdrawn":
        name = str(detail["applicant"])
        left = {one: seat for one, seat in standing.by_hand.items() if one != name}
        gone = standing.gone | {name}
        return replace(standing, round_=without(standing.round_, [name]), gone=gone, by_hand=left)
    if event.kind in ("late_application", "list_changed"):
        new = {str(detail["applicant"])} if event.kind == "late_application" else set()
        return replace(standing, round_=with_late(standing.round_, [detail]), late=standing.late | new)
    if event.kind == "override":
        return _decided(standing, detail)
    if event.kind == "seats_added":
        return with_seats(standing, detail)
    if event.kind == "rematch":
        return _replayed(standing, detail, finished)
    return standing


def _replayed(standing: Standing, detail: Mapping[str, Any], finished: Finished) -> Standing:
    found = rematched(standing, again(standing, finished))
    if fingerprint(found) != detail["placement.csv"]:
        raise Refused(
            f"another outcome of re-match {detail['rematch']} than was recorded",
            "the same outcome",
            "Use the version of gemengd that made it.",
        )
    return found


def fingerprint(standing: Standing) -> str:
    """SHA-256 of the table of who holds what."""
    return hashlib.sha256(standing.held().write_csv().encode()).hexdigest()


def with_seats(standing: Standing, detail: Mapping[str, Any]) -> Standing:
    """The round with more seats of a kind."""
    key = (str(detail["programme"]), str(detail["seat_type"]))
    more = standing.extra.get(key, 0) + int(detail["seats"])
    return replace(standing, extra={**standing.extra, key: more})


def _decided(standing: Standing, detail: Mapping[str, Any]) -> Standing:
    decision = Override(**detail)
    log = replace(standing.log, decisions=(*standing.log.decisions, decision))
    seat = None if decision.after is None else (decision.after, str(decision.seat_type))
    by_hand = {**standing.by_hand, decision.applicant: seat}
    found = replace(standing, log=log, by_hand=by_hand)
    if decision.extra_seat and seat is not None:
        found = with_seats(found, {"programme": seat[0], "seat_type": seat[1], "seats": 1})
    return found


def rematched(standing: Standing, found: Again) -> Standing:
    """The round after a re-match: decisions by hand stay, their chain goes on."""
    return replace(
        standing,
        last=found.after,
        placement=found.rematch.placement,
        log=OverrideLog(standing.log.head),
        rematches=standing.rematches + 1,
    )


def decisions_of(kept: Sequence[Kept]) -> list[Override]:
    """Every decision by hand so far."""
    return [Override(**one.detail) for one in kept if one.kind == "override"]
