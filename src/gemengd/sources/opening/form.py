# SPDX-License-Identifier: EUPL-1.2
"""What kind of file some bytes are: told from the bytes and never from the name."""

from __future__ import annotations

import io
import zipfile

FIRST_BYTES = 65_536
"""So many bytes of a file are enough for `form_of`, except to tell a workbook from another zip archive."""

_FIRST_NAME = 30
"""Where the name of the first file stands in a zip archive."""

_MARKS = {
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"\xd0\xcf\x11\xe0": "xls",
    b"PAR1": "parquet",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}


def form_of(start: bytes) -> str:
    """The form of a file by its first bytes.

    Returns:
        `empty`, `gzip`, `tar`, `zip` (workbooks of Excel and ODS are zip archives too), `xls`, `parquet`,
        `utf-16`, `binary`, `json` or `text`.
    """
    if not start.strip():
        return "empty"
    for mark, form in _MARKS.items():
        if start.startswith(mark):
            return form
    if start[257:262] == b"ustar":
        return "tar"
    if b"\x00" in start:
        return "binary"
    return "json" if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") else "text"


def is_workbook(data: bytes) -> bool:
    """True for a zip archive that is an Excel or ODS file, by its parts; a broken one by its first part."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError):
        return data[_FIRST_NAME:].startswith((b"[Content_Types].xml", b"mimetype"))
    workbook = any(name.startswith("xl/workbook.") for name in names)
    return workbook or {"mimetype", "content.xml"} <= set(names)
