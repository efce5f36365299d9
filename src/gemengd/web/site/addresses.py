# SPDX-License-Identifier: EUPL-1.2
"""The addresses that the installed apps declared, as Django reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import URLPattern, URLResolver, include, path

from gemengd.web.site.access import Access, Guard, access_of, marked
from gemengd.web.site.declarations import Mount
from gemengd.web.site.registry import mounts

Entry = URLPattern | URLResolver


def mounted(*, localised: bool) -> list[URLResolver]:
    """The declared addresses that have (or have no) form in another language, in the order of the apps."""
    return [_mounted(mount) for mount in mounts() if mount.localised is localised]


def patterns(entries: Iterable[Entry], names: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Every pattern below some entries, with its full name (or its form, where it has no name)."""
    for entry in entries:
        if isinstance(entry, URLResolver):
            below = (*names, entry.namespace) if entry.namespace else names
            yield from patterns(entry.url_patterns, below)
        else:
            yield ":".join((*names, entry.name)) if entry.name else str(entry.pattern), entry


def _mounted(mount: Mount) -> URLResolver:
    resolver = path(mount.prefix, include(mount.urls))
    if mount.public or mount.unmarked:
        guard = Guard.NOTHING if mount.public else Guard.LIBRARY
        _mark(resolver, Access(guard))
    return resolver


def _mark(resolver: URLResolver, access: Access) -> None:
    # A view that says itself what guards it is believed.
    for _, pattern in patterns([resolver]):
        if access_of(pattern.callback) is None:
            marked(pattern.callback, access)
