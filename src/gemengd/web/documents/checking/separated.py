# SPDX-License-Identifier: EUPL-1.2
"""Whether a file is a plain table in text, which no program will take for something else."""

from __future__ import annotations

import re

from django.utils.translation import gettext

from gemengd.web.documents.checking.refusal import RefusedError

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# What a browser or a system would take for a page or a program.
_OTHER = re.compile(r"\s*(<|#!|\{\\rtf|%!|@echo)", re.IGNORECASE)
# A cell that a sheet would calculate; minus and plus begin numbers too.
_FORMULA = re.compile(r"""(^|[\n\r;,\t|])[ \t]{0,9}["']?[ \t]{0,9}(=|@|[+-][ ]{0,9}[A-Za-z]{1,40}\()""")
_PARTS = re.compile(r"[;,\t|]")


def check_csv(content: bytes) -> None:
    """Look through a text.

    Args:
        content: the whole file.

    Raises:
        RefusedError: it is no table in text, or a sheet would calculate in it.
    """
    text = _text(content)
    if _CONTROL.search(text) or _OTHER.match(text) or not _PARTS.search(text):
        raise _unknown()
    if _FORMULA.search(text):
        raise RefusedError(
            gettext(
                "There is a formula in this table: a cell that starts with “=” or “@”. Save the values only."
            )
        )


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unknown()


def _unknown() -> RefusedError:
    return RefusedError(gettext("We do not take this sort of file. Send pdf, docx, xlsx, csv, png or jpg."))
