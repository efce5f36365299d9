# SPDX-License-Identifier: EUPL-1.2
"""The page of a municipality: what a council member needs first, what an analyst needs after it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gemengd.monitor.figure.municipality import ANALYST, FIRST, PLACES, cell_title
from gemengd.monitor.labels import sector_name
from gemengd.monitor.published import heading as story_cell
from gemengd.monitor.published.definitions import definitions
from gemengd.monitor.published.lookup import municipality_code
from gemengd.monitor.published.view import View
from gemengd.web.frame.crumbs import crumbs
from gemengd.web.monitor.choices import cell_choices, speech
from gemengd.web.monitor.figure_of import Subject, shown_figures, subject_of, view_of
from gemengd.web.monitor.publishing import published_page
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
    subject = subject_of(request, now, code)
    return render(request, "monitor/municipality.html", _frame(view) | _figures(subject))


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


def _figures(subject: Subject) -> dict[str, Any]:
    view, cell, lang = subject.view, subject.cell, subject.lang
    made = {one.figure.key: one for one in shown_figures(subject, (*FIRST, *PLACES, *ANALYST))}
    used = {number.indicator for number in cell.numbers.values()}
    return {
        "cell": cell,
        "choice": subject.choice,
        "choices": cell_choices(view, cell),
        "title": cell_title(cell, lang),
        "summary": story_cell.summary(view, cell, lang),
        "notice": story_cell.notice(cell, lang),
        "coverage": story_cell.coverage(cell, lang),
        "first": [made[key] for key in FIRST],
        "places": [made[key] for key in PLACES],
        "analyst": [made[key] for key in ANALYST],
        "definitions": [each for each in definitions(view.settings, lang) if each.key in used],
        "threshold": lang.number(view.threshold),
    }
