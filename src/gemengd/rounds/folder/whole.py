# SPDX-License-Identifier: EUPL-1.2
"""A folder of many files that appears whole or not at all; `folder.publish_folder` is for a few files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from gemengd.rounds.folder.files import PUBLIC_FOLDER, SECRET_FOLDER, UNFINISHED, settle

MANY = 100
"""From so many files on the disk is waited for once and not for each of them."""


@contextmanager
def whole(folder: Path, *, secret: bool, replace: bool = False) -> Iterator[Path]:
    """Give a folder to write in, which takes its name when everything in it is written.

    Args:
        folder: its name; absent, or an empty folder unless `replace`.
        secret: whether only the owner may enter it.
        replace: whether it takes the place of one that is there.

    Raises:
        OSError: the folder holds something and is not to be replaced.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = folder.with_name(folder.name + UNFINISHED)
    old = folder.with_name(folder.name + ".old" + UNFINISHED)
    for left_over in (fresh, old):
        shutil.rmtree(left_over, ignore_errors=True)
    fresh.mkdir(mode=SECRET_FOLDER)
    try:
        yield fresh
        _settle(fresh)
        if replace and folder.exists():
            folder.rename(old)
        fresh.rename(folder)
        folder.chmod(SECRET_FOLDER if secret else PUBLIC_FOLDER)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _settle(folder: Path) -> None:
    """Wait until everything is on the disk, before it gets its name."""
    paths = [folder, *folder.rglob("*")]
    if len(paths) > MANY:
        os.sync()
        return
    for path in paths:
        settle(path)


def file_name(name: str) -> str:
    """A pseudonym as part of the name of a file, whatever signs it holds."""
    return quote(name, safe="")
