# SPDX-License-Identifier: EUPL-1.2
"""Write all permissions down, from what the apps declare."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gemengd.web.site.matrix import as_csv, as_page


class Command(BaseCommand):
    """Print the page of the documentation, or the lines that the tests hold the site to."""

    help = (
        "Print who may do what, as docs/reference/permissions.md; --csv as a table with a line for each role."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """In which form."""
        parser.add_argument("--csv", action="store_true", help="a line for every role that may do something")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Print."""
        self.stdout.write(as_csv() if options["csv"] else as_page(), ending="")
