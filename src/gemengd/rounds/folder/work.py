# SPDX-License-Identifier: EUPL-1.2
"""A placement in memory: from a drawn round as it was frozen, and its audit."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from gemengd.placement.audit import Audit, audit, promises_of
from gemengd.placement.rules import CompiledRound, Outcome, Round, compile_round, run, ticket_holders
from gemengd.rounds import lottery
from gemengd.rounds.folder.frozen import frozen_list
from gemengd.rounds.folder.round_folder import RoundFolder
from gemengd.rounds.folder.telling import Progress, Telling
from gemengd.rounds.lottery import Commitment, Transcript
from gemengd.rounds.lottery.stage import need, round_of


@dataclass(frozen=True, slots=True)
class Work:
    """A placement and everything it was made from.

    Attributes:
        round_: tables and rules, as frozen.
        commitment: the frozen applications with their salts.
        tickets: the holders of `ticket_holders` with `ticket`.
        compiled: the round ready to be placed.
        outcome: the placement by the rules, before any decision by hand.
        placements: the placements under a root of their own.
    """

    round_: Round
    commitment: Commitment
    tickets: pl.DataFrame
    compiled: CompiledRound
    outcome: Outcome
    placements: Commitment


def work_of(folder: RoundFolder, transcript: Transcript, progress: Progress | None = None) -> Work:
    """Place a drawn round in memory; nothing is written.

    Raises:
        Refused: nothing was drawn, or rules, tables or secret files are not those frozen.
    """
    tell = Telling("Placing", 3, progress)
    seed = str(need(transcript, "drawn", "Draw first: gemengd place draw.")["seed"])
    round_ = folder.round()
    tell.done()
    kept = frozen_list(folder, round_, transcript)
    tell.done()
    tickets = lottery.tickets(ticket_holders(round_), seed, round_of(transcript))
    compiled = compile_round(round_, tickets)
    outcome = run(compiled)
    placements = lottery.seal_placements(lottery.placements_of(outcome, compiled), kept)
    tell.done()
    return Work(round_, kept, tickets, compiled, outcome, placements)


def audit_of(work: Work, final: pl.DataFrame | None = None) -> Audit:
    """The audit of a placement, with a second engine beside the first.

    Args:
        work: the placement.
        final: a result to hold against it, `applicant, programme`.
    """
    outcome, compiled = work.outcome, work.compiled
    again = run(compiled, engine="reference")
    return audit(
        outcome.market,
        outcome.placement,
        compiled.labels,
        promises=promises_of(work.round_, compiled),
        final=final,
        again=again.placement,
    )


def without_examples(audit: Audit) -> Audit:
    """The audit without its examples, which hold pseudonyms."""
    return replace(audit, checks=tuple(replace(one, examples=()) for one in audit.checks))
