# SPDX-License-Identifier: EUPL-1.2
"""The transcript: every step of a round as an event that holds the hash of the one before.

Change, leave out or insert anything and every later hash changes; whoever kept one hash sees it. What may
follow on what is decided in `protocol`; this module only knows the chain.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gemengd.rounds.lottery.canonical import digest
from gemengd.rounds.lottery.moments import moment_of, stamp
from gemengd.rounds.lottery.refusal import Refused

FORMAT = "gemengd-transcript/1"
START = "0" * 64
FIELDS = {"number", "kind", "moment", "data", "previous", "hash"}

Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Transcript:
    """A chain of events.

    Attributes:
        events: each has `number` (from 1), `kind`, `moment`, `data`, `previous` and `hash`.
    """

    events: tuple[Event, ...] = ()

    @property
    def head(self) -> str:
        """The last hash: who holds it can prove everything before it."""
        return str(self.events[-1]["hash"]) if self.events else START

    @property
    def moment(self) -> datetime | None:
        """The moment of the last event."""
        return moment_of(self.events[-1]["moment"]) if self.events else None

    def of_kind(self, kind: str) -> list[Event]:
        """The events of a kind, oldest first."""
        return [one for one in self.events if one["kind"] == kind]

    def data_of(self, kind: str) -> Mapping[str, Any] | None:
        """What the last event of a kind says; None where there is none."""
        found = self.of_kind(kind)
        return found[-1]["data"] if found else None

    def record(self, kind: str, moment: datetime, data: Mapping[str, Any]) -> Transcript:
        """The transcript with one event more.

        Args:
            kind: what happened.
            moment: when; not before the last event.
            data: JSON data without decimals.

        Raises:
            Refused: the moment lies before the last event.
            ValueError: the data cannot be written as canonical JSON.
        """
        if self.moment is not None and moment < self.moment:
            raise Refused(
                f"{kind} at {stamp(moment)}",
                f"a moment not before the last event, {stamp(self.moment)}",
                "Look at the clock of this computer.",
            )
        event = {
            "number": len(self.events) + 1,
            "kind": kind,
            "moment": stamp(moment),
            "data": dict(data),
            "previous": self.head,
        }
        return Transcript((*self.events, {**event, "hash": digest(event)}))

    def text(self, **more: Any) -> str:
        """The transcript as a file, with further parts such as `applications` for an auditor.

        The events are laid out for people; a further part, which may be large, stands on one line.
        """
        events = json.dumps({"format": FORMAT, "events": list(self.events)}, ensure_ascii=False, indent=1)
        parts = [f',\n "{name}": {json.dumps(value, ensure_ascii=False)}' for name, value in more.items()]
        return events.removesuffix("\n}") + "".join(parts) + "\n}\n"


def read_transcript(text: str) -> Transcript:
    """Read the file of a transcript and check its chain.

    Raises:
        Refused: it is no transcript, or the chain is broken.
    """
    try:
        data = json.loads(text)
        known = data["format"] == FORMAT
        events = tuple(data["events"])
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(
            f"a file that is no transcript ({error!r})", FORMAT, "Take the transcript as published."
        ) from error
    if not known:
        raise Refused(f"format {data['format']!r}", FORMAT, "Use the version of gemengd that wrote it.")
    check_chain(events)
    return Transcript(events)


def check_chain(events: tuple[Event, ...]) -> None:
    """Refuse events that do not form a chain.

    Raises:
        Refused: naming the first event that does not fit.
    """
    previous, moment = START, ""
    for number, event in enumerate(events, start=1):
        problem = _problem(event, number, previous, moment)
        if problem:
            raise Refused(
                f"event {number} with {problem}",
                "the event as it was recorded",
                "Restore the transcript from the copy with the notary or the boards; do not use this one.",
            )
        previous, moment = event["hash"], event["moment"]


def _problem(event: Any, number: int, previous: str, moment: str) -> str:
    if not isinstance(event, dict) or set(event) != FIELDS:
        return "other fields"
    content = {name: value for name, value in event.items() if name != "hash"}
    try:
        if digest(content) != event["hash"]:
            return "a content that does not belong to its hash"
        moment_of(event["moment"])
    except (ValueError, TypeError) as error:
        return str(error)
    if event["number"] != number:
        return f"number {event['number']}"
    if event["previous"] != previous:
        return "the hash of another predecessor"
    return "a moment before its predecessor" if event["moment"] < moment else ""
