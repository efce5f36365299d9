# SPDX-License-Identifier: EUPL-1.2
"""A finished round read back: placed once more in memory and held against what was published."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from gemengd.placement.audit import Audit
from gemengd.rounds.folder.result_files import PLACEMENT
from gemengd.rounds.folder.round_folder import RoundFolder
from gemengd.rounds.folder.telling import Progress
from gemengd.rounds.folder.work import Work, audit_of, work_of
from gemengd.rounds.lottery import Refused, Transcript
from gemengd.rounds.lottery.stage import need


@dataclass(frozen=True, slots=True)
class Finished:
    """A placed round.

    Attributes:
        folder: the round on disk.
        transcript: its transcript, later events included.
        work: tables, commitment, tickets, compiled round, outcome and sealed placements.
    """

    folder: RoundFolder
    transcript: Transcript
    work: Work

    @property
    def drill(self) -> bool:
        """Whether this was an exercise."""
        return bool((self.transcript.data_of("opened") or {})["drill"])


def read_finished(folder: RoundFolder, progress: Progress | None = None) -> Finished:
    """Read a placed round.

    Raises:
        NoRound: there is no such folder.
        Refused: it was not placed yet, rules, tables or secret files are not those frozen, or the placement
            is not the one that was published.
    """
    transcript = folder.transcript()
    placed = need(transcript, "placed", "Place first: gemengd place run.")
    work = work_of(folder, transcript, progress)
    if work.placements.root != placed["placements"]:
        raise Refused(
            f"placements with root {work.placements.root[:16]}…",
            f"those that were published, {placed['placements'][:16]}…",
            "Use the version of gemengd that placed this round; the transcript names its hash.",
        )
    return Finished(folder, transcript, work)


def audit_again(folder: RoundFolder, progress: Progress | None = None) -> Audit:
    """The audit of a round, with a second engine; nothing is written.

    Of a placed round it is that of the placement as it stands on disk, of a drawn one that of the placement
    that would be made.

    Raises:
        Refused: nothing was drawn, or as `read_finished`, or `result/placement.csv` is absent or damaged.
    """
    transcript = folder.transcript()
    if not transcript.of_kind("placed"):
        return audit_of(work_of(folder, transcript, progress))
    return audit_of(read_finished(folder, progress).work, _on_disk(folder))


def _on_disk(folder: RoundFolder) -> pl.DataFrame:
    try:
        return pl.read_csv(folder.result / PLACEMENT, infer_schema=False).select("applicant", "programme")
    except (OSError, pl.exceptions.PolarsError) as error:
        mend = "Put it back from a copy of the result."
        raise Refused(f"no readable {PLACEMENT}", "the placement as it was written", mend) from error
