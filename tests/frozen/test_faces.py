# SPDX-License-Identifier: EUPL-1.2
"""The public Python names, with what they take."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from typing import Any

from frozen.keeping import Output, check, output
from frozen.volatile import steady

FACES = ("measure", "placement", "sources", "tables", "monitor")


def test_the_public_names():
    check("faces", _faces())


def _faces() -> Iterator[Output]:
    for name in FACES:
        face = importlib.import_module(f"gemengd.{name}")
        lines = [f"{one}{_what(getattr(face, one))}" for one in sorted(face.__all__)]
        yield output(f"{name}.txt", steady("".join(f"{line}\n" for line in lines)))


def _what(thing: Any) -> str:
    if inspect.isclass(thing):
        shown = sorted(name for name in vars(thing) if not name.startswith("_"))
        return f" class{_signature(thing)} {' '.join(shown)}"
    if callable(thing):
        return _signature(thing)
    names = (
        sorted(str(getattr(one, "name", one)) for one in thing)
        if isinstance(thing, (dict, set, frozenset, tuple, list))
        else []
    )
    return f": {type(thing).__name__} {' '.join(names)}".rstrip()


def _signature(thing: Any) -> str:
    try:
        return str(inspect.signature(thing))
    except ValueError:
        return "()"
