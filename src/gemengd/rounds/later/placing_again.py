# SPDX-License-Identifier: EUPL-1.2
"""A re-match on disk: its result beside the first, whole, before the transcript tells of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from gemengd.rounds.folder import Clock, RoundFolder, read_finished
from gemengd.rounds.later.again import Again, again
from gemengd.rounds.later.deciding import seat_named
from gemengd.rounds.later.kept import record_later
from gemengd.rounds.later.standing import Standing, fingerprint, rematched, standing_of, with_seats
from gemengd.rounds.lottery import Transcript
from gemengd.tables.files import Contents, publish_folder


def place_again(
    folder: RoundFolder,
    clock: Clock,
    *,
    by: str,
    reason: str,
    extra_seats: Mapping[str, int] | None = None,
) -> tuple[Transcript, Again, int]:
    """Place again after what was recorded since, and record it.

    Args:
        folder: the round.
        clock: time and chance.
        by: who decided to.
        reason: why; published.
        extra_seats: programme, or `programme:seat type`, to the seats added before placing again.

    Returns:
        The transcript, the re-match, and its number.

    Raises:
        AuditFailed: the re-match breaks a promise; nothing was written.
        Refused, InvalidTable, ValueError: as `again`.
    """
    with folder.lock():
        finished = read_finished(folder)
        standing = standing_of(finished)
        added = [
            {"programme": programme, "seat_type": kind, "seats": seats}
            for name, seats in (extra_seats or {}).items()
            for programme, kind in [seat_named(standing, *_split(name, standing))]
        ]
        for one in added:
            standing = with_seats(standing, one)
        found = again(standing, finished)
        found.audit.require()
        number = standing.rematches + 1
        files = _files(standing, found)
        publish_folder(folder.result / f"rematch-{number}", files)
        detail = {"rematch": number, "placement.csv": fingerprint(rematched(standing, found))}
        events = [*(("seats_added", one) for one in added), ("rematch", detail)]
        longer = record_later(folder, finished.transcript, events, clock, by=by, reason=reason)
    return longer, found, number


def _split(name: str, standing: Standing) -> tuple[str, str | None]:
    programme, colon, kind = name.rpartition(":")
    known = name in set(standing.round_.programmes["programme"])
    return (programme, kind) if colon and not known else (name, None)


def _files(standing: Standing, found: Again) -> Contents:
    now = rematched(standing, found)
    report = "\n".join([*found.rematch.lines(), *found.audit.lines()]) + "\n"
    return {
        "placement.csv": (now.held().write_csv().encode(), True),
        "changes.csv": (found.rematch.frame.write_csv().encode(), True),
        "report.txt": (report.encode(), True),
        "audit.json": (_json(found.audit.as_dict()), False),
        "audit-full.json": (_json(found.audit.as_dict(examples=True)), True),
    }


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
