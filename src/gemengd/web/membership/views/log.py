# SPDX-License-Identifier: EUPL-1.2
"""The log: of one's own organisations, and of everything for who looks after the site."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from gemengd.web.documents.writing.forms import FORMS, answer
from gemengd.web.events.models import Event
from gemengd.web.events.selectors import everything, of_organisations
from gemengd.web.membership.log_document import log_document
from gemengd.web.membership.memberships import organisations_of
from gemengd.web.organisations.actions import SEE_LOG
from gemengd.web.organisations.crumbs import above
from gemengd.web.organisations.models import Organisation, User
from gemengd.web.organisations.permissions import may, refuse, signed_in
from gemengd.web.site.registry import events as declared_events

PER_PAGE = 50
MOST = 1000
"""Events in a file to keep."""


@require_safe
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """The events, the newest first."""
    events, organisations = _visible(request)
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("pagina"))
    _name(page.object_list, organisations)
    context = {
        "page": page,
        "crumbs": above(),
        "everything": request.user.is_superuser,
        "forms": FORMS,
        "most": MOST,
    }
    return render(request, "organisations/log.html", context)


@require_safe
@signed_in
def document(request: HttpRequest, form: str) -> HttpResponse:
    """The same as a file to keep: the newest events."""
    if form not in FORMS:
        raise Http404
    events, organisations = _visible(request)
    newest = list(events[:MOST])
    _name(newest, organisations)
    return answer(log_document(newest), form, gettext("log"))


def _visible(request: HttpRequest) -> tuple[QuerySet[Event], list[Organisation]]:
    """The events that the visitor may read, and the organisations whose log they may read."""
    user = request.user
    assert isinstance(user, User)
    organisations = [one for one in organisations_of(user) if may(user, SEE_LOG, one)]
    if not organisations and not may(user, SEE_LOG):
        refuse(request, SEE_LOG)
    if may(user, SEE_LOG):
        return everything(), organisations
    return of_organisations([one.pk for one in organisations]), organisations


def _name(events: Iterable[Event], organisations: list[Organisation]) -> None:
    names = {one.pk: one.name for one in organisations}
    words = declared_events()
    for event in events:
        event.said = words.get(event.kind, event.kind)  # type: ignore[attr-defined]
        event.place = names.get(event.organisation or 0, "")  # type: ignore[attr-defined]
