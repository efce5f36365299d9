# SPDX-License-Identifier: EUPL-1.2
"""Which code a round is run with, for the transcript: when it is opened, frozen and placed."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

from gemengd.rounds.lottery import Transcript

ROOMS = ("numeric", "tables", "placement", "rounds")
"""The rooms of gemengd on which a placement depends."""
LIBRARIES = ("numba", "numpy", "polars", "scipy")
"""Libraries on which it depends; their versions are named."""
RECORDED = ("opened", "frozen", "placed")
"""The events that say which code was there."""


def software() -> dict[str, str]:
    """The code that is here now, by name.

    Returns:
        For every room `gemengd.ROOM` with a SHA-256 over `name NUL content` of its Python files, schemes and
        schemas in the order of their names; `verifier.py` with that of the verifier; the versions of Python
        and of the libraries.
    """
    package = files("gemengd")
    verifier = package.joinpath("rounds", "verify", "verifier.py").read_bytes()
    return {
        **{f"gemengd.{room}": _digest(package.joinpath(room)) for room in ROOMS},
        "verifier.py": hashlib.sha256(verifier).hexdigest(),
        "python": platform.python_version(),
        **{library: version(library) for library in LIBRARIES},
    }


def differing(transcript: Transcript) -> dict[str, list[str]]:
    """What was other code than at the last step before it that named its code.

    Returns:
        Event to the names that differ, in the order of events; empty where all steps ran with the same code.
    """
    found: dict[str, list[str]] = {}
    before: Mapping[str, str] = {}
    for kind in RECORDED:
        now = (transcript.data_of(kind) or {}).get("software") or {}
        if before and now:
            other = sorted(name for name in {*before, *now} if before.get(name) != now.get(name))
            found |= {kind: other} if other else {}
        before = now or before
    return found


def _digest(room: Traversable) -> str:
    found = hashlib.sha256()
    for name, file in sorted(_sources(room, ""), key=lambda pair: pair[0]):
        found.update(name.encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def _sources(folder: Traversable, prefix: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for one in folder.iterdir():
        if one.is_dir():
            found += _sources(one, f"{prefix}{one.name}/")
        elif one.name.endswith((".py", ".yaml", ".json")):
            found.append((prefix + one.name, one))
    return found
