# SPDX-License-Identifier: EUPL-1.2
"""Asking for work, taking it back, and trying it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext

from gemengd.web.events.services import record
from gemengd.web.work import uploads
from gemengd.web.work.kinds import kind_named
from gemengd.web.work.models import Job
from gemengd.web.work.uploads import Sent

if TYPE_CHECKING:
    from gemengd.web.organisations.models import Organisation, User


class JobStateError(RuntimeError):
    """What was asked does not fit how far the work is."""


def ask(
    kind: str,
    by: User | None,
    *,
    organisation: Organisation | None = None,
    payload: Mapping[str, Any] | None = None,
    files: Sequence[Sent] = (),
) -> Job:
    """Put work in the queue.

    Args:
        kind: name of a declared kind.
        by: who asks; None for the site itself.
        organisation: for which organisation, None for the site itself.
        payload: what is asked, as JSON; never a name of a person or a mail address.
        files: what was sent with it.

    Returns:
        The job, which waits.

    Raises:
        UnknownKindError: no app declares the kind.
        NoRoomError: the disk is full; nothing was asked and nothing is left behind.
    """
    kind_named(kind)
    with transaction.atomic():
        job = Job.objects.create(
            kind=kind,
            owner=by,
            organisation=organisation,
            payload=dict(payload or {}),
            files=[uploads.safe_name(file.name or "") for file in files],
            language=get_language() or "nl",
        )
        uploads.keep(job.pk, files)
        told("work_asked", job, by)
    return job


def cancel(job: Job, by: User) -> None:
    """Take work back: what waits ends at once, what goes on is ended by its worker within seconds.

    Args:
        job: what was asked.
        by: who takes it back.

    Raises:
        JobStateError: it has ended already.
    """
    now = timezone.now()
    with transaction.atomic():
        job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
        if not job.can_be_cancelled:
            raise JobStateError(gettext("This work has ended already."))
        if job.state == Job.State.WAITING or job.silent:
            ended(job, Job.State.CANCELLED, by=by, cancel_asked=now)
        else:
            note(job, cancel_asked=now)


def retry(job: Job, by: User) -> Job:
    """Ask for the same again, as a new job that names this one.

    Args:
        job: work that ended without being done.
        by: who asks.

    Returns:
        The new job.

    Raises:
        JobStateError: it was done or refused, was tried again already, or its files are gone.
    """
    with transaction.atomic():
        job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
        if not job.can_be_tried_again:
            raise JobStateError(gettext("This work cannot be tried again. Ask for it anew."))
        again = Job.objects.create(
            kind=job.kind,
            owner=by,
            organisation=job.organisation,
            payload=job.payload,
            files=job.files,
            language=get_language() or "nl",
            follows=job,
        )
        told("work_asked", again, by)
        uploads.hand_over(job.pk, again.pk)
    return again


def note(job: Job, **values: Any) -> bool:
    """Write something about work that goes on.

    Returns:
        False when it has ended meanwhile; nothing was written then.
    """
    going_on = Job.objects.filter(pk=job.pk, state__in=(Job.State.WAITING, Job.State.RUNNING))
    return bool(going_on.update(**values))


def ended(job: Job, state: Job.State, *, by: User | None = None, **values: Any) -> bool:
    """Write how work ended, and in the log; the first end counts.

    Args:
        job: the work.
        state: done, failed or cancelled.
        by: who ended it, where that is another than its owner.
        values: what else is known about the end.

    Returns:
        False when it had ended already.
    """
    with transaction.atomic():
        first = note(job, state=state, ended=timezone.now(), **values)
        if first:
            told(f"work_{state.value}", job, by or job.owner)
    return first


def told(kind: str, job: Job, by: User | None) -> None:
    """Write something about work in the log."""
    record(kind, actor=by, organisation=job.organisation, subject=str(job.pk), work=job.kind)
