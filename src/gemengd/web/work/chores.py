# SPDX-License-Identifier: EUPL-1.2
"""Chores: done again and again, in a process beside the worker, so that none can hold up its work."""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import monotonic, sleep

from django.db import close_old_connections
from django.utils.module_loading import import_string

from gemengd.web.work.kinds import Chore

_LOG = logging.getLogger(__name__)


class Round:
    """Does each chore when it is due.

    Args:
        chores: what is to be done.
        now: a clock, in seconds.
    """

    def __init__(self, chores: tuple[Chore, ...], now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._due = dict.fromkeys(chores, now())

    def turn(self) -> float:
        """Do what is due.

        Returns:
            Seconds until something is due again.
        """
        for chore, moment in self._due.items():
            if moment <= self._now():
                _do(chore)
                self._due[chore] = self._now() + chore.every
        return max(0.0, min(self._due.values()) - self._now())

    def go_on(self) -> None:
        """Do what is due, for ever."""
        while True:
            sleep(self.turn())


def _do(chore: Chore) -> None:
    close_old_connections()
    try:
        import_string(chore.run)()
    except Exception as problem:  # noqa: BLE001 - the next time may go better, and the others go on
        # Without its words, which may hold an address.
        _LOG.error("chore %s: %s", chore.name, type(problem).__name__)
