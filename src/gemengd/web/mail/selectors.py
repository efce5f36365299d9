# SPDX-License-Identifier: EUPL-1.2
"""How it stands with the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from gemengd.web.mail.models import Message

LATE = timedelta(minutes=15)
"""A mail that was due so long ago and had no try is not seen by any worker."""


@dataclass(frozen=True)
class Standing:
    """How many mails are where.

    Attributes:
        waiting: to be sent.
        failed: not sent, and not tried any more.
        sent: sent lately.
        unseen: True where a mail waits that no worker has looked at.
    """

    waiting: int
    failed: int
    sent: int
    unseen: bool


def standing(now: datetime | None = None) -> Standing:
    """How it stands with the outbox.

    Args:
        now: the moment; None for the clock's.
    """
    late = (now or timezone.now()) - LATE
    count = Message.objects.filter
    to_go = (Message.State.WAITING, Message.State.SENDING)
    return Standing(
        count(state__in=to_go).count(),
        count(state=Message.State.FAILED).count(),
        count(state=Message.State.SENT).count(),
        count(state=Message.State.WAITING, due__lte=late).exists(),
    )


def to_look_at() -> QuerySet[Message]:
    """What failed, and then what waits; the newest first."""
    stuck = (Message.State.FAILED, Message.State.WAITING, Message.State.SENDING)
    # By chance the names of the states stand in this order.
    return Message.objects.filter(state__in=stuck).order_by("state", "-id")


def of_address(address: str) -> list[dict[str, Any]]:
    """What the outbox holds about a mail address, ready for JSON."""
    found = Message.objects.filter(to__iexact=address)
    return [dict(row) for row in found.order_by("id").values("about", "state", "made", "ended")]
