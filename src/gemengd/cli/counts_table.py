# SPDX-License-Identifier: EUPL-1.2
"""Tables of counts that a measure reads, and how its result is written."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    import polars as pl

CountsFile = Annotated[
    Path, typer.Argument(help="CSV or Parquet, one row per count.", exists=True, dir_okay=False)
]
Unit = Annotated[
    str, typer.Option(help="Column (or columns, with commas between) of the unit, such as school.")
]
Group = Annotated[str, typer.Option(help="Column of the group.")]
Pupils = Annotated[str, typer.Option(help="Column with the number of pupils.")]
By = Annotated[str, typer.Option(help="Columns whose combinations are measured apart, with commas between.")]
Focal = Annotated[str | None, typer.Option(help="The group (or groups, with commas between) it is about.")]
Reference = Annotated[str | None, typer.Option(help="The group or groups compared with; default all others.")]
PointsFile = Annotated[
    Path,
    typer.Option(
        help="CSV or Parquet with the key, x and y (metres, EPSG:28992).", exists=True, dir_okay=False
    ),
]
Out = Annotated[Path | None, typer.Option(help="Write CSV to this file; by default it is printed.")]


def split_names(text: str | None) -> tuple[str, ...]:
    """Names with commas between."""
    return tuple(name for part in (text or "").split(",") if (name := part.strip()))


def two_group_question(
    unit: str, group: str, by: str, focal: str | None, reference: str | None
) -> dict[str, Any]:
    """What every measure of two groups is asked, from the options as they were typed."""
    return {
        "unit": split_names(unit),
        "group": group,
        "by": split_names(by),
        "focal": split_names(focal) or None,
        "reference": split_names(reference) or None,
    }


def read_counts(path: Path, keys: Sequence[str], numbers: Sequence[str]) -> pl.DataFrame:
    """The columns that a measure needs: keys as text (so that 0363 stays 0363), counts as numbers.

    Raises:
        InvalidTable: a column is missing, or a count is no number.
    """
    import polars as pl

    frame = _read(path)
    names = [*dict.fromkeys(keys), *numbers]
    _refuse_missing(path, frame, names)
    counts = [
        pl.col(name).cast(pl.String).str.strip_chars().cast(pl.Float64, strict=False) for name in numbers
    ]
    typed = frame.select(names).with_columns(pl.col(list(dict.fromkeys(keys))).cast(pl.String), *counts)
    _refuse_words(path, frame, typed, numbers)
    return typed


def _read(path: Path) -> pl.DataFrame:
    import polars as pl

    if path.suffix == ".parquet":
        return pl.read_parquet(path)
    head = path.read_text(encoding="utf-8-sig", errors="replace").partition("\n")[0]
    separator = max(",;\t|", key=head.count)
    return pl.read_csv(path, separator=separator, infer_schema=False, encoding="utf8-lossy")


def _refuse_missing(path: Path, frame: pl.DataFrame, names: Sequence[str]) -> None:
    from gemengd.tables import Finding, InvalidTable

    found = f"only the columns {', '.join(frame.columns)}"
    findings = [
        Finding(name, found, "this column", file=path.name, mend="Name the right column with an option.")
        for name in names
        if name not in frame.columns
    ]
    if findings:
        raise InvalidTable(path.name, findings)


def _refuse_words(path: Path, frame: pl.DataFrame, typed: pl.DataFrame, numbers: Sequence[str]) -> None:
    from gemengd.tables import Finding, InvalidTable

    findings = [
        Finding(name, repr(frame[name][row]), "a number of pupils", row=row + 2, file=path.name)
        for name in numbers
        for row in typed[name].is_null().arg_true()
    ]
    if findings:
        raise InvalidTable(path.name, findings)


def write_result(frame: pl.DataFrame, out: Path | None) -> None:
    """The result as CSV in a file, or printed: as a table for people, as CSV for programs."""
    import polars as pl

    if out is not None:
        frame.write_csv(out)
        print(f"Wrote {frame.height:,} rows to {out}.")
    elif sys.stdout.isatty():
        with pl.Config(tbl_rows=60, tbl_cols=-1, tbl_hide_dataframe_shape=True, tbl_width_chars=200):
            print(frame)
    else:
        print(frame.write_csv(), end="")
