# SPDX-License-Identifier: EUPL-1.2
"""A door that stays where it is when rooms move: the command, with a clock and chance that stand still."""

from __future__ import annotations

import hashlib
import io
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import UTC, datetime, tzinfo
from itertools import count
from typing import Any, NamedTuple

import pytest

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str

    def told(self, command: str) -> str:
        """All of it as one text."""
        parts = [f"$ {command}", self.out.rstrip("\n")] + (
            [f"[error] {self.err}".rstrip()] if self.err else []
        )
        return "\n".join([*(part for part in parts if part), f"[exit {self.code}]"]) + "\n"


def gemengd(*arguments: object) -> Ended:
    """Run the command `gemengd` in this process."""
    from gemengd.cli import main

    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["gemengd", *map(str, arguments)])
        patch.setenv("COLUMNS", "80")
        # Or the help would say how the tests were started.
        patch.setattr(sys.modules["__main__"], "__package__", None)
        with pytest.raises(SystemExit) as end:
            main()
    code = end.value.code
    return Ended(code if isinstance(code, int) else int(code is not None), out.getvalue(), err.getvalue())


class Still:
    """A clock that stands still until it is put forward."""

    def __init__(self) -> None:
        self.moment = NOON
        self._numbers = count()

    def token_bytes(self, size: int | None = None) -> bytes:
        """Chance that follows from a count."""
        wanted, stuff = size or 32, b""
        while len(stuff) < wanted:
            stuff += hashlib.sha256(f"frozen {next(self._numbers)}".encode()).digest()
        return stuff[:wanted]


@contextmanager
def standing_still() -> Iterator[Still]:
    """Every module of gemengd finds one moment on the clock, and chance that follows from a count.

    The modules are not named: whichever of them asks `datetime.now` or `secrets.token_bytes` is served.
    """
    still = Still()
    with pytest.MonkeyPatch.context() as patch:
        import gemengd.cli  # noqa: F401 - its modules, which look at the clock, are to be there

        patch.setattr(secrets, "token_bytes", still.token_bytes)
        for module in [one for name, one in sys.modules.items() if name.split(".")[0] == "gemengd"]:
            if getattr(module, "datetime", None) is datetime:
                patch.setattr(module, "datetime", _standing(still))
        yield still


def _standing(still: Still) -> type[datetime]:
    class Meta(type):
        def __instancecheck__(cls, instance: Any) -> bool:
            return isinstance(instance, datetime)

    class Standing(datetime, metaclass=Meta):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return still.moment.astimezone(tz)

        @classmethod
        def fromisoformat(cls, text: str) -> datetime:
            return datetime.fromisoformat(text)

    return Standing
