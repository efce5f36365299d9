# SPDX-License-Identifier: EUPL-1.2
"""A round on disk: `rules.yaml`, the tables, `lottery/` and `result/`.

To read a placed round:

    finished = read_finished(RoundFolder(path))      # refuses what is not placed, or was altered
    finished.transcript, finished.drill
    work = finished.work  # .round_ .commitment .tickets .compiled .outcome .placements

To change something after the placement, within the lock and with the transcript last:

    with folder.lock():
        transcript = folder.transcript()
        moment = step_moment(transcript, "override", now)
        longer = add_later(transcript, "override", moment, ...)
        write_whole(folder.secret / "...", content, secret=True)     # everything else first
        record(folder, longer)                       # also renews result/full-transcript.json

Files and folders appear whole by `gemengd.tables.files`. Reading commands need no lock.
"""

from gemengd.rounds.folder.checking import check_folder, refuse_unfit, unfit_names
from gemengd.rounds.folder.drawing import decide, draw, reveal, skip
from gemengd.rounds.folder.finished import Finished, audit_again, read_finished
from gemengd.rounds.folder.frozen import frozen_list, read_frozen
from gemengd.rounds.folder.journal import record, record_placed
from gemengd.rounds.folder.moments import Clock, RandomBytes, drill_plan, opening_moment, step_moment
from gemengd.rounds.folder.notary_part import read_part, read_seal
from gemengd.rounds.folder.placing import place
from gemengd.rounds.folder.progress import NextStep, next_step
from gemengd.rounds.folder.round_folder import STAGES, NoRound, RoundBusy, RoundFolder, file_name, stage_of
from gemengd.rounds.folder.steps import freeze, open_folder
from gemengd.rounds.folder.telling import Progress
from gemengd.rounds.folder.work import Work, audit_of, without_examples, work_of

__all__ = [
    "STAGES",
    "Clock",
    "Finished",
    "NextStep",
    "NoRound",
    "Progress",
    "RandomBytes",
    "RoundBusy",
    "RoundFolder",
    "Work",
    "audit_again",
    "audit_of",
    "check_folder",
    "decide",
    "draw",
    "drill_plan",
    "file_name",
    "freeze",
    "frozen_list",
    "next_step",
    "open_folder",
    "opening_moment",
    "place",
    "read_finished",
    "read_frozen",
    "read_part",
    "read_seal",
    "record",
    "record_placed",
    "refuse_unfit",
    "reveal",
    "skip",
    "stage_of",
    "step_moment",
    "unfit_names",
    "without_examples",
    "work_of",
]
