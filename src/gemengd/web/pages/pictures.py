# SPDX-License-Identifier: EUPL-1.2
"""Pictures of figures, drawn once per version and kept on disk."""

from __future__ import annotations

from textwrap import wrap

from django.core.cache import caches
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext

from gemengd.monitor.charts_drawing import Spec
from gemengd.monitor.figures import Figure
from gemengd.monitor.report_svg import png_file, svg_file
from gemengd.web.pages.figure_of import Subject, figure_of, known_key

LINE = 34
"""Signs on a line of the picture that says that there is none."""
FORMS = ("svg", "wide", "png")


def picture(subject: Subject, key: str, form: str) -> bytes | None:
    """The picture of a figure as a file.

    Args:
        subject: what the figure is about.
        key: which figure.
        form: `svg`, `wide` (the SVG for wide screens; the narrow one where that serves) or `png`.

    Returns:
        The file, None where a picture would say nothing.

    Raises:
        PictureFailed: it could not be drawn; `no_picture` says so in its place.
    """
    kept, name = caches["pictures"], f"{form}:{subject.name}:{known_key(subject, key)}"
    found: bytes | None = kept.get(name)
    if found is None:
        figure = figure_of(subject, key)
        spec = figure.wide or figure.spec if form == "wide" else figure.spec
        found = b"" if spec is None else _drawn(figure, spec, form)
        kept.set(name, found)
    return found or None


def no_picture() -> HttpResponse:
    """A picture that says that there is none, in the place of one that could not be drawn; kept by nobody."""
    said = gettext("This picture could not be drawn. The numbers stand in the table.")
    drawn = render_to_string("pages/no_picture.svg", {"lines": wrap(said, LINE), "said": said})
    response = HttpResponse(drawn, content_type="image/svg+xml", status=503)
    response["Cache-Control"] = "no-store"
    return response


def _drawn(figure: Figure, spec: Spec, form: str) -> bytes:
    return png_file(figure.wide or spec) if form == "png" else svg_file(spec, figure.alt)
