# SPDX-License-Identifier: EUPL-1.2
"""Send what waits in the outbox, once or until stopped."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gemengd.web.mail.delivery import deliver, keep_delivering


class Command(BaseCommand):
    """Send mails; for installations where no other worker does."""

    help = "Send what waits in the outbox; with --every until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to go on."""
        parser.add_argument("--every", type=float, metavar="SECONDS", help="go on, with this pause between")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Send."""
        stopped = threading.Event()
        if options["every"] is None:
            done = deliver()
            self.stdout.write(f"{done.sent} sent, {done.postponed} later, {done.given_up} given up")
            return
        signal.signal(signal.SIGTERM, lambda *_: stopped.set())
        signal.signal(signal.SIGINT, lambda *_: stopped.set())
        keep_delivering(stopped, options["every"])
