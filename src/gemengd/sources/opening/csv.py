# SPDX-License-Identifier: EUPL-1.2
"""CSV files: the delimiter, the header, and the mapped columns in batches."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from gemengd.sources.opening.delimited import BLANK, END, SEPARATORS, Unsplit, split
from gemengd.sources.opening.encoding import check_declared, find_encoding
from gemengd.sources.opening.text import CUT_OFF, blocks
from gemengd.tables.findings import MOST_SHOWN, Finding, InvalidTable

if TYPE_CHECKING:
    import polars as pl

LOOKED_AT = 50


def encoding_of(path: Path, declared: str | None) -> str:
    """The codec to read with: as declared, when it can be that, or found."""
    return check_declared(path, declared) if declared else find_encoding(path)


def first_rows(path: Path, encoding: str, delimiter: str | None) -> tuple[str, list[list[str]]]:
    """The delimiter (found when None) and the first rows as lists of cells."""
    start = next(blocks(path, encoding, size=1 << 18), "")
    if delimiter is None:
        delimiter = max(SEPARATORS, key=lambda one: _evenness(_cells(start, one)))
    return delimiter, _cells(start, delimiter)


def _cells(text: str, delimiter: str) -> list[list[str]]:
    rows = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter)
    try:
        return list(islice(rows, LOOKED_AT))
    except csv.Error:  # a field too long for a table: text of another kind, or quotes that never close
        return []


def _evenness(rows: list[list[str]]) -> tuple[float, int]:
    widths = [len(row) for row in rows if row]
    if not widths:
        return 0.0, 0
    usual = max(set(widths), key=widths.count)
    return (widths.count(usual) / len(widths) if usual > 1 else 0.0), usual


@dataclass(frozen=True)
class CsvForm:
    """How a CSV file is written: codec, delimiter, line of the header (from 1) and its cells."""

    path: Path
    encoding: str
    delimiter: str
    header_row: int
    header: tuple[str, ...]


def csv_batches(
    form: CsvForm, columns: Sequence[str], progress: Callable[[int], None] | None = None
) -> Iterator[pl.DataFrame]:
    """The mapped columns as text, with `_row`, the record's line number, in batches.

    Raises:
        InvalidTable: rows with fewer or more fields than the header, or text that cannot be decoded.
    """
    row = form.header_row
    for number, block in enumerate(blocks(form.path, form.encoding, progress)):
        text = _without_header(block, form.header_row, form.delimiter) if number == 0 else block
        if not text:
            continue
        frame = _parsed(text, form, columns, row)
        row += frame.height
        _check_fields(frame, form, ended=text.endswith("\n"))
        yield _mapped(frame, columns)


def _without_header(text: str, header_row: int, delimiter: str) -> str:
    rows = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter)
    for _ in islice(rows, header_row):
        pass
    at = 0
    for _ in range(rows.line_num):
        at = text.find("\n", at) + 1
        if not at:
            return ""
    return text[at:]


def _parsed(text: str, form: CsvForm, columns: Sequence[str], row: int) -> pl.DataFrame:
    wanted = {form.header.index(column): column for column in columns}
    try:
        frame = split(text, form.delimiter, len(form.header), wanted)
    except Unsplit:
        finding = Finding(
            "", "a row that cannot be split", "quotes around a whole field", row + 1, form.path.name
        )
        raise InvalidTable(form.path.name, [finding]) from None
    return frame.with_row_index("_row", offset=row + 1)


def _check_fields(frame: pl.DataFrame, form: CsvForm, *, ended: bool) -> None:
    import polars as pl

    wrong = frame.filter(~pl.col("_end").is_in([END, BLANK]).fill_null(False))
    if not wrong.height:
        return
    last = frame["_row"][-1]
    findings = [
        Finding(
            "",
            "fewer fields than the header" if end is None else "more fields than the header",
            f"{len(form.header)} fields",
            row,
            form.path.name,
            CUT_OFF if row == last and not ended else "Look for a delimiter in a text without quotes.",
        )
        for row, end in wrong.select("_row", "_end").head(MOST_SHOWN).iter_rows()
    ]
    raise InvalidTable(form.path.name, findings, wrong.height)


def _mapped(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    import polars as pl

    return frame.filter(pl.col("_end") != BLANK).select(pl.col("_row").cast(pl.Int64), *columns)
