# SPDX-License-Identifier: EUPL-1.2
"""The chain that ties every event to the one before it, and the check of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC

from gemengd.web.events.models import Event

START = "0" * 64
"""What stands before the first event."""


class BrokenChainError(ValueError):
    """The log was changed outside the site."""


@dataclass(frozen=True)
class Checked:
    """What a check of the whole log found.

    Attributes:
        events: number of events.
        head: hash of the last one; kept elsewhere it proves later that nothing was cut off.
    """

    events: int
    head: str


def digest(event: Event) -> str:
    """SHA-256 (64 hexadecimal signs) of what an event says and of the hash of the event before it."""
    said = {
        "moment": event.moment.astimezone(UTC).isoformat(timespec="microseconds"),
        "kind": event.kind,
        "actor": event.actor,
        "organisation": event.organisation,
        "subject": event.subject,
        "detail": event.detail,
        "previous": event.previous,
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def check(events: Iterable[Event], *, known: str = "") -> Checked:
    """Recompute the chain.

    Args:
        events: all events, the oldest first.
        known: a head that was noted at an earlier check; it must still be in the chain.

    Raises:
        BrokenChainError: an event was changed, taken away or put in between, or `known` is gone.
    """
    count, head, seen = 0, START, not known
    for event in events:
        if event.previous != head:
            raise BrokenChainError(
                f"event {event.pk}: does not follow the event before it (found {event.previous[:12]}…, "
                f"expected {head[:12]}…); one or more events before it were taken away or put in"
            )
        if event.hash != digest(event):
            raise BrokenChainError(
                f"event {event.pk}: its content is not what was recorded; restore from a back-up"
            )
        head = event.hash
        seen = seen or head == known
        count += 1
    if not seen:
        raise BrokenChainError(
            f"{known[:12]}…: this head is not in the chain any more; the last events were cut off"
        )
    return Checked(count, head)
