# SPDX-License-Identifier: EUPL-1.2
"""Opening what a person points at: files, folders, tar, zip and gzip archives, also inside each other."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from gemengd.tables import Finding, InvalidTable, SourceFile

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

DEEPEST = 4
"""Archives inside archives are opened this deep."""

DOCUMENTS = {".pdf", ".doc", ".docx", ".odt", ".md", ".rtf", ".html", ".htm", ".png", ".jpg", ".jpeg"}
"""Files that often lie beside data in a folder or archive and hold no table."""

_BROKEN = (
    EOFError,
    OSError,
    zlib.error,
    tarfile.TarError,
    zipfile.BadZipFile,
    RuntimeError,
    NotImplementedError,
)


@dataclass(frozen=True)
class Member:
    """The bytes of one data file.

    Attributes:
        name: the file's own name, without folder.
        data: its bytes, unpacked.
        given: the file on disk it came from (the archive, when it came from one).
    """

    name: str
    data: bytes
    given: SourceFile


def members(paths: Sequence[Path], progress: Progress | None = None) -> list[Member]:
    """All data files in files, folders and archives, in the order of their names within each path.

    Args:
        paths: files or folders; folders are searched through. Hidden files and documents (PDF, Word,
            pictures) inside a folder or archive are passed over.
        progress: called after each file on disk.

    Raises:
        FileNotFoundError: a path does not exist.
        InvalidTable: an archive is damaged or ends early, or there is no data file at all.
    """
    files = [file for path in paths for file in _files(path)]
    found: list[Member] = []
    for done, file in enumerate(files, start=1):
        data = file.read_bytes()
        given = SourceFile(file.name, hashlib.sha256(data).hexdigest(), len(data))
        found += [Member(name, content, given) for name, content in _unpacked(file.name, data, 0)]
        if progress is not None:
            progress("open", done, len(files))
    if not found:
        names = ", ".join(path.name for path in paths) or "no path"
        raise InvalidTable("The import", [Finding("", f"no data file in {names}", "at least one data file")])
    return found


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise FileNotFoundError(
            f"{path}: found nothing there, expected a file or a folder. Check the spelling."
        )
    if path.is_file():
        return [path]
    return sorted(
        file for file in path.rglob("*") if file.is_file() and not _passed_over(file.relative_to(path))
    )


def _passed_over(path: Path | PurePosixPath) -> bool:
    hidden = any(part.startswith((".", "__MACOSX", "~$")) for part in path.parts)
    return hidden or path.name.lower() in {"thumbs.db", "desktop.ini"} or path.suffix.lower() in DOCUMENTS


def _unpacked(name: str, data: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    opener = _opener(data)
    if opener is None:
        yield name, data
        return
    if depth == DEEPEST:
        raise InvalidTable(
            name, [Finding("", "archives inside archives", f"at most {DEEPEST} levels", file=name)]
        )
    try:
        inside = list(opener(name, data))
    except _BROKEN as error:
        finding = Finding(
            "",
            f"a damaged archive or one that ends early ({error})",
            "a complete archive without password",
            file=name,
            mend="Download or copy the file again.",
        )
        raise InvalidTable(name, [finding]) from error
    for inner_name, content in inside:
        yield from _unpacked(inner_name, content, depth + 1)


def _opener(data: bytes) -> Callable[[str, bytes], Iterator[tuple[str, bytes]]] | None:
    if data[:2] == b"\x1f\x8b":
        return _gunzipped
    if data[257:262] == b"ustar":
        return _untarred
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06") and not _is_spreadsheet(data):
        return _unzipped
    return None


def _is_spreadsheet(data: bytes) -> bool:
    """Excel and ODS files are zip archives too; both name their parts near the start or in the directory."""
    return b"xl/workbook" in data or b"opendocument.spreadsheet" in data[:200]


def _gunzipped(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    lower = name.lower()
    if lower.endswith(".tgz"):
        name = f"{name[:-4]}.tar"
    elif lower.endswith(".gz"):
        name = name[:-3]
    yield name, gzip.decompress(data)


def _untarred(_name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for entry in archive:
            path = PurePosixPath(entry.name)
            content = archive.extractfile(entry) if entry.isfile() and not _passed_over(path) else None
            if content is not None:
                yield path.name, content.read()


def _unzipped(_name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            path = PurePosixPath(entry.filename)
            if not entry.is_dir() and not _passed_over(path):
                yield path.name, archive.read(entry)
