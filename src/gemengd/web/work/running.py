# SPDX-License-Identifier: EUPL-1.2
"""Doing one piece of work, in the process that was started for it."""

from __future__ import annotations

import errno
import logging
import traceback
from collections.abc import Mapping
from time import monotonic
from typing import Any

from django.utils.translation import gettext, override

from gemengd.web.work import services, uploads
from gemengd.web.work.kinds import (
    Asked,
    EndedMeanwhileError,
    JobRefused,
    Progress,
    Settle,
    function_of,
    kind_named,
)
from gemengd.web.work.models import Job

EVERY = 1.0
"""Seconds between two notes about how far the work is."""

_LOG = logging.getLogger(__name__)


def do(job: Job) -> None:
    """Do the work; whatever goes wrong is told on its page.

    Args:
        job: running work.
    """
    with override(job.language):
        try:
            result = _done(job)
        except Exception as problem:  # noqa: BLE001 - whatever it is, it is told and costs this job only
            ending, words = _told(problem)
            if ending != Job.Ending.REFUSED:
                _log(job, problem)
            services.ended(job, Job.State.FAILED, ending=ending, problem=words)
        else:
            services.ended(job, Job.State.DONE, result=result)
    if not job_of(job).can_be_tried_again:
        uploads.forget(job.pk)


def job_of(job: Job) -> Job:
    """The job as it stands in the database now."""
    return Job.objects.select_related("owner", "organisation").get(pk=job.pk)


def _done(job: Job) -> Mapping[str, Any]:
    asked = Asked(
        payload=job.payload,
        files=tuple(uploads.kept(job.pk)),
        organisation=job.organisation_id,
        owner=job.owner_id,
        settle=_settle(job),
    )
    result = function_of(kind_named(job.kind))(asked, _progress(job))
    return dict(result or {})


def _settle(job: Job) -> Settle:
    def settle(result: Mapping[str, Any]) -> None:
        # Whoever cancelled first wins, also while the worker has not ended this process yet.
        taken_back = job_of(job).cancel_asked is not None
        if taken_back or not services.ended(job, Job.State.DONE, result=dict(result)):
            raise EndedMeanwhileError(f"job {job.pk} ended before it took effect")

    return settle


def _progress(job: Job) -> Progress:
    last = float("-inf")

    def advance(what: str, done: int, total: int) -> None:
        nonlocal last
        if done < total and monotonic() - last < EVERY:
            return
        last = monotonic()
        services.note(job, doing=what[:80], steps_done=done, steps=total)

    return advance


def _told(problem: Exception) -> tuple[Job.Ending, str]:
    if isinstance(problem, JobRefused):
        return Job.Ending.REFUSED, str(problem)
    if isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT):
        full = gettext("The disk of the server is full. Make room and ask again; nothing was changed.")
        return Job.Ending.UNFORESEEN, full
    if isinstance(problem, MemoryError):
        return Job.Ending.MEMORY, words_of(Job.Ending.MEMORY)
    # The text of an unforeseen error may hold anything, a file's content included: it goes to no page.
    unforeseen = gettext("Something unforeseen went wrong (%(kind)s). Nothing was changed.")
    return Job.Ending.UNFORESEEN, unforeseen % {"kind": type(problem).__name__}


def words_of(ending: Job.Ending) -> str:
    """What is told about work that did not end by itself, in the language that is active."""
    return {
        Job.Ending.CRASH: gettext(
            "The work broke off abruptly. This is often because of a damaged or unusual file. "
            "Nothing was changed. Look at the files, and try again."
        ),
        Job.Ending.MEMORY: gettext(
            "The work needed more memory than it may use. Nothing was changed. "
            "Try with fewer or smaller files."
        ),
        Job.Ending.TIME: gettext(
            "The work took longer than it may. Nothing was changed. Try with fewer or smaller files."
        ),
        Job.Ending.WORKER: gettext(
            "The work stopped halfway, because the server stopped. Nothing was changed. Try again."
        ),
    }[ending]


def _log(job: Job, problem: Exception) -> None:
    """Where it went wrong, and not the words of the error: they may hold the content of a file."""
    where = "".join(traceback.format_tb(problem.__traceback__))
    _LOG.error("job %d (%s): %s\n%s", job.pk, job.kind, type(problem).__name__, where)
