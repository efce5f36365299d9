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
FRAMES = (
    "places",
    "groups",
    "coverage",
    "indicators",
    "calibrations",
    "schools",
    "areas",
    "flows",
    "peers",
)
"""Frames of the monitor that protection reads; `flows` (school by home area) is never published."""
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
    try:
        described = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NoWorkspace(f"{folder}: no published version is here. Publish it again.") from error
    if described["format"] != FORMAT:
        raise NoWorkspace(
            f"{folder}: found format {described['format']}, expected {FORMAT}. Publish it again."
        )
    manifest = described["manifest"]
    return Protected(
        _frames(folder / "frames"),
        _frames(folder / "tables"),
        known_characteristics() | parse_characteristics(manifest["characteristics"]),
        manifest,
        described["version"],
    )


def _frames(folder: Path) -> dict[str, pl.DataFrame]:
    return {path.stem: pl.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}
