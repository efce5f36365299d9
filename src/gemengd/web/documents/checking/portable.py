# SPDX-License-Identifier: EUPL-1.2
"""Whether a PDF is a document to read and nothing that acts.

Names in a PDF may be written in several ways and may stand in packed objects; both are looked through. This
is no virus scanner: it refuses what a document to read does not need.
"""

from __future__ import annotations

import re
import zlib

from django.utils.translation import gettext

from gemengd.web.documents.checking.refusal import RefusedError

MOST_UNPACKED = 50 * 1024**2
"""Bytes of packed objects that are looked through."""
_TAIL = 1024
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTING = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFile|EmbeddedFiles|RichMedia|XFA|SubmitForm|ImportData)(?![A-Za-z0-9])"
)
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
_PACKED_OBJECTS = re.compile(rb"/ObjStm(?![A-Za-z0-9])")


def check_pdf(content: bytes) -> None:
    """Look through a PDF.

    Args:
        content: the whole file, which begins with `%PDF-`.

    Raises:
        RefusedError: it is not complete, is locked, holds a program or a file, or is another file too.
    """
    end = content.rfind(b"%%EOF")
    if end < 0 or len(content) - end > _TAIL or b"PK\x05\x06" in content[end:]:
        raise RefusedError(gettext("This PDF is not complete, or there is another file behind it."))
    said = _names(_said(content))
    if _LOCKED.search(said):
        raise RefusedError(gettext("This PDF is locked, so we cannot check it. Save it without a password."))
    if _ACTING.search(said):
        raise RefusedError(
            gettext("This PDF holds a program, a form that sends, or another file. Print it to a new PDF.")
        )


def _said(content: bytes) -> bytes:
    """What stands in the objects of a PDF: those that lie open, and those that are packed together."""
    parts, last, room = [], 0, MOST_UNPACKED
    while found := _STREAM.search(content, last):
        begin = found.end()
        end = content.find(b"endstream", begin)
        if end < 0:
            break
        parts.append(content[last:begin])
        # Each byte is looked at once, however many streams somebody put in.
        head = content[max(last, content.rfind(b"obj", last, begin)) : begin]
        if _PACKED_OBJECTS.search(_names(head)):
            parts.append(_unpacked(content[begin:end], room))
            room -= len(parts[-1])
        last = end
    return b"\n".join([*parts, content[last:]])


def _names(objects: bytes) -> bytes:
    """Objects with their names as they are meant: `/J#53` is `/JS`."""
    return _HEX.sub(lambda found: bytes([int(found[1], 16)]), objects)


def _unpacked(stream: bytes, room: int) -> bytes:
    try:
        found = zlib.decompressobj().decompress(stream, room + 1)
    except zlib.error:
        # Packed in another way, which nobody needs for objects.
        raise RefusedError(gettext("We cannot read this PDF. Print it to a new PDF.")) from None
    if len(found) > room:
        raise RefusedError(gettext("This file grows too large when it is unpacked."))
    return found
