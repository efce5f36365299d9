# SPDX-License-Identifier: EUPL-1.2
"""A re-match of a round as it stands, in memory."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from gemengd.numeric.arrays import Codes, Integers
from gemengd.placement.audit import Audit, audit, promises_of
from gemengd.placement.engine.rematch import Rematch, rematch
from gemengd.placement.engine.result import NOBODY, Placement
from gemengd.placement.market.compile import Compiled
from gemengd.placement.market.market import Labels
from gemengd.placement.rules import CompiledRound, Round, compile_round, ticket_holders
from gemengd.placement.rules.chances import is_quick
from gemengd.placement.rules.model import Model
from gemengd.rounds.folder import Finished
from gemengd.rounds.later.tables import without
from gemengd.rounds.lottery import Refused, tickets
from gemengd.rounds.lottery.stage import need, round_of

if TYPE_CHECKING:
    from gemengd.rounds.later.standing import Standing

LAST = "late:"
"""Before the ticket of who came late: it sorts behind every ticket drawn. The seed is public by then, so
whoever gives out a pseudonym could look for one with a good ticket."""


@dataclass(frozen=True, slots=True)
class Again:
    """A re-match.

    Attributes:
        rematch: the placement made again.
        after: its market (places held go first) and labels.
        audit: its audit.
    """

    rematch: Rematch
    after: Compiled
    audit: Audit


def again(standing: Standing, finished: Finished) -> Again:
    """Place again: nobody who keeps wanting their place loses it.

    Who was placed by hand stays there, and that seat is not given away. Seats are divided over their types as
    in the first placement, plus those that were added.

    Raises:
        Refused: the rules place by another way than deferred acceptance, with or without families.
        InvalidTable: the tables as they are now contradict the rules.
        ValueError: there are fewer seats than children who hold one.
    """
    _refuse_other_rules(standing.round_.rules.model)
    round_ = without(standing.round_, list(standing.by_hand))
    compiled = compile_round(round_, _tickets(round_, standing, finished))
    seats = _seats(compiled, standing, finished)
    market = replace(compiled.market, seats=seats)
    block = compiled.constraints.block if compiled.model.blocks is not None else None
    before, placed = _before(standing)
    found = rematch(before, placed, Compiled(market, compiled.labels), block=block)
    checked = audit(found.market, found.placement, compiled.labels, promises=promises_of(round_, compiled))
    return Again(found, Compiled(found.market, compiled.labels), checked)


def _refuse_other_rules(model: Model) -> None:
    if is_quick(replace(model, blocks=None, tail_repair=None)):
        return
    raise Refused(
        f"rules that place by {model.mechanism} with caps or overlapping reserves"
        if model.mechanism == "deferred_acceptance"
        else f"rules that place by {model.mechanism}",
        "deferred acceptance, with or without families that stay together",
        "Give free places by the reserve lists, each as a decision by hand with its reason "
        "(`gemengd place override`).",
    )


def _tickets(round_: Round, standing: Standing, finished: Finished) -> pl.DataFrame:
    """The tickets of the draw; who came late stands behind everybody, in the order of their tickets."""
    seed = str(need(finished.transcript, "drawn", "Draw first.")["seed"])
    found = tickets(ticket_holders(round_), seed, round_of(finished.transcript))
    if "family" in found.columns:
        late = ~pl.col("family").is_in(finished.work.tickets["family"].to_list())
    else:
        late = pl.col("applicant").is_in(list(standing.late))
    return found.with_columns(
        pl.when(late).then(pl.lit(LAST) + pl.col("ticket")).otherwise("ticket").alias("ticket")
    )


def _seats(compiled: CompiledRound, standing: Standing, finished: Finished) -> Integers:
    work = finished.work
    first = _by_name(work.compiled.labels, work.outcome.market.programme, work.outcome.market.seats)
    extra = dict(standing.extra)
    taken = [seat for seat in standing.by_hand.values() if seat is not None]
    names = _names(compiled.labels, compiled.market.programme)
    seats = [first[key] + extra.get(key, 0) - taken.count(key) for key in names]
    found = np.array(seats, dtype=compiled.market.seats.dtype)
    found.flags.writeable = compiled.market.seats.flags.writeable
    return found


def _names(labels: Labels, programme: Codes) -> list[tuple[str, str]]:
    names = labels.programmes.gather(pl.Series(programme)).to_list()
    return list(zip(names, labels.seat_types.to_list(), strict=True))


def _by_name(labels: Labels, programme: Codes, seats: Integers) -> dict[tuple[str, str], int]:
    return dict(zip(_names(labels, programme), seats.tolist(), strict=True))


def _before(standing: Standing) -> tuple[Compiled, Placement]:
    """Who holds what, in the form `rematch` takes; who was placed by hand is left out."""
    held = standing.held().filter(~pl.col("applicant").is_in(list(standing.by_hand)))
    gone = standing.placement.frame(standing.last.labels).filter(
        pl.col("applicant").is_in(list(standing.gone))
    )
    # Who withdrew since the last placement is told of as having left.
    frame = pl.concat([held, gone.select(held.columns)])
    seat = frame["programme"].is_not_null()
    names = frame.filter(seat).select("programme", "seat_type").unique(maintain_order=True)
    place = frame.join(
        names.with_row_index("at"), on=["programme", "seat_type"], how="left", maintain_order="left"
    )
    at = place["at"].cast(pl.Int32).fill_null(NOBODY).to_numpy()
    labels = Labels(frame["applicant"], names["programme"], names["seat_type"])
    placed = replace(standing.placement, programme=at, slot=at)
    return Compiled(standing.last.market, labels), placed
