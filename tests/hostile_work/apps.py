# SPDX-License-Identifier: EUPL-1.2
"""The app, with its kinds of work."""

from __future__ import annotations

from django.apps import AppConfig


class HostileConfig(AppConfig):
    """The app."""

    name = "hostile_work"

    def ready(self) -> None:
        """Make the kinds known."""
        from gemengd.web.work.kinds import JobKind, declare

        jobs = "hostile_work.jobs."
        declare(
            JobKind("good", "Good", jobs + "good"),
            JobKind("alone", "Alone", jobs + "good", exclusive="the only one"),
            JobKind("abort", "Abort", jobs + "abort"),
            JobKind("eat", "Eat", jobs + "eat", megabytes=300),
            JobKind("eat_at_once", "Eat at once", jobs + "eat_at_once", megabytes=300),
            JobKind("late", "Late", jobs + "sleep", seconds=3),
            JobKind("sleep", "Sleep", jobs + "sleep"),
            JobKind("fail", "Fail", jobs + "fail"),
            JobKind("leave", "Leave", jobs + "leave"),
        )
