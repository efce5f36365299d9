# SPDX-License-Identifier: EUPL-1.2
"""Pictures of figures, drawn once per version and kept on disk."""

from __future__ import annotations

from textwrap import wrap

from django.core.cache import caches
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext

from gemengd.figures.drawing import Spec
from gemengd.figures.figure import Figure
from gemengd.figures.picture import png_file, svg_file
from gemengd.web.monitor.topics import Topic

LINE = 34
"""Signs on a line of the picture that says that there is none."""
FORMS = ("svg", "wide", "png")


def picture(topic: Topic, key: str, form: str) -> bytes | None:
    """The picture of a figure as a file.

    Args:
        topic: what the figure is about.
        key: which figure.
        form: `svg`, `wide` (the SVG for wide screens; the narrow one where that serves) or `png`.

    Returns:
        The file, None where a picture would say nothing.

    Raises:
        PictureFailed: it could not be drawn; `no_picture` says so in its place.
    """
    kept, name = caches["pictures"], f"{form}:{topic.name}:{topic.known(key)}"
    found: bytes | None = kept.get(name)
    if found is None:
        figure = topic.figure(key)
        spec = figure.wide or figure.spec if form == "wide" else figure.spec
        found = b"" if spec is None else _drawn(figure, spec, form)
        kept.set(name, found)
    return found or None


def no_picture() -> HttpResponse:
    """A picture that says that there is none, in the place of one that could not be drawn; kept by nobody."""
    said = gettext("This picture could not be drawn. The numbers stand in the table.")
    drawn = render_to_string("monitor/no_picture.svg", {"lines": wrap(said, LINE), "said": said})
    response = HttpResponse(drawn, content_type="image/svg+xml", status=503)
    response["Cache-Control"] = "no-store"
    return response


def _drawn(figure: Figure, spec: Spec, form: str) -> bytes:
    return png_file(figure.wide or spec) if form == "png" else svg_file(spec, figure.alt)
