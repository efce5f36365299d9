# SPDX-License-Identifier: EUPL-1.2
"""What files are for: each app says who may read its files, and which of their owners still exist."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from gemengd.web.documents.models import Upload

_PURPOSES: dict[str, Purpose] = {}


class UnknownPurposeError(LookupError):
    """No app declares files for this."""


@dataclass(frozen=True)
class Purpose:
    """Why files are kept.

    Attributes:
        name: unique in the site.
        may_read: whether a person (or nobody: `AnonymousUser`) may have a file.
        alive: of some owners, those that still exist; the files of the others are swept.
    """

    name: str
    may_read: Callable[[Any, Upload], bool]
    alive: Callable[[Collection[str]], Collection[str]]


def declare(purpose: Purpose) -> None:
    """Make a purpose known; called by an app when it is ready.

    Args:
        purpose: why its files are kept.

    Raises:
        ValueError: another app declared it.
    """
    if _PURPOSES.setdefault(purpose.name, purpose) != purpose:
        raise ValueError(f"purpose {purpose.name!r} is declared twice")


def purpose_named(name: str) -> Purpose:
    """The purpose with a name.

    Args:
        name: the name.

    Raises:
        UnknownPurposeError: no app declares it.
    """
    try:
        return _PURPOSES[name]
    except KeyError:
        raise UnknownPurposeError(name) from None


def purposes() -> tuple[Purpose, ...]:
    """Every purpose."""
    return tuple(_PURPOSES.values())
