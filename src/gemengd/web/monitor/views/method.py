# SPDX-License-Identifier: EUPL-1.2
"""How the figures are made: definitions, sources, limits; the words; the accessibility of the site."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from gemengd.figures.table import Column, Table
from gemengd.language.language import Language
from gemengd.monitor.labels import STATUSES
from gemengd.monitor.published.definitions import definitions
from gemengd.monitor.published.joined import joined
from gemengd.monitor.published.view import MIRROR_POINTS
from gemengd.tables import Characteristic
from gemengd.web.frame.crumbs import crumbs
from gemengd.web.monitor.choices import speech
from gemengd.web.monitor.glossary import site_words
from gemengd.web.monitor.publishing import published_page
from gemengd.web.monitor.shown_figure import ShownTable, shown_table
from gemengd.web.published.selectors import Shown


@published_page
def page(request: HttpRequest, now: Shown) -> HttpResponse:
    """Method, sources, licences, limits, version."""
    lang, manifest = speech(), now.monitor.manifest
    chosen = (manifest.get("monitor") or {}).get("settings") or {}
    context = {
        "section": "method",
        "crumbs": crumbs(),
        "definitions": definitions(chosen, lang),
        "sources": [_source(source, lang) for source in manifest.get("sources", ())],
        "joins": _joins(now, lang),
        "settings": _settings(chosen, lang),
        "threshold": lang.number(now.monitor.threshold),
        "points": lang.number(float(chosen.get("mirror_points", MIRROR_POINTS))),
        "made": lang.day(manifest.get("created")),
        "built": lang.day((manifest.get("monitor") or {}).get("built")),
        "contact": settings.GEMENGD_CONTACT,
    }
    return render(request, "monitor/method.html", context)


@published_page
def glossary(request: HttpRequest, now: Shown) -> HttpResponse:
    """The words that the site uses."""
    lang = speech()
    chosen = (now.monitor.manifest.get("monitor") or {}).get("settings") or {}
    words = sorted(
        (*site_words(), *definitions(chosen, lang)), key=lambda each: each.name.casefold().lstrip("‘'")
    )
    context = {
        "section": "method",
        "crumbs": crumbs((reverse("monitor:method"), gettext("Method"))),
        "words": words,
        "kinds": [_kind(kind, lang) for kind in _used(now)],
        "statuses": sorted({lang.say(words) for words in STATUSES.values()} - {lang.say(STATUSES["ok"])}),
    }
    return render(request, "monitor/terms.html", context)


@published_page
def accessibility(request: HttpRequest, now: Shown) -> HttpResponse:  # noqa: ARG001
    """What was tested of the accessibility of the site, and what was not."""
    context = {
        "crumbs": crumbs(),
        "contact": settings.GEMENGD_CONTACT,
        "theme_name": settings.GEMENGD_THEME.name,
    }
    return render(request, "monitor/accessibility.html", context)


def _source(source: dict[str, Any], lang: Language) -> dict[str, Any]:
    return source | {"day": lang.day(source.get("reference_date"))}


def _joins(now: Shown, lang: Language) -> ShownTable | None:
    columns = (
        Column("what", lang.say("join")),
        Column("sector", lang.say("sector")),
        Column("year", lang.say("school year"), "year"),
        Column("matched", lang.say("found"), "count"),
        Column("units", lang.say("of"), "count"),
        Column("weighted", lang.say("share of pupils"), "share"),
    )
    places = now.monitor.places.select("sector", "year").unique().iter_rows(named=True)
    rates = now.monitor.manifest.get("join_rates", ())
    rows = tuple(joined(rates, places, now.monitor.characteristics, lang))
    heading = lang.say("How well the sources fit together")
    return shown_table(Table(columns, rows), lang, heading) if rows else None


def _settings(chosen: dict[str, Any], lang: Language) -> ShownTable:
    columns = (Column("name", lang.say("setting")), Column("value", lang.say("value")))
    rows = tuple({"name": name, "value": str(value)} for name, value in chosen.items())
    return shown_table(Table(columns, rows), lang, lang.say("Settings"))


def _used(now: Shown) -> list[Characteristic]:
    names = dict.fromkeys(name for _, _, name, _ in now.monitor.dissimilarities)
    return [kind for name, kind in now.monitor.characteristics.items() if name in names]


def _kind(kind: Characteristic, lang: Language) -> dict[str, Any]:
    return {
        "name": lang.pick(kind.label, kind.name),
        "focal": lang.pick(kind.focal_label, kind.name),
        "groups": [kind.group_label(group, lang.code) for group in kind.groups if group not in kind.unknown],
    }
