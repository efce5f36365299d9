# SPDX-License-Identifier: EUPL-1.2
"""The process in which one piece of work is done, seen from outside: started, watched, ended."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from gemengd.web.site.declarations import Work
from gemengd.web.work.models import Job

MIB = 1024**2
NEAR = 0.9
"""A process that broke off with so much of its memory in use, broke off because of it."""


@dataclass(frozen=True)
class Death:
    """How a process ended.

    Attributes:
        ending: why, where it did not end by itself; None where it did.
        detail: the same for a log, as `SIGABRT`.
    """

    ending: Job.Ending | None
    detail: str


class Process:
    """A process that does one job, and may take no more time and memory than its kind allows."""

    def __init__(self, job: Job, kind: Work) -> None:
        self.job = job
        self._kind = kind
        self._began = monotonic()
        self._killed: Job.Ending | None = None
        self._process = start("do_job", str(job.pk))

    def look(self) -> Death | None:
        """How it ended; None while it goes on. What takes too much is ended here."""
        pid, status, usage = os.wait4(self._process.pid, os.WNOHANG)
        if pid:
            return self._death(os.waitstatus_to_exitcode(status), usage)
        if monotonic() - self._began > self._kind.seconds:
            self.kill(Job.Ending.TIME)
        elif _resident(self._process.pid) > self._kind.megabytes:
            self.kill(Job.Ending.MEMORY)
        return None

    def kill(self, why: Job.Ending) -> None:
        """End it, with everything that it started; `look` then tells so.

        Args:
            why: for what reason.
        """
        self._killed = self._killed or why
        # It may have ended at the same moment.
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def _death(self, code: int, usage: resource.struct_rusage) -> Death:
        self._process.returncode = code
        if self._process.stdin is not None:
            self._process.stdin.close()
        if code >= 0:
            return Death(Job.Ending.CRASH if code else None, f"status {code}")
        name = signal.Signals(-code).name
        if self._killed is not None:
            return Death(self._killed, name)
        if -code == signal.SIGXCPU:
            return Death(Job.Ending.TIME, name)
        # The kernel ends what takes the last of the machine's memory by SIGKILL.
        full = _peak(usage) > NEAR * self._kind.megabytes or -code == signal.SIGKILL
        return Death(Job.Ending.MEMORY if full else Job.Ending.CRASH, name)


def hold_to(kind: Work) -> None:
    """Hold this process to what its kind of work may take, for what goes too fast to be seen from outside.

    Of its data and not of its addresses: libraries reserve tens of gigabytes of those, and use few.

    Args:
        kind: what is done here.
    """
    cores = os.cpu_count() or 1
    # A library may set aside a stack for a thread on every core, and use next to nothing of it.
    memory = (kind.megabytes + 512 + 32 * cores) * MIB
    _limit(resource.RLIMIT_DATA, memory)
    _limit(resource.RLIMIT_CPU, kind.seconds * cores)
    # A copy of the memory on the disk would hold what was in the files.
    _limit(resource.RLIMIT_CORE, 0)


def end_with_the_worker() -> None:
    """Wait for the end of the worker, which is the end of our input, and end with all that was started here.

    Without its worker nobody watches over this work: it is taken for stopped, and may be begun again.
    """
    # Not `sys.stdin`: a thread that waits in it breaks the end of the process.
    os.read(0, 1)
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def start(*arguments: str) -> subprocess.Popen[bytes]:
    """Start a command of the site, in a session of its own and with a pipe that tells it when we are gone.

    Args:
        arguments: the command and what goes with it.
    """
    command = [sys.executable, "-m", "django", *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603 - our own


def _limit(what: int, most: int) -> None:
    _soft, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(what, (most, hard))


def _resident(pid: int) -> float:
    """Mebibytes that a process holds now; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * resource.getpagesize() / MIB


def _peak(usage: resource.struct_rusage) -> float:
    """Mebibytes that a process held at most; Linux tells kibibytes, macOS bytes."""
    return usage.ru_maxrss / (MIB if sys.platform == "darwin" else 1024)
