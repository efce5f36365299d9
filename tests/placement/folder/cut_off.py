# SPDX-License-Identifier: EUPL-1.2
"""Run a command over and over, each time killed (SIGKILL) at another file operation, and then once more.

    python cut_off.py BASE WORK EVERY -- COMMAND...

BASE is a folder with a round in `round`; WORK an empty folder. COMMAND is what follows `gemengd`, run within
a copy of BASE. Prints JSON: the files (SHA-256) of an undisturbed run, and for every cut those right after it
and those after the same command was given again, with its exit code. EVERY: take every so-manieth operation.
"""

from __future__ import annotations

import gc
import hashlib
import importlib
import io
import json
import os
import shutil
import signal
import sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from datetime import UTC, datetime
from pathlib import Path

from numba.core.registry import cpu_target

from gemengd.cli import main
from gemengd.cli.place import clock

NOW = datetime(2027, 3, 1, 11, 0, tzinfo=UTC)
CHANGES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "shutil.rmtree"}


def cut_after(operations: int) -> None:
    """Kill this process just before the file operation after so many within the round."""
    left = operations

    def count() -> None:
        nonlocal left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        writes = (
            event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        )
        if (writes or event in CHANGES) and "round" in str(arguments[0]):
            count()

    sync = os.fsync

    def counted(descriptor: int) -> None:
        count()
        sync(descriptor)

    sys.addaudithook(hear)
    os.fsync = counted


def import_what_it_imports(base: Path, work: Path, command: list[str]) -> None:
    """Import here what the command imports there, so that each process that is killed starts at once.

    Only that: a command that ran here would leave threads behind that no fork takes along.
    """
    shutil.copytree(base, work / "first")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.chdir(work / "first")
        sys.argv = ["gemengd", *command]
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            exit_code()
        with os.fdopen(writing, "w", encoding="utf-8") as told:
            told.write("\n".join(sys.modules))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as told:
        names = told.read().split("\n")
    os.waitpid(child, 0)
    for name in names:
        if name not in sys.modules:
            with suppress(ImportError):  # some packages make modules that have no file
                importlib.import_module(name)
    # What numba knows of Python, once here and not in each process; without a thread as well.
    cpu_target.typing_context.refresh()
    cpu_target.target_context.refresh()
    gc.freeze()


def run(folder: Path, command: list[str], cut: int | None) -> int:
    """Exit code of the command in a process of its own; minus the signal where it was killed."""
    child = os.fork()
    if child == 0:
        os.chdir(folder)
        sys.argv = ["gemengd", *command]
        clock.now = lambda: NOW
        if cut is not None:
            cut_after(cut)
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            os._exit(exit_code())
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def exit_code() -> int:
    """How the command ended; 70 where it raised something."""
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except Exception:  # noqa: BLE001 - a fork must not run on in the loop of its parent
        return 70
    return 0


def files(folder: Path) -> dict[str, str]:
    """Every file by its path, with its hash."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def cuts(base: Path, work: Path, every: int, command: list[str]) -> dict[str, object]:
    """Every cut, until one comes too late to stop the command."""
    import_what_it_imports(base, work, command)
    shutil.copytree(base, work / "whole")
    code = run(work / "whole", command, None)
    found: list[dict[str, object]] = []
    for number in range(0, 1000, every):
        folder = work / str(number)
        shutil.copytree(base, folder)
        ended = run(folder, command, number)
        if ended != -signal.SIGKILL:
            break
        after = files(folder)
        again = run(folder, command, None)
        found.append({"after": after, "again": again, "final": files(folder)})
    return {"code": code, "before": files(base), "whole": files(work / "whole"), "cuts": found}


if __name__ == "__main__":
    asked = sys.argv[1:]
    print(json.dumps(cuts(Path(asked[0]), Path(asked[1]), int(asked[2]), asked[4:])))
