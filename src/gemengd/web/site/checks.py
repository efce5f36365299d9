# SPDX-License-Identifier: EUPL-1.2
"""System checks that refuse what no app declared, and declarations that cannot be right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error
from django.urls import get_resolver

from gemengd.web.site import registry
from gemengd.web.site.access import access_of
from gemengd.web.site.addresses import patterns
from gemengd.web.site.declarations import Action, Declared, Link

Entries = list[tuple[str, Any]]


def check_declarations(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Every name is declared once, by the app that it belongs to, and what it points at is there."""
    return [*_twice(), *_apps(), *_tables(), *_links()]


def check_views(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Every address has a view that says what guards it; an action that it asks for is declared."""
    return [problem for name, view in _views() for problem in _view(name, view)]


def _views() -> Entries:
    return [(name, pattern.callback) for name, pattern in patterns(get_resolver().url_patterns)]


def _view(name: str, view: Any) -> Iterator[CheckMessage]:
    access = access_of(view)
    where = f"{name} ({getattr(view, '__module__', '')}.{getattr(view, '__name__', view)})"
    if access is None:
        yield _error(
            1,
            f"{where}: nothing says who may ask for this view",
            "Mark it: @public, @signed_in, @for_site(…), @for_organisation(…) or @for_object(…).",
        )
    elif access.action is not None and not _is_declared(access.action):
        yield _undeclared(where, access.action)


def _twice() -> Iterator[CheckMessage]:
    for sort in ("actions", "events", "notices", "append_only", "searched", "work", "personal", "further"):
        counts = Counter(
            _name(thing) for one in registry.declared() for thing in getattr(one, sort) if _is_named(thing)
        )
        for name, number in counts.items():
            if number > 1:
                yield _error(
                    2, f"{name!r} is declared {number} times in {sort}", "Give one of them another name."
                )


def _is_named(thing: Any) -> bool:
    """What an app declared for another one need not have a name."""
    return isinstance(thing, str) or hasattr(thing, "name") or hasattr(thing, "kind")


def _name(thing: Any) -> str:
    return thing if isinstance(thing, str) else str(getattr(thing, "name", None) or thing.kind)


def _apps() -> Iterator[CheckMessage]:
    installed = {config.label for config in apps.get_app_configs()}
    for one in registry.declared():
        if one.app not in installed:
            yield _error(3, f"{one.app!r} declares, and is no app", "Write the label of the app.")


def _tables() -> Iterator[CheckMessage]:
    for one in registry.declared():
        there = _tables_of(one)
        for table in one.append_only:
            if table not in there:
                yield _error(
                    4,
                    f"{one.app} has no table {table!r} to hold append-only",
                    f"Its tables: {sorted(there)}.",
                )


def _tables_of(one: Declared) -> set[str]:
    # By label, as an app may keep the tables of models that it got from another.
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table for model in models if model._meta.app_label == one.app}  # noqa: SLF001


def _links() -> Iterator[CheckMessage]:
    there = {name for name, _ in _views()}
    for one in registry.declared():
        for link in (*one.navigation, *one.tiles, *one.people):
            yield from _link(one.app, link, there)


def _link(app: str, link: Link, there: Iterable[str]) -> Iterator[CheckMessage]:
    if link.view not in there:
        yield _error(5, f"{app} links to {link.view!r}, which is no address", "Write the name of an address.")
    if link.action is not None and not _is_declared(link.action):
        yield _undeclared(f"{app} links to {link.view!r} and", link.action)


def _is_declared(action: Action) -> bool:
    return registry.actions().get(action.name) is action


def _undeclared(where: str, action: Action) -> CheckMessage:
    return _error(
        6,
        f"{where} asks for {action.name!r}, which no app declares",
        "Add it to `actions` in the `DECLARED` of its app.",
    )


def _error(number: int, said: str, hint: str) -> CheckMessage:
    return Error(said, hint=hint, id=f"gemengd.E{number:03}")
