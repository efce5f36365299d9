# SPDX-License-Identifier: EUPL-1.2
"""The tables and the built monitor of the example region: columns, kinds, and every value."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from frozen.keeping import check, output
from frozen.tabular import csv_of
from gemengd import monitor
from gemengd.tables import TABLES, Workspace


def test_the_columns_of_every_table(example_workspace: Path):
    frames = dict(_frames(Workspace(example_workspace)))
    check("tables_columns", [output("columns.txt", "\n".join(_columns(*one) for one in frames.items()))])


def test_the_values_of_every_table(example_workspace: Path):
    frames = _frames(Workspace(example_workspace))
    check("tables", (output(f"{name}.csv", csv_of(frame)) for name, frame in frames), listed=True)


def _frames(workspace: Workspace) -> Iterator[tuple[str, pl.DataFrame]]:
    for name in sorted(TABLES):
        yield f"tables/{name}", workspace.table(name)
    for name in sorted(monitor.FRAMES):
        yield f"monitor/{name}", workspace.monitor(name)


def _columns(name: str, frame: pl.DataFrame) -> str:
    lines = [f"  {column}: {kind}" for column, kind in frame.schema.items()]
    return "\n".join([f"{name} ({frame.height} rows)", *lines, ""])
