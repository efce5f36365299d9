# SPDX-License-Identifier: EUPL-1.2
"""What goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from time import sleep as pause
from time import time
from typing import Any, NoReturn

from gemengd.web.work.kinds import Asked, Progress


def good(asked: Asked, progress: Progress) -> Mapping[str, Any]:
    """Works, and says when."""
    began = time()
    progress("adding", 1, 2)
    pause(asked.payload.get("seconds", 0))
    progress("adding", 2, 2)
    return {"began": began, "ended": time(), "pid": os.getpid()}


def abort(_asked: Asked, _progress: Progress) -> NoReturn:
    """Ends as native code does that meets what it never expected."""
    os.abort()


def eat(_asked: Asked, _progress: Progress) -> NoReturn:
    """Takes ever more memory, slowly enough to be seen."""
    eaten = []
    while True:
        eaten.append(b"x" * 10_000_000)
        pause(0.01)


def eat_at_once(_asked: Asked, _progress: Progress) -> None:
    """Asks for more memory than there is."""
    bytearray(200 * 1024**3)


def sleep(_asked: Asked, progress: Progress) -> None:
    """Takes too long, and started another process that does."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    progress(f"{os.getpid()} {child.pid}", 1, 1)
    pause(600)


def fail(_asked: Asked, _progress: Progress) -> NoReturn:
    """Raises what nobody foresaw."""
    # Backwards, as a log may show this line.
    raise KeyError("10-40-6102 nerobeg ,nesnaJ"[::-1])


def leave(_asked: Asked, _progress: Progress) -> NoReturn:
    """Ends as if all was well, without a word."""
    os._exit(0)
