# SPDX-License-Identifier: EUPL-1.2
"""The page of a municipality: what a council member needs first, what an analyst needs after it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gemengd.monitor.figure.municipality import ANALYST, FIRST, PLACES
from gemengd.monitor.labels import sector_name
from gemengd.monitor.published import heading
from gemengd.monitor.published.definitions import definitions
from gemengd.monitor.published.lookup import municipality_code
from gemengd.monitor.published.view import View
from gemengd.web.frame.crumbs import crumbs
from gemengd.web.monitor.choices import speech
from gemengd.web.monitor.places import place_topic, view_of
from gemengd.web.monitor.publishing import published_page
from gemengd.web.monitor.topics import Topic
from gemengd.web.published.selectors import Shown


@published_page
def page(request: HttpRequest, now: Shown, code: str) -> HttpResponse:
    """One municipality, one sector, characteristic and school year."""
    meant = municipality_code(code)
    if meant != code and meant in now.monitor.names:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(reverse("monitor:municipality", args=[meant]) + query)
    view = view_of(now, code)
    if not view.cells:
        return render(request, "monitor/municipality.html", _without_figures(view))
    topic = place_topic(request, now, code)
    return render(request, "monitor/municipality.html", _frame(view) | _figures(view, topic))


def _frame(view: View) -> dict[str, Any]:
    return {
        "view": view,
        "crumbs": crumbs(),
        "method_url": reverse("monitor:method"),
    }


def _without_figures(view: View) -> dict[str, Any]:
    lang = speech()
    places = [
        {
            "sector": sector_name(row["sector"], lang),
            "year": lang.school_year(row["year"]),
            "pupils": lang.number(row["pupils"]),
            "schools": lang.number(row["schools"]),
        }
        for row in view.places
    ]
    return _frame(view) | {"rows": places}


def _figures(view: View, topic: Topic) -> dict[str, Any]:
    cell, lang = topic.cell, topic.lang
    made = {one.figure.key: one for one in topic.figures()}
    used = {number.indicator for number in cell.numbers.values()}
    return {
        "cell": cell,
        "choice": topic.choice,
        "choices": topic.choices,
        "title": heading.cell_title(cell, lang),
        "summary": heading.summary(view, cell, lang),
        "notice": heading.notice(cell, lang),
        "coverage": heading.coverage(cell, lang),
        "first": [made[key] for key in FIRST],
        "places": [made[key] for key in PLACES],
        "analyst": [made[key] for key in ANALYST],
        "definitions": [each for each in definitions(view.settings, lang) if each.key in used],
        "threshold": lang.number(view.threshold),
    }
