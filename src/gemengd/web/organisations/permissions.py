# SPDX-License-Identifier: EUPL-1.2
"""Who may do what, from one table, and the views that ask it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache

from gemengd.web.events.services import record
from gemengd.web.organisations.models import Kind, Organisation, Role, User

SITE = "site"
"""The role of who looks after the whole site."""
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
OrganisationView = Callable[Concatenate[HttpRequest, Organisation, P], HttpResponseBase]


class Action(StrEnum):
    """What can be asked for."""

    SEE_ORGANISATION = "see_organisation"
    SEE_LOG = "see_log"
    MANAGE_MEMBERS = "manage_members"
    EXPLAIN_SCHOOLS = "explain_schools"
    MANAGE_ORGANISATIONS = "manage_organisations"
    MANAGE_DATA = "manage_data"
    MANAGE_MAIL = "manage_mail"


EVERY_KIND = frozenset(Kind)
READERS = frozenset({Role.READER, Role.EDITOR, Role.ADMINISTRATOR})
EDITORS = frozenset({Role.EDITOR, Role.ADMINISTRATOR})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

TABLE: dict[Action, tuple[frozenset[str], frozenset[Kind]]] = {
    Action.SEE_ORGANISATION: (READERS | {SITE}, EVERY_KIND),
    Action.SEE_LOG: (ADMINISTRATORS | {SITE}, EVERY_KIND),
    Action.MANAGE_MEMBERS: (ADMINISTRATORS | {SITE}, EVERY_KIND),
    # A board speaks for its schools; who looks after the site does not speak for a board.
    Action.EXPLAIN_SCHOOLS: (EDITORS, frozenset({Kind.BOARD})),
    Action.MANAGE_ORGANISATIONS: (frozenset({SITE}), EVERY_KIND),
    Action.MANAGE_DATA: (frozenset({SITE}), EVERY_KIND),
    Action.MANAGE_MAIL: (frozenset({SITE}), EVERY_KIND),
}
"""Per action: the roles that may, in organisations of these kinds."""

READING = frozenset({Action.SEE_ORGANISATION})
"""What a role may do without ever changing or watching anything; for all else a second factor is asked."""


def allowed(role: str, action: Action, kind: Kind | None = None) -> bool:
    """Whether the table lets a role do something in this kind of organisation (None: on the whole site)."""
    roles, kinds = TABLE[action]
    return role in roles and (role == SITE if kind is None else kind in kinds)


def may(user: User | AnonymousUser, action: Action, organisation: Organisation | None = None) -> bool:
    """Whether a person may do something.

    Args:
        user: who asks.
        action: what is asked.
        organisation: in which organisation; None for the site itself.
    """
    if isinstance(user, AnonymousUser) or not user.is_active:
        return False
    kind = Kind(organisation.kind) if organisation is not None else None
    return any(allowed(role, action, kind) for role in roles_of(user, organisation))


def roles_of(user: User, organisation: Organisation | None = None) -> set[str]:
    """The roles of a person in an organisation, that of site administrator included."""
    site = {SITE} if user.is_superuser else set()
    if organisation is None:
        return site
    return site | set(user.memberships.filter(organisation=organisation).values_list("role", flat=True))


def needs_second_factor(user: User) -> bool:
    """True for who may change anything, or see what others did."""
    held = set(user.memberships.values_list("role", flat=True)) | roles_of(user)
    return any(
        role in roles for action, (roles, _) in TABLE.items() if action not in READING for role in held
    )


def signed_in(view: View[P]) -> View[P]:
    """Only for who is signed in; others are sent to the login page and come back afterwards."""

    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_login(request)
        return view(request, *args, **kwargs)

    return answer


def for_site(action: Action) -> Callable[[View[P]], View[P]]:
    """Only for who may do this on the site as a whole; a refusal is recorded."""

    def decorate(view: View[P]) -> View[P]:
        @signed_in
        @wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not may(request.user, action):
                refuse(request, action)
            return view(request, *args, **kwargs)

        return answer

    return decorate


def for_organisation(action: Action) -> Callable[[OrganisationView[P]], Callable[..., HttpResponseBase]]:
    """Only for who may do this in the organisation that the address names by its `number`.

    The view gets the organisation in place of the number.
    """

    def decorate(view: OrganisationView[P]) -> Callable[..., HttpResponseBase]:
        @signed_in
        @wraps(view)
        def answer(request: HttpRequest, /, number: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
            organisation = get_object_or_404(Organisation, pk=number)
            if not may(request.user, action, organisation):
                refuse(request, action, organisation)
            return view(request, organisation, *args, **kwargs)

        return answer

    return decorate


def refuse(
    request: HttpRequest, action: Action, organisation: Organisation | None = None, subject: str = ""
) -> None:
    """Record the attempt and refuse it.

    Raises:
        PermissionDenied: always.
    """
    user = request.user if isinstance(request.user, User) else None
    record("refused", actor=user, organisation=organisation, subject=subject, action=action.value)
    raise PermissionDenied


def to_login(request: HttpRequest) -> HttpResponseRedirect:
    """To the login page, which sends the visitor back; it says so when a session has ended."""
    # A form that was sent cannot be sent again by itself, but its page can be shown again.
    query = {"next": request.get_full_path()}
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        query["reden"] = "verlopen"
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode(query)}")
