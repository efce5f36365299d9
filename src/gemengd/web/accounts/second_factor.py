# SPDX-License-Identifier: EUPL-1.2
"""The second step of logging in, obligatory for who may change anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from gemengd.web.organisations.models import User
from gemengd.web.organisations.permissions import needs_second_factor
from gemengd.web.site.access import Access, Guard, access_of

PUBLIC = Access(Guard.NOTHING)
ON_THE_WAY = frozenset({"mfa_activate_totp", "account_reauthenticate", "account_logout"})
"""Pages that one needs to set the second step up, or to leave."""


class SecondFactorMiddleware:
    """Send who still has to set up the second step to the page where that is done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing before or after the view itself."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponseBase | None:
        """Redirect to the set-up page instead of calling the view."""
        match = request.resolver_match
        if match is None or match.view_name in ON_THE_WAY or access_of(match.func) == PUBLIC:
            return None
        if not isinstance(request.user, User) or has_second_factor(request.user):
            return None
        if not needs_second_factor(request.user):
            return None
        return HttpResponseRedirect(reverse("mfa_activate_totp"))


def has_second_factor(user: User) -> bool:
    """True when codes of an app are set up for this account."""
    return bool(is_mfa_enabled(user, [Authenticator.Type.TOTP]))
