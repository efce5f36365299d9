# SPDX-License-Identifier: EUPL-1.2
"""The page behind the link of an invitation."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.models import Login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gemengd.web.membership.forms import AcceptForm
from gemengd.web.membership.invitations import (
    InvitationOverError,
    accept,
    accept_with_new_account,
    open_invitation,
)
from gemengd.web.organisations.models import Invitation, User
from gemengd.web.organisations.permissions import to_login
from gemengd.web.site.access import public


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@public
def page(request: HttpRequest, token: str) -> HttpResponseBase:
    """Accept: with a new account, or with the account one has."""
    try:
        invitation = open_invitation(token)
        if isinstance(request.user, User):
            return _with_account(request, invitation, request.user)
        if User.objects.filter(email=invitation.email).exists():
            return to_login(request)
        return _without_account(request, invitation)
    except InvitationOverError:
        return render(request, "organisations/invitation_over.html", status=410)


def _with_account(request: HttpRequest, invitation: Invitation, user: User) -> HttpResponse:
    if user.email != invitation.email:
        return render(request, "organisations/invitation_other.html", {"invitation": invitation}, status=403)
    if request.method != "POST":
        return render(request, "organisations/invitation.html", {"invitation": invitation})
    accept(invitation, user)
    return _welcome(request)


def _without_account(request: HttpRequest, invitation: Invitation) -> HttpResponseBase:
    form = AcceptForm(request.POST if request.method == "POST" else None, email=invitation.email)
    if not form.is_valid():
        context = {"invitation": invitation, "form": form}
        return render(request, "organisations/invitation.html", context, status=422 if form.errors else 200)
    user = accept_with_new_account(
        invitation, name=form.cleaned_data["name"], password=form.cleaned_data["password"]
    )
    perform_login(request, Login(user=user, email=user.email))
    # They typed their password this minute; setting up the second step need not ask it again.
    reauthenticate_by_password(request)
    return _welcome(request)


def _welcome(request: HttpRequest) -> HttpResponse:
    messages.success(request, gettext("Welcome. You are a member now."))
    return redirect("organisations:home")
