# SPDX-License-Identifier: EUPL-1.2
"""From a drawn round to a placement that passed its audit: `gemengd place run`."""

from __future__ import annotations

from gemengd.placement.audit import Audit
from gemengd.rounds import lottery
from gemengd.rounds.folder.journal import record_placed
from gemengd.rounds.folder.moments import Clock, step_moment
from gemengd.rounds.folder.result_files import result_files
from gemengd.rounds.folder.round_folder import RoundFolder
from gemengd.rounds.folder.software import software
from gemengd.rounds.folder.telling import Progress, Telling
from gemengd.rounds.folder.work import audit_of, without_examples, work_of
from gemengd.rounds.lottery import Transcript
from gemengd.rounds.lottery.stage import refuse_repeat


def place(folder: RoundFolder, clock: Clock, progress: Progress | None = None) -> tuple[Transcript, Audit]:
    """Place, audit, publish and record.

    Raises:
        Refused: as `work_of`, or the round was placed before.
        AuditFailed: the placement breaks a promise; nothing was written. It names no children.
    """
    tell = Telling("Audit and result", 2, progress)
    with folder.lock():
        transcript = folder.transcript()
        refuse_repeat(transcript, "placed", "Record what changes as a later event, with its reason.")
        work = work_of(folder, transcript, progress)
        found = audit_of(work)
        without_examples(found).require()
        tell.done()
        data = lottery.placed_data(
            work.outcome, work.compiled, work.tickets, work.placements, audit=found.as_dict()
        )
        moment = step_moment(transcript, "placed", clock.now)
        frame, rules = lottery.frame_of(work.round_), work.round_.rules.identity
        longer = lottery.place(
            transcript, data, work.commitment, frame, rules=rules, moment=moment, software=software()
        )
        record_placed(folder, longer, found, result_files(work, longer, found))
        tell.done()
    return longer, found
