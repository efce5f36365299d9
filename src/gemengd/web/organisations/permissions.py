# SPDX-License-Identifier: EUPL-1.2
"""Who may do what, from what the apps declared, and the views that ask it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache

from gemengd.web.events.services import record
from gemengd.web.organisations.held import held
from gemengd.web.organisations.models import Organisation, User
from gemengd.web.organisations.scope import Scoped
from gemengd.web.organisations.standing import Thing, holds, suiting
from gemengd.web.site.access import Access, Guard, marked
from gemengd.web.site.declarations import Action, Standing
from gemengd.web.site.registry import actions, require_declared

P = ParamSpec("P")
S = TypeVar("S", bound=Scoped)
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
OrganisationView = Callable[Concatenate[HttpRequest, Organisation, P], HttpResponseBase]
Asked = Organisation | Scoped | Thing | None
"""What a permission can be asked about; None for the site itself."""


def may(user: User | AnonymousUser, action: Action, thing: Asked = None) -> bool:
    """Whether a person may do something.

    Args:
        user: who asks.
        action: what is asked.
        thing: in which organisation, or with which object; None for the site itself.

    Raises:
        UndeclaredError: no app declares the action.
    """
    require_declared(action)
    asked = thing_of(thing)
    return any(action.allows(grant, asked.state) and holds(grant, user, asked) for grant in action.grants)


def may_somewhere(user: User | AnonymousUser, action: Action) -> bool:
    """Whether a person may do something on the site, or in any of the organisations they are in."""
    if may(user, action):
        return True
    return any(grant.standing == Standing.OWNER and suiting(grant, user) for grant in action.grants)


def thing_of(asked: Asked) -> Thing:
    """What permissions ask of an organisation or an object."""
    if isinstance(asked, Organisation):
        return Thing(owner=asked.pk, municipalities=asked.municipalities or frozenset())
    return asked.thing if isinstance(asked, Scoped) else asked or Thing()


def needs_second_factor(user: User) -> bool:
    """True for who, by a role, may change anything or see what others did.

    The kind of the organisation does not count, so that joining another one asks for nothing new.
    """
    roles = {one.role for one in held(user)}
    return any(
        grant.roles & roles or (grant.standing == Standing.SITE and user.is_superuser)
        for action in actions().values()
        if action.second_factor
        for grant in action.grants
    )


def signed_in(view: View[P]) -> View[P]:
    """Only for who is signed in; others are sent to the login page and come back afterwards."""

    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_login(request)
        return view(request, *args, **kwargs)

    return marked(answer, Access(Guard.ACCOUNT))


def for_site(action: Action) -> Callable[[View[P]], View[P]]:
    """Only for who may do this on the site as a whole; a refusal is recorded."""

    def decorate(view: View[P]) -> View[P]:
        @signed_in
        @wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not may(request.user, action):
                refuse(request, action)
            return view(request, *args, **kwargs)

        return marked(answer, Access(Guard.ACTION, action))

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

        return marked(answer, Access(Guard.ACTION, action))

    return decorate


def for_object(
    action: Action, model: type[S]
) -> Callable[[Callable[Concatenate[HttpRequest, S, P], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Only for who may do this with the object that the address names by its `number`.

    The view gets the object in place of the number. Who is not signed in is sent to the login page, unless
    everybody may do it in the state that the object is in.
    """

    def decorate(
        view: Callable[Concatenate[HttpRequest, S, P], HttpResponseBase],
    ) -> Callable[..., HttpResponseBase]:
        @never_cache
        @wraps(view)
        def answer(request: HttpRequest, /, number: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
            found = get_object_or_404(model, pk=number)
            if not may(request.user, action, found):
                if not request.user.is_authenticated:
                    return to_login(request)
                refuse(request, action, found, subject=f"{model._meta.label_lower} {number}")  # noqa: SLF001
            return view(request, found, *args, **kwargs)

        return marked(answer, Access(Guard.ACTION, action))

    return decorate


def refuse(request: HttpRequest, action: Action, asked: Asked = None, subject: str = "") -> None:
    """Record the attempt, in the log of the organisation that it is about, and refuse it.

    Raises:
        PermissionDenied: always.
    """
    user = request.user if isinstance(request.user, User) else None
    record("refused", actor=user, organisation=thing_of(asked).owner, subject=subject, action=action.name)
    raise PermissionDenied


def to_login(request: HttpRequest) -> HttpResponseRedirect:
    """To the login page, which sends the visitor back; it says so when a session has ended."""
    # A form that was sent cannot be sent again by itself, but its page can be shown again.
    query = {"next": request.get_full_path()}
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        query["reden"] = "verlopen"
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode(query)}")
