# SPDX-License-Identifier: EUPL-1.2
"""The process that draws: it reads what to draw from its input, and writes what was drawn to its output.

The libraries that draw are native code, which a single sign in a name can make break off. So they run here,
where that costs one picture, and not in the process that answers visitors. `gemengd.figures.pool` starts this
as `python -m gemengd.figures.child`.

A message is 8 bytes of length, big-endian, and as many bytes. A question is JSON; an answer is one byte, `+`
before what was drawn or `-` before the kind of the error.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from base64 import b64decode
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

MEGABYTES = 2048
"""Mebibytes that this process may set aside; the libraries set 630 aside and use 130 of them."""
LENGTH = 8


def read_message(pipe: BinaryIO) -> bytes | None:
    """The next message; None at the end."""
    head = pipe.read(LENGTH)
    if len(head) < LENGTH:
        return None
    length = int.from_bytes(head, "big")
    body = pipe.read(length)
    return body if len(body) == length else None


def write_message(pipe: BinaryIO, body: bytes) -> None:
    """Send a message."""
    pipe.write(len(body).to_bytes(LENGTH, "big") + body)
    pipe.flush()


def svg(question: Mapping[str, Any]) -> bytes:
    """A Vega-Lite specification (`spec`) as SVG."""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(question["spec"])
    return drawn.encode()


def png(question: Mapping[str, Any]) -> bytes:
    """A Vega-Lite specification (`spec`) as PNG, with `scale` pixels for each of its own."""
    import vl_convert

    drawn: bytes = vl_convert.vegalite_to_png(question["spec"], scale=question["scale"])
    return drawn


def pdf(question: Mapping[str, Any]) -> bytes:
    """A page (`html`) with its `pictures` as PDF/UA-1; nothing where it has more than `sides` sides.

    `pictures` has the SVG of each by its address, in base64; `sides` is 0 for as many as it takes.
    """
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Pictures(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        """Gives the pictures of this document and nothing else: no network, no files."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
            if url not in question["pictures"]:
                raise ValueError(f"{url[:80]}: the document may show its own pictures only")
            picture = b64decode(question["pictures"][url])
            return URLFetcherResponse(url, picture, {"Content-Type": "image/svg+xml"})

    document = HTML(string=question["html"], url_fetcher=Pictures()).render()
    if question["sides"] and len(document.pages) > question["sides"]:
        return b""
    written: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return written


FORMS: dict[str, Callable[[Mapping[str, Any]], bytes]] = {"svg": svg, "png": png, "pdf": pdf}


def answer(question: bytes) -> bytes:
    """The answer to a question; an error is told by its kind, as its words may hold names."""
    asked = json.loads(question)
    try:
        return b"+" + FORMS[asked["form"]](asked)
    except Exception as problem:  # noqa: BLE001 - whatever it is costs this picture only
        return b"-" + type(problem).__name__.encode()


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer questions until there are no more."""
    while (question := read_message(questions)) is not None:
        write_message(answers, answer(question))


def hold_memory() -> None:
    """Hold this process to its memory, so that a drawing that takes ever more ends here.

    Of its data and not of its addresses: the JavaScript in vl-convert reserves 34 GB of those, and uses few.
    """
    _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = MEGABYTES * 1024**2
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Answer on the pipes that are the input and the output."""
    hold_memory()
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints must not stand between the answers.
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
