# SPDX-License-Identifier: EUPL-1.2
"""Check that the log was not changed outside the site."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gemengd.web.events.chain import BrokenChainError, check
from gemengd.web.events.models import Event


class Command(BaseCommand):
    """Recompute the chain of the log and say its head."""

    help = "Check that the log of events was not changed; print how many there are and the head of the chain."

    def add_arguments(self, parser: CommandParser) -> None:
        """A head noted earlier can be asked for."""
        parser.add_argument(
            "--known", default="", metavar="HEAD", help="a head noted earlier, which must still be there"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Check; fail with the number of the first event that is wrong."""
        try:
            found = check(Event.objects.order_by("id").iterator(), known=options["known"])
        except BrokenChainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{found.events} events, unchanged. Head: {found.head}")
