# SPDX-License-Identifier: EUPL-1.2
"""Recording what happened."""

from __future__ import annotations

import re
from typing import Any, Protocol

from django.db import connection, transaction
from django.utils import timezone

from gemengd.web.events.chain import START, digest
from gemengd.web.events.models import Event
from gemengd.web.site.registry import UndeclaredError, events

LOCK = 4_072_026
"""Number of the lock under which PostgreSQL lets one writer at a time into the log; any constant does."""
_PERSONAL_KEYS = {
    "address",
    "email",
    "e_mail",
    "mail",
    "ip",
    "ip_address",
    "name",
    "password",
    "phone",
    "user",
    "username",
}
_MAIL = re.compile(r"[^\s@]+@[^\s@]+")


class PersonalDataError(ValueError):
    """Something that could tell who a person is was about to be written where it could never go."""


class Numbered(Protocol):
    """A row of any table; the log keeps its number only, and knows nothing else of it."""

    pk: Any


def record(
    kind: str,
    *,
    actor: Numbered | int | None = None,
    organisation: Numbered | int | None = None,
    subject: str = "",
    **detail: str | int | None,
) -> Event:
    """Add an event to the log.

    Args:
        kind: what happened; the name of an event that an app declares.
        actor: who did it, as an account or its number; None for the site itself and for visitors. Only the
            number is kept.
        organisation: whose log it belongs to, itself or its number; None where it concerns the whole site.
        subject: what it happened to, as a code or number; never a name of a person or a mail address.
        detail: what else belongs to it; never a personal datum.

    Raises:
        PersonalDataError: the subject or the detail looks like a personal datum.
        UndeclaredError: no app declares an event of this name.
    """
    if kind not in events():
        raise UndeclaredError(f"no app declares the event {kind!r}; add it to its `declared.py`")
    refuse_personal(subject, detail)
    with transaction.atomic():
        event = Event(
            moment=timezone.now(),
            kind=kind,
            actor=number_of(actor),
            organisation=number_of(organisation),
            subject=subject,
            detail=detail,
            previous=_head(),
        )
        event.hash = digest(event)
        event.save()
    return event


def number_of(row: Numbered | int | None) -> int | None:
    """The number of a row, where it is not a number already."""
    return row if row is None or isinstance(row, int) else int(row.pk)


def refuse_personal(subject: str, detail: dict[str, str | int | None]) -> None:
    """Refuse what looks like a personal datum.

    Raises:
        PersonalDataError: a key names one, or a value holds a mail address; the value itself is not repeated.
    """
    for key, value in [("subject", subject), *detail.items()]:
        if key.lower() in _PERSONAL_KEYS:
            raise PersonalDataError(f"detail {key!r} would hold a personal datum; record a number or a code")
        if isinstance(value, str) and _MAIL.search(value):
            raise PersonalDataError(f"{key!r} holds a mail address; record a number or a code")


def _head() -> str:
    """Hash of the last event. Writers queue here: SQLite by its write lock, PostgreSQL by an advisory one."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    return Event.objects.values_list("hash", flat=True).first() or START
