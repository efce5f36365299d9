# SPDX-License-Identifier: EUPL-1.2
"""What the workers of a run share: one compiles a kernel or builds a workspace, the others take that."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

import pytest


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Nobody else who asks for the same file is inside meanwhile, in whatever process."""
    with lock.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def folder_of_run(factory: pytest.TempPathFactory) -> Path:
    """The temporary folder that all workers of this run see."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that the first worker that asks makes; each worker has a copy of its own.

    Args:
        factory: of the run.
        name: by which the folder is known; the same name is the same content.
        make: fills the folder.
    """
    folder = folder_of_run(factory) / f"once-{name}"
    with alone(folder.with_suffix(".lock")):
        if not folder.exists():
            half = folder.with_suffix(".half")
            shutil.rmtree(half, ignore_errors=True)
            half.mkdir()
            make(half)
            half.rename(folder)
    return Path(shutil.copytree(folder, factory.mktemp(name) / name))


def compile_once(package: Path) -> None:
    """From now on a process that compiles a kernel keeps others from compiling, so that they find it on disk.

    Args:
        package: whose kernels; another package has a lock of its own.
    """
    from numba.core.dispatcher import Dispatcher

    compile_alone = Dispatcher.compile
    name = hashlib.sha256(str(package).encode()).hexdigest()[:16]
    lock = Path(tempfile.gettempdir()) / f"gemengd-kernels-{os.getuid()}-{name}.lock"
    thread, depth = RLock(), 0

    def compile_(self: Any, signature: Any) -> Any:
        nonlocal depth
        with thread:
            # A kernel that calls another one compiles that meanwhile.
            if depth:
                return compile_alone(self, signature)
            depth += 1
            try:
                with alone(lock):
                    return compile_alone(self, signature)
            finally:
                depth -= 1

    Dispatcher.compile = compile_
