# SPDX-License-Identifier: EUPL-1.2
"""Do the work that is asked for on the site."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from gemengd.web.work.worker import WorkLoop


class Command(BaseCommand):
    """Take work from the queue, and do each piece in a process of its own, until stopped."""

    help = "Do the work that is asked for on the site, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """How much at once."""
        parser.add_argument(
            "--slots", type=int, default=settings.GEMENGD_WORK_SLOTS, help="pieces of work at once"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Work."""
        WorkLoop(options["slots"]).run()
