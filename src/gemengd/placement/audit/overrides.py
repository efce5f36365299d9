# SPDX-License-Identifier: EUPL-1.2
"""Decisions by hand: each with its reason, in a chain of hashes that shows any later change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from gemengd.placement.rules.canonical import canonical
from gemengd.tables import Finding, InvalidTable

LOG = "overrides"


@dataclass(frozen=True, slots=True)
class Override:
    """One decision by hand.

    Attributes:
        number: place in the log, from 1.
        applicant: pseudonym.
        before: programme held before, None = no place.
        after: programme held after, None = no place.
        seat_type: seat type of the new place, None where there is none.
        extra_seat: whether a seat was added for it.
        reason: why.
        decided_by: the office, not the name of a person.
        moment: when, as the caller writes it (ISO 8601).
        previous: hash of the decision before, or the anchor of the log.
        hash: SHA-256 of all the above in canonical JSON.
    """

    number: int
    applicant: str
    before: str | None
    after: str | None
    seat_type: str | None
    extra_seat: bool
    reason: str
    decided_by: str
    moment: str
    previous: str
    hash: str = ""

    def fingerprint(self) -> str:
        """The hash as it should be."""
        content = asdict(self)
        del content["hash"]
        return hashlib.sha256(canonical(content)).hexdigest()


@dataclass(frozen=True, slots=True)
class OverrideLog:
    """The decisions by hand of one round.

    Attributes:
        anchor: what the chain hangs on, published before the first decision: the hash of the transcript, say.
        decisions: the decisions, oldest first.
    """

    anchor: str
    decisions: tuple[Override, ...] = ()

    def record(
        self,
        applicant: str,
        *,
        before: str | None,
        after: str | None,
        reason: str,
        decided_by: str,
        moment: str,
        seat_type: str | None = None,
        extra_seat: bool = False,
    ) -> OverrideLog:
        """The log with one more decision; the arguments are those of `Override`.

        Raises:
            ValueError: the reason, the office or the moment is empty.
        """
        for name, text in (("reason", reason), ("decided_by", decided_by), ("moment", moment)):
            if not text.strip():
                raise ValueError(f"{name} of the decision about {applicant} is empty; expected it in words")
        bare = Override(
            number=len(self.decisions) + 1,
            applicant=applicant,
            before=before,
            after=after,
            seat_type=seat_type,
            extra_seat=extra_seat,
            reason=reason,
            decided_by=decided_by,
            moment=moment,
            previous=self.head,
        )
        return replace(self, decisions=(*self.decisions, replace(bare, hash=bare.fingerprint())))

    @property
    def head(self) -> str:
        """Hash of the last decision, or the anchor; publishing it fixes everything before."""
        return self.decisions[-1].hash if self.decisions else self.anchor

    def breaks(self) -> Iterator[str]:
        """What is wrong with the chain, in sentences; nothing for a sound one."""
        previous = self.anchor
        for place, one in enumerate(self.decisions, start=1):
            if one.number != place:
                yield f"decision {place} has number {one.number}"
            if one.previous != previous:
                yield f"decision {place} does not follow the one before it: one was removed or changed"
            if one.hash != one.fingerprint():
                yield f"decision {place} was changed after it was recorded"
            if not one.reason.strip():
                yield f"decision {place} has no reason"
            previous = one.hash


def log_lines(log: OverrideLog) -> bytes:
    """The log as lines of canonical JSON, the anchor first."""
    rows: list[dict[str, Any]] = [{"anchor": log.anchor}, *(asdict(one) for one in log.decisions)]
    return b"".join(canonical(row) + b"\n" for row in rows)


def write_log(log: OverrideLog, path: Path) -> None:
    """Write the log (`log_lines`)."""
    # Beside the old one and then in its place: a power cut leaves the one or the other.
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_bytes(log_lines(log))
    fresh.replace(path)


def read_log(path: Path) -> OverrideLog:
    """Read a log; whether its chain is sound is found by `breaks`, and by the audit.

    Raises:
        InvalidTable: the file is not such a log.
    """
    number, expected = 1, "an anchor in the first line and one decision in each line after"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        anchor = str(json.loads(lines[0])["anchor"])
        decisions = []
        for number, line in enumerate(lines[1:], start=2):  # noqa: B007 - named in the refusal
            decisions.append(Override(**json.loads(line)))
    except (UnicodeDecodeError, ValueError, TypeError, KeyError, IndexError) as error:
        found = f"{type(error).__name__}: {error}"
        raise InvalidTable(LOG, [Finding("", found, expected, row=number, file=path.name)]) from error
    return OverrideLog(anchor, tuple(decisions))
