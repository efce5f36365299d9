# SPDX-License-Identifier: EUPL-1.2
"""The page that finds a municipality, school or postcode."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from gemengd.monitor.labels import sector_name
from gemengd.web.monitor.choices import speech
from gemengd.web.monitor.finding import Hit, find, postcode_digits, sorted_names
from gemengd.web.monitor.publishing import fresh_page
from gemengd.web.published.selectors import Shown
from gemengd.web.search.asking import Answer, Asker, ask
from gemengd.web.site import registry

LONGEST = 100
"""Characters of a question that are looked at."""


@fresh_page
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
    chosen = request.GET.get("soort", "")
    asker = Asker(request.user, lang.code, without={(hit.kind, hit.key) for hit in found.hits})
    answer = ask("" if found.postcode else asked, asker, kind=chosen, page=request.GET.get("pagina"))
    context = {
        "query": asked,
        "found": found,
        "answer": answer,
        "kinds": _kinds(answer, asked, chosen),
        "kept": urlencode({"q": asked} | ({"soort": chosen} if chosen else {})) + "&",
        "meant": urlencode({"q": answer.meant}),
        "hits": hits,
        "some": [
            (reverse("monitor:municipality", args=[code]), name) for name, code in sorted_names(now)[:6]
        ],
    }
    return render(request, "monitor/find.html", context)


def _kinds(answer: Answer, asked: str, chosen: str) -> list[tuple[str, str, int, bool]]:
    """Address, words, number and whether it is chosen: of all and of each kind; one kind is no choice."""
    if len(answer.counts) < 2:
        return []
    counted = [("", gettext("Everything"), sum(answer.counts.values()))]
    counted += [
        (kind, str(registry.searched()[kind].title), number) for kind, number in answer.counts.items()
    ]
    return [
        (f"?{urlencode({'q': asked} | ({'soort': kind} if kind else {}))}", words, number, kind == chosen)
        for kind, words, number in counted
    ]


def _address(hit: Hit) -> str:
    if hit.kind != "school":
        return reverse("monitor:municipality", args=[hit.key])
    try:
        return reverse("monitor:school", args=[hit.key])
    except NoReverseMatch:
        return ""
