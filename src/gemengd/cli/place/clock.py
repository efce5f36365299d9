# SPDX-License-Identifier: EUPL-1.2
"""The time and the chance of this computer: the only place where the commands of a round get them."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gemengd.cli.outcome import stop

if TYPE_CHECKING:
    from gemengd.rounds.folder import Clock

WRONG_USE = 2


def now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def clock() -> Clock:
    """The time, and random bytes of the operating system."""
    from gemengd.rounds.folder import Clock

    return Clock(now(), secrets.token_bytes)


def moment(option: str, text: str) -> datetime:
    """A moment as the user wrote it; ends the command where it is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        stop(
            f"{option} is '{text}'; expected a moment with its zone, such as 2027-03-01T12:00+01:00 (winter "
            "time) or 2027-05-01T12:00+02:00 (summer time).",
            WRONG_USE,
        )
    return found.astimezone(UTC).replace(microsecond=0)


def local(moment_: datetime) -> str:
    """A moment for people: as it is recorded, in UTC."""
    return f"{moment_.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
