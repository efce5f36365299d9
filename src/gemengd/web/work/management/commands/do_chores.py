# SPDX-License-Identifier: EUPL-1.2
"""Do what has to be done again and again; the worker starts this."""

from __future__ import annotations

from threading import Thread
from typing import Any

from django.core.management.base import BaseCommand

from gemengd.web.work.chores import Round
from gemengd.web.work.kinds import every_chore
from gemengd.web.work.process import end_with_the_worker


class Command(BaseCommand):
    """Do the chores of all apps, until the worker is gone."""

    help = "Do what has to be done again and again; `work` starts this, people need not."
    requires_system_checks: list[str] = []  # noqa: RUF012 - as Django declares it

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Do them."""
        Thread(target=end_with_the_worker, daemon=True).start()
        Round(every_chore()).go_on()
