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
from gemengd.monitor.figure.municipality import FIRST, PLACES
from gemengd.monitor.published import heading
from gemengd.web.monitor.pictures import picture
from gemengd.web.monitor.places import view_of
from gemengd.web.monitor.topics import Topic

SCHEME = "picture:"
SIDES = 2
DENSITIES = ("roomy", "dense", "denser")
"""Sizes of letters and pictures, tried in turn until the document fits on its sides."""


def council_pdf(topic: Topic) -> bytes:
    """The document; made once per version and choice, and kept on disk.

    Args:
        topic: municipality, sector, characteristic, year and language.

    Returns:
        PDF/UA-1 of at most two sides.

    Raises:
        PictureFailed: it could not be made; the reason `OSError` is that of a missing library of the system.
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
    pictures = dict(_pictures(topic))
    for density in DENSITIES:
        sides = 0 if density == DENSITIES[-1] else SIDES
        written = write_pdf(council_html(topic, density), pictures, sides=sides)
        if written is not None:
            break
    return written or b""


def _pictures(topic: Topic) -> Iterator[tuple[str, bytes]]:
    """The pictures that the document may show; in the place of one that cannot be drawn stands its text."""
    for one in topic.figures((*FIRST, *PLACES)):
        key = one.figure.key
        with suppress(PictureFailed):
            form = "wide" if topic.kinds[key].paper.wide else "svg"
            drawn = picture(topic, key, form) if one.narrow else None
            if drawn is not None:
                yield SCHEME + key, drawn


@cache
def _style() -> str:
    return (
        files("gemengd.web.monitor")
        .joinpath("templates", "monitor", "council.css")
        .read_text(encoding="utf-8")
    )
