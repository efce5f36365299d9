# SPDX-License-Identifier: EUPL-1.2
"""The page for a form that did not come from this site, or came too late."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gemengd.web.events.services import record
from gemengd.web.organisations.models import User


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that nothing was saved and what to try."""
    user = getattr(request, "user", None)
    record("form_refused", actor=user if isinstance(user, User) else None)
    return render(request, "csrf.html", status=403)
