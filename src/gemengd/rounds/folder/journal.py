# SPDX-License-Identifier: EUPL-1.2
"""Writing the transcript: the last act of every step, and the only place where it is written."""

from __future__ import annotations

import json

from gemengd.placement.audit import Audit
from gemengd.rounds.folder.round_folder import RoundFolder
from gemengd.rounds.lottery import Refused, Transcript
from gemengd.tables.files import Contents, make_folder, publish_folder, write_whole

PLACED = "placed"


def record(folder: RoundFolder, longer: Transcript) -> None:
    """Record one or more events other than `placed`; call it within `folder.lock()`.

    After the placement the full transcript is brought up to date first.

    Args:
        folder: the round.
        longer: its transcript with more events.

    Raises:
        Refused: it does not continue the transcript of the folder.
        ValueError: an event is `placed`; only `record_placed` writes that.
    """
    if PLACED in _new_kinds(folder, longer):
        raise ValueError("'placed' is recorded with its audit, by record_placed")
    if longer.data_of(PLACED) is not None:
        _renew_full_transcript(folder, longer)
    _write(folder, longer)


def record_placed(folder: RoundFolder, longer: Transcript, audit: Audit, result: Contents) -> None:
    """Publish the result and record the placement, if it passed its audit; within `folder.lock()`.

    Args:
        folder: the round.
        longer: its transcript with the event `placed`, which holds this audit.
        audit: the audit of the placement.
        result: the files of the folder `result`.

    Raises:
        AuditFailed: the placement breaks a promise; nothing is written.
        Refused: the transcript does not continue that of the folder.
        ValueError: the event holds another audit.
    """
    audit.require()
    if _new_kinds(folder, longer) != [PLACED]:
        raise ValueError("expected one event more, 'placed'")
    if (longer.data_of(PLACED) or {}).get("audit") != audit.as_dict():
        raise ValueError("the event 'placed' holds another audit")
    publish_folder(folder.result, result)
    _write(folder, longer)


def _new_kinds(folder: RoundFolder, longer: Transcript) -> list[str]:
    known = folder.transcript().events
    if longer.events[: len(known)] != known:
        raise Refused(
            "a transcript that does not continue the one in the folder",
            "the steps already recorded, and one more",
            "Give the command again.",
        )
    return [str(one["kind"]) for one in longer.events[len(known) :]]


def _renew_full_transcript(folder: RoundFolder, longer: Transcript) -> None:
    path = folder.full_transcript_file
    full = json.loads(path.read_text(encoding="utf-8"))
    more = {name: value for name, value in full.items() if name not in ("format", "events")}
    write_whole(path, longer.text(**more).encode(), secret=True)


def _write(folder: RoundFolder, transcript: Transcript) -> None:
    make_folder(folder.lottery, secret=False)
    write_whole(folder.transcript_file, transcript.text().encode(), secret=False)
