# SPDX-License-Identifier: EUPL-1.2
"""The queue as workers see it: who may take what, who is gone, and what was left behind."""

from __future__ import annotations

import os
import socket
from datetime import timedelta
from time import time

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import override

from gemengd.web.work import services, uploads
from gemengd.web.work.kinds import every_kind
from gemengd.web.work.models import SILENT, Job, Worker
from gemengd.web.work.running import words_of

LOCK = 4_072_027
"""Number of the lock under which PostgreSQL lets one worker at a time choose; any constant does."""
FILES_KEPT = timedelta(days=1)
"""So long the files of work that broke off stay, so that it can be tried again."""
JOBS_KEPT = timedelta(days=365)
"""So long ended work stays on the pages; what happened stays in the log."""


def register(slots: int) -> Worker:
    """Add this process to the workers.

    Args:
        slots: how many pieces of work it does at once.
    """
    return Worker.objects.create(host=socket.gethostname()[:120], pid=os.getpid(), slots=slots)


def take(worker: Worker) -> Job | None:
    """Give a worker the work that was asked first of all that may begin now.

    Work may begin when its kind is known, nothing goes on that needs the same thing for itself, and nothing
    goes on for the same organisation.

    Args:
        worker: who takes it.

    Returns:
        The job, which runs from now on; None where nothing may begin.
    """
    waiting = Job.objects.filter(state=Job.State.WAITING, kind__in=every_kind()).order_by("id")
    if not waiting.exists():
        return None
    with transaction.atomic():
        _queue_up()
        running = list(Job.objects.filter(state=Job.State.RUNNING))
        job = next((one for one in waiting.select_related("owner") if _may_begin(one, running)), None)
        if job is not None:
            now = timezone.now()
            job.state, job.worker, job.started, job.heard = Job.State.RUNNING, worker, now, now
            job.save(update_fields=["state", "worker", "started", "heard"])
    return job


def _queue_up() -> None:
    """One worker at a time. SQLite: its transactions begin with the write lock (see the settings)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _may_begin(job: Job, running: list[Job]) -> bool:
    kinds = every_kind()
    needed = kinds[job.kind].exclusive
    held = {kinds[one.kind].exclusive for one in running if one.kind in kinds}
    busy = {one.organisation_id for one in running}
    return not (needed and needed in held) and (
        job.organisation_id is None or job.organisation_id not in busy
    )


def beat(worker: Worker, jobs: list[int]) -> None:
    """Say that a worker is there, and that the processes of its work live.

    Args:
        worker: who.
        jobs: numbers of the jobs whose processes live.
    """
    now = timezone.now()
    if not Worker.objects.filter(pk=worker.pk).update(heard=now):
        # It was silent for so long that it was taken for gone, as when a laptop slept.
        worker.heard = now
        worker.save(force_insert=True)
    Job.objects.filter(pk__in=jobs, state=Job.State.RUNNING).update(heard=now, worker=worker)


def bury(worker: Worker | None = None) -> list[Job]:
    """End what was being done by workers that are gone, and forget those workers.

    Args:
        worker: who looks; of workers on the same machine it can see that they are gone.

    Returns:
        The work that was ended.
    """
    gone = [one for one in Worker.objects.all() if _is_gone(one, worker)]
    late = Q(heard__lt=timezone.now() - SILENT)
    lost = Job.objects.filter(Q(worker__in=gone) | late, state=Job.State.RUNNING).select_related("owner")
    buried = [job for job in lost if _end(job)]
    Worker.objects.filter(pk__in=[one.pk for one in gone]).delete()
    return buried


def _end(job: Job) -> bool:
    if job.cancel_asked is not None:
        return services.ended(job, Job.State.CANCELLED)
    with override(job.language):
        words = words_of(Job.Ending.WORKER)
    return services.ended(job, Job.State.FAILED, ending=Job.Ending.WORKER, problem=words)


def _is_gone(other: Worker, me: Worker | None) -> bool:
    if not other.alive:
        return True
    if me is None or other.pk == me.pk or other.host != me.host:
        return False
    # In a container every start may get the same number.
    return other.pid == me.pid or not _there_is(other.pid)


def _there_is(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def sweep() -> None:
    """Remove what nobody needs any more: files of ended work, and work that ended long ago."""
    Job.objects.filter(ended__lt=timezone.now() - JOBS_KEPT).delete()
    there = {job.pk: job for job in Job.objects.filter(pk__in=uploads.owners())}
    for number, touched in uploads.owners().items():
        job = there.get(number)
        # Without a job: the request that sent the files broke off, or is being written at this moment.
        old = time() - touched > FILES_KEPT.total_seconds()
        if old if job is None else _is_done_with(job):
            uploads.forget(number)


def _is_done_with(job: Job) -> bool:
    if job.ended is None:
        return False
    return not job.can_be_tried_again or timezone.now() - job.ended > FILES_KEPT
