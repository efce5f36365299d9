# SPDX-License-Identifier: EUPL-1.2
"""Do one piece of work; the worker starts this."""

from __future__ import annotations

from threading import Thread
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gemengd.web.work.kinds import kind_named
from gemengd.web.work.models import Job
from gemengd.web.work.process import end_with_the_worker, hold_to
from gemengd.web.work.running import do


class Command(BaseCommand):
    """Do a job that a worker took, held to the time and memory of its kind."""

    help = "Do one piece of work that a worker took; `work` starts this, people need not."
    requires_system_checks: list[str] = []  # noqa: RUF012 - as Django declares it

    def add_arguments(self, parser: CommandParser) -> None:
        """Which."""
        parser.add_argument("job", type=int, help="number of the job")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Do it.

        Raises:
            CommandError: there is no such work, or no worker took it.
        """
        job = Job.objects.select_related("owner", "organisation").filter(pk=options["job"]).first()
        if job is None or job.state != Job.State.RUNNING:
            raise CommandError(f"{options['job']}: no work that goes on has this number")
        Thread(target=end_with_the_worker, daemon=True).start()
        hold_to(kind_named(job.kind))
        do(job)
