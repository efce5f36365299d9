# SPDX-License-Identifier: EUPL-1.2
"""The log: of one's own organisations, and of everything for who looks after the site."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gemengd.web.events.models import Event
from gemengd.web.events.selectors import everything, of_organisations
from gemengd.web.organisations.actions import SEE_LOG
from gemengd.web.organisations.crumbs import above
from gemengd.web.organisations.memberships import organisations_of
from gemengd.web.organisations.models import Organisation, User
from gemengd.web.organisations.permissions import may, refuse, signed_in
from gemengd.web.site.registry import events as declared_events

PER_PAGE = 50


@require_safe
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """The events, the newest first."""
    user = request.user
    assert isinstance(user, User)
    organisations = [one for one in organisations_of(user) if may(user, SEE_LOG, one)]
    if not organisations and not may(user, SEE_LOG):
        refuse(request, SEE_LOG)
    events = everything() if may(user, SEE_LOG) else of_organisations([one.pk for one in organisations])
    context = {
        "page": _shown(request, events, organisations),
        "crumbs": above(),
        "everything": user.is_superuser,
    }
    return render(request, "organisations/log.html", context)


def _shown(request: HttpRequest, events: QuerySet[Event], organisations: list[Organisation]) -> object:
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("pagina"))
    names = {one.pk: one.name for one in organisations}
    words = declared_events()
    for event in page.object_list:
        event.said = words.get(event.kind, event.kind)  # type: ignore[attr-defined]
        event.place = names.get(event.organisation or 0, "")  # type: ignore[attr-defined]
    return page
