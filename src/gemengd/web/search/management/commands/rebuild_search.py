# SPDX-License-Identifier: EUPL-1.2
"""Make the index of the search anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gemengd.web.search.services import rebuild


class Command(BaseCommand):
    """`rebuild_search`."""

    help = "Make the index of the search anew, all of it or only some kinds."

    def add_arguments(self, parser: CommandParser) -> None:
        """Kinds may be named."""
        parser.add_argument("kinds", nargs="*", metavar="KIND")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Say how many objects of each kind can be found now."""
        for kind, number in rebuild(options["kinds"]).items():
            self.stdout.write(f"{kind}: {number}")
