# SPDX-License-Identifier: EUPL-1.2
"""Put a back-up of the site back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gemengd.web.control.backups import BackupError, put_back
from gemengd.web.control.dumps import DumpError


class Command(BaseCommand):
    """Fill an empty database and an empty workspace from a back-up."""

    help = "Put a back-up that `backup` made into an empty database and an empty workspace."
    # The database is empty at the start, so nothing about it can be checked.
    requires_system_checks: list[str] = []  # noqa: RUF012 - as Django declares it

    def add_arguments(self, parser: CommandParser) -> None:
        """Where from."""
        parser.add_argument("folder", type=Path, help="the folder that `backup` made")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Put back."""
        try:
            manifest = put_back(options["folder"])
        except (BackupError, DumpError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"The back-up of {manifest['made']} (gemengd {manifest['code_version']}) is put back."
        )
        self.stdout.write("Now: migrate, collectstatic, check_events; then start the site.")
