# SPDX-License-Identifier: EUPL-1.2
"""The work as a task, done by the process beside the server."""

from __future__ import annotations

from django_tasks import task

from gemengd.web.control.models import Job
from gemengd.web.control.services import do


@task()
def work(job: int) -> None:
    """Do a job by its number."""
    do(Job.objects.get(pk=job))
