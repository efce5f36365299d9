# SPDX-License-Identifier: EUPL-1.2
"""Files, folders and archives to data files."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
import zipfile

import pytest

from gemengd.sources.opening.archive import DEEPEST, members
from gemengd.tables import InvalidTable


def zipped(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(files):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


def found(path):
    return [(member.name, member.data) for member in members([path])]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b"x;y"),
        ("a.csv.gz", gzip.compress(b"x;y")),
        ("b.zip", zipped({"folder/a.csv": b"x;y"})),
        ("b.tar", tarred({"folder/a.csv": b"x;y"})),
        ("b.tar.gz", gzip.compress(tarred({"a.csv": b"x;y"}))),
        ("b.tgz", gzip.compress(tarred({"a.csv": b"x;y"}))),
        ("b.zip", zipped({"a.csv.gz": gzip.compress(b"x;y")})),
        ("b.zip", zipped({"c.zip": zipped({"a.csv": b"x;y"})})),
        ("no-ending", zipped({"a.csv": b"x;y"})),
    ],
    # A packed file holds the moment at which it was packed: no part of the name of a test.
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_is_found_in_whatever_it_is_packed(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    assert found(tmp_path / name) == [("a.csv", b"x;y")]


def test_the_checksum_is_that_of_the_file_on_disk(tmp_path):
    data = zipped({"a.csv": b"x;y", "b.csv": b"z"})
    (tmp_path / "b.zip").write_bytes(data)
    given = {member.given for member in members([tmp_path / "b.zip"])}
    ((one),) = given
    assert (one.name, one.sha256, one.bytes) == ("b.zip", hashlib.sha256(data).hexdigest(), len(data))


def test_a_folder_is_searched_through_in_the_order_of_names(tmp_path):
    for name in ("b.csv", "sub/a.csv", ".hidden.csv", "read me.pdf", "~$lock.xlsx", "Thumbs.db"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert [name for name, _ in found(tmp_path)] == ["b.csv", "a.csv"]


def test_archives_in_archives_are_opened_only_so_deep(tmp_path):
    data = b"x;y"
    for _ in range(DEEPEST):
        data = zipped({"a": data})
    (tmp_path / "deep.zip").write_bytes(data)
    assert len(found(tmp_path / "deep.zip")) == 1
    (tmp_path / "deep.zip").write_bytes(zipped({"a": data}))
    with pytest.raises(InvalidTable, match="at most 4 levels"):
        members([tmp_path / "deep.zip"])


@pytest.mark.parametrize("name", ["b.zip", "b.tar", "a.csv.gz"])
def test_an_archive_that_ends_early_is_refused(tmp_path, name):
    whole = {
        "b.zip": zipped({"a.csv": b"x;y" * 400}),
        "b.tar": tarred({"a.csv": b"x;y" * 9_000}),
        "a.csv.gz": gzip.compress(bytes(range(256)) * 20),
    }[name]
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InvalidTable, match="a damaged archive or one that ends early") as refusal:
        members([tmp_path / name])
    assert refusal.value.findings[0].mend == "Download or copy the file again."


def test_nothing_and_what_is_not_there_are_told_apart(tmp_path):
    with pytest.raises(InvalidTable, match="no data file in"):
        members([tmp_path])
    with pytest.raises(FileNotFoundError, match="Check the spelling"):
        members([tmp_path / "absent.csv"])


def test_progress_is_told_for_every_file_on_disk(tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_bytes(b"x")
    told = []
    members([tmp_path, tmp_path / "a.csv"], lambda *what: told.append(what))
    assert told == [("open", 1, 3), ("open", 2, 3), ("open", 3, 3)]
