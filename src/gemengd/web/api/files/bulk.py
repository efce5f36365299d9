# SPDX-License-Identifier: EUPL-1.2
"""The files of the open data: made once per published version, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings

from gemengd.tables.files import UNFINISHED, whole_folder
from gemengd.web.api.data.resources import RESOURCES
from gemengd.web.api.data.tables import tables
from gemengd.web.api.files import csvw
from gemengd.web.api.files.catalogue import Publisher, catalogue
from gemengd.web.published.selectors import Shown
from gemengd.web.published.storing import stored_versions

NEWLINE = "\r\n"
"""Of a CSV file, by RFC 4180."""
LEFT_OVER = 24 * 3600
"""Seconds after which an unfinished folder is surely of a process that died."""


def files(now: Shown) -> Path:
    """The folder with the files of this version; it is made when it is not there.

    Raises:
        OSError: the files could not be written; nothing is left behind.
    """
    folder = _root() / f"{now.version}-{_fingerprint(now)}"
    if not folder.is_dir():
        _make(now, folder)
    return folder


def publisher() -> Publisher:
    """Who publishes, by the settings of the site."""
    name = settings.GEMENGD_THEME.name or "Gemengd"
    return Publisher(settings.GEMENGD_ADDRESS, name, settings.GEMENGD_CONTACT)


def _root() -> Path:
    return Path(settings.GEMENGD_SITE_DATA) / "bulk"


def _fingerprint(now: Shown) -> str:
    """What the files depend on: the version with its manifest, the program, and who publishes."""
    told = json.dumps([now.tag, now.monitor.manifest, vars(publisher())], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _make(now: Shown, folder: Path) -> None:
    root = folder.parent
    root.mkdir(parents=True, exist_ok=True)
    try:
        with whole_folder(folder, alone=False) as fresh:
            _write(now, fresh)
    except OSError:
        # Another process may have made them at the same time; its files are the same.
        if not folder.is_dir():
            raise
    _tidy(root, now)


def _write(now: Shown, folder: Path) -> None:
    manifest = now.monitor.manifest
    for resource in RESOURCES:
        frame = tables(now)[resource.name]
        _write_csv(frame, folder / f"{resource.name}.csv")
        frame.write_parquet(folder / f"{resource.name}.parquet", compression="zstd")
        described = csvw.metadata(resource, manifest, now.monitor.source)
        _write_text(
            folder / f"{resource.name}{csvw.SUFFIX}", json.dumps(described, ensure_ascii=False, indent=1)
        )
    graph = catalogue(publisher(), manifest)
    _write_text(folder / "catalogus.ttl", graph.serialize(format="turtle"))
    _write_text(folder / "catalogus.jsonld", _steady(json.loads(graph.serialize(format="json-ld"))))


def _steady(value: Any) -> str:
    """The same JSON-LD as the same text each time: rdflib puts what has no order in that of this process."""

    def sorted_by_text(one: Any) -> Any:
        if isinstance(one, list):
            return sorted(map(sorted_by_text, one), key=lambda part: json.dumps(part, sort_keys=True))
        return {name: sorted_by_text(part) for name, part in one.items()} if isinstance(one, dict) else one

    return json.dumps(sorted_by_text(value), ensure_ascii=False, indent=1, sort_keys=True)


def _write_csv(frame: pl.DataFrame, path: Path) -> None:
    frame.write_csv(path, line_terminator=NEWLINE, null_value="", quote_style="necessary")


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _tidy(root: Path, now: Shown) -> None:
    """Let go of files of versions that are gone, and of what a dead process left behind."""
    versions = {str(version) for version in stored_versions(now.folder)}
    kept = {f"{now.version}-{_fingerprint(now)}"}
    for folder in root.iterdir():
        version, _, _ = folder.name.partition("-")
        stale = folder.name.endswith(UNFINISHED) and _age(folder) > LEFT_OVER
        replaced = version == str(now.version) and folder.name not in kept
        if stale or replaced or (version.isdigit() and version not in versions):
            shutil.rmtree(folder, ignore_errors=True)


def _age(folder: Path) -> float:
    import time

    try:
        return time.time() - folder.stat().st_mtime
    except FileNotFoundError:
        return 0.0
