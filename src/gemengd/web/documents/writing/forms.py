# SPDX-License-Identifier: EUPL-1.2
"""A document in the form that somebody asks for, as an answer of the site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from gemengd.web.documents.checking.kinds import KINDS
from gemengd.web.documents.writing.blocks import Document
from gemengd.web.documents.writing.pdf import pdf
from gemengd.web.documents.writing.text import plain_text
from gemengd.web.documents.writing.word import word


@dataclass(frozen=True)
class Form:
    """What a document can become besides a page.

    Attributes:
        media_type: how it is served.
        make: makes it.
    """

    media_type: str
    make: Callable[[Document], bytes]


FORMS = {
    "pdf": Form("application/pdf", pdf),
    "docx": Form(KINDS["docx"].media_type, lambda document: word(document, moment=timezone.now())),
    "txt": Form("text/plain; charset=utf-8", lambda document: plain_text(document).encode()),
}
"""Every form, by the end of the file name."""


def answer(document: Document, form: str, name: str) -> HttpResponse:
    """A document as a file to keep.

    Args:
        document: what it says.
        form: one of `FORMS`.
        name: name of the file without its end.

    Raises:
        KeyError: there is no such form.
    """
    made = FORMS[form]
    response = HttpResponse(made.make(document), content_type=made.media_type)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{name}.{form}"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
