# SPDX-License-Identifier: EUPL-1.2
"""The details of later events: published as a salted hash, kept here for who may see them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gemengd.rounds.folder import Clock, RoundFolder, record, step_moment
from gemengd.rounds.lottery import LATER, SALT_BYTES, Refused, Transcript, add_later
from gemengd.rounds.lottery.canonical import canonical
from gemengd.rounds.lottery.merkle import leaf_hash
from gemengd.tables.files import write_whole

FILE = "later.json"
RESTORE = (
    "Put back lottery/secret/later.json from the last copy; without it nobody can show what was decided."
)


@dataclass(frozen=True, slots=True)
class Kept:
    """One later event with its detail.

    Attributes:
        number: its number in the transcript.
        kind: one of `LATER`.
        detail: who it is about, from where, to where.
        salt: salt of the published hash, in hexadecimal digits.
    """

    number: int
    kind: str
    detail: Mapping[str, Any]
    salt: str

    def fits(self, event: Mapping[str, Any]) -> bool:
        """Whether this is what the event was recorded about."""
        sealed = leaf_hash(bytes.fromhex(self.salt), canonical(dict(self.detail))).hex()
        return (str(event["kind"]), event["data"]["detail"]) == (self.kind, sealed)


def read_kept(folder: RoundFolder, transcript: Transcript) -> list[Kept]:
    """The details of all later events, held against the transcript.

    What a step that was cut off left behind is passed over: the transcript does not know it.

    Raises:
        Refused: a detail is absent or was altered.
    """
    events = [one for one in transcript.events if one["kind"] in LATER]
    if not events:
        return []
    try:
        rows = json.loads((folder.secret / FILE).read_text(encoding="utf-8"))
        known = {int(row["number"]): Kept(**row) for row in rows}
        sound = all(known[one["number"]].fits(one) for one in events)
    except (OSError, ValueError, TypeError, KeyError):
        sound = False
    if not sound:
        raise Refused("secret/later.json absent or with another content", "what was recorded", RESTORE)
    return [known[one["number"]] for one in events]


def concerned(folder: RoundFolder, transcript: Transcript) -> frozenset[str]:
    """The children about whom something was recorded after the placement."""
    kept = read_kept(folder, transcript)
    return frozenset(str(one.detail["applicant"]) for one in kept if "applicant" in one.detail)


def record_later(
    folder: RoundFolder,
    transcript: Transcript,
    events: Sequence[tuple[str, Mapping[str, Any]]],
    clock: Clock,
    *,
    by: str,
    reason: str,
) -> Transcript:
    """Record events, each a kind and its detail, in one stroke and the details first; within `folder.lock()`.

    Raises:
        Refused: somebody or the reason is left out, or nothing was placed yet.
    """
    kept, longer = read_kept(folder, transcript), transcript
    for kind, detail in events:
        salt = clock.random(SALT_BYTES)
        moment = step_moment(longer, kind, clock.now)
        longer = add_later(longer, kind, moment, by=by, reason=reason, detail=detail, salt=salt)
        kept.append(Kept(len(longer.events), kind, dict(detail), salt.hex()))
    rows = [
        {"number": one.number, "kind": one.kind, "detail": dict(one.detail), "salt": one.salt} for one in kept
    ]
    text = json.dumps(rows, ensure_ascii=False, indent=1)
    write_whole(folder.secret / FILE, text.encode(), secret=True)
    record(folder, longer)
    return longer
