# SPDX-License-Identifier: EUPL-1.2
"""Asking for work, and doing it: what is shown stays until somebody publishes another version."""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from gemengd.tables import InvalidTable, NoWorkspace, Workspace, WorkspaceBusy
from gemengd.web.control import uploads
from gemengd.web.control.models import Job
from gemengd.web.control.uploads import Sent
from gemengd.web.events.services import record

if TYPE_CHECKING:
    from gemengd.web.organisations.models import User

EVERY = 1.0
"""Seconds between two lines about how far the work is."""


class BusyError(RuntimeError):
    """Other work goes on."""


def ask(
    kind: Job.Kind, by: User, *, files: Sequence[Sent] = (), chosen: Mapping[str, Any] | None = None
) -> Job:
    """Put work in the queue.

    Args:
        kind: an import or a build.
        by: who asks.
        files: for an import, the files.
        chosen: settings of the monitor that differ from the default.

    Raises:
        BusyError: other work goes on or waits.
        NoRoomError: the disk is full.
    """
    from gemengd.web.control.tasks import work

    if any(job.active for job in Job.objects.filter(state__in=(Job.State.WAITING, Job.State.RUNNING))):
        raise BusyError(gettext("An import or a build is going on already. Wait for it to end."))
    names = [uploads.safe_name(file.name or "") for file in files]
    with transaction.atomic():
        job = Job.objects.create(kind=kind, by=by, files=names, chosen=dict(chosen or {}))
        uploads.keep(job.pk, files)
        record("work_asked", actor=by, subject=str(job.pk), work=kind.value, files=len(names))
    work.enqueue(job.pk)
    return job


def do(job: Job) -> None:
    """Do the work; whatever goes wrong is told on its page and leaves what is shown as it is."""
    _note(job, state=Job.State.RUNNING, heard=timezone.now())
    try:
        version = _import_and_build(job) if job.kind == Job.Kind.IMPORT else _build(job)
    except Exception as problem:
        _ended(job, Job.State.FAILED, problem=_told(problem))
        if not _is_known(problem):
            raise
    else:
        _ended(job, Job.State.DONE, version=version)
    finally:
        uploads.forget(job.pk)


def _import_and_build(job: Job) -> int:
    from gemengd import sources

    contributions = sources.read(uploads.kept(job.pk), progress=_progress(job))
    Workspace(settings.GEMENGD_WORKSPACE).add(contributions, now=timezone.now())
    return _build(job)


def _build(job: Job) -> int:
    from gemengd.monitor import Settings, build

    workspace = Workspace(settings.GEMENGD_WORKSPACE)
    chosen = Settings(**job.chosen)
    frames = build(workspace, chosen, progress=_progress(job))
    workspace.store_monitor(frames, settings=chosen.as_dict(), now=timezone.now())
    version = workspace.version
    assert version is not None
    return version


def _progress(job: Job) -> Callable[[str, int, int], None]:
    last = 0.0

    def advance(what: str, done: int, total: int) -> None:
        nonlocal last
        if done < total and monotonic() - last < EVERY:
            return
        last = monotonic()
        _note(job, doing=what[:80], steps_done=done, steps=total, heard=timezone.now())

    return advance


def _note(job: Job, **values: Any) -> None:
    Job.objects.filter(pk=job.pk).update(**values)


def _ended(job: Job, state: Job.State, **values: Any) -> None:
    with transaction.atomic():
        _note(job, state=state, ended=timezone.now(), **values)
        record(f"work_{state.value}", actor=job.by, subject=str(job.pk), work=job.kind)


def _is_known(problem: Exception) -> bool:
    from gemengd.sources import UnknownFile

    known = (InvalidTable, UnknownFile, NoWorkspace, WorkspaceBusy)
    return isinstance(problem, known) or _is_full(problem)


def _is_full(problem: Exception) -> bool:
    return isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT)


def _told(problem: Exception) -> str:
    if _is_full(problem):
        return gettext("The disk of the server is full. Make room and ask again; nothing was changed.")
    if _is_known(problem):
        return str(problem)
    # The text of an unforeseen error may hold anything, a file's content included: it goes to no page.
    return gettext("Something unforeseen went wrong (%(kind)s). Nothing was changed.") % {
        "kind": type(problem).__name__
    }
