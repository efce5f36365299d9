# SPDX-License-Identifier: EUPL-1.2
"""What the app brings: its kinds of work."""

from __future__ import annotations

from gemengd.web.site.declarations import Declared, Work

JOBS = "hostile_work.jobs."
DECLARED = Declared(
    app="hostile_work",
    work=(
        Work("good", "Good", JOBS + "good"),
        Work("alone", "Alone", JOBS + "good", exclusive="the only one"),
        Work("abort", "Abort", JOBS + "abort"),
        Work("eat", "Eat", JOBS + "eat", megabytes=300),
        Work("eat_at_once", "Eat at once", JOBS + "eat_at_once", megabytes=300),
        Work("late", "Late", JOBS + "sleep", seconds=3),
        Work("sleep", "Sleep", JOBS + "sleep"),
        Work("fail", "Fail", JOBS + "fail"),
        Work("leave", "Leave", JOBS + "leave"),
    ),
)
