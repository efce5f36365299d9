# SPDX-License-Identifier: EUPL-1.2
"""Moments as text, whole seconds in UTC, so that everybody reads and sorts the same moment."""

from __future__ import annotations

from datetime import UTC, datetime

FORM = "%Y-%m-%dT%H:%M:%SZ"


def stamp(moment: datetime) -> str:
    """A moment as `2026-03-31T12:00:00Z`.

    Raises:
        ValueError: it has no time zone or a part of a second.
    """
    if moment.tzinfo is None:
        raise ValueError(f"moment {moment} has no time zone; expected one, such as UTC or Europe/Amsterdam")
    if moment.microsecond:
        raise ValueError(f"moment {moment} has a part of a second; expected whole seconds")
    return moment.astimezone(UTC).strftime(FORM)


def moment_of(text: str) -> datetime:
    """The moment written as `stamp` writes it.

    Raises:
        ValueError: it is written otherwise.
    """
    try:
        return datetime.strptime(text, FORM).replace(tzinfo=UTC)
    except ValueError as error:
        raise ValueError(f"moment is '{text}'; expected one such as 2026-03-31T12:00:00Z") from error
