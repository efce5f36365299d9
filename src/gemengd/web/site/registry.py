# SPDX-License-Identifier: EUPL-1.2
"""What all installed apps declared, together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import import_module
from typing import TypeVar

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from gemengd.web.site.declarations import (
    Action,
    Declared,
    Link,
    Mount,
    PersonalData,
    Searched,
    Text,
    Work,
)

T = TypeVar("T")


class UndeclaredError(LookupError):
    """Something is used that no app declared, so that nobody could know who may do it or what it means."""


@lru_cache(maxsize=1)
def declared() -> tuple[Declared, ...]:
    """The declarations of all installed apps, in the order of `INSTALLED_APPS`.

    Raises:
        AttributeError: an app has a module `declared` without the name `DECLARED`.
    """
    return tuple(_found())


def _found() -> Iterator[Declared]:
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "declared"):
            yield import_module(f"{config.name}.declared").DECLARED


def forget() -> None:
    """Collect the declarations again when they are next asked; for tests that install other apps."""
    for collected in (declared, actions, events):
        collected.cache_clear()


@lru_cache(maxsize=1)
def actions() -> dict[str, Action]:
    """Every action by its name."""
    return {action.name: action for one in declared() for action in one.actions}


def require_declared(action: Action) -> None:
    """Refuse an action that stands in no declaration.

    Raises:
        UndeclaredError: it stands in none.
    """
    if actions().get(action.name) is not action:
        raise UndeclaredError(f"no app declares the action {action.name!r}; add it to its `declared.py`")


@lru_cache(maxsize=1)
def events() -> dict[str, Text]:
    """The words for every event by its name."""
    return {name: words for one in declared() for name, words in one.events.items()}


def append_only_tables() -> tuple[str, ...]:
    """Database tables of which rows are never changed or deleted."""
    return tuple(table for one in declared() for table in one.append_only)


def mounts() -> tuple[Mount, ...]:
    """Every set of addresses."""
    return tuple(mount for one in declared() for mount in one.urls)


def navigation() -> tuple[Link, ...]:
    """The main menu, in its order."""
    return _ordered(link for one in declared() for link in one.navigation)


def tiles() -> tuple[Link, ...]:
    """What the page of an organisation links to, in its order."""
    return _ordered(link for one in declared() for link in one.tiles)


def people() -> tuple[Link, ...]:
    """What the first page after logging in links to, in its order."""
    return _ordered(link for one in declared() for link in one.people)


def searched() -> dict[str, Searched]:
    """What the search finds, by the name of its sort."""
    return {sort.kind: sort for one in declared() for sort in one.searched}


def work() -> dict[str, Work]:
    """Every kind of work by its name."""
    return {kind.name: kind for one in declared() for kind in one.work}


def notices() -> dict[str, Text]:
    """The sentence of every notice by its name."""
    return {name: words for one in declared() for name, words in one.notices.items()}


def personal() -> tuple[PersonalData, ...]:
    """Everything that apps hold about people."""
    return tuple(data for one in declared() for data in one.personal)


def further(kind: type[T]) -> tuple[T, ...]:
    """What apps declared for another app, as objects of its class.

    Args:
        kind: the class of the app that asks.
    """
    return tuple(thing for one in declared() for thing in one.further if isinstance(thing, kind))


def _ordered(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(sorted(links, key=lambda link: link.order))
