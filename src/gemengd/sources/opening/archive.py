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
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from gemengd.sources.opening.form import FIRST_BYTES, form_of, is_workbook
from gemengd.tables import Finding, InvalidTable, SourceFile

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

DEEPEST = 4
"""Archives inside archives are opened this deep."""

DOCUMENTS = {".pdf", ".doc", ".docx", ".odt", ".md", ".rtf", ".html", ".htm", ".png", ".jpg", ".jpeg"}
"""Files that often lie beside data in a folder or archive and hold no table."""

NOT_READ = {".gpkg", ".shp", ".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx", ".xml"}
"""GeoPackage and the parts of a shapefile: forms of maps that are not read, often beside a sheet that is."""

_BROKEN = (
    EOFError,
    OSError,
    zlib.error,
    tarfile.TarError,
    zipfile.BadZipFile,
    RuntimeError,
    NotImplementedError,
    ValueError,
)
"""What Python's archives raise on damage; ValueError where a zip archive says it starts before its start."""


@dataclass(frozen=True)
class Member:
    """The bytes of one data file.

    Attributes:
        name: the file's own name, without folder.
        data: its bytes, unpacked.
        given: the file on disk it came from (the archive, when it came from one).
        beside: the names of files in formats that are not read, in the same folder or archive.
    """

    name: str
    data: bytes
    given: SourceFile
    beside: tuple[str, ...] = ()


def members(paths: Sequence[Path], progress: Progress | None = None) -> list[Member]:
    """All data files in files, folders and archives, in the order of their names within each path.

    Args:
        paths: files or folders; folders are searched through. Hidden files, documents (PDF, Word, pictures)
            and formats of maps that are not read (`NOT_READ`) inside a folder or archive are passed over.
        progress: called after each file on disk.

    Raises:
        FileNotFoundError: a path does not exist.
        InvalidTable: an archive is damaged or ends early, a path has only formats that are not read, or there
            is no data file at all.
    """
    files = {path: _files(path) for path in paths}
    total, done = sum(map(len, files.values())), 0
    found: list[Member] = []
    for path, inside in files.items():
        of_path: list[Member] = []
        for file in inside:
            of_path += _members(file)
            done += 1
            if progress is not None:
                progress("open", done, total)
        found += _readable(path, of_path)
    if not found:
        names = ", ".join(path.name for path in paths) or "no path"
        raise InvalidTable("The import", [Finding("", f"no data file in {names}", "at least one data file")])
    return found


def _members(file: Path) -> list[Member]:
    data = file.read_bytes()
    given = SourceFile(file.name, hashlib.sha256(data).hexdigest(), len(data))
    return [Member(name, content, given) for name, content in _unpacked(file.name, data, 0)]


def _readable(path: Path, inside: Sequence[Member]) -> list[Member]:
    """The members in a form that is read; each knows the names of the others."""
    others = tuple(member.name for member in inside if _is_not_read(member.name))
    readable = [replace(member, beside=others) for member in inside if not _is_not_read(member.name)]
    if others and not readable:
        formats = sorted({PurePosixPath(name).suffix.lower() for name in others})
        mend = (
            "Save the map as GeoJSON with a program for maps such as QGIS. "
            "For figures of CBS, look for the sheet (xlsx) with the same figures."
        )
        finding = Finding(
            "",
            f"only formats that gemengd does not read: {', '.join(formats)}",
            "text (csv), an Excel or ODS sheet, or GeoJSON",
            file=path.name,
            mend=mend,
        )
        raise InvalidTable(path.name, [finding])
    return readable


def _is_not_read(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in NOT_READ


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
    form = form_of(data[:FIRST_BYTES])
    if form == "zip" and is_workbook(data):
        return None
    return {"gzip": _gunzipped, "tar": _untarred, "zip": _unzipped}.get(form)


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
                yield path.name, b"" if _is_not_read(path.name) else content.read()


def _unzipped(_name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            path = PurePosixPath(entry.filename)
            if not entry.is_dir() and not _passed_over(path):
                yield path.name, b"" if _is_not_read(path.name) else archive.read(entry)
