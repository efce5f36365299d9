# SPDX-License-Identifier: EUPL-1.2
"""Small files of every sort that is taken, and ways to spoil them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Override PartName="{part}" ContentType="application/vnd.openxmlformats-officedocument.'
    '{main}.main+xml"/></Types>'
)
DOCX = {"[Content_Types].xml": _TYPES.format(part="/word/document.xml", main="wordprocessingml.document")}
XLSX = {"[Content_Types].xml": _TYPES.format(part="/xl/workbook.xml", main="spreadsheetml.sheet")}


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in parts.items():
            packed.writestr(name, body)
    return out.getvalue()


def docx(more: Mapping[str, str | bytes] | None = None) -> bytes:
    """A text."""
    return archive({**DOCX, "word/document.xml": "<w:document/>", **(more or {})})


def xlsx(more: Mapping[str, str | bytes] | None = None) -> bytes:
    """A sheet."""
    return archive({**XLSX, "xl/workbook.xml": "<workbook/>", **(more or {})})


def png(width: int = 2, height: int = 1) -> bytes:
    """A picture."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\xff\0\0\0\0\xff")
    parts = ((b"IHDR", head), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in parts)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def jpeg(width: int = 2, height: int = 1) -> bytes:
    """What has the parts of a photograph."""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    exif = b"\xff\xe1" + struct.pack(">H", 8) + b"\xff\xd9\xff\xd9\0\0"
    return (
        b"\xff\xd8"
        + exif
        + frame
        + b"\xff\xda"
        + struct.pack(">H", 8)
        + b"\1\1\0\0\x3f\0"
        + b"ab\xff\0\xff\xd9"
    )


def pdf(objects: bytes = b"") -> bytes:
    """A PDF without pages; enough to look through."""
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + objects + b"\ntrailer\n<<>>\n%%EOF\n"


def packed_objects(objects: bytes) -> bytes:
    """Objects of a PDF, packed together."""
    body = zlib.compress(objects)
    return b"2 0 obj\n<< /Type /Obj#53tm /Filter /FlateDecode >>\nstream\n" + body + b"\nendstream\nendobj\n"
