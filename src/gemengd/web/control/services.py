# SPDX-License-Identifier: EUPL-1.2
"""Asking for an import or a build: one at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from gemengd.web.control.selectors import jobs
from gemengd.web.site.declarations import Work
from gemengd.web.work import services
from gemengd.web.work.models import Job
from gemengd.web.work.uploads import Sent

if TYPE_CHECKING:
    from gemengd.web.organisations.models import User


class BusyError(RuntimeError):
    """Other work goes on."""


def ask(kind: Work, by: User, *, files: Sequence[Sent] = (), chosen: Mapping[str, Any] | None = None) -> Job:
    """Put an import or a build in the queue.

    Args:
        kind: which of the two.
        by: who asks.
        files: for an import, the files.
        chosen: settings of the monitor that differ from the default.

    Raises:
        BusyError: an import or a build goes on or waits.
        NoRoomError: the disk is full.
    """
    refuse_busy()
    return services.ask(kind.name, by, payload=chosen, files=files)


def refuse_busy() -> None:
    """Refuse more work while an import or a build goes on or waits.

    Raises:
        BusyError: that is so.
    """
    unfinished = jobs().filter(state__in=(Job.State.WAITING, Job.State.RUNNING))
    if any(job.active for job in unfinished):
        raise BusyError(gettext("An import or a build is going on already. Wait for it to end."))
