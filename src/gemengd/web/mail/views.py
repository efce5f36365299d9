# SPDX-License-Identifier: EUPL-1.2
"""The notices of a person, and the outbox for who looks after the site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from gemengd.web.mail import notices, selectors, services
from gemengd.web.mail.actions import MANAGE_MAIL
from gemengd.web.mail.models import Message
from gemengd.web.organisations.crumbs import above
from gemengd.web.organisations.models import User
from gemengd.web.organisations.permissions import for_site, signed_in

PER_PAGE = 50


@require_safe
@signed_in
def notices_page(request: HttpRequest) -> HttpResponse:
    """What the visitor was told, the newest first."""
    page = Paginator(notices.of(_user(request)), PER_PAGE).get_page(request.GET.get("pagina"))
    context = {"page": page, "notices": notices.told(page.object_list), "crumbs": above()}
    return render(request, "mail/notices.html", context)


@require_POST
@signed_in
def open_notice(request: HttpRequest, number: int) -> HttpResponse:
    """Note that a notice was read, and show what it is about."""
    notice = get_object_or_404(notices.of(_user(request)), pk=number)
    notices.mark_read(_user(request), notice.pk)
    [shown] = notices.told([notice])
    return redirect(shown.address or "mail:notices")


@require_POST
@signed_in
def read_all(request: HttpRequest) -> HttpResponse:
    """Note that all notices were read."""
    notices.mark_read(_user(request))
    return redirect("mail:notices")


@require_safe
@for_site(MANAGE_MAIL)
def outbox(request: HttpRequest) -> HttpResponse:
    """What failed and what waits."""
    page = Paginator(selectors.to_look_at(), PER_PAGE).get_page(request.GET.get("pagina"))
    context = {"page": page, "standing": selectors.standing(), "crumbs": above()}
    return render(request, "mail/outbox.html", context)


@require_POST
@for_site(MANAGE_MAIL)
def retry(request: HttpRequest, number: int) -> HttpResponse:
    """Send a mail once more."""
    return _changed(request, number, services.retry, gettext("The e-mail is sent within a minute."))


@require_POST
@for_site(MANAGE_MAIL)
def discard(request: HttpRequest, number: int) -> HttpResponse:
    """Throw a mail away."""
    return _changed(request, number, services.discard, gettext("The e-mail was thrown away."))


def _changed(request: HttpRequest, number: int, change: Callable[..., Any], done: str) -> HttpResponse:
    try:
        change(get_object_or_404(Message, pk=number), by=_user(request))
    except services.GoneError:
        messages.error(request, gettext("This e-mail was sent or thrown away already."))
    else:
        messages.success(request, done)
    return redirect("mail:outbox")


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
