# SPDX-License-Identifier: EUPL-1.2
"""The links that the apps declared, those of them that somebody may follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from gemengd.web.organisations.models import Organisation, User
from gemengd.web.organisations.permissions import may, may_somewhere
from gemengd.web.site import registry
from gemengd.web.site.declarations import Action, Link, Text


@dataclass(frozen=True)
class Shown:
    """A link in the language of the page.

    Attributes:
        url: its address.
        title: its words.
        section: in the main menu, the part of the site that it leads to.
    """

    url: str
    title: Text
    section: str = ""


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context for the main menu; who is signed in is asked only where a link depends on it."""
    return {"navigation": _links(registry.navigation(), lambda action: _may_in_menu(request, action))}


def of_person(user: User) -> list[Shown]:
    """The links on the first page after logging in."""
    return _links(registry.people(), lambda action: may_somewhere(user, action))


def of_organisation(user: User | AnonymousUser, organisation: Organisation) -> list[Shown]:
    """The links on the page of an organisation."""
    return _links(registry.tiles(), lambda action: may(user, action, organisation), organisation.pk)


def _links(links: Iterable[Link], allowed: Callable[[Action], bool], *numbers: int) -> list[Shown]:
    return [
        Shown(url, link.title, link.section)
        for link in links
        if (link.action is None or allowed(link.action)) and (url := _address(link, *numbers))
    ]


def _may_in_menu(request: HttpRequest, action: Action) -> bool:
    # An error page has a menu too, also when the database does not answer or the session was not read.
    try:
        return may_somewhere(getattr(request, "user", AnonymousUser()), action)
    except DatabaseError:
        return False


def _address(link: Link, *numbers: int) -> str:
    # A site with a part of the addresses leaves out the links to the rest; a check refuses typing errors.
    try:
        return reverse(link.view, args=numbers)
    except NoReverseMatch:
        return ""
