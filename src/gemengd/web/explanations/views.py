# SPDX-License-Identifier: EUPL-1.2
"""What a board says about its schools."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from gemengd.web.events.services import record
from gemengd.web.explanations import services as explanations
from gemengd.web.explanations.actions import EXPLAIN_SCHOOLS
from gemengd.web.explanations.forms import LABELS, ExplanationForm
from gemengd.web.explanations.said import FIELDS, Said
from gemengd.web.explanations.services import School
from gemengd.web.organisations.crumbs import above
from gemengd.web.organisations.models import Organisation, User
from gemengd.web.organisations.permissions import for_organisation
from gemengd.web.versions.editing import overtake
from gemengd.web.versions.selectors import edition
from gemengd.web.versions.services import OvertakenError


@require_safe
@for_organisation(EXPLAIN_SCHOOLS)
def page(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The schools of the board, each with what it says now."""
    schools = [
        (school, explanations.of_school(school.school_id)) for school in explanations.schools_of(organisation)
    ]
    return render(
        request,
        "explanations/schools.html",
        {"crumbs": above(organisation), "organisation": organisation, "schools": schools},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_organisation(EXPLAIN_SCHOOLS)
def explain(request: HttpRequest, organisation: Organisation, school_id: str) -> HttpResponse:
    """Write about one school."""
    school = _school(request, organisation, school_id)
    history = explanations.history(organisation, school_id)
    start = _initial(history) | {"edition": edition(explanations.series_of(organisation, school_id))}
    form = ExplanationForm(request.POST if request.method == "POST" else None, initial=start)
    overtaken = None
    if form.is_valid():
        try:
            _save(request, organisation, school, form)
        except OvertakenError as error:
            overtaken = overtake(form, error, LABELS)
        else:
            messages.success(request, gettext("Saved. Visitors see it on the page of the school now."))
            return redirect("explanations:schools", organisation.pk)
    context = {
        "organisation": organisation,
        "crumbs": above(organisation),
        "school": school,
        "form": form,
        "overtaken": overtaken,
        "history": history,
    }
    return render(request, "explanations/explain.html", context, status=422 if form.errors else 200)


def _save(request: HttpRequest, organisation: Organisation, school: School, form: ExplanationForm) -> None:
    assert isinstance(request.user, User)
    said = form.cleaned_data
    explanations.explain(organisation, school, said, by=request.user, started_from=said["edition"])


def _school(request: HttpRequest, organisation: Organisation, school_id: str) -> School:
    """The school, when it is of this board; to ask for another's is recorded."""
    for school in explanations.schools_of(organisation):
        if school.school_id == school_id:
            return school
    assert isinstance(request.user, User)
    record("refused", actor=request.user, organisation=organisation, action=EXPLAIN_SCHOOLS.name)
    raise Http404(gettext("Your organisation has no school with this code."))


def _initial(history: list[Said]) -> dict[str, object]:
    return {name: getattr(history[0], name) for name in FIELDS} if history else {}
