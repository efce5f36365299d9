# SPDX-License-Identifier: EUPL-1.2
"""Reading the log."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from gemengd.web.events.models import Event

if TYPE_CHECKING:
    from gemengd.web.organisations.models import User


def everything() -> QuerySet[Event]:
    """All events, the newest first."""
    return Event.objects.all()


def of_organisations(numbers: Collection[int]) -> QuerySet[Event]:
    """The events of some organisations, the newest first."""
    return Event.objects.filter(organisation__in=numbers)


def by_person(user: User) -> QuerySet[Event]:
    """What a person did, the newest first."""
    return Event.objects.filter(actor=user.pk)
