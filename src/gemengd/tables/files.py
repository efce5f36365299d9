# SPDX-License-Identifier: EUPL-1.2
"""The one way to make a file or folder appear whole or not at all, also when the power fails.

What is written stands under another name until all of it is on the disk; then it gets its name, and the name
is waited for too.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PUBLIC_FILE, SECRET_FILE = 0o644, 0o600
PUBLIC_FOLDER, SECRET_FOLDER = 0o755, 0o700
UNFINISHED = ".partial"
"""Last part of the name of what is still being written."""
MANY = 100
"""From so many files the disk is waited for once and not for each of them."""

Contents = Mapping[str, tuple[bytes, bool]]
"""File name to what it holds and whether it is secret."""


def write_whole(
    path: Path, content: bytes | str, *, secret: bool = False, alone: bool = True, changed: int | None = None
) -> None:
    """Write a file beside the one that is there, and then in its place.

    Args:
        path: the file; its folder exists.
        content: what it holds; text is written as UTF-8.
        secret: whether only the owner may read it.
        alone: whether nobody else can be writing it; what an interrupted attempt left is then written over.
        changed: moment of change to give it, in nanoseconds; None for now.

    Example:
        >>> write_whole(Path("current"), "3")  # doctest: +SKIP
    """
    mine = "" if alone else f".{os.getpid()}"
    beside = path.with_name(f"{path.name}{mine}{UNFINISHED}")
    try:
        _write(beside, content.encode() if isinstance(content, str) else content, secret=secret)
        if changed is not None:
            os.utime(beside, ns=(changed, changed))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    settle(path.parent)


def make_folder(path: Path, *, secret: bool) -> None:
    """Make a folder if it is not there; its parent exists."""
    mode = SECRET_FOLDER if secret else PUBLIC_FOLDER
    path.mkdir(mode=mode, exist_ok=True)
    path.chmod(mode)
    settle(path.parent)


def publish_folder(path: Path, contents: Contents) -> None:
    """Make a folder with these files appear in one step, in place of one that may be there."""
    with whole_folder(path, secret=False, replace=True) as fresh:
        for name, (content, secret) in contents.items():
            _write(fresh / name, content, secret=secret, settled=False)


@contextmanager
def whole_folder(
    folder: Path, *, secret: bool = False, replace: bool = False, alone: bool = True
) -> Iterator[Path]:
    """Give a folder to write in, which takes its name when everything in it is on the disk.

    Args:
        folder: its name; absent, or an empty folder unless `replace`.
        secret: whether only the owner may enter it.
        replace: whether it takes the place of one that is there.
        alone: whether nobody else can be writing it, so that what is unfinished was left by an interrupted
            attempt and may go; False where several processes may make the same folder at once.

    Raises:
        OSError: the folder holds something and is not to be replaced.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    old = folder.with_name(folder.name + ".old" + UNFINISHED)
    fresh = _fresh(folder, old, alone=alone)
    try:
        yield fresh
        settle_all(fresh)
        if replace and folder.exists():
            folder.rename(old)
        fresh.chmod(SECRET_FOLDER if secret else PUBLIC_FOLDER)
        fresh.rename(folder)
        settle(folder.parent)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def settle(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def settle_all(folder: Path) -> None:
    """Wait until everything in a folder is on the disk."""
    paths = [folder, *folder.rglob("*")]
    if len(paths) > MANY:
        os.sync()
        return
    for path in paths:
        settle(path)


def _fresh(folder: Path, old: Path, *, alone: bool) -> Path:
    if not alone:
        return Path(tempfile.mkdtemp(prefix=f".{folder.name}-", suffix=UNFINISHED, dir=folder.parent))
    fresh = folder.with_name(folder.name + UNFINISHED)
    for left_over in (fresh, old):
        shutil.rmtree(left_over, ignore_errors=True)
    fresh.mkdir(mode=SECRET_FOLDER)
    return fresh


def _write(path: Path, content: bytes, *, secret: bool, settled: bool = True) -> None:
    # Without what an interrupted attempt left, so that nobody who could read that can read this.
    path.unlink(missing_ok=True)
    mode = SECRET_FILE if secret else PUBLIC_FILE
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fchmod(file.fileno(), mode)
        if settled:
            os.fsync(file.fileno())
