# SPDX-License-Identifier: EUPL-1.2
"""Pages about work: one's own, and all of it for who looks after the site."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from gemengd.web.organisations.crumbs import above
from gemengd.web.organisations.models import User
from gemengd.web.organisations.permissions import for_site, may, refuse, signed_in
from gemengd.web.work import selectors, services
from gemengd.web.work.actions import MANAGE_WORK
from gemengd.web.work.models import Job
from gemengd.web.work.services import JobStateError


@require_safe
@signed_in
def own(request: HttpRequest) -> HttpResponse:
    """The work that the visitor asked for."""
    jobs = selectors.jobs_of(cast("User", request.user))[: selectors.LATEST]
    return render(request, "work/own.html", {"jobs": jobs, "crumbs": above()})


@require_safe
@for_site(MANAGE_WORK)
def everything(request: HttpRequest) -> HttpResponse:
    """All work, and the workers."""
    context = {
        "jobs": selectors.every_job()[: selectors.LATEST],
        "workers": selectors.workers(),
        "health": selectors.health(),
        "crumbs": above(),
    }
    return render(request, "work/everything.html", context)


@require_safe
@signed_in
def job(request: HttpRequest, number: int) -> HttpResponse:
    """A piece of work: how far it is, or how it ended."""
    way = [*above(), (reverse("work:own"), gettext("Your work"))]
    return render(request, "work/job.html", {"job": _job(request, number), "crumbs": way})


@require_safe
@signed_in
def progress(request: HttpRequest, number: int) -> JsonResponse:
    """How far a piece of work is, for the script on its page."""
    return progress_of(_job(request, number))


@require_POST
@signed_in
def cancel(request: HttpRequest, number: int) -> HttpResponseBase:
    """Take work back."""
    job = _job(request, number)
    try:
        services.cancel(job, cast("User", request.user))
    except JobStateError as problem:
        messages.error(request, str(problem))
    return redirect(job.page)


@require_POST
@signed_in
def retry(request: HttpRequest, number: int) -> HttpResponseBase:
    """Ask for the same work again."""
    job = _job(request, number)
    try:
        job = services.retry(job, cast("User", request.user))
    except JobStateError as problem:
        messages.error(request, str(problem))
    return redirect(job.page)


def progress_of(job: Job) -> JsonResponse:
    """How far a piece of work is, as the script `progress.js` reads it.

    Args:
        job: which work; whether the visitor may see it was asked before.
    """
    told = {"active": job.active, "doing": job.doing, "done": job.steps_done, "steps": job.steps}
    return JsonResponse(told)


def _job(request: HttpRequest, number: int) -> Job:
    """The work with this number, for who asked for it and for who looks after the site."""
    job = get_object_or_404(selectors.every_job(), pk=number)
    if job.owner_id != request.user.pk and not may(cast("User", request.user), MANAGE_WORK):
        refuse(request, MANAGE_WORK, subject=str(number))
    return job
