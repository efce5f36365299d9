# SPDX-License-Identifier: EUPL-1.2
"""The figures of a municipality for its council: two A4 sides, as tagged PDF."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from django.conf import settings
from django.core.cache import caches
from django.template.loader import render_to_string

from gemengd.monitor import story_cell
from gemengd.monitor.figures import FIRST, PLACES, cell_title
from gemengd.web.pages.figure_of import Subject, shown_figures
from gemengd.web.pages.pictures import picture

WIDE = ("peers", "schools")
"""Figures whose picture for wide screens is the one to print."""
SCHEME = "picture:"
SIDES = 2
DENSITIES = ("roomy", "dense", "denser")
"""Sizes of letters and pictures, tried in turn until the document fits on its sides."""


class NoTypesetterError(Exception):
    """What WeasyPrint needs of the system is not there, so no document can be made."""


def council_pdf(subject: Subject) -> bytes:
    """The document; made once per version and choice, and kept on disk.

    Args:
        subject: municipality, sector, characteristic, year and language.

    Returns:
        PDF/UA-1 of at most two sides.

    Raises:
        NoTypesetterError: a library of the system is missing; the message names it.
    """
    kept, name = caches["pictures"], f"pdf:{subject.name}"
    found: bytes | None = kept.get(name)
    if found is None:
        found = _written(subject)
        kept.set(name, found)
    return found


def council_html(subject: Subject, density: str = DENSITIES[0]) -> str:
    """The document before it is set.

    Args:
        subject: municipality, sector, characteristic, year and language.
        density: one of `DENSITIES`.
    """
    made = {one.figure.key: one for one in shown_figures(subject, (*FIRST, *PLACES))}
    context = {
        "view": subject.view,
        "cell": subject.cell,
        "language": subject.lang.code,
        "density": density,
        "title": cell_title(subject.cell, subject.lang),
        "summary": story_cell.summary(subject.view, subject.cell, subject.lang),
        "notice": story_cell.notice(subject.cell, subject.lang),
        "first": [made[key] for key in FIRST],
        "places": [made[key] for key in PLACES],
        "threshold": subject.lang.number(subject.view.threshold),
        "style": _style(),
        "version": subject.now.version,
        "code_version": settings.GEMENGD_VERSION,
    }
    return render_to_string("pages/council.html", context)


def _written(subject: Subject) -> bytes:
    try:
        from weasyprint import HTML
    except OSError as error:
        raise NoTypesetterError(str(error)) from error
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Pictures(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        """Gives the pictures of this document and nothing else: no network, no files."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
            drawn = _picture(subject, url)
            if drawn is None:
                raise ValueError(f"{url[:80]}: the document may show its own pictures only")
            return URLFetcherResponse(url, drawn, {"Content-Type": "image/svg+xml"})

    fetcher = Pictures()
    for density in DENSITIES:
        document = HTML(string=council_html(subject, density), url_fetcher=fetcher).render()
        if len(document.pages) <= SIDES:
            break
    written: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return written


def _picture(subject: Subject, url: str) -> bytes | None:
    key = url.removeprefix(SCHEME)
    if not url.startswith(SCHEME) or key not in (*FIRST, *PLACES):
        return None
    return picture(subject, key, "wide" if key in WIDE else "svg")


@cache
def _style() -> str:
    return files("gemengd.web").joinpath("templates", "pages", "council.css").read_text(encoding="utf-8")
