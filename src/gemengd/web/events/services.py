# SPDX-License-Identifier: EUPL-1.2
"""Recording what happened."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone

from gemengd.web.events.chain import START, digest
from gemengd.web.events.models import Event

if TYPE_CHECKING:
    from gemengd.web.organisations.models import Organisation, User

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


def record(
    kind: str,
    *,
    actor: User | None = None,
    organisation: Organisation | None = None,
    subject: str = "",
    **detail: str | int | None,
) -> Event:
    """Add an event to the log.

    Args:
        kind: what happened; one of `gemengd.web.events.kinds.KINDS`.
        actor: who did it; None for the site itself and for visitors. Only the number of the account is kept.
        organisation: whose log it belongs to; None where it concerns the whole site.
        subject: what it happened to, as a code or number; never a name of a person or a mail address.
        detail: what else belongs to it; never a personal datum.

    Raises:
        PersonalDataError: the subject or the detail looks like a personal datum.
    """
    refuse_personal(subject, detail)
    with transaction.atomic():
        event = Event(
            moment=timezone.now(),
            kind=kind,
            actor=actor.pk if actor is not None else None,
            organisation=organisation.pk if organisation is not None else None,
            subject=subject,
            detail=detail,
            previous=_head(),
        )
        event.hash = digest(event)
        event.save()
    return event


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
