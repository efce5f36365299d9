# SPDX-License-Identifier: EUPL-1.2
"""The page that finds a municipality, school or postcode."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from gemengd.monitor.labels import sector_name
from gemengd.web.monitor.choices import speech
from gemengd.web.monitor.finding import Hit, find, postcode_digits, sorted_names
from gemengd.web.monitor.publishing import published_page
from gemengd.web.published.selectors import Shown

LONGEST = 100
"""Characters of a question that are looked at."""


@published_page
def page(request: HttpRequest, now: Shown) -> HttpResponse:
    """What was found; straight to the page when it can only be one."""
    asked = request.GET.get("q", "")[:LONGEST].strip()
    # The letters of a postcode point at a few houses: they are dropped from the address before anything else.
    if digits := postcode_digits(asked):
        without = redirect(f"{reverse('monitor:find')}?{urlencode({'q': digits})}")
        without["Cache-Control"] = "private, no-store"
        return without
    found = find(now, asked)
    if found.sure:
        return redirect(_address(found.hits[0]))
    lang = speech()
    hits = [(_address(hit), hit, sector_name(hit.sector, lang) if hit.sector else "") for hit in found.hits]
    context = {
        "query": asked,
        "found": found,
        "hits": hits,
        "some": [
            (reverse("monitor:municipality", args=[code]), name) for name, code in sorted_names(now)[:6]
        ],
    }
    return render(request, "monitor/find.html", context)


def _address(hit: Hit) -> str:
    if hit.kind != "school":
        return reverse("monitor:municipality", args=[hit.key])
    try:
        return reverse("monitor:school", args=[hit.key])
    except NoReverseMatch:
        return ""
