# SPDX-License-Identifier: EUPL-1.2
"""How a command ends: messages a policy officer can act on, and exit codes a script can."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

REFUSED = 3
"""The input is refused; nothing was changed."""
NOT_FOUND = 4
"""There is no such workspace, municipality, source or file."""
UNREACHABLE = 5
"""A download failed, or an engine is not there; what was there is as it was."""
BUSY = 6
"""Another command is writing in the same workspace or round."""


@contextmanager
def report_problems() -> Iterator[None]:
    """Turn the problems that a user can mend into a message on standard error and an exit code."""
    try:
        yield
    except (KeyboardInterrupt, BrokenPipeError):
        stop("Stopped. Nothing was changed.", 130)
    except Exception as problem:
        code = _exit_code(problem)
        if code is None:
            raise
        stop(str(problem), code)


@contextmanager
def refusing() -> Iterator[None]:
    """End with the words of a measure that cannot take its table or does not understand the question."""
    try:
        yield
    except (ValueError, TypeError) as problem:
        stop(str(problem), REFUSED)


def stop(message: str, code: int) -> NoReturn:
    """End the command with a message on standard error."""
    print(message, file=sys.stderr)
    sys.exit(code)


def _exit_code(problem: Exception) -> int | None:
    # Imported here because --help must not pay for the tables.
    from gemengd import sources
    from gemengd.monitor.published.lookup import UnknownMunicipality
    from gemengd.sources.counting.engines import EngineMissing
    from gemengd.sources.fetch import FetchFailed, UnknownAddress
    from gemengd.tables import InvalidTable, NoWorkspace, WorkspaceBusy

    codes: list[tuple[type[Exception], int]] = [
        (InvalidTable, REFUSED),
        (sources.UnknownFile, REFUSED),
        (FetchFailed, UNREACHABLE),
        (EngineMissing, UNREACHABLE),
        (UnknownAddress, NOT_FOUND),
        (NoWorkspace, NOT_FOUND),
        (UnknownMunicipality, NOT_FOUND),
        (FileNotFoundError, NOT_FOUND),
        (WorkspaceBusy, BUSY),
        *_codes_of_placement(),
    ]
    return next((code for kind, code in codes if isinstance(problem, kind)), None)


def _codes_of_placement() -> list[tuple[type[Exception], int]]:
    if "gemengd.placement" not in sys.modules:
        return []  # none of its problems can have come up, and importing it takes a second
    from gemengd.placement.audit import AuditFailed
    from gemengd.rounds.folder import RoundBusy
    from gemengd.rounds.lottery import Refused

    return [(Refused, REFUSED), (AuditFailed, REFUSED), (RoundBusy, BUSY)]
