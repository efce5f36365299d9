# SPDX-License-Identifier: EUPL-1.2
"""Asking for an import or a build, one at a time, and for a version to be published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext

from gemengd.tables import NoWorkspace, Workspace
from gemengd.web.control.jobs import PUBLISH, WRITING
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


def ask_to_publish(version: int, by: User) -> Job:
    """Put a publication in the queue; they are done in the order in which they were asked.

    Args:
        version: which version to show.
        by: who asks.

    Returns:
        The job; where the same version was asked last and is not shown yet, that job.

    Raises:
        NoWorkspace: there is no such version, or its monitor was not built.
    """
    if not Workspace(settings.GEMENGD_WORKSPACE, at=version).built:
        raise NoWorkspace(f"version {version}: the monitor is not built, so there is nothing to show")
    last = jobs().filter(kind=PUBLISH.name).first()
    if last is not None and last.active and last.payload == {"version": version}:
        return last
    return services.ask(PUBLISH.name, by, payload={"version": version})


def refuse_busy() -> None:
    """Refuse more work while an import or a build goes on or waits.

    Raises:
        BusyError: that is so.
    """
    kinds = [kind.name for kind in WRITING]
    unfinished = jobs().filter(kind__in=kinds, state__in=(Job.State.WAITING, Job.State.RUNNING))
    if any(job.active for job in unfinished):
        raise BusyError(gettext("An import or a build is going on already. Wait for it to end."))
