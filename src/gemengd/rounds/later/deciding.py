# SPDX-License-Identifier: EUPL-1.2
"""Decisions by hand, each with its reason, in a chain of hashes and as an event of the transcript."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import polars as pl

from gemengd.placement.audit import Audit, OverrideLog, audit, promises_of
from gemengd.placement.audit.overrides import log_lines
from gemengd.rounds.folder import Clock, Finished, RoundFolder, read_finished, step_moment
from gemengd.rounds.later.changes import refuse_unknown
from gemengd.rounds.later.kept import read_kept, record_later
from gemengd.rounds.later.standing import SeatKey, Standing, decisions_of, seats_of, standing_of
from gemengd.rounds.lottery import Refused, Transcript
from gemengd.rounds.lottery.moments import stamp
from gemengd.tables.files import write_whole

LOG = "overrides.jsonl"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided by hand.

    Attributes:
        applicant: pseudonym.
        programme: the place given, None = the place is taken back.
        seat_type: kind of seat; may be left out where a programme has one kind.
        extra_seat: whether a seat is added for it.
        by: the office that decided.
        reason: why; published, so without names.
    """

    applicant: str
    programme: str | None
    by: str
    reason: str
    seat_type: str | None = None
    extra_seat: bool = False


def decide_by_hand(folder: RoundFolder, decision: Decision, clock: Clock) -> tuple[Transcript, Audit | None]:
    """Record a decision by hand.

    Returns:
        The transcript, and the audit of the placement with all decisions; None after a re-match, when the
        decision comes on top of the last one.

    Raises:
        UnknownApplicant: the child is not in the round.
        Refused: not placed yet, no change, no such seat, no room without an extra seat, or no reason.
    """
    with folder.lock():
        finished = read_finished(folder)
        standing = standing_of(finished)
        refuse_unknown(standing, [decision.applicant])
        held = standing.held()
        seat = _seat(standing, held, decision)
        before = held.filter(pl.col("applicant") == decision.applicant)["programme"].to_list()
        moment = stamp(step_moment(finished.transcript, "override", clock.now))
        log = standing.log.record(
            decision.applicant,
            before=before[0] if before else None,
            after=decision.programme,
            seat_type=seat,
            extra_seat=decision.extra_seat,
            reason=decision.reason,
            decided_by=decision.by,
            moment=moment,
        )
        found = _audited(finished, standing, log)
        everything = decisions_of(read_kept(folder, finished.transcript))
        anchor = str(finished.transcript.of_kind("placed")[0]["hash"])
        whole = OverrideLog(anchor, (*everything, log.decisions[-1]))
        write_whole(folder.result / LOG, log_lines(whole), secret=True)
        event = ("override", asdict(log.decisions[-1]))
        longer = record_later(
            folder, finished.transcript, [event], clock, by=decision.by, reason=decision.reason
        )
    return longer, found


def _seat(standing: Standing, held: pl.DataFrame, decision: Decision) -> str | None:
    """The kind of seat, if there is room."""
    here = held.filter(pl.col("applicant") == decision.applicant)
    if here.height and here["programme"][0] == decision.programme:
        raise Refused("a decision that changes nothing", "another place", "Look at result/placement.csv.")
    if decision.programme is None:
        return None
    kind = seat_named(standing, decision.programme, decision.seat_type)[1]
    if decision.extra_seat:
        return kind
    taken = held.filter(pl.col("programme") == decision.programme, pl.col("seat_type") == kind).height
    seats = _all_seats(standing)[decision.programme, kind]
    if taken >= seats:
        raise Refused(
            f"no free seat '{kind}' at {decision.programme}, which has {seats}",
            "a free seat",
            "Add a seat for this child with --extra-seat, if the board agrees.",
        )
    return kind


def seat_named(standing: Standing, programme: str, seat_type: str | None) -> SeatKey:
    """The kind of seat that a user means.

    Raises:
        Refused: there is no such programme or seat type, or more than one.
    """
    known = _all_seats(standing)
    kinds = [kind for name, kind in known if name == programme]
    if not kinds:
        raise Refused(f"programme '{programme}'", "a programme of the round", "Check the name.")
    if (seat_type is None and len(kinds) > 1) or seat_type not in (None, *kinds):
        found = "no seat type" if seat_type is None else f"seat type '{seat_type}'"
        raise Refused(found, f"one of {', '.join(kinds)} at {programme}", "Name the kind of seat.")
    return programme, seat_type or kinds[0]


def _all_seats(standing: Standing) -> dict[tuple[str, str], int]:
    """Seats of each kind, with those added by hand since the last placement and those held by hand."""
    labels = standing.last.labels
    found = seats_of(standing.last.market, labels.programmes, labels.seat_types)
    if standing.rematches:
        # The market of a re-match leaves out the seats held by hand before it.
        decided = {one.applicant for one in standing.log.decisions}
        for name, seat in standing.by_hand.items():
            if seat is not None and name not in decided:
                found[seat] += 1
    for one in standing.log.decisions:
        if one.extra_seat and one.after is not None:
            found[one.after, str(one.seat_type)] += 1
    return found


def _audited(finished: Finished, standing: Standing, log: OverrideLog) -> Audit | None:
    """The audit of the first placement with its decisions, which must hold."""
    if standing.rematches:
        return None
    work = finished.work
    before = [one.applicant for one in log.decisions]
    known = set(work.compiled.labels.applicants)
    if not set(before) <= known:
        return None
    found = audit(
        work.outcome.market,
        work.outcome.placement,
        work.compiled.labels,
        promises=promises_of(work.round_, work.compiled),
        overrides=log,
    )
    found.require()
    return found
