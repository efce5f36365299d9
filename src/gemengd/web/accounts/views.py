# SPDX-License-Identifier: EUPL-1.2
"""One's own account: what is held about it, downloading that, deleting it."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gemengd.web.accounts.accounts import delete, export
from gemengd.web.accounts.deletion_form import DeleteAccountForm
from gemengd.web.accounts.second_factor import has_second_factor
from gemengd.web.organisations.crumbs import above
from gemengd.web.organisations.models import User
from gemengd.web.organisations.permissions import signed_in


@require_safe
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """What is held, and where to change it."""
    user = _user(request)
    context = {
        "memberships": user.memberships.select_related("organisation"),
        "crumbs": above(),
        "second_factor": has_second_factor(user),
    }
    return render(request, "accounts/account.html", context)


@require_POST
@signed_in
def download(request: HttpRequest) -> HttpResponse:
    """Everything as JSON."""
    response = JsonResponse(export(_user(request)), json_dumps_params={"indent": 1, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="gemengd-account.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@reauthentication_required  # type: ignore[untyped-decorator]
def remove(request: HttpRequest) -> HttpResponse:
    """Delete the account, after the password or a code was asked once more."""
    form = DeleteAccountForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"form": form, "crumbs": above()}
        status = 422 if form.errors else 200
        return render(request, "accounts/delete.html", context, status=status)
    delete(_user(request))
    logout(request)
    messages.success(request, gettext("Your account is deleted."))
    return redirect("account_login")


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
