# SPDX-License-Identifier: EUPL-1.2
"""The figures of a municipality for its council: two A4 sides, as tagged PDF."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.resources import files

from django.conf import settings
from django.core.cache import caches
from django.template.loader import render_to_string

from gemengd.figures.pool import PictureFailed, write_pdf
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


def council_pdf(subject: Subject) -> bytes:
    """The document; made once per version and choice, and kept on disk.

    Args:
        subject: municipality, sector, characteristic, year and language.

    Returns:
        PDF/UA-1 of at most two sides.
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
    pictures = dict(_pictures(subject))
    for density in DENSITIES:
        sides = 0 if density == DENSITIES[-1] else SIDES
        written = write_pdf(council_html(subject, density), pictures, sides=sides)
        if written is not None:
            break
    return written or b""


def _pictures(subject: Subject) -> Iterator[tuple[str, bytes]]:
    """The pictures that the document may show; in the place of one that cannot be drawn stands its text."""
    for one in shown_figures(subject, (*FIRST, *PLACES)):
        key = one.figure.key
        with suppress(PictureFailed):
            drawn = picture(subject, key, "wide" if key in WIDE else "svg") if one.narrow else None
            if drawn is not None:
                yield SCHEME + key, drawn


@cache
def _style() -> str:
    return files("gemengd.web").joinpath("templates", "pages", "council.css").read_text(encoding="utf-8")
