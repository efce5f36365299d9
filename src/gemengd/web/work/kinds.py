# SPDX-License-Identifier: EUPL-1.2
"""Kinds of work, which apps declare (`site.declarations.Work`), and what their functions are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.module_loading import import_string

from gemengd.web.site import registry
from gemengd.web.site.declarations import Work

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many steps are done, and how many there are (0 where that is not known)."""


class UnknownKindError(LookupError):
    """No app declares this kind of work."""


class EndedMeanwhileError(RuntimeError):
    """The work was taken back or taken for stopped before it took effect; nothing may change any more."""


class JobRefused(Exception):  # noqa: N818 - the work was refused; its words are for who asked
    """The work cannot be done, for a reason that who asked can read and act on."""


Settle = Callable[[Mapping[str, Any]], None]
"""Told the result, in the transaction in which work takes effect."""


def _nothing_to_settle(_result: Mapping[str, Any]) -> None:
    """For a function that is called outside a job."""


@dataclass(frozen=True)
class Asked:
    """What a function that does work is given.

    Attributes:
        payload: what was asked, as `services.ask` got it.
        files: the files that were sent with it, in their order.
        organisation: number of the organisation for which it is done, None for the site itself.
        owner: number of the account of who asked, None when that account is gone.
        settle: for work that visitors see: called in the transaction in which it takes effect, it writes that
            the work is done, so that the two are true together, whatever becomes of the process afterwards.
            It raises `EndedMeanwhileError` when the work had ended already.
    """

    payload: Mapping[str, Any]
    files: tuple[Path, ...] = ()
    organisation: int | None = None
    owner: int | None = None
    settle: Settle = _nothing_to_settle


Function = Callable[[Asked, Progress], Mapping[str, Any] | None]
"""Does the work in a process of its own; gives what is kept as the result, as JSON."""


@dataclass(frozen=True)
class Chore:
    """Something that is done again and again without anybody asking, such as sending what waits in an outbox.

    Attributes:
        name: unique in the site.
        run: dotted name of a function without arguments; what it has begun it must be able to begin again.
        every: seconds from the end of one time to the start of the next.
    """

    name: str
    run: str
    every: float = 30.0


def every_chore() -> tuple[Chore, ...]:
    """All chores, which apps declare as `further`."""
    return registry.further(Chore)


def every_kind() -> dict[str, Work]:
    """All kinds by name."""
    return registry.work()


def kind_named(name: str) -> Work:
    """The kind with a name.

    Raises:
        UnknownKindError: no app declares it.
    """
    try:
        return every_kind()[name]
    except KeyError as error:
        known = ", ".join(sorted(every_kind())) or "none"
        raise UnknownKindError(f"{name}: found no such kind of work, expected one of: {known}") from error


def function_of(kind: Work) -> Function:
    """The function that does work of a kind; imported only in the process that does it."""
    function: Function = import_string(kind.run)
    return function
