# SPDX-License-Identifier: EUPL-1.2
"""What files are for: each app says who may read its files, and which of their owners still exist."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from gemengd.web.documents.models import Upload
from gemengd.web.site import registry


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


def purpose_named(name: str) -> Purpose:
    """The purpose with a name.

    Args:
        name: the name.

    Raises:
        UnknownPurposeError: no app declares it.
    """
    for purpose in purposes():
        if purpose.name == name:
            return purpose
    raise UnknownPurposeError(name)


def purposes() -> tuple[Purpose, ...]:
    """Every purpose, which apps declare as `further`."""
    return registry.further(Purpose)
