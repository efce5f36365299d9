# SPDX-License-Identifier: EUPL-1.2
"""The monitor as it may be published: all that pages, reports and the API can open.

It is made once, when a version is published (`safety.protecting`), and read from disk ever after. Nothing in
it is below the publication threshold, so who reads it needs neither the measures nor the hidden numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from gemengd.tables import Characteristic, NoWorkspace, known_characteristics, parse_characteristics
from gemengd.tables.files import whole_folder, write_whole

FORMAT = 2
HOME_AREAS = "flows"
"""The frame of schools by home area, which is never published."""
FRAMES = (
    "places",
    "groups",
    "coverage",
    "indicators",
    "calibrations",
    "schools",
    "areas",
    HOME_AREAS,
    "peers",
)
"""Frames of the monitor that protection reads."""
TABLES: Mapping[str, tuple[str, ...]] = {
    "areas": ("area_id", "level", "name", "municipality_id"),
    "shapes": ("area_id", "wkb"),
    "schools": (
        "school_id",
        "name",
        "sector",
        "board_id",
        "municipality_id",
        "denomination",
        "first_year",
        "last_year",
    ),
}
"""Columns of canonical tables that hold no count of pupils and are published beside the frames."""
DESCRIPTION = "protected.json"


@dataclass(frozen=True)
class Protected:
    """A protected monitor.

    Attributes:
        frames: frame name to frame, without any number that may not be shown.
        tables: name to table, with the columns of `TABLES`.
        characteristics: name to characteristic.
        manifest: the workspace's manifest.
        version: version of the workspace.
    """

    frames: Mapping[str, pl.DataFrame]
    tables: Mapping[str, pl.DataFrame]
    characteristics: Mapping[str, Characteristic]
    manifest: Mapping[str, Any]
    version: int | None = None


def store(protected: Protected, folder: Path) -> None:
    """Write it as a folder that appears whole.

    Args:
        protected: what may be published.
        folder: absent, or replaced.
    """
    described = {"format": FORMAT, "version": protected.version, "manifest": dict(protected.manifest)}
    with whole_folder(folder, replace=True) as fresh:
        for kind, frames in (("frames", protected.frames), ("tables", protected.tables)):
            (fresh / kind).mkdir()
            for name, frame in frames.items():
                frame.write_parquet(fresh / kind / f"{name}.parquet", compression="zstd")
        write_whole(fresh / DESCRIPTION, json.dumps(described, ensure_ascii=False, indent=1))


def opened(folder: Path) -> Protected:
    """Read what `store` wrote.

    Raises:
        NoWorkspace: there is no such folder, or it is of another format.
    """
    described = _described(folder)
    manifest = described["manifest"]
    return Protected(
        _frames(folder / "frames"),
        _frames(folder / "tables"),
        known_characteristics() | parse_characteristics(manifest["characteristics"]),
        manifest,
        described["version"],
    )


def check(folder: Path) -> None:
    """Look whether what `store` wrote is there and whole, without reading a row.

    A Parquet file ends with what is in it, so of a file that was cut off the columns cannot be read.

    Args:
        folder: where it was written.

    Raises:
        NoWorkspace: it is not there, is of another format, or a table lacks a column.
        OSError: a file is missing or cannot be read.
        polars.exceptions.PolarsError: a file is cut off, or is no Parquet.
    """
    _described(folder)
    for path in files(folder):
        columns = set(pl.read_parquet_schema(path))
        lacking = set(TABLES.get(path.stem, ()) if path.parent.name == "tables" else ()) - columns
        if lacking:
            raise NoWorkspace(f"{path}: found no column {', '.join(sorted(lacking))}. Publish it again.")


def files(folder: Path) -> list[Path]:
    """The files with frames and tables that belong in the folder, there or not."""
    frames = [folder / "frames" / f"{name}.parquet" for name in FRAMES if name != HOME_AREAS]
    return [*frames, *(folder / "tables" / f"{name}.parquet" for name in TABLES)]


def _described(folder: Path) -> dict[str, Any]:
    try:
        described: dict[str, Any] = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NoWorkspace(f"{folder}: no published version is here. Publish it again.") from error
    if described["format"] != FORMAT:
        raise NoWorkspace(
            f"{folder}: found format {described['format']}, expected {FORMAT}. Publish it again."
        )
    return described


def _frames(folder: Path) -> dict[str, pl.DataFrame]:
    return {path.stem: pl.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}
