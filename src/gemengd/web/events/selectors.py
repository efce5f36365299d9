# SPDX-License-Identifier: EUPL-1.2
"""Reading the log."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from gemengd.web.events.models import Event
from gemengd.web.events.services import Numbered, number_of


def everything() -> QuerySet[Event]:
    """All events, the newest first."""
    return Event.objects.all()


def of_organisations(numbers: Collection[int]) -> QuerySet[Event]:
    """The events of some organisations, the newest first."""
    return Event.objects.filter(organisation__in=numbers)


def by_person(actor: Numbered | int) -> QuerySet[Event]:
    """What a person did, by their account or its number, the newest first."""
    return Event.objects.filter(actor=number_of(actor))
