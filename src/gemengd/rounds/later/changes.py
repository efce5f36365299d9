# SPDX-License-Identifier: EUPL-1.2
"""Withdrawals, late applications and changed lists; they count from the next re-match on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gemengd.placement.rules import APPLICANTS, CLAIMS, PREFERENCES, Round
from gemengd.placement.rules.consistency import refuse_inconsistent
from gemengd.placement.rules.rounds import read_table
from gemengd.placement.rules.tables import round_table
from gemengd.placement.rules.tickets import SEPARATOR
from gemengd.rounds.folder import Clock, RoundFolder, read_finished
from gemengd.rounds.later.kept import record_later
from gemengd.rounds.later.standing import Standing, standing_of
from gemengd.rounds.later.tables import details_of, with_late
from gemengd.rounds.lottery import Refused, Transcript


class UnknownApplicant(LookupError):  # noqa: N818 - said as the reader would say it
    """There is no such child in the round."""


def refuse_unknown(standing: Standing, names: Sequence[str]) -> None:
    """Refuse names of nobody in the round as it stands.

    Raises:
        UnknownApplicant: naming the first.
        Refused: the child withdrew.
    """
    here = set(standing.round_.applicants["applicant"])
    for name in names:
        if name in standing.gone:
            raise Refused(f"applicant '{name}', who withdrew", "somebody who takes part", "Check the name.")
        if name not in here:
            raise UnknownApplicant(f"There is no applicant '{name}' in this round. Nothing was changed.")


def withdraw(folder: RoundFolder, names: Sequence[str], clock: Clock, *, by: str, reason: str) -> Transcript:
    """Record that children withdraw; their places are given away by the next re-match.

    Raises:
        UnknownApplicant: somebody is not in the round.
        Refused: the round was not placed, somebody withdrew before, or a reason is left out.
    """
    with folder.lock():
        finished = read_finished(folder)
        refuse_unknown(standing_of(finished), names)
        details = [("withdrawn", {"applicant": name}) for name in sorted(set(names))]
        return record_later(folder, finished.transcript, details, clock, by=by, reason=reason)


def late(
    folder: RoundFolder, tables: Path, clock: Clock, *, by: str, reason: str
) -> tuple[Transcript, int, int]:
    """Record late applications, and other lists of children who were placed.

    Args:
        folder: the round.
        tables: folder with `applicants`, `preferences` and, where needed, `claims` of these children only.
        clock: time and chance.
        by: who decided to take them.
        reason: why; published, so without names.

    Returns:
        The transcript, how many came late, and how many changed their list.

    Raises:
        InvalidTable: a table is absent, wrong, or does not fit the round.
        Refused: the round was not placed, or a child withdrew before.
    """
    with folder.lock():
        finished = read_finished(folder)
        standing = standing_of(finished)
        details = list(details_of(_read(tables, standing.round_)))
        _refuse_unfit(standing, [str(one["applicant"]) for one in details])
        refuse_inconsistent(with_late(standing.round_, details))
        known = set(standing.round_.applicants["applicant"])
        events = [
            ("list_changed" if one["applicant"] in known else "late_application", one) for one in details
        ]
        longer = record_later(folder, finished.transcript, events, clock, by=by, reason=reason)
    changed = sum(kind == "list_changed" for kind, _ in events)
    return longer, len(events) - changed, changed


def _read(tables: Path, round_: Round) -> Round:
    if not tables.is_dir():
        raise FileNotFoundError(f"{tables}: no such folder. Nothing was changed.")
    frames = [round_table(one, read_table(tables, one)) for one in (APPLICANTS, PREFERENCES, CLAIMS)]
    return Round(round_.programmes, frames[0], frames[1], frames[2], round_.rules)


def _refuse_unfit(standing: Standing, names: Sequence[str]) -> None:
    if not names:
        raise Refused("a table applicants without rows", "the late children", "Add them.")
    for name in names:
        if name in standing.gone or name in standing.by_hand or SEPARATOR in name:
            raise Refused(
                f"applicant '{name}'",
                f"a name without '{SEPARATOR}', of nobody who withdrew or was placed by hand",
                "Give a child who comes back a new pseudonym.",
            )
