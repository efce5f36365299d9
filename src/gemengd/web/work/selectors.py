# SPDX-License-Identifier: EUPL-1.2
"""What work there is, and whether anybody does it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Min, QuerySet
from django.utils import timezone

from gemengd.web.work.models import SILENT, Job, Worker

if TYPE_CHECKING:
    from gemengd.web.organisations.models import User

LATEST = 50
"""Jobs on a page."""
PATIENCE = timedelta(minutes=2)
"""Work that waits for longer while no worker is there, waits in vain."""


@dataclass(frozen=True)
class Health:
    """Whether work gets done.

    Attributes:
        since: since when a worker is there; None for none.
        oldest: when the work was asked that waits longest; None when nothing waits.
        waiting: pieces of work that wait.
        running: pieces of work that go on.
        dead: pieces of work whose worker is gone.
    """

    since: datetime | None
    oldest: datetime | None
    waiting: int
    running: int
    dead: int

    @property
    def stuck(self) -> bool:
        """True when work waits in vain."""
        return self.since is None and self.oldest is not None and timezone.now() - self.oldest > PATIENCE


def health() -> Health:
    """Whether work gets done, now."""
    lately = timezone.now() - SILENT
    waiting = Job.objects.filter(state=Job.State.WAITING)
    running = Job.objects.filter(state=Job.State.RUNNING)
    return Health(
        since=workers().filter(heard__gte=lately).aggregate(since=Min("started"))["since"],
        oldest=waiting.aggregate(oldest=Min("asked"))["oldest"],
        waiting=waiting.count(),
        running=running.filter(heard__gte=lately).count(),
        dead=running.filter(heard__lt=lately).count(),
    )


def workers() -> QuerySet[Worker]:
    """The processes that do work, also those that have gone silent."""
    return Worker.objects.all()


def jobs_of(user: User) -> QuerySet[Job]:
    """The work that somebody asked for, newest first."""
    return Job.objects.filter(owner=user).select_related("owner", "organisation")


def every_job() -> QuerySet[Job]:
    """All work, newest first."""
    return Job.objects.select_related("owner", "organisation")
