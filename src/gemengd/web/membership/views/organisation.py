# SPDX-License-Identifier: EUPL-1.2
"""Making and changing an organisation, by who looks after the site."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from gemengd.web.membership.forms import OrganisationForm
from gemengd.web.membership.memberships import change_organisation, make_organisation
from gemengd.web.organisations.actions import MANAGE_ORGANISATIONS
from gemengd.web.organisations.crumbs import above
from gemengd.web.organisations.models import Organisation, User
from gemengd.web.organisations.permissions import for_organisation, for_site


@require_http_methods(["GET", "HEAD", "POST"])
@for_site(MANAGE_ORGANISATIONS)
def new(request: HttpRequest) -> HttpResponse:
    """Add an organisation."""
    assert isinstance(request.user, User)
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        organisation = make_organisation(by=request.user, **form.cleaned_data)
        messages.success(request, gettext("The organisation is there. Invite its first administrator now."))
        return redirect("organisations:organisation", organisation.pk)
    return render(
        request,
        "organisations/organisation_form.html",
        {"form": form, "crumbs": above()},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_organisation(MANAGE_ORGANISATIONS)
def change(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Change an organisation."""
    assert isinstance(request.user, User)
    form = OrganisationForm(request.POST if request.method == "POST" else None, instance=organisation)
    if form.is_valid():
        change_organisation(form.save(commit=False), by=request.user)
        messages.success(request, gettext("The organisation was changed."))
        return redirect("organisations:organisation", organisation.pk)
    # The breadcrumbs hold the name of before: the form may have put something impossible in the object.
    before = Organisation.objects.get(pk=organisation.pk)
    context = {"form": form, "organisation": before, "crumbs": above(before)}
    return render(
        request, "organisations/organisation_form.html", context, status=422 if form.errors else 200
    )
