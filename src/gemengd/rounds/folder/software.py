# SPDX-License-Identifier: EUPL-1.2
"""Which code a round is run with, for the transcript."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from importlib.resources.abc import Traversable


def software() -> dict[str, str]:
    """SHA-256 of the code of placement and of the verifier, by name.

    The hash of the placement is over `name NUL content` of its Python files and schemes, in the order of
    their names.
    """
    package = files("gemengd.placement")
    found = hashlib.sha256()
    for name, file in sorted(_sources(package, "")):
        found.update(name.encode() + b"\0" + file.read_bytes())
    verifier = files("gemengd.rounds").joinpath("verify", "verifier.py").read_bytes()
    return {
        "gemengd.placement": found.hexdigest(),
        "verifier.py": hashlib.sha256(verifier).hexdigest(),
    }


def _sources(folder: Traversable, prefix: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for one in folder.iterdir():
        if one.is_dir():
            found += _sources(one, f"{prefix}{one.name}/")
        elif one.name.endswith((".py", ".yaml")):
            found.append((prefix + one.name, one))
    return found
