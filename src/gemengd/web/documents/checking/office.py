# SPDX-License-Identifier: EUPL-1.2
"""Whether a packed file is a text or a sheet, without programs, and no bomb.

Office files are zip archives (ECMA-376, part 2). Nothing of it is unpacked to the disk, and nothing is
believed of what the archive says about itself.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext

from gemengd.web.documents.checking.refusal import RefusedError

MOST_ENTRIES = 3000
MOST_UNPACKED = 200 * 1024**2
MOST_LINKS = 5 * 1024**2
MOST_GROWTH = 200
"""How many times larger an entry may be than what it is packed in; texts of Word reach 50."""
SMALL = 1024**2
"""Below this an entry may grow more: it does no harm."""
_END = b"PK\x05\x06"
_END_LENGTH = 22
_TYPES = "[Content_Types].xml"
_MAIN = {
    b"officedocument.wordprocessingml.document.main+xml": "docx",
    b"officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
_ACTING_TYPES = (b"macroenabled", b"vbaproject", b"activex", b"oleobject")
_ACTING_NAMES = re.compile(
    r"vbaproject|vbadata|activex/|oleobject|/macrosheets/|\.(exe|dll|js|vbs)$", re.IGNORECASE
)
_OTHER_BINARY = re.compile(r"(?<!printersettings\d)(?<!printersettings\d\d)\.bin$", re.IGNORECASE)
_INSIDE = re.compile(r"embeddings/[^/]+\.(docx|xlsx)$", re.IGNORECASE)
_DECLARES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_CHUNK = 64 * 1024


def office_kind(content: bytes, *, inside: bool = False) -> str:
    """What sort of office file it is.

    Args:
        content: the whole file.
        inside: whether it lies in another office file, such as the sheet behind a picture.

    Returns:
        `docx` or `xlsx`.

    Raises:
        RefusedError: it is another archive, damaged, a bomb, or holds programs.
    """
    _check_ends(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_list(entries, len(content))
            return _looked_through(archive, entries, inside=inside)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as problem:
        # A locked entry is a RuntimeError, an unknown way of packing a NotImplementedError.
        raise _unreadable() from problem


def _check_ends(content: bytes) -> None:
    """An archive is looked for from its end, so that anything may stand before it, and behind it."""
    if content.rfind(_END) != len(content) - _END_LENGTH:
        raise RefusedError(gettext("There is another file before or behind this one. Save it again."))


def _check_list(entries: list[zipfile.ZipInfo], length: int) -> None:
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_ENTRIES or len(set(map(str.lower, names))) != len(names):
        raise _unreadable()
    if any(".." in name.split("/") or name.startswith("/") or "\\" in name for name in names):
        raise _unreadable()
    # When entries share their bytes, a small file holds a large one many times.
    if sum(entry.compress_size for entry in entries) > length:
        raise _grows()
    if min((entry.header_offset for entry in entries), default=1) != 0:
        raise RefusedError(gettext("There is another file before or behind this one. Save it again."))


def _looked_through(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], *, inside: bool) -> str:
    kind, room = "", MOST_UNPACKED
    for entry in entries:
        within = _INSIDE.search(entry.filename) is not None and not inside
        if _acts(entry.filename) or ("embeddings/" in entry.filename and not within):
            raise _acting()
        body = b"".join(_read(archive, entry, room))
        room -= len(body)
        if within:
            office_kind(body, inside=True)
        if entry.filename.endswith((".xml", ".rels", ".vml")):
            _check_text(body)
        if entry.filename.endswith(".rels"):
            _check_links(body)
        if entry.filename == _TYPES:
            kind = _kind_of(body)
    if not kind:
        raise RefusedError(gettext("This archive is no text (docx) and no sheet (xlsx)."))
    return kind


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> Iterator[bytes]:
    read = 0
    with archive.open(entry) as packed:
        while chunk := packed.read(_CHUNK):
            read += len(chunk)
            if read > room or (read > SMALL and read > MOST_GROWTH * max(entry.compress_size, 1)):
                raise _grows()
            yield chunk


def _check_text(body: bytes) -> None:
    # UTF-16 would hide what is looked for; office programs write UTF-8.
    if b"\x00" in body[:400] or _DECLARES.search(body):
        raise _unreadable()


def _check_links(body: bytes) -> None:
    """Word fetches a template from elsewhere when it opens a text, and runs what is in it."""
    if len(body) > MOST_LINKS:
        raise _grows()
    for element in body.lower().split(b"<"):
        within = b"targetmode" not in element or b'targetmode="internal"' in element
        if not within and b'/hyperlink"' not in element:
            raise RefusedError(
                gettext(
                    "This file fetches something when it is opened. Save it without links to other files."
                )
            )


def _kind_of(types: bytes) -> str:
    said = types.lower()
    if any(acting in said for acting in _ACTING_TYPES):
        raise _acting()
    return next((kind for main, kind in _MAIN.items() if main in said), "")


def _acts(name: str) -> bool:
    return any(acting.search(name) for acting in (_ACTING_NAMES, _OTHER_BINARY))


def _acting() -> RefusedError:
    return RefusedError(gettext("This file holds a program (macro) or another file. Save it without them."))


def _grows() -> RefusedError:
    return RefusedError(gettext("This file grows too large when it is unpacked."))


def _unreadable() -> RefusedError:
    return RefusedError(gettext("This file is damaged, locked or not what it says. Save it again."))
