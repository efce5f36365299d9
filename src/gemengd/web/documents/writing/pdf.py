# SPDX-License-Identifier: EUPL-1.2
"""A document as tagged PDF (PDF/UA-1), for paper and for who has it read aloud."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language_info

from gemengd.web.documents.writing.blocks import Document
from gemengd.web.documents.writing.page import fragment_with

SCHEME = "picture:"


def pdf(document: Document) -> bytes:
    """The document as PDF/UA-1.

    Args:
        document: what it says.
    """
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Pictures(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        """Gives the pictures of this document and nothing else: no network, no files."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
            image, media_type = picture_at(document, url)
            return URLFetcherResponse(url, image, {"Content-Type": media_type})

    html = HTML(string=pdf_html(document), url_fetcher=Pictures())
    written: bytes = html.write_pdf(pdf_variant="pdf/ua-1")
    return written


def pdf_html(document: Document) -> str:
    """The document before it is set.

    Args:
        document: what it says.
    """
    context = {
        "document": document,
        "fragment": fragment_with(document, tuple(f"{SCHEME}{n}" for n in range(len(document.figures)))),
        "right_to_left": _right_to_left(document.language),
        "code_version": settings.GEMENGD_VERSION,
        "style": _style(),
    }
    return render_to_string("documents/pdf.html", context)


def picture_at(document: Document, url: str) -> tuple[bytes, str]:
    """A picture of a document and its media type.

    Args:
        document: the document.
        url: what the document asks for.

    Raises:
        ValueError: it is no picture of this document.
    """
    number = url.removeprefix(SCHEME)
    if not url.startswith(SCHEME) or not number.isdecimal() or int(number) >= len(document.figures):
        raise ValueError(f"{url[:80]}: the document may show its own pictures only")
    figure = document.figures[int(number)]
    return figure.image, figure.media_type


def _right_to_left(language: str) -> bool:
    try:
        return bool(get_language_info(language)["bidi"])
    except KeyError:
        return False


@cache
def _style() -> str:
    return files("gemengd.web.documents").joinpath("templates", "documents", "pdf.css").read_text("utf-8")
