# SPDX-License-Identifier: EUPL-1.2
"""Check that no revision was changed outside the site."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gemengd.web.versions.chain import BrokenSeriesError, check
from gemengd.web.versions.models import Revision


class Command(BaseCommand):
    """`check_versions`."""

    help = "Recompute the hash of every revision and its tie to the one before it."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Say how many revisions there are, or which one is wrong."""
        try:
            count = check(Revision.objects.order_by("id").iterator())
        except BrokenSeriesError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} revisions, unchanged.")
