# SPDX-License-Identifier: EUPL-1.2
"""Doing the work that waits, here and now; how a worker does it, `tests/web/work` shows."""

from __future__ import annotations


def do_what_waits() -> None:
    """Do all work that was asked for, in the order in which a worker would."""
    from gemengd.web.work import queue
    from gemengd.web.work.running import do

    worker = queue.register(1)
    queue.bury(worker)
    while job := queue.take(worker):
        do(job)
