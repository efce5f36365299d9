# SPDX-License-Identifier: EUPL-1.2
"""Forget machine code that was compiled from other sources than those that are here now.

Numba keeps a kernel's machine code beside its source and renews it when that one file changes. A kernel
that calls a kernel of another file would go on with the old one: wrong results or a crash after an update of
part of the files, such as switching branches. So all of it is forgotten as soon as a file of kernels differs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
STAMP = "kernels.stamp"
"""A file in the package's `__pycache__` that says which sources the machine code belongs to."""


def forget_stale(package: Path = PACKAGE) -> bool:
    """Remove all cached machine code when the sources changed since it was made.

    Args:
        package: folder of the package.

    Returns:
        True when something had changed.
    """
    stamp = package / "__pycache__" / STAMP
    now = _fingerprint(package)
    if stamp.exists() and stamp.read_text(encoding="ascii") == now:
        return False
    try:
        for file in _machine_code(package):
            file.unlink(missing_ok=True)
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(now, encoding="ascii")
    except OSError:
        # An installation that cannot be written to is not changed file by file either.
        return False
    return True


def _fingerprint(package: Path) -> str:
    """A digest of the files that hold kernels: those that name the decorator `compiled`."""
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        text = path.read_bytes()
        if b"compiled" in text:
            digest.update(str(path.relative_to(package)).encode() + b"\0" + text + b"\0")
    return digest.hexdigest()


def _machine_code(package: Path) -> Iterator[Path]:
    for pattern in ("*.nbi", "*.nbc"):
        yield from package.rglob(f"__pycache__/{pattern}")
