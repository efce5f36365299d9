# SPDX-License-Identifier: EUPL-1.2
"""The first page after logging in: the organisations one acts for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gemengd.web.membership.memberships import organisations_of
from gemengd.web.organisations import links
from gemengd.web.organisations.actions import MANAGE_ORGANISATIONS
from gemengd.web.organisations.held import held
from gemengd.web.organisations.models import Organisation, Role, User
from gemengd.web.organisations.permissions import may, signed_in


@require_safe
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """The organisations of who asks, with what they may do there."""
    user = request.user
    assert isinstance(user, User)
    context = {
        "organisations": [_shown(user, one) for one in organisations_of(user)],
        "links": links.of_person(user),
        # Who looks after the site starts with what they do for it.
        "links_first": may(user, MANAGE_ORGANISATIONS),
    }
    return render(request, "organisations/home.html", context)


def _shown(user: User, organisation: Organisation) -> dict[str, object]:
    role = next((one.role for one in held(user) if one.organisation == organisation.pk), "")
    return {
        "organisation": organisation,
        "role": Role(role).label if role else "",
        # Who looks after the site sees all organisations, and works in those that they are a member of.
        "tiles": links.of_organisation(user, organisation) if role else [],
    }
