# SPDX-License-Identifier: EUPL-1.2
"""The home page: find a place, what segregation is, the country at a glance."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gemengd.figures.figure import Stand, standing
from gemengd.monitor.figure.country.kinds import KINDS
from gemengd.monitor.published.heading import cell_title
from gemengd.web.monitor.finding import sorted_names
from gemengd.web.monitor.places import place_topic
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
    topic = place_topic(request, now)
    made = {one.figure.key: one for one in topic.figures()}
    return {
        "cell": topic.cell,
        "title": cell_title(topic.cell, topic.lang),
        "choices": topic.choices,
        "first": [made[key] for key in standing(KINDS, Stand.FIRST)],
        "map": made["map"],
    }
