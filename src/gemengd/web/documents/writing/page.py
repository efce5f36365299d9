# SPDX-License-Identifier: EUPL-1.2
"""A document as part of a page of the site."""

from __future__ import annotations

import base64
from collections.abc import Callable

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from gemengd.web.documents.writing.blocks import Block, Document, Figure, Heading, List, Paragraph, Table

_TEMPLATES = {
    Heading: "heading",
    Paragraph: "paragraph",
    List: "list",
    Table: "table",
    Figure: "figure",
}


def fragment(document: Document) -> SafeString:
    """The document as HTML, its title included, for the main part of a page.

    Args:
        document: what it says.
    """
    return _joined(document, lambda figure, _: data_address(figure))


def fragment_with(document: Document, addresses: tuple[str, ...]) -> SafeString:
    """The document as HTML with pictures that stand elsewhere.

    Args:
        document: what it says.
        addresses: of its pictures, in order.
    """
    return _joined(document, lambda _, number: addresses[number])


def data_address(figure: Figure) -> str:
    """A picture as an address that holds it; in an `<img>` no script in it runs and nothing is fetched."""
    return f"data:{figure.media_type};base64,{base64.b64encode(figure.image).decode()}"


def _joined(document: Document, address_of: Callable[[Figure, int], str]) -> SafeString:
    parts: list[str] = [render_to_string("documents/blocks/title.html", {"document": document})]
    drawn = 0
    for block in document.blocks:
        address = ""
        if isinstance(block, Figure):
            address = address_of(block, drawn)
            drawn += 1
        parts.append(_block(block, address))
    # Each part was escaped by its template.
    return mark_safe("".join(parts))  # noqa: S308


def _block(block: Block, address: str) -> str:
    name = f"documents/blocks/{_TEMPLATES[type(block)]}.html"
    return render_to_string(name, {"block": block, "address": address})
