# SPDX-License-Identifier: EUPL-1.2
"""A municipality's own file, whatever program wrote it: its header, and the mapped columns in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gemengd.sources.opening.csv import CsvForm, csv_batches, encoding_of, first_rows, header_of
from gemengd.sources.opening.header import check_columns, check_header
from gemengd.sources.own.mapping import FileForm
from gemengd.tables.findings import Finding, InvalidTable

if TYPE_CHECKING:
    import polars as pl

SHEETS = (".xlsx", ".xlsm", ".xls", ".ods")
BATCH = 100_000
"""Rows per batch of a Parquet file."""


@dataclass(frozen=True)
class OwnFile:
    """A file that was looked at.

    Attributes:
        path: where it is.
        kind: `csv`, `parquet` or `sheet`.
        columns: the names in the header.
        header_row: line of the header, from 1 (0 for Parquet, which has none).
        delimiter, encoding: of a CSV file.
        sheet, sheets: the sheet that is read, and all of them.
    """

    path: Path
    kind: str
    columns: tuple[str, ...]
    header_row: int
    delimiter: str = ""
    encoding: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()


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
        start = file.read(8)
    if not start.strip():
        finding = Finding("", "an empty file", "a table", file=path.name)
        raise InvalidTable(path.name, [finding])
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or path.suffix.lower() in SHEETS:
        return "sheet"
    return "csv"


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
        mend = "Export or download it again."
        finding = Finding("", "a damaged or cut-off Parquet file", "a whole one", file=path.name, mend=mend)
        raise InvalidTable(path.name, [finding]) from None
    return OwnFile(path, "parquet", columns, 0)


def _sheet(path: Path, form: FileForm) -> OwnFile:
    from gemengd.sources.opening.sheet import choose_sheet, first_cells, sheet_names

    names = sheet_names(path)
    sheet = choose_sheet(path, names, form.sheet)
    header_row, header = header_of(first_cells(path, sheet), form.header_row)
    return OwnFile(path, "sheet", tuple(header), header_row, sheet=sheet, sheets=names)


def batches(
    file: OwnFile, columns: Sequence[str], progress: Callable[[int], None] | None = None
) -> Iterator[pl.DataFrame]:
    """The mapped columns as text, with `_row` (the line number in the file), a batch at a time.

    Args:
        file: as `look` gave it.
        columns: the columns to read; the others are not.
        progress: told the bytes read so far.

    Raises:
        InvalidTable: a column is not there, or the file breaks off or cannot be read on the way.
    """
    check_columns(file.path, file.columns, columns, file.header_row or 1)
    if file.kind == "csv":
        form = CsvForm(file.path, file.encoding, file.delimiter, file.header_row, file.columns)
        yield from csv_batches(form, columns, progress)
    elif file.kind == "parquet":
        yield from _parquet_batches(file.path, columns)
    else:
        from gemengd.sources.opening.sheet import sheet_batch

        yield sheet_batch(file, columns)
    if progress:
        progress(file.path.stat().st_size)


def _parquet_batches(path: Path, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
    import polars as pl

    schema = pl.read_parquet_schema(path)
    texts = [cell_text(name, schema[name]) for name in columns]
    rows = pl.scan_parquet(path).select(columns).select(texts)
    start = 0
    # One slice after the other: a stream of polars runs ahead of a slow count and fills memory.
    while (batch := rows.slice(start, BATCH).collect()).height:
        yield batch.with_row_index("_row", offset=start + 1).with_columns(pl.col("_row").cast(pl.Int64))
        start += batch.height


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


def sample(file: OwnFile, rows: int) -> pl.DataFrame:
    """The first rows of all columns that are not about persons, as text, for the draft of a mapping."""
    from gemengd.sources.opening.header import is_personal

    once = [name for name in file.columns if name and file.columns.count(name) == 1 and not is_personal(name)]
    for batch in batches(file, once):
        return batch.head(rows)
    import polars as pl

    return pl.DataFrame(schema={"_row": pl.Int64} | dict.fromkeys(once, pl.String))
