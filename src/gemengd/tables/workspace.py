# SPDX-License-Identifier: EUPL-1.2
"""The workspace: canonical tables as Parquet with a manifest, in versions that appear whole or not at all."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from gemengd import __version__
from gemengd.tables.characteristics import Characteristic, known_characteristics, parse_characteristics
from gemengd.tables.contribution import PROVENANCE, Contribution
from gemengd.tables.files import settle, settle_all, write_whole
from gemengd.tables.findings import Finding, InvalidTable
from gemengd.tables.joins import join_rates
from gemengd.tables.resolve import Given, resolve
from gemengd.tables.schema import TABLES
from gemengd.tables.validate import validate

FORMAT = 1
KEPT = 5
"""Versions kept, the published one included, so that one can go back."""


class NoWorkspace(FileNotFoundError):  # noqa: N818 - said as the reader would say it
    """There is no workspace in the folder, or it lacks what was asked."""


class WorkspaceBusy(RuntimeError):  # noqa: N818 - said as the reader would say it
    """Another process is writing in this workspace."""


class Workspace:
    """A folder with the canonical tables of one or more sources.

    The folder holds `versions/N/` and a small file `current` that names the published version. A write
    makes a new version beside the old one and then replaces `current` in one step, so that an
    interrupted or refused import leaves everything as it was.

    Args:
        folder: the folder; it is made at the first write.
        at: read this version instead of the published one; such a workspace is for reading only.
    """

    def __init__(self, folder: Path, *, at: int | None = None) -> None:
        self.folder, self._at = folder, at

    @property
    def version(self) -> int | None:
        """Number of the version that is read, None when nothing was stored yet."""
        if self._at is not None:
            return self._at
        try:
            return int((self.folder / "current").read_text(encoding="ascii"))
        except FileNotFoundError:
            return None

    @property
    def exists(self) -> bool:
        """True when something was stored."""
        return self.version is not None

    @property
    def versions(self) -> list[int]:
        """The versions that are there, ascending."""
        found = (self.folder / "versions").glob("*/manifest.json")
        return sorted(int(path.parent.name) for path in found if path.parent.name.isdigit())

    @property
    def built(self) -> bool:
        """True when the version that is read holds a monitor."""
        return self.exists and bool(self.manifest["monitor"])

    def keep(self, versions: Iterable[int]) -> None:
        """Name the versions that stay, however many newer ones come (a site that shows them pins them).

        Args:
            versions: all versions to keep; those named before and not now are let go.
        """
        write_whole(self.folder / "kept", " ".join(str(version) for version in sorted(set(versions))))

    @property
    def kept(self) -> set[int]:
        """The versions named with `keep`."""
        path = self.folder / "kept"
        return set(map(int, path.read_text(encoding="ascii").split())) if path.exists() else set()

    @property
    def manifest(self) -> dict[str, Any]:
        """What the published version holds and where it came from."""
        manifest: dict[str, Any] = json.loads(
            (self._published() / "manifest.json").read_text(encoding="utf-8")
        )
        return manifest

    @property
    def characteristics(self) -> dict[str, Characteristic]:
        """The characteristics known: the built-in ones and those that the sources define."""
        return known_characteristics() | parse_characteristics(self.manifest["characteristics"])

    def table(self, name: str) -> pl.DataFrame:
        """A canonical table of the published version.

        Args:
            name: one of `gemengd.tables.TABLES`.
        """
        return pl.read_parquet(self._published() / "tables" / f"{name}.parquet")

    def monitor(self, name: str) -> pl.DataFrame:
        """A frame of the monitor that was built on the published version.

        Raises:
            NoWorkspace: the monitor was not built yet.
        """
        path = self._published() / "monitor" / f"{name}.parquet"
        if not path.exists():
            raise NoWorkspace(
                f"{self.folder}: the monitor is not built yet. Run `gemengd monitor build` first."
            )
        return pl.read_parquet(path)

    def add(self, contributions: Sequence[Contribution], *, now: datetime) -> None:
        """Store contributions, each in the place of an earlier one of the same name.

        Invented and real data never stand in one workspace: real data take the place of the example.

        Args:
            contributions: what the sources gave.
            now: the moment, for the manifest.

        Raises:
            InvalidTable: a table breaks a rule, or two sources contradict each other; nothing is changed.
            WorkspaceBusy: another process is writing.
        """
        given = [_checked(contribution) for contribution in contributions]
        with self._writing() as (previous, new):
            kept = _beside(self._given(previous), given)
            self._store(new, [*kept, *given], now)

    def remove(self, source_id: str, *, now: datetime) -> None:
        """Take a source out of the workspace.

        Raises:
            KeyError: there is no such source.
        """
        with self._writing() as (previous, new):
            given = self._given(previous)
            if source_id not in {source.entry["id"] for source in given}:
                raise KeyError(source_id)
            self._store(new, [source for source in given if source.entry["id"] != source_id], now)

    def store_monitor(
        self, frames: Mapping[str, pl.DataFrame], *, settings: Mapping[str, Any], now: datetime
    ) -> None:
        """Store the monitor's frames beside the tables that they were made from.

        Args:
            frames: frame name to frame.
            settings: the settings they were made with.
            now: the moment, for the manifest.
        """
        with self._writing() as (previous, new):
            if previous is None:
                raise NoWorkspace(f"{self.folder} holds no tables yet. Import a source first.")
            manifest = json.loads((previous / "manifest.json").read_text(encoding="utf-8"))
            for part in ("sources", "tables"):
                shutil.copytree(previous / part, new / part, copy_function=os.link)
            _write_frames(new / "monitor", frames)
            _write_manifest(
                new, manifest | {"monitor": {"built": now.isoformat(), "settings": dict(settings)}}
            )

    def _published(self) -> Path:
        version = self.version
        if version is None:
            raise NoWorkspace(
                f"{self.folder} is no workspace yet. Run `gemengd sources import FILE` first, "
                "or `gemengd sources example` for the fictional region."
            )
        folder = self.folder / "versions" / str(version)
        if not folder.is_dir():
            raise NoWorkspace(f"{self.folder}: version {version} is not there; there are {self.versions}.")
        return folder

    def _given(self, version: Path | None) -> list[Given]:
        if version is None:
            return []
        manifest = json.loads((version / "manifest.json").read_text(encoding="utf-8"))
        return [
            Given(entry, _read_frames(version / "sources" / entry["id"])) for entry in manifest["sources"]
        ]

    def _store(self, new: Path, given: Sequence[Given], now: datetime) -> None:
        tables = resolve(given)
        own = _own_characteristics(given)
        for source in given:
            _write_frames(new / "sources" / source.entry["id"], source.tables)
        _write_frames(new / "tables", tables)
        manifest = {
            "format": FORMAT,
            "created": now.isoformat(),
            "code_version": __version__,
            "fictional": any(source.entry["fictional"] for source in given),
            "sources": [source.entry for source in given],
            "characteristics": own,
            "tables": {name: frame.height for name, frame in tables.items()},
            "join_rates": join_rates(tables, known_characteristics() | parse_characteristics(own)),
            "monitor": None,
        }
        _write_manifest(new, manifest)

    @contextmanager
    def _writing(self) -> Iterator[tuple[Path | None, Path]]:
        if self._at is not None:
            raise ValueError(f"version {self._at} of {self.folder} is opened for reading only")
        versions = self.folder / "versions"
        versions.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise WorkspaceBusy(
                    f"{self.folder}: another import or build is running. Wait for it to end."
                ) from error
            version = self.version
            number = (version or 0) + 1
            new = versions / f"{number}.new"
            # What an interrupted write left behind is of no use to anybody.
            for left_over in (*versions.glob("*.new"), versions / str(number)):
                shutil.rmtree(left_over, ignore_errors=True)
            new.mkdir()
            try:
                yield (versions / str(version) if version else None), new
                self._publish(new, number)
            finally:
                shutil.rmtree(new, ignore_errors=True)

    def _publish(self, new: Path, number: int) -> None:
        versions = new.parent
        settle_all(new)
        new.rename(versions / str(number))
        # Before it is named: `current` never points to a version whose name is not on the disk.
        settle(versions)
        write_whole(self.folder / "current", str(number))
        for old in self.versions:
            if old <= number - KEPT and old not in self.kept:
                shutil.rmtree(versions / str(old), ignore_errors=True)


def _checked(contribution: Contribution) -> Given:
    tables = {
        name: validate(TABLES[name], frame, what=f"{contribution.title} ({name})")
        for name, frame in contribution.tables.items()
    }
    rows = {name: frame.height for name, frame in tables.items()}
    if not any(rows.values()):
        raise InvalidTable(contribution.title, [Finding("", "no rows at all", "at least one row")])
    entry = {
        "id": contribution.source_id,
        "title": contribution.title,
        "publisher": contribution.publisher,
        "licence": contribution.licence,
        "attribution": contribution.attribution,
        "reference_date": contribution.reference_date.isoformat() if contribution.reference_date else None,
        "files": [vars(file) for file in contribution.files],
        "rows_read": contribution.rows_read,
        "refused": [vars(refusal) for refusal in contribution.refused],
        "notes": list(contribution.notes),
        "fictional": contribution.fictional,
        "characteristics": contribution.characteristics,
        "tables": rows,
    }
    return Given(entry, tables)


def _beside(earlier: Sequence[Given], given: Sequence[Given]) -> list[Given]:
    names = {source.entry["id"] for source in given}
    kept = [source for source in earlier if source.entry["id"] not in names]
    if any(not source.entry["fictional"] for source in given):
        kept = [source for source in kept if not source.entry["fictional"]]
    if len({source.entry["fictional"] for source in (*kept, *given)}) > 1:
        found = Finding(
            "",
            "invented data beside real data",
            "one or the other",
            mend="Choose another folder with --workspace.",
        )
        raise InvalidTable("The import", [found])
    return kept


def _own_characteristics(given: Sequence[Given]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for source in given:
        merged |= source.entry["characteristics"]
    return merged


def _read_frames(folder: Path) -> dict[str, pl.DataFrame]:
    return {path.stem: pl.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}


def _write_frames(folder: Path, frames: Mapping[str, pl.DataFrame]) -> None:
    folder.mkdir(parents=True)
    for name, frame in frames.items():
        path = folder / f"{name}.parquet"
        frame.drop(PROVENANCE, strict=False).write_parquet(path, compression="zstd")


def _write_manifest(version: Path, manifest: Mapping[str, Any]) -> None:
    text = json.dumps(manifest, indent=1, ensure_ascii=False)
    write_whole(version / "manifest.json", text)
