# SPDX-License-Identifier: EUPL-1.2
"""Excel and ODS workbooks: their sheets as text cells."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gemengd.sources.opening.extent import refuse_too_wide
from gemengd.tables.findings import Finding, InvalidTable

if TYPE_CHECKING:
    import polars as pl

TITLE_LINES = 20
"""Headings stand within this many lines from the top."""


class Workbook:
    """An open workbook.

    Args:
        name: of the file, for findings.
        source: its bytes, or where it is.

    Attributes:
        names: of the sheets, in order.

    Raises:
        InvalidTable: it is damaged, or a sheet spans more cells than can be loaded.
    """

    def __init__(self, name: str, source: bytes | Path) -> None:
        import fastexcel

        refuse_too_wide(name, source)
        self.name = name
        try:
            self._reader: Any = fastexcel.read_excel(source)
        except fastexcel.FastExcelError:
            raise self._damaged() from None
        self.names: tuple[str, ...] = tuple(self._reader.sheet_names)

    def load(self, sheet: str, **how: Any) -> pl.DataFrame:
        """The cells of a sheet as text, without taking any row as a header.

        Args:
            sheet: its name.
            how: which rows and columns, in the words of fastexcel.

        Raises:
            InvalidTable: the sheet is damaged.
        """
        import fastexcel

        try:
            frame: pl.DataFrame = self._reader.load_sheet(
                sheet, header_row=None, dtypes="string", **how
            ).to_polars()
        except fastexcel.FastExcelError:
            raise self._damaged() from None
        return frame

    def first_cells(self, sheet: str, rows: int) -> list[list[str]]:
        """The first rows of a sheet as lists of text, from its very first line."""
        # `skip_rows=0` keeps empty lines at the top, so that line numbers are those a user sees.
        frame = self.load(sheet, skip_rows=0, n_rows=rows)
        return [[cell or "" for cell in row] for row in frame.rows()]

    def rows(self, sheet: str, header: Sequence[str], row: int, columns: Sequence[str]) -> pl.DataFrame:
        """Some columns below a header as text, with `_row`; a sheet has at most 1,048,576 rows: all at once.

        Args:
            sheet: its name.
            header: the cells of the header.
            row: the line of the header, from 1.
            columns: the columns to read; the others are not.
        """
        import polars as pl

        # Without a header row the columns are named by their place; only the wanted ones are taken over.
        names = {f"__UNNAMED__{header.index(column)}": column for column in columns}
        frame = self.load(sheet, skip_rows=row, use_columns=list(names)).rename(names)
        return frame.with_row_index("_row", offset=row + 1).select(pl.col("_row").cast(pl.Int64), *columns)

    def chosen(self, wanted: str | None) -> str:
        """The sheet that was asked for, or the first with more than one row.

        Raises:
            InvalidTable: there is no such sheet.
        """
        if wanted is not None and wanted not in self.names:
            near = get_close_matches(wanted, self.names, 1)
            mend = f"Did you mean '{near[0]}'?" if near else None
            expected = f"one of the sheets {', '.join(self.names)}"
            raise self._refusal("file.sheet", repr(wanted), expected, mend)
        full = (name for name in self.names if len(self.first_cells(name, 2)) > 1)
        return wanted or next(full, self.names[0])

    def widest(self) -> tuple[str, tuple[str, ...], pl.DataFrame]:
        """The sheet with the longest heading line: its name, that line, and all cells.

        Explanations often stand on a sheet of their own; the sheet with the widest heading holds the data.

        Returns:
            Name of the sheet, the texts of its last heading line, and the cells (`column_0`, ...; the first
            line of the sheet is row 0).

        Raises:
            InvalidTable: no sheet holds cells, or one is damaged.
        """
        sheets = [(name, _numbered(self.load(name))) for name in self.names]
        filled = [(name, heading_line(cells), cells) for name, cells in sheets if cells.height]
        if not filled:
            raise self._refusal("", "no cells", "a sheet with a table")
        name, line, cells = max(filled, key=lambda one: len(_texts(one[2], one[1])))
        return name, _texts(cells, line), cells

    def _damaged(self) -> InvalidTable:
        mend = (
            "Open it in a spreadsheet program and save it again as xlsx, without a password; "
            "or download it again."
        )
        found = "a sheet that cannot be opened as Excel or ODS"
        return self._refusal("", found, "a whole .xlsx, .xls or .ods file", mend)

    def _refusal(self, column: str, found: str, expected: str, mend: str | None = None) -> InvalidTable:
        return InvalidTable(self.name, [Finding(column, found, expected, file=self.name, mend=mend)])


def heading_line(cells: pl.DataFrame) -> int:
    """The line (from 0) of the headings: the first with the most different texts, numbers left out.

    Different texts, because a line with units repeats a few.
    """
    lines = range(min(TITLE_LINES, cells.height))
    return max(
        lines, key=lambda line: (len({text for text in _texts(cells, line) if not _is_number(text)}), -line)
    )


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    frame.columns = [f"column_{position}" for position in range(frame.width)]
    return frame.with_columns(pl.all().cast(pl.String))


def _texts(cells: pl.DataFrame, line: int) -> tuple[str, ...]:
    return tuple(text for text in cells.row(line) if text is not None and text.strip())


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace("-", "", 1).strip().isdigit()
