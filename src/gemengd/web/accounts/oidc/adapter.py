# SPDX-License-Identifier: EUPL-1.2
"""Who may come in by the provider: who was invited, and who works for an allowed organisation."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import render

from gemengd.web.events.services import record
from gemengd.web.membership.invitations import accept, drop_old
from gemengd.web.organisations.models import Invitation, Membership, Organisation, Role, User


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Accounts by invitation, or by a claim that names an allowed organisation."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Turn away who has no account here and was not invited.

        Raises:
            ImmediateHttpResponse: the page that says why, and what to do.
        """
        if sociallogin.is_existing or sociallogin.state.get("process") == "connect":
            return
        address = verified_address(sociallogin)
        if not address:
            _refuse(request, "no_verified_address")
        if User.objects.filter(email=address).exists():
            # Who controls the provider must not get hold of an account that was made here.
            _refuse(request, "account_exists")
        if not invitations_for(address).exists() and organisation_of(sociallogin) is None:
            _refuse(request, "not_invited")

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Who came this far may have an account; `pre_social_login` turned the others away."""
        return bool(verified_address(sociallogin))

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """Make the account and give it what it was invited for, or the reading role of its organisation."""
        address = verified_address(sociallogin)
        with transaction.atomic():
            sociallogin.user.email = address
            user: User = super().save_user(request, sociallogin, form)
            record("account_made", actor=user, by="provider")
            for invitation in invitations_for(address):
                accept(invitation, user)
            self._join(user, organisation_of(sociallogin))
        return user

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:  # noqa: ARG002
        """Record that a login failed, and at which check."""
        record("login_refused", reason=type(kwargs.get("exception")).__name__, error=str(kwargs.get("error")))

    def _join(self, user: User, organisation: Organisation | None) -> None:
        if organisation is None or user.memberships.filter(organisation=organisation).exists():
            return
        Membership.objects.create(user=user, organisation=organisation, role=Role.READER)
        record("joined", actor=user, organisation=organisation, role=Role.READER.value)


def verified_address(sociallogin: SocialLogin) -> str:
    """The mail address for which the provider vouches, in small letters; empty when it vouches for none."""
    vouched = [one.email for one in sociallogin.email_addresses if one.verified is True]
    return vouched[0].strip().lower() if vouched else ""


def invitations_for(address: str) -> QuerySet[Invitation]:
    """Open invitations to an address."""
    drop_old()
    return Invitation.objects.filter(email=address)


def organisation_of(sociallogin: SocialLogin) -> Organisation | None:
    """The organisation that the ID token names, where the settings allow it to."""
    if not settings.GEMENGD_OIDC_CLAIM:
        return None
    named = sociallogin.account.extra_data.get("id_token", {}).get(settings.GEMENGD_OIDC_CLAIM)
    codes = named if isinstance(named, list) else [named]
    allowed = [code for code in codes if code in settings.GEMENGD_OIDC_ORGANISATIONS]
    return Organisation.objects.filter(code__in=allowed).first() if allowed else None


def _refuse(request: HttpRequest, reason: str) -> None:
    record("login_refused", reason=reason)
    raise ImmediateHttpResponse(render(request, "socialaccount/refused.html", {"reason": reason}, status=403))
