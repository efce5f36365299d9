# SPDX-License-Identifier: EUPL-1.2
"""What apps say about the objects that can be found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Row:
    """Something that can be found by its words.

    Attributes:
        key: its number or code, unique within its kind and language.
        title: its name.
        text: the words by which it is found besides its title, without mark-up.
        url: address of its page, without a language in front.
        language: `nl` or `en`; empty where it is found in every language, such as a name.
    """

    key: str
    title: str
    text: str
    url: str
    language: str = "nl"


@dataclass(frozen=True)
class Searched:
    """A sort of object that the search of the site finds.

    Attributes:
        kind: name of the sort, unique in the site.
        title: what it is called.
        rows: gives everything that there is to find, for the index; the index belongs to nobody.
        visible: of some keys, those that a user (or nobody) may see now. It is asked at every search, so that
            an index that lags behind shows nobody what is not theirs. None: all is public.
    """

    kind: str
    title: str | Promise
    rows: Callable[[], Iterable[Row]]
    visible: Callable[[Any, Collection[str]], Collection[str]] | None = None


_KINDS: dict[str, Searched] = {}


def register(*kinds: Searched) -> None:
    """Make kinds known; called when the app that owns them is ready.

    Raises:
        ValueError: another kind has this name.
    """
    for kind in kinds:
        if _KINDS.setdefault(kind.kind, kind) != kind:
            raise ValueError(f"two kinds to search are called {kind.kind!r}")


def kinds() -> dict[str, Searched]:
    """Every kind by its name."""
    return _KINDS
