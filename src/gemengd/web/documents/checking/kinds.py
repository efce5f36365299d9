# SPDX-License-Identifier: EUPL-1.2
"""What sort of file it is, by what is in it; everything else is refused, with the reason in plain words.

A name and the type that a browser sends say nothing: only the content counts, and the name has to agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext

from gemengd.web.documents.checking.office import office_kind
from gemengd.web.documents.checking.pictures import check_jpeg, check_png
from gemengd.web.documents.checking.portable import check_pdf
from gemengd.web.documents.checking.refusal import RefusedError
from gemengd.web.documents.checking.separated import check_csv


@dataclass(frozen=True)
class Kind:
    """A sort of file that is taken.

    Attributes:
        name: short name, and the end of the file name.
        media_type: how it is served.
        endings: ends of file names that agree with it.
    """

    name: str
    media_type: str
    endings: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    kind.name: kind
    for kind in (
        Kind("pdf", "application/pdf", (".pdf",)),
        Kind("docx", f"{_OFFICE}wordprocessingml.document", (".docx",)),
        Kind("xlsx", f"{_OFFICE}spreadsheetml.sheet", (".xlsx",)),
        Kind("csv", "text/csv; charset=utf-8", (".csv", ".txt")),
        Kind("png", "image/png", (".png",)),
        Kind("jpg", "image/jpeg", (".jpg", ".jpeg")),
    )
}
"""Every sort of file that is taken, by its name."""


def recognise(content: bytes, name: str) -> Kind:
    """What sort of file it is.

    Args:
        content: the whole file.
        name: its name; the end has to agree with the content.

    Returns:
        The sort.

    Raises:
        RefusedError: it is none that is taken, holds what could do harm, or says it is something else.
    """
    kind = KINDS[_checked(content)]
    ending = PurePath(name).suffix.lower()
    if ending not in kind.endings:
        raise RefusedError(
            gettext("The name ends in “%(ending)s”, but this is a %(kind)s file. Give it the right name.")
            % {"ending": ending, "kind": kind.name}
        )
    return kind


def _checked(content: bytes) -> str:
    if not content:
        raise RefusedError(gettext("This file is empty."))
    if content.startswith(b"%PDF-"):
        check_pdf(content)
        return "pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        check_png(content)
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        check_jpeg(content)
        return "jpg"
    if content.startswith(b"PK\x03\x04"):
        return office_kind(content)
    check_csv(content)
    return "csv"
