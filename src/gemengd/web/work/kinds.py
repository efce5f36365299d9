# SPDX-License-Identifier: EUPL-1.2
"""Kinds of work, which apps declare: what does it, how much it may take, and what it is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.module_loading import import_string

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many steps are done, and how many there are (0 where that is not known)."""


class UnknownKindError(LookupError):
    """No app declares this kind of work."""


class JobRefused(Exception):  # noqa: N818 - the work was refused; its words are for who asked
    """The work cannot be done, for a reason that who asked can read and act on."""


@dataclass(frozen=True)
class Asked:
    """What a function that does work is given.

    Attributes:
        payload: what was asked, as `services.ask` got it.
        files: the files that were sent with it, in their order.
        organisation: number of the organisation for which it is done, None for the site itself.
        owner: number of the account of who asked, None when that account is gone.
    """

    payload: Mapping[str, Any]
    files: tuple[Path, ...] = ()
    organisation: int | None = None
    owner: int | None = None


Function = Callable[[Asked, Progress], Mapping[str, Any] | None]
"""Does the work in a process of its own; gives what is kept as the result, as JSON."""


@dataclass(frozen=True)
class JobKind:
    """A kind of work.

    Attributes:
        name: unique in the site; it stands in the database and the log.
        title: what is done, for pages.
        run: dotted name of a `Function`; imported only in the process that does the work.
        seconds: as long as it may take.
        megabytes: memory that its process may hold, in mebibytes.
        exclusive: what it needs for itself: of all work whose kinds name the same, one goes on at a time.
        page: name of the address of its page, which gets the number of the job.
    """

    name: str
    title: str | Promise
    run: str
    seconds: int = 3600
    megabytes: int = 4096
    exclusive: str = ""
    page: str = "work:job"

    def load(self) -> Function:
        """The function itself."""
        function: Function = import_string(self.run)
        return function


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


@dataclass
class _Register:
    kinds: dict[str, JobKind] = field(default_factory=dict)
    chores: dict[str, Chore] = field(default_factory=dict)


_REGISTER = _Register()


def declare(*kinds: JobKind) -> None:
    """Make kinds of work known; an app does so when it is ready.

    Args:
        kinds: what the app can do.

    Raises:
        ValueError: another kind has the name already.
    """
    for kind in kinds:
        if _REGISTER.kinds.get(kind.name, kind) != kind:
            raise ValueError(f"{kind.name}: declared twice, expected one declaration of each kind of work")
        _REGISTER.kinds[kind.name] = kind


def declare_chores(*chores: Chore) -> None:
    """Make chores known; an app does so when it is ready.

    Args:
        chores: what the app wants done.
    """
    _REGISTER.chores |= {chore.name: chore for chore in chores}


def every_chore() -> tuple[Chore, ...]:
    """All chores."""
    return tuple(_REGISTER.chores.values())


def every_kind() -> dict[str, JobKind]:
    """All kinds by name."""
    return dict(_REGISTER.kinds)


def kind_named(name: str) -> JobKind:
    """The kind with a name.

    Raises:
        UnknownKindError: no app declares it.
    """
    try:
        return _REGISTER.kinds[name]
    except KeyError as error:
        known = ", ".join(sorted(_REGISTER.kinds)) or "none"
        raise UnknownKindError(f"{name}: found no such kind of work, expected one of: {known}") from error
