# SPDX-License-Identifier: EUPL-1.2
"""Spreadsheets (Excel, ODS): which sheet, its first cells, and the mapped columns."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gemengd.sources.opening.csv import LOOKED_AT
from gemengd.tables.findings import Finding, InvalidTable

if TYPE_CHECKING:
    import polars as pl

    from gemengd.sources.opening.file import OwnFile


def _reader(path: Path) -> Any:
    import fastexcel

    try:
        return fastexcel.read_excel(path)
    except fastexcel.FastExcelError:
        mend = "Open it in a spreadsheet program and save it again, without a password."
        found = "a file that cannot be opened as Excel or ODS"
        finding = Finding("", found, "a whole .xlsx, .xls or .ods file", file=path.name, mend=mend)
        raise InvalidTable(path.name, [finding]) from None


def sheet_names(path: Path) -> tuple[str, ...]:
    """The names of the sheets, in order."""
    return tuple(_reader(path).sheet_names)


def choose_sheet(path: Path, names: Sequence[str], wanted: str | None) -> str:
    """The sheet that the mapping names, or the first with more than one row."""
    if wanted is not None and wanted not in names:
        near = get_close_matches(wanted, names, 1)
        mend = f"Did you mean '{near[0]}'?" if near else None
        expected = f"one of the sheets {', '.join(names)}"
        raise InvalidTable(
            path.name, [Finding("file.sheet", repr(wanted), expected, file=path.name, mend=mend)]
        )
    full = (name for name in names if len(first_cells(path, name)) > 1)
    return wanted or next(full, names[0])


def first_cells(path: Path, sheet: str) -> list[list[str]]:
    """The first rows of a sheet as lists of text, from its very first line."""
    # `skip_rows=0` keeps empty lines at the top, so that line numbers are those a user sees.
    frame = _load(path, sheet, skip_rows=0, n_rows=LOOKED_AT)
    return [[cell or "" for cell in row] for row in frame.rows()]


def sheet_batch(file: OwnFile, columns: Sequence[str]) -> pl.DataFrame:
    """The mapped columns as text, with `_row`; a sheet has at most 1,048,576 rows and comes at once."""
    import polars as pl

    # Without a header row the columns are named by their place; only the mapped ones are taken over.
    names = {f"__UNNAMED__{file.columns.index(column)}": column for column in columns}
    frame = _load(file.path, file.sheet, skip_rows=file.header_row, use_columns=list(names)).rename(names)
    frame = frame.with_row_index("_row", offset=file.header_row + 1)
    return frame.select(pl.col("_row").cast(pl.Int64), *columns)


def _load(path: Path, sheet: str, **how: Any) -> pl.DataFrame:
    loaded: pl.DataFrame = (
        _reader(path).load_sheet(sheet, header_row=None, dtypes="string", **how).to_polars()
    )
    return loaded
