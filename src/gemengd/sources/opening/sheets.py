# SPDX-License-Identifier: EUPL-1.2
"""Excel and ODS sheets as text cells."""

from __future__ import annotations

import polars as pl

from gemengd.tables import Finding, InvalidTable

TITLE_LINES = 20
"""Headings stand within this many lines from the top."""


def best_sheet(name: str, data: bytes) -> tuple[str, tuple[str, ...], pl.DataFrame]:
    """The sheet with the longest heading line: its name, that line, and all cells as text.

    Explanations often stand on a sheet of their own; the sheet with the widest heading holds the data.

    Returns:
        Name of the sheet, the texts of its last heading line, and the cells (`column_0`, ...; the first line
        of the sheet is row 0).

    Raises:
        InvalidTable: the file is damaged or holds no cells.
    """
    import fastexcel

    try:
        workbook = fastexcel.read_excel(data)
        sheets = [
            (sheet, _cells(workbook.load_sheet(sheet, header_row=None, dtypes="string").to_polars()))
            for sheet in workbook.sheet_names
        ]
    except fastexcel.FastExcelError as error:
        mend = "Open it in a spreadsheet program, save it again as xlsx, or download it again."
        finding = Finding(
            "", "a sheet that cannot be opened", "a complete Excel or ODS file", None, name, mend
        )
        raise InvalidTable(name, [finding]) from error
    filled = [(sheet, heading_line(cells), cells) for sheet, cells in sheets if cells.height]
    if not filled:
        raise InvalidTable(name, [Finding("", "no cells", "a sheet with a table", file=name)])
    sheet, line, cells = max(filled, key=lambda one: len(_texts(one[2], one[1])))
    return sheet, _texts(cells, line), cells


def heading_line(cells: pl.DataFrame) -> int:
    """The line (from 0) of the headings: the first with the most different texts, numbers left out.

    Different texts, because a line with units repeats a few.
    """
    lines = range(min(TITLE_LINES, cells.height))
    return max(
        lines, key=lambda line: (len({text for text in _texts(cells, line) if not _is_number(text)}), -line)
    )


def _cells(frame: pl.DataFrame) -> pl.DataFrame:
    frame.columns = [f"column_{position}" for position in range(frame.width)]
    return frame.with_columns(pl.all().cast(pl.String))


def _texts(cells: pl.DataFrame, line: int) -> tuple[str, ...]:
    return tuple(text for text in cells.row(line) if text is not None and text.strip())


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace("-", "", 1).strip().isdigit()
