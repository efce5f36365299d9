# SPDX-License-Identifier: EUPL-1.2
"""The first page after logging in: the organisations one acts for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gemengd.web.organisations.memberships import organisations_of
from gemengd.web.organisations.models import Organisation, Role, User
from gemengd.web.organisations.permissions import Action, may, signed_in


@require_safe
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """The organisations of who asks, with what they may do there."""
    user = request.user
    assert isinstance(user, User)
    context = {
        "organisations": [_shown(user, one) for one in organisations_of(user)],
        "may_make": may(user, Action.MANAGE_ORGANISATIONS),
        "may_manage_data": may(user, Action.MANAGE_DATA),
        "may_see_log": user.is_superuser or user.memberships.filter(role=Role.ADMINISTRATOR).exists(),
    }
    return render(request, "organisations/home.html", context)


def _shown(user: User, organisation: Organisation) -> dict[str, object]:
    membership = user.memberships.filter(organisation=organisation).first()
    return {
        "organisation": organisation,
        "role": membership.get_role_display() if membership else "",
        "may_explain": may(user, Action.EXPLAIN_SCHOOLS, organisation),
    }
