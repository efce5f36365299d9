# SPDX-License-Identifier: EUPL-1.2
"""A table on disk, whatever program wrote it: its header, and the columns that are wanted in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gemengd.sources.opening.csv import LOOKED_AT, CsvForm, csv_batches, encoding_of, first_rows
from gemengd.sources.opening.form import FIRST_BYTES, form_of
from gemengd.sources.opening.header import check_header, header_of
from gemengd.tables.findings import Finding, InvalidTable

if TYPE_CHECKING:
    import polars as pl

    from gemengd.sources.opening.sheets import Workbook

SHEETS = (".xlsx", ".xlsm", ".xls", ".ods")
BATCH = 100_000
"""Rows per batch of a Parquet file."""


@dataclass(frozen=True)
class FileForm:
    """How the file is written; None where it is to be found by looking."""

    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    not_read: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnFile:
    """A file that was looked at.

    Attributes:
        path: where it is.
        kind: `csv`, `parquet` or `sheet`.
        columns: the names in the header.
        header_row: line of the header, from 1 (0 for Parquet, which has none).
        delimiter, encoding: of a CSV file.
        sheet: the sheet that is read.
        workbook: the workbook it is in, open.
    """

    path: Path
    kind: str
    columns: tuple[str, ...]
    header_row: int
    delimiter: str = ""
    encoding: str = ""
    sheet: str = ""
    workbook: Workbook | None = None

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of all sheets of a workbook."""
        return self.workbook.names if self.workbook else ()


def look(path: Path, form: FileForm | None = None) -> OwnFile:
    """Find out how a file is written, or take it from the mapping.

    Raises:
        InvalidTable: it cannot be opened as what it seems to be, or has no header.
    """
    form = form or FileForm()
    kind = kind_of(path)
    file = {"parquet": _parquet, "sheet": _sheet, "csv": _csv}[kind](path, form)
    check_header(path, file.columns, file.header_row)
    return file


def kind_of(path: Path) -> str:
    """`parquet` or `sheet` by the first bytes, `csv` for all else."""
    with path.open("rb") as file:
        form = form_of(file.read(FIRST_BYTES))
    if form == "empty":
        finding = Finding("", "an empty file", "a table", file=path.name)
        raise InvalidTable(path.name, [finding])
    if form == "parquet":
        return "parquet"
    return "sheet" if form in ("zip", "xls") or path.suffix.lower() in SHEETS else "csv"


def _csv(path: Path, form: FileForm) -> OwnFile:
    encoding = encoding_of(path, form.encoding)
    delimiter, rows = first_rows(path, encoding, form.delimiter)
    header_row, header = header_of(rows, form.header_row)
    return OwnFile(path, "csv", tuple(header), header_row, delimiter, encoding)


def _parquet(path: Path, form: FileForm) -> OwnFile:  # noqa: ARG001 - the three look alike
    import polars as pl

    try:
        columns = tuple(pl.read_parquet_schema(path))
    except (pl.exceptions.PolarsError, OSError):
        raise _damaged(path) from None
    return OwnFile(path, "parquet", columns, 0)


def _sheet(path: Path, form: FileForm) -> OwnFile:
    from gemengd.sources.opening.sheets import Workbook

    workbook = Workbook(path.name, path)
    sheet = workbook.chosen(form.sheet)
    header_row, header = header_of(workbook.first_cells(sheet, LOOKED_AT), form.header_row)
    return OwnFile(path, "sheet", tuple(header), header_row, sheet=sheet, workbook=workbook)


def batches(
    file: OwnFile, columns: Sequence[str], progress: Callable[[int], None] | None = None
) -> Iterator[pl.DataFrame]:
    """Some columns as text, with `_row` (the line number in the file), a batch at a time.

    Args:
        file: as `look` gave it.
        columns: the columns to read; the others are not.
        progress: told the bytes read so far.

    Raises:
        InvalidTable: the file breaks off or cannot be read on the way.
    """
    if file.kind == "csv":
        form = CsvForm(file.path, file.encoding, file.delimiter, file.header_row, file.columns)
        yield from csv_batches(form, columns, progress)
    elif file.kind == "parquet":
        yield from _parquet_batches(file.path, columns)
    else:
        assert file.workbook is not None
        yield file.workbook.rows(file.sheet, file.columns, file.header_row, columns)
    if progress:
        progress(file.path.stat().st_size)


def _parquet_batches(path: Path, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
    import polars as pl

    schema = pl.read_parquet_schema(path)
    texts = [cell_text(name, schema[name]) for name in columns]
    rows = pl.scan_parquet(path).select(columns).select(texts)
    start = 0
    # One slice after the other: a stream of polars runs ahead of a slow count and fills memory.
    while (batch := _collected(path, rows.slice(start, BATCH))).height:
        yield batch.with_row_index("_row", offset=start + 1).with_columns(pl.col("_row").cast(pl.Int64))
        start += batch.height


def _collected(path: Path, rows: pl.LazyFrame) -> pl.DataFrame:
    import polars as pl

    try:
        return rows.collect()
    except (pl.exceptions.PolarsError, OSError):
        # The message of polars may quote what stands there; it is not passed on.
        raise _damaged(path) from None


def _damaged(path: Path) -> InvalidTable:
    mend = "Export or download it again."
    finding = Finding("", "a damaged or cut-off Parquet file", "a whole one", file=path.name, mend=mend)
    return InvalidTable(path.name, [finding])


def cell_text(name: str, dtype: pl.DataType) -> pl.Expr:
    """The cells of a Parquet column as text; whole numbers in a column of decimals lose the point."""
    import polars as pl

    column = pl.col(name)
    if not dtype.is_float():
        return column.cast(pl.String)
    whole = column == column.floor()
    return (
        pl.when(whole)
        .then(column.cast(pl.Int64, strict=False).cast(pl.String))
        .otherwise(column.cast(pl.String))
    )
