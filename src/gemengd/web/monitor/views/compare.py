# SPDX-License-Identifier: EUPL-1.2
"""Municipalities beside each other, with the errors of the differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from gemengd.language.language import Language
from gemengd.monitor.figure.comparison.kinds import KINDS, OF_ONE_YEAR, comparison_figures
from gemengd.monitor.labels import indicator_of, sector_name
from gemengd.monitor.published.comparison import INDICES, MOST_PLACES, compared
from gemengd.monitor.published.heading import cell_title
from gemengd.monitor.published.view import Cell, View
from gemengd.web.frame.crumbs import crumbs
from gemengd.web.monitor.choices import Choice, Option, address, one_of, speech
from gemengd.web.monitor.finding import sorted_names
from gemengd.web.monitor.places import view_of
from gemengd.web.monitor.publishing import published_page
from gemengd.web.monitor.topics import Topic
from gemengd.web.published.selectors import Shown

SUGGESTED = 3


@dataclass(frozen=True)
class Asked:
    """What the address asks for.

    Attributes:
        views: the municipalities.
        cells: of those that have figures for this choice, the cell.
        indicator: the index.
        years: first and last year.
    """

    views: tuple[View, ...]
    cells: tuple[Cell, ...]
    indicator: str
    years: tuple[int, int]

    @property
    def places(self) -> list[tuple[str, str]]:
        """The municipalities as they stand in the address."""
        return [("gemeente", view.municipality_id) for view in self.views]

    @property
    def others(self) -> list[tuple[str, str]]:
        """All other choices as they stand in the address."""
        first, last = self.years
        chosen = {
            "sector": self.cells[0].sector,
            "kenmerk": self.cells[0].characteristic.name,
            "index": self.indicator,
            "vanaf": str(first),
            "jaar": str(last),
        }
        return list(chosen.items())


@published_page
def page(request: HttpRequest, now: Shown) -> HttpResponse:
    """The municipalities of the address; without any, which one could choose."""
    codes = _codes(request.GET)
    context = {"section": "compare", "crumbs": crumbs(), "names": _to_add(now, codes), "most": MOST_PLACES}
    if not codes:
        return render(request, "monitor/compare.html", context | {"suggested": _largest(now)})
    asked = _asked(now, codes, request.GET)
    topic = _topic(now, asked)
    return render(
        request, "monitor/compare.html", context | _chosen_places(now, asked) | _figures(topic, asked)
    )


def subject(request: HttpRequest, now: Shown) -> Topic:
    """What the address asks for.

    Raises:
        Http404: a place or choice is not there; the message names what there is.
    """
    codes = _codes(request.GET)
    if not codes:
        some = ", ".join(f"gemeente={code}" for code in list(now.monitor.names)[:2])
        raise Http404(gettext("Name the municipalities in the address, such as %(some)s.") % {"some": some})
    return _topic(now, _asked(now, codes, request.GET))


def _codes(query: QueryDict) -> list[str]:
    codes = list(dict.fromkeys(code for code in query.getlist("gemeente") if code))
    if len(codes) > MOST_PLACES:
        raise Http404(gettext("Choose %(most)s municipalities at most.") % {"most": MOST_PLACES})
    return codes


def _asked(now: Shown, codes: Sequence[str], query: QueryDict) -> Asked:
    views = tuple(view_of(now, code) for code in codes)
    cells = _cells(views, query)
    known = {indicator for cell in cells for _, indicator in cell.numbers}
    indices = [indicator for indicator in INDICES if indicator in known]
    years = sorted({year for cell in cells for year in cell.years})
    last = int(one_of(query, "jaar", map(str, years), str(years[-1])))
    first = int(one_of(query, "vanaf", map(str, years), str(min(years[0], last))))
    index = one_of(query, "index", indices, indices[0])
    return Asked(views, cells, index, (min(first, last), max(first, last)))


def _cells(views: Sequence[View], query: QueryDict) -> tuple[Cell, ...]:
    """The cell of every place that has the choice; the choice that most places have where none was made."""
    sector, kind = query.get("sector"), query.get("kenmerk")
    options: dict[tuple[str, str], list[Cell]] = {}
    for cell in (cell for view in views for cell in view.cells):
        if sector in (None, cell.sector) and kind in (None, cell.characteristic.name):
            options.setdefault((cell.sector, cell.characteristic.name), []).append(cell)
    if options:
        most = max(len(same) for same in options.values())
        return tuple(next(same for same in options.values() if len(same) == most))
    there = ", ".join(dict.fromkeys(address(cell) for view in views for cell in view.cells))
    raise Http404(
        gettext("There are no figures for this choice. There are: %(there)s.")
        % {"there": there or gettext("none")}
    )


def _topic(now: Shown, asked: Asked) -> Topic:
    by_code = {view.municipality_id: view for view in asked.views}
    views = [by_code[cell.municipality_id] for cell in asked.cells]
    comparison = compared(asked.cells, asked.indicator, asked.years, views)
    lang, here = speech(), reverse("monitor:compare")
    query = urlencode([*asked.places, *asked.others])
    return Topic(
        now=now,
        cell=comparison.cell,
        lang=lang,
        kinds=KINDS,
        make=lambda keys: comparison_figures(comparison, lang.code, keys=keys),
        title=lang.listed(list(comparison.names.values())),
        figure_page=("monitor:compare-figure",),
        choice=query,
        keep=tuple(asked.places),
        choices=tuple(_choices(asked, lang)),
        way=((f"{here}?{query}", gettext("Compare")),),
    )


def _choices(asked: Asked, lang: Language) -> list[Choice]:
    cells = [cell for view in asked.views for cell in view.cells]
    here = asked.cells[0]
    same = [cell for cell in cells if cell.sector == here.sector]
    years = {str(y): lang.school_year(y) for y in sorted({y for cell in asked.cells for y in cell.years})}
    known = {indicator for cell in asked.cells for _, indicator in cell.numbers}
    indices = {name: lang.say(indicator_of(name).name) for name in INDICES if name in known}
    kinds = {cell.characteristic.name: lang.pick(cell.characteristic.label, "") for cell in same}
    questions = (
        ("sector", gettext("Schools"), {cell.sector: sector_name(cell.sector, lang) for cell in cells}),
        ("kenmerk", gettext("By"), kinds),
        ("index", gettext("Index"), indices),
        ("vanaf", gettext("From"), years),
        ("jaar", gettext("To"), years),
    )
    chosen = dict(asked.others)
    return [
        _choice(name, words, labels, chosen[name]) for name, words, labels in questions if len(labels) > 1
    ]


def _choice(name: str, words: str, labels: Mapping[str, str], chosen: str) -> Choice:
    return Choice(name, words, tuple(Option(value, text, value == chosen) for value, text in labels.items()))


def _figures(topic: Topic, asked: Asked) -> dict[str, Any]:
    years = len({year for cell in asked.cells for year in cell.years}) > 1
    return {
        "topic": topic,
        "about": cell_title(topic.cell, topic.lang),
        "figures": topic.figures(None if years else OF_ONE_YEAR),
        "choices": topic.choices,
        "keep": topic.keep,
        "others": asked.others,
        "definition": topic.lang.say(indicator_of(asked.indicator).definition),
        "method_url": reverse("monitor:method"),
    }


def _chosen_places(now: Shown, asked: Asked) -> dict[str, Any]:
    known = {cell.municipality_id for cell in asked.cells}
    here = reverse("monitor:compare")
    chosen = []
    for place in asked.places:
        rest = [other for other in asked.places if other != place]
        query = urlencode([*rest, *asked.others]) if rest else ""
        chosen.append((now.monitor.names[place[1]], f"{here}?{query}" if query else here))
    missing = [view.name for view in asked.views if view.municipality_id not in known]
    return {"chosen": chosen, "missing": missing, "full": len(chosen) >= MOST_PLACES, "alike": _alike(asked)}


def _alike(asked: Asked) -> str:
    """The address with the municipalities that are most like the only one that was chosen."""
    peers = asked.cells[0].peers[:SUGGESTED]
    if len(asked.views) > 1 or not peers:
        return ""
    added = [("gemeente", peer.municipality_id) for peer in peers]
    return f"{reverse('monitor:compare')}?{urlencode([*asked.places, *added, *asked.others])}"


def _to_add(now: Shown, codes: Sequence[str]) -> list[tuple[str, str]]:
    return [(name, code) for name, code in sorted_names(now) if code not in codes]


def _largest(now: Shown) -> tuple[str, list[str]]:
    """The municipalities with most pupils: an address that compares them, and their names."""
    pupils: dict[str, int] = {}
    for row in now.monitor.places.iter_rows(named=True):
        pupils[row["municipality_id"]] = max(pupils.get(row["municipality_id"], 0), row["pupils"] or 0)
    with_figures = {code for code, *_ in now.monitor.dissimilarities}
    largest = sorted(with_figures, key=lambda code: -pupils.get(code, 0))[:SUGGESTED]
    query = urlencode([("gemeente", code) for code in largest])
    return f"{reverse('monitor:compare')}?{query}", [now.monitor.names[code] for code in largest]
