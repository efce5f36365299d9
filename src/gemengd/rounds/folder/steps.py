# SPDX-License-Identifier: EUPL-1.2
"""The steps up to the frozen list, each: read, refuse or work, write the secrets, write the transcript."""

from __future__ import annotations

from gemengd.placement.rules import Round
from gemengd.rounds import lottery
from gemengd.rounds.folder import frozen, journal
from gemengd.rounds.folder.checking import refuse_unfit
from gemengd.rounds.folder.moments import Clock, drill_plan, opening_moment, step_moment
from gemengd.rounds.folder.notary_part import drill_part, read_seal, write_part
from gemengd.rounds.folder.round_folder import RoundFolder
from gemengd.rounds.folder.software import software
from gemengd.rounds.folder.telling import Progress, Telling
from gemengd.rounds.lottery import Plan, Refused, Transcript
from gemengd.rounds.lottery.stage import plan_of, refuse_repeat, round_of
from gemengd.tables.files import make_folder, write_whole


def open_folder(folder: RoundFolder, round_id: str, plan: Plan, clock: Clock) -> Transcript:
    """Publish rules and plan, before registration; the tables need not be there yet.

    Raises:
        Refused: the round was opened before, or the plan cannot be proved.
        InvalidTable: the rules cannot be read, or something in them is still to be decided.
    """
    with folder.lock():
        refuse_repeat(folder.transcript(), "opened", "A round is opened once; see `gemengd place status`.")
        rules = folder.rules()
        transcript = _opened(rules.identity, round_id, plan, clock)
        _write_rules(folder, rules.canonical)
        journal.record(folder, transcript)
    return transcript


def freeze(
    folder: RoundFolder,
    clock: Clock,
    *,
    notary: str | None = None,
    drill_id: str | None = None,
    progress: Progress | None = None,
) -> Transcript:
    """Freeze the list: `gemengd place commit`.

    Args:
        folder: the round.
        clock: time and chance.
        notary: the seal of the notary's part; in a drill the round keeps a part of its own without one.
        drill_id: name of the round, for a drill that was not opened and opens by itself.
        progress: told how far it is.

    Raises:
        Refused: it is not the moment, the list was frozen before, or the rules are others.
        InvalidTable: the round cannot be placed or not every guarantee can be kept.
    """
    tell = Telling("Freezing", 4, progress)
    with folder.lock():
        transcript, round_ = folder.transcript(), folder.round()
        tell.done()
        if drill_id is not None and not transcript.events:
            plan = drill_plan(clock.now.replace(microsecond=0))
            transcript = _opened(round_.rules.identity, drill_id, plan, clock)
        _refuse_other_kind(transcript, drill=drill_id is not None)
        refuse_repeat(transcript, "frozen", "The list stays as it is; record changes after the placement.")
        refuse_unfit(round_)
        tell.done()
        return _freeze(folder, transcript, round_, clock, notary, tell)


def _opened(rules: str, round_id: str, plan: Plan, clock: Clock) -> Transcript:
    moment = opening_moment(plan, clock.now)
    return lottery.open_round(round_id, rules, plan, moment, software=software())


def _write_rules(folder: RoundFolder, canonical: bytes) -> None:
    make_folder(folder.lottery, secret=False)
    write_whole(folder.rules_file, canonical, secret=False)


def _refuse_other_kind(transcript: Transcript, *, drill: bool) -> None:
    if drill and transcript.events and not plan_of(transcript).drill:
        raise Refused(
            "a round that was opened for real", "a drill", "Leave out --drill, or copy the tables elsewhere."
        )


def _freeze(
    folder: RoundFolder,
    transcript: Transcript,
    round_: Round,
    clock: Clock,
    notary: str | None,
    tell: Telling,
) -> Transcript:
    people = lottery.applications_of(round_)
    names = [one["applicant"] for one in people]
    commitment = lottery.commit(people, frozen.salts_for(folder, names, clock.random))
    tell.done()
    part = drill_part(folder, transcript, notary, clock.random)
    longer = lottery.freeze(
        transcript,
        commitment,
        lottery.frame_of(round_),
        rules=round_.rules.identity,
        notary=read_seal(notary) if part is None else lottery.seal(part, round_of(transcript)),
        moment=step_moment(transcript, "frozen", clock.now),
        software=software(),
    )
    _write_rules(folder, round_.rules.canonical)
    frozen.write_frozen(folder, commitment)
    write_part(folder, part)
    journal.record(folder, longer)
    tell.done()
    return longer
