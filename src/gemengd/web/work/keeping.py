# SPDX-License-Identifier: EUPL-1.2
"""Keeps a worker going beside `gemengd serve`: when it dies, another is started.

A process of its own, as gunicorn waits for every child of its process, whether it knows it or not. It is run
as `python -m gemengd.web.work.keeping` and ends when its input ends, which is when the server is gone.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from threading import Event, Thread
from time import monotonic
from types import FrameType

COMMAND = (sys.executable, "-m", "django", "work")
FIRST, LAST = 1.0, 60.0
"""Seconds before a worker that died is started again: at first, and at most."""
WELL = 60.0
"""A worker that lived for so many seconds was well; what ended it begins counting anew."""
GRACE = 20.0
"""Seconds in which a worker may end its work."""


def pause_after(before: float, lived: float) -> float:
    """Seconds to wait before the next start, twice as long after every quick death.

    Args:
        before: the pause before this start, 0 for the first.
        lived: seconds for which the worker then lived.
    """
    return FIRST if lived > WELL or not before else min(LAST, before * 2)


def keep(command: tuple[str, ...], stop: Event) -> None:
    """Start the command, and again whenever it ends, until told to stop.

    Args:
        command: what to start.
        stop: set from elsewhere.
    """
    pause = 0.0
    while not stop.is_set():
        began = monotonic()
        worker = subprocess.Popen(command)  # noqa: S603 - our own interpreter
        code = _wait(worker, stop)
        if stop.is_set():
            return
        pause = pause_after(pause, monotonic() - began)
        sys.stderr.write(f"The worker ended (status {code}); another starts in {pause:.0f} s.\n")
        stop.wait(pause)


def _wait(worker: subprocess.Popen[bytes], stop: Event) -> int:
    while not stop.wait(0.2):
        code = worker.poll()
        if code is not None:
            return code
    worker.terminate()
    try:
        return worker.wait(GRACE)
    except subprocess.TimeoutExpired:
        worker.kill()
        return worker.wait()


def main() -> None:
    """Keep a worker going until SIGTERM, Ctrl-C or the end of the input."""
    stop = Event()

    def told(_signal: int, _frame: FrameType | None) -> None:
        # In a thread: the one that is interrupted may hold the lock of the event.
        Thread(target=stop.set).start()

    def ended() -> None:
        # Not `sys.stdin`: a thread that waits in it breaks the end of the process.
        os.read(0, 1)
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    Thread(target=ended, daemon=True).start()
    keep(COMMAND, stop)


if __name__ == "__main__":
    main()
