# SPDX-License-Identifier: EUPL-1.2
"""The home page: find a place, what segregation is, the country at a glance."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gemengd.monitor.figure.municipality import cell_title
from gemengd.monitor.published.country import COUNTRY, COUNTRY_KINDS
from gemengd.web.monitor.choices import cell_choices
from gemengd.web.monitor.figure_of import shown_figures, subject_of
from gemengd.web.monitor.finding import sorted_names
from gemengd.web.monitor.publishing import published_page
from gemengd.web.published.selectors import Shown


@published_page
def page(request: HttpRequest, now: Shown) -> HttpResponse:
    """The home page."""
    context = {
        "section": "home",
        "places": [(reverse("monitor:municipality", args=[code]), name) for name, code in sorted_names(now)],
    }
    # Of one municipality alone there is nothing to put beside each other.
    if len(now.monitor.names) > 1 and now.country.cells:
        context |= _country(request, now)
    return render(request, "monitor/home.html", context)


def _country(request: HttpRequest, now: Shown) -> dict[str, Any]:
    subject = subject_of(request, now, COUNTRY)
    made = {one.figure.key: one for one in shown_figures(subject, tuple(COUNTRY_KINDS))}
    return {
        "cell": subject.cell,
        "title": cell_title(subject.cell, subject.lang),
        "choices": cell_choices(subject.view, subject.cell),
        "first": [made["level"], made["trend"]],
        "map": made["map"],
    }
