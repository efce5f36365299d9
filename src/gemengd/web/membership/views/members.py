# SPDX-License-Identifier: EUPL-1.2
"""The page of an organisation: who is in it, who was invited, and changing that."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from gemengd.web.membership import invitations, memberships
from gemengd.web.membership.forms import InviteForm, RoleForm
from gemengd.web.organisations import links
from gemengd.web.organisations.actions import MANAGE_MEMBERS, MANAGE_ORGANISATIONS, SEE_ORGANISATION
from gemengd.web.organisations.crumbs import above
from gemengd.web.organisations.models import Membership, Organisation, User
from gemengd.web.organisations.permissions import for_organisation, may


@require_safe
@for_organisation(SEE_ORGANISATION)
def page(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The members, and for administrators the means to change them."""
    return _page(request, organisation, InviteForm())


@require_POST
@for_organisation(MANAGE_MEMBERS)
def invite(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Mail somebody a link."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, organisation, form, status=422)
    email, role = form.cleaned_data["email"], form.cleaned_data["role"]
    with transaction.atomic():
        invitations.send(*invitations.invite(email, organisation=organisation, role=role, by=_user(request)))
    messages.success(request, gettext("We sent an invitation. The link in it works for a week, and once."))
    return redirect("organisations:organisation", organisation.pk)


@require_POST
@for_organisation(MANAGE_MEMBERS)
def withdraw(request: HttpRequest, organisation: Organisation, invitation: int) -> HttpResponse:
    """Make a link stop working."""
    found = get_object_or_404(organisation.invitations, pk=invitation)
    invitations.withdraw(found, by=_user(request))
    messages.success(request, gettext("The invitation was withdrawn."))
    return redirect("organisations:organisation", organisation.pk)


@require_POST
@for_organisation(MANAGE_MEMBERS)
def change_role(request: HttpRequest, organisation: Organisation, member: int) -> HttpResponse:
    """Give a member another role."""
    membership = get_object_or_404(organisation.memberships, pk=member)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Choose one of the roles."))
    else:
        _try(request, memberships.change_role, membership, form.cleaned_data["role"])
    return _back(request, organisation)


@require_POST
@for_organisation(MANAGE_MEMBERS)
def remove(request: HttpRequest, organisation: Organisation, member: int) -> HttpResponse:
    """Take a member out of the organisation."""
    _try(request, memberships.remove, get_object_or_404(organisation.memberships, pk=member))
    return _back(request, organisation)


def _try(request: HttpRequest, change: Any, membership: Membership, *args: Any) -> None:
    try:
        change(membership, *args, by=_user(request))
    except memberships.LastAdministratorError:
        text = gettext("This is the last administrator. First make somebody else administrator.")
        messages.error(request, text)
    else:
        messages.success(request, gettext("The members were changed."))


def _back(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    # Who removed themselves or gave up the role may not see the page any more.
    if may(request.user, SEE_ORGANISATION, organisation):
        return redirect("organisations:organisation", organisation.pk)
    return redirect("organisations:home")


def _page(
    request: HttpRequest, organisation: Organisation, form: InviteForm, status: int = 200
) -> HttpResponse:
    invitations.drop_old()
    members = organisation.memberships.select_related("user")
    context = {
        "organisation": organisation,
        "crumbs": above(),
        "members": [(one, RoleForm(initial={"role": one.role})) for one in members],
        "invitations": organisation.invitations.all(),
        "form": form,
        "may_manage": may(request.user, MANAGE_MEMBERS, organisation),
        "may_change": may(request.user, MANAGE_ORGANISATIONS, organisation),
        "tiles": links.of_organisation(request.user, organisation),
    }
    return render(request, "organisations/organisation.html", context, status=status)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
