# SPDX-License-Identifier: EUPL-1.2
"""The figures of a municipality for its council: two A4 sides, as tagged PDF."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from django.conf import settings
from django.core.cache import caches
from django.template.loader import render_to_string

from gemengd.monitor.figure.municipality import FIRST, PLACES
from gemengd.monitor.published import heading
from gemengd.web.monitor.pictures import picture
from gemengd.web.monitor.places import view_of
from gemengd.web.monitor.topics import Topic

SCHEME = "picture:"
SIDES = 2
DENSITIES = ("roomy", "dense", "denser")
"""Sizes of letters and pictures, tried in turn until the document fits on its sides."""


class NoTypesetterError(Exception):
    """What WeasyPrint needs of the system is not there, so no document can be made."""


def council_pdf(topic: Topic) -> bytes:
    """The document; made once per version and choice, and kept on disk.

    Args:
        topic: municipality, sector, characteristic, year and language.

    Returns:
        PDF/UA-1 of at most two sides.

    Raises:
        NoTypesetterError: a library of the system is missing; the message names it.
    """
    kept, name = caches["pictures"], f"pdf:{topic.name}"
    found: bytes | None = kept.get(name)
    if found is None:
        found = _written(topic)
        kept.set(name, found)
    return found


def council_html(topic: Topic, density: str = DENSITIES[0]) -> str:
    """The document before it is set.

    Args:
        topic: municipality, sector, characteristic, year and language.
        density: one of `DENSITIES`.
    """
    view, cell, lang = view_of(topic.now, topic.cell.municipality_id), topic.cell, topic.lang
    made = {one.figure.key: one for one in topic.figures((*FIRST, *PLACES))}
    context = {
        "view": view,
        "cell": cell,
        "language": lang.code,
        "density": density,
        "title": heading.cell_title(cell, lang),
        "summary": heading.summary(view, cell, lang),
        "notice": heading.notice(cell, lang),
        "first": [made[key] for key in FIRST],
        "places": [made[key] for key in PLACES],
        "threshold": lang.number(view.threshold),
        "style": _style(),
        "version": topic.now.version,
        "code_version": settings.GEMENGD_VERSION,
    }
    return render_to_string("monitor/council.html", context)


def _written(topic: Topic) -> bytes:
    try:
        from weasyprint import HTML
    except OSError as error:
        raise NoTypesetterError(str(error)) from error
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Pictures(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        """Gives the pictures of this document and nothing else: no network, no files."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
            drawn = _picture(topic, url)
            if drawn is None:
                raise ValueError(f"{url[:80]}: the document may show its own pictures only")
            return URLFetcherResponse(url, drawn, {"Content-Type": "image/svg+xml"})

    fetcher = Pictures()
    for density in DENSITIES:
        document = HTML(string=council_html(topic, density), url_fetcher=fetcher).render()
        if len(document.pages) <= SIDES:
            break
    written: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return written


def _picture(topic: Topic, url: str) -> bytes | None:
    key = url.removeprefix(SCHEME)
    if not url.startswith(SCHEME) or key not in (*FIRST, *PLACES):
        return None
    return picture(topic, key, "wide" if topic.kinds[key].paper.wide else "svg")


@cache
def _style() -> str:
    return (
        files("gemengd.web.monitor")
        .joinpath("templates", "monitor", "council.css")
        .read_text(encoding="utf-8")
    )
