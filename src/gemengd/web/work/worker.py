# SPDX-License-Identifier: EUPL-1.2
"""The process that takes work from the queue and starts a process for each piece of it."""

from __future__ import annotations

import logging
import signal
import subprocess
from time import monotonic, sleep
from types import FrameType

from django.db import InterfaceError, OperationalError, connection
from django.utils.translation import override

from gemengd.web.work import queue, services, uploads
from gemengd.web.work.kinds import every_chore, kind_named
from gemengd.web.work.models import Job
from gemengd.web.work.process import Death, Process, start
from gemengd.web.work.running import job_of, words_of

TICK = 0.5
"""Seconds between two looks at the queue and at the work that goes on."""
BEAT = 10.0
"""Seconds between two signs of life."""
TIDY = 60.0
"""Seconds between two looks for what others left behind."""
PAUSE = 5.0
"""Seconds to wait when the database does not answer."""

_LOG = logging.getLogger(__name__)


class WorkLoop:
    """Does work until it is told to stop; nothing that a piece of work does can end it."""

    def __init__(self, slots: int) -> None:
        self._slots = slots
        self._stopping = False
        self._processes: list[Process] = []
        self._chores: subprocess.Popen[bytes] | None = None
        self._beaten = self._tidied = float("-inf")

    def run(self) -> None:
        """Work until SIGTERM or Ctrl-C; then what goes on is ended, and said to have stopped."""
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, self._stop)
        self._worker = queue.register(self._slots)
        try:
            while not self._stopping:
                self._try_turn()
                sleep(TICK)
        finally:
            self._end_chores()
            self._end_all()
            self._worker.delete()

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _try_turn(self) -> None:
        try:
            self.turn()
        except (OperationalError, InterfaceError) as problem:
            # The work that goes on is no worse for it; it is looked at again when the database is back.
            _LOG.warning("the database does not answer (%s); trying again", type(problem).__name__)
            connection.close()
            sleep(PAUSE)

    def turn(self) -> None:
        """Look once at everything."""
        self._look_after()
        if monotonic() - self._beaten > BEAT:
            queue.beat(self._worker, [process.job.pk for process in self._processes])
            self._beaten = monotonic()
        if monotonic() - self._tidied > TIDY:
            for job in queue.bury(self._worker):
                _LOG.warning("job %d (%s): its worker is gone", job.pk, job.kind)
            queue.sweep()
            self._start_chores()
            self._tidied = monotonic()
        self._take()

    def _start_chores(self) -> None:
        """Start the process for chores, and again when it has died since the last look."""
        if every_chore() and (self._chores is None or self._chores.poll() is not None):
            self._chores = start("do_chores")

    def _end_chores(self) -> None:
        if self._chores is not None and self._chores.stdin is not None:
            self._chores.stdin.close()
            self._chores.wait()

    def _take(self) -> None:
        while len(self._processes) < self._slots and (job := queue.take(self._worker)):
            self._processes.append(Process(job, kind_named(job.kind)))

    def _look_after(self) -> None:
        self._cancel_asked()
        for process in list(self._processes):
            death = process.look()
            if death is not None:
                _write_end(process.job, death)
                self._processes.remove(process)

    def _cancel_asked(self) -> None:
        asked = Job.objects.filter(
            pk__in=[process.job.pk for process in self._processes], cancel_asked__isnull=False
        )
        taken_back = set(asked.values_list("pk", flat=True)) if self._processes else set()
        for process in self._processes:
            if process.job.pk in taken_back:
                process.kill(Job.Ending.WORKER)

    def _end_all(self) -> None:
        for process in self._processes:
            process.kill(Job.Ending.WORKER)
        while self._processes:
            self._look_after()
            sleep(TICK / 10)


def _write_end(job: Job, death: Death) -> None:
    """Write how work ended whose process could not do so itself."""
    now = job_of(job)
    if now.ended is None:
        if now.cancel_asked is not None:
            services.ended(now, Job.State.CANCELLED)
        else:
            _write_failure(now, death)
    if not job_of(job).can_be_tried_again:
        uploads.forget(job.pk)


def _write_failure(job: Job, death: Death) -> None:
    # A process that ended as if all was well, without a word about its work, broke off too.
    ending = death.ending or Job.Ending.CRASH
    _LOG.warning("job %d (%s): %s, %s", job.pk, job.kind, ending.value, death.detail)
    with override(job.language):
        words = words_of(ending)
    services.ended(job, Job.State.FAILED, ending=ending, problem=words)
