# SPDX-License-Identifier: EUPL-1.2
"""Whether a picture is a picture and nothing besides; it is not drawn, only its parts are walked through."""

from __future__ import annotations

import struct
import zlib

from django.utils.translation import gettext

from gemengd.web.documents.checking.refusal import RefusedError

MOST_PIXELS = 50_000_000
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a JPEG after which its size stands (ITU T.81, table B.1)."""
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_SCAN = 0xDA


def check_png(content: bytes) -> None:
    """Walk through the chunks of a PNG (W3C PNG, 5.2).

    Args:
        content: the whole file.

    Raises:
        RefusedError: it is damaged, too large to draw, or something stands behind it.
    """
    place, first = 8, True
    while place < len(content):
        length, name = struct.unpack(">I4s", _part(content, place, 8))
        body = _part(content, place + 4, length + 4)
        (expected,) = struct.unpack(">I", _part(content, place + 8 + length, 4))
        if zlib.crc32(body) != expected or first != (name == b"IHDR"):
            raise _damaged()
        if first:
            _check_size(*struct.unpack(">II", _part(body, 4, 8)))
        place, first = place + 12 + length, False
        if name == b"IEND":
            break
    else:
        raise _damaged()
    _nothing_behind(content, place)


def check_jpeg(content: bytes) -> None:
    """Walk through the segments of a JPEG (ITU T.81, B.1).

    Args:
        content: the whole file.

    Raises:
        RefusedError: it is damaged, too large to draw, or something stands behind it.
    """
    place, sized = 2, False
    while True:
        sign, marker = _part(content, place, 2)
        if sign != 0xFF:
            raise _damaged()
        place += 1 if marker == 0xFF else 2
        if marker == 0xFF or marker in _ALONE:
            continue
        (length,) = struct.unpack(">H", _part(content, place, 2))
        if marker in _FRAMES:
            _check_size(*struct.unpack(">HH", _part(content, place + 3, 4)))
            sized = True
        if marker == _SCAN:
            break
        place += length
    if not sized:
        raise _damaged()
    # What is drawn cannot hold the marker of the end: there a zero stands behind each 0xFF.
    end = content.find(b"\xff\xd9", place)
    _nothing_behind(content, end + 2 if end >= 0 else len(content) + 1)


def _part(content: bytes, place: int, length: int) -> bytes:
    found = content[place : place + length]
    if len(found) != length:
        raise _damaged()
    return found


def _check_size(one: int, other: int) -> None:
    if not 0 < one * other <= MOST_PIXELS:
        raise RefusedError(gettext("This picture is too large to show. Make it smaller than 50 megapixels."))


def _nothing_behind(content: bytes, end: int) -> None:
    if len(content) < end:
        raise _damaged()
    if content[end:].strip(b"\x00"):
        raise RefusedError(gettext("There is something else behind the picture. Save it as a new picture."))


def _damaged() -> RefusedError:
    return RefusedError(gettext("This picture is damaged or not complete. Save it again."))
