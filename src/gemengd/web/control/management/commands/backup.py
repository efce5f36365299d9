# SPDX-License-Identifier: EUPL-1.2
"""Make a back-up of the site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gemengd.web.control.backups import KEY, BackupError, back_up
from gemengd.web.control.dumps import DumpError


class Command(BaseCommand):
    """Write the database, the published versions and the key to a new folder."""

    help = "Make a back-up of the site in a new folder, while it goes on. Put it back with `restore`."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("folder", type=Path, help="the folder to make")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Back up."""
        folder: Path = options["folder"]
        try:
            back_up(folder, now=timezone.now())
        except (BackupError, DumpError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The back-up is in {folder}. It holds accounts: keep it where few can read it.")
        if not (folder / KEY).exists():
            self.stdout.write("GEMENGD_SECRET_KEY is not in it. Keep that too, somewhere else.")
