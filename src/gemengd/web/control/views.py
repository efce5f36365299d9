# SPDX-License-Identifier: EUPL-1.2
"""Pages for who looks after the data."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from gemengd.tables import NoWorkspace
from gemengd.web.control import selectors
from gemengd.web.control.actions import MANAGE_DATA
from gemengd.web.control.forms import BuildForm, ImportForm
from gemengd.web.control.jobs import BUILD, IMPORT, WRITING
from gemengd.web.control.services import BusyError, ask, ask_to_publish, refuse_busy
from gemengd.web.organisations.crumbs import above
from gemengd.web.organisations.models import User
from gemengd.web.organisations.permissions import for_site
from gemengd.web.work import services as work
from gemengd.web.work.services import JobStateError
from gemengd.web.work.uploads import NoRoomError
from gemengd.web.work.views import progress_of


@require_safe
@for_site(MANAGE_DATA)
def home(request: HttpRequest) -> HttpResponse:
    """Versions, work, and the forms to ask for more."""
    return _home(request, ImportForm(), BuildForm())


@require_POST
@for_site(MANAGE_DATA)
def import_files(request: HttpRequest) -> HttpResponseBase:
    """Ask for an import."""
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _home(request, form, BuildForm(), status=422)
    try:
        job = ask(IMPORT, cast("User", request.user), files=form.cleaned_data["sent"])
    except (BusyError, NoRoomError) as problem:
        form.add_error("sent", str(problem))
        return _home(request, form, BuildForm(), status=507 if isinstance(problem, NoRoomError) else 409)
    return redirect("control:job", job.pk)


@require_POST
@for_site(MANAGE_DATA)
def build(request: HttpRequest) -> HttpResponseBase:
    """Ask for a build."""
    form = BuildForm(request.POST)
    if not form.is_valid():
        return _home(request, ImportForm(), form, status=422)
    try:
        job = ask(BUILD, cast("User", request.user), chosen=form.cleaned_data)
    except BusyError as problem:
        form.add_error(None, str(problem))
        return _home(request, ImportForm(), form, status=409)
    return redirect("control:job", job.pk)


@require_POST
@for_site(MANAGE_DATA)
def show_version(request: HttpRequest, version: int) -> HttpResponseBase:
    """Ask to publish a version, or to go back to one."""
    try:
        job = ask_to_publish(version, cast("User", request.user))
    except NoWorkspace:
        messages.error(request, gettext("Version %(number)d cannot be shown.") % {"number": version})
        return redirect("control:home")
    return redirect("control:job", job.pk)


@require_safe
@for_site(MANAGE_DATA)
def job(request: HttpRequest, number: int) -> HttpResponse:
    """One piece of work: how far it is, or what went wrong."""
    way = [*above(), (reverse("control:home"), gettext("Data and publication"))]
    return render(
        request, "control/job.html", {"job": get_object_or_404(selectors.jobs(), pk=number), "crumbs": way}
    )


@require_safe
@for_site(MANAGE_DATA)
def progress(request: HttpRequest, number: int) -> JsonResponse:  # noqa: ARG001
    """How far a piece of work is, for the script on its page."""
    return progress_of(get_object_or_404(selectors.jobs(), pk=number))


@require_POST
@for_site(MANAGE_DATA)
def cancel(request: HttpRequest, number: int) -> HttpResponseBase:
    """Take work back."""
    job = get_object_or_404(selectors.jobs(), pk=number)
    try:
        work.cancel(job, cast("User", request.user))
    except JobStateError as problem:
        messages.error(request, str(problem))
    return redirect("control:job", number)


@require_POST
@for_site(MANAGE_DATA)
def retry(request: HttpRequest, number: int) -> HttpResponseBase:
    """Ask for work once more."""
    job = get_object_or_404(selectors.jobs(), pk=number)
    try:
        if job.kind in {kind.name for kind in WRITING}:
            refuse_busy()
        again = work.retry(job, cast("User", request.user))
    except (BusyError, JobStateError) as problem:
        messages.error(request, str(problem))
        return redirect("control:job", number)
    return redirect("control:job", again.pk)


def _home(request: HttpRequest, files: ImportForm, build: BuildForm, status: int = 200) -> HttpResponse:
    context = {
        "crumbs": above(),
        "import_form": files,
        "build_form": build,
        "versions": selectors.versions(),
        "jobs": selectors.latest_jobs(),
    }
    return render(request, "control/home.html", context, status=status)
