# SPDX-License-Identifier: EUPL-1.2
"""From a chart specification to SVG that stands in a page: no script, no style, one text alternative."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from html import escape

from gemengd.figures.drawing import Spec
from gemengd.figures.palette import PAPER
from gemengd.figures.pool import draw_png, draw_svg

_ROOT = re.compile(r"<svg [^>]*?(width=\"[\d.]+\" height=\"[\d.]+\" viewBox=\"[^\"]+\")>")
_NOISE = re.compile(
    r' (?:role|aria-roledescription|aria-hidden|aria-label|class|pointer-events|stroke-miterlimit)="[^"]*"'
    r'| (?:opacity|fill-opacity|stroke-opacity)="1"| display="none"'
)
_EMPTY = re.compile(r'<path(?: aria-hidden="true")?(?: d="[^"]*")?></path>|<g></g>')
_BACKGROUND = re.compile(r'<path class="(?:background|foreground)"[^>]*></path>')
_LONG = re.compile(r"(-?\d+\.\d{2})\d+")


def svg(spec: Spec, alt: str) -> str:
    """The picture as an `<svg>` element with a text alternative.

    Args:
        spec: Vega-Lite specification.
        alt: text in the place of the picture.
    """
    return f'<svg role="img" aria-label="{escape(alt)}" ' + _drawn(json.dumps(spec, sort_keys=True))


def svg_file(spec: Spec, alt: str) -> bytes:
    """The picture as a file of its own."""
    return svg(spec, alt).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).encode()


def png_file(spec: Spec, *, scale: float = 2) -> bytes:
    """The picture as pixels on white, for documents that take no SVG.

    Args:
        spec: Vega-Lite specification.
        scale: pixels of the file per pixel of the specification.
    """
    return draw_png(spec | {"background": PAPER, "padding": 8}, scale)


@lru_cache(maxsize=256)
def _drawn(spec: str) -> str:
    # The same picture serves every language in which it has the same words.
    raw = draw_svg(json.loads(spec))
    match = _ROOT.match(raw)
    if match is None:
        raise ValueError("vl-convert gave an SVG whose first element is not as expected; found " + raw[:120])
    body = _BACKGROUND.sub("", raw[match.end() :])
    body = _LONG.sub(r"\1", _NOISE.sub("", body))
    while _EMPTY.search(body):
        body = _EMPTY.sub("", body)
    return f"{match.group(1)}>{body}"
