# SPDX-License-Identifier: EUPL-1.2
"""How far the cells of a workbook reach, found before it is loaded.

A sheet is loaded as the whole rectangle between its outermost cells. Two cells in a file of one kilobyte can
span seventeen thousand million, and the library that loads it ends the whole process then.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO
from xml.parsers import expat

from gemengd.tables.findings import Finding, InvalidTable

MOST_CELLS = 50_000_000
"""Cells of one sheet, empty ones between others counted: a full million rows of 47 columns."""

BLOCK = 1 << 22
_LONGEST_PLACE = 40
_CUT = 100
"""So many elements may be miscounted, as those that lie across two blocks are; they are too few to matter."""

_FAR = re.compile(rb"""r\s*=\s*["'](?:[A-Za-z]{3}\d|[A-Za-z]{0,2}(?:\d{6}|[7-9]\d{4}))""")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,9})")
_ROW_RECORD, _CELL_RECORDS = 0, range(2, 12)
_BROKEN = (zipfile.BadZipFile, zlib.error, expat.ExpatError, OSError, EOFError, ValueError, IndexError,
           RuntimeError, NotImplementedError, KeyError)  # fmt: skip


@dataclass
class Box:
    """The rectangle around all cells that were met (rows and columns from 1); empty at first."""

    top: int = 1 << 40
    left: int = 1 << 40
    bottom: int = 0
    right: int = 0

    def reach(self, row: int, column: int, last_row: int = 0, last_column: int = 0) -> None:
        """Reach over a cell, or from it to the last row and column that are given."""
        self.top, self.bottom = min(self.top, row), max(self.bottom, row, last_row)
        self.left, self.right = min(self.left, column), max(self.right, column, last_column)

    @property
    def cells(self) -> int:
        """How many cells lie in it."""
        return max(0, self.bottom - self.top + 1) * max(0, self.right - self.left + 1)

    @property
    def last_cell(self) -> str:
        """The corner as spreadsheet programs name it: the cell that Ctrl+End goes to."""
        letters, rest = "", self.right
        while rest:
            rest, letter = divmod(rest - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self.bottom}"


def refuse_too_wide(name: str, source: bytes | Path) -> None:
    """Refuse a workbook with a sheet that spans more than `MOST_CELLS` cells.

    A file that is no zip archive (the old `.xls` has at most 65,536 rows of 256 columns) or that is damaged
    is left to what opens it.

    Raises:
        InvalidTable: a sheet spans too many cells; its last cell is named.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as archive:
            widest = max(_boxes(archive), key=lambda box: box.cells, default=Box())
    except _BROKEN:
        return
    if widest.cells > MOST_CELLS:
        found = f"a sheet of which the last cell is {widest.last_cell}: {widest.cells:,} cells"
        mend = (
            "In a spreadsheet program Ctrl+End goes to that cell. Delete the rows and columns outside the "
            "table and save the file again."
        )
        raise InvalidTable(name, [Finding("", found, f"at most {MOST_CELLS:,} cells", file=name, mend=mend)])


def _boxes(archive: zipfile.ZipFile) -> Iterator[Box]:
    for part in archive.namelist():
        lower = part.lower().lstrip("/")
        if lower == "content.xml":
            with archive.open(part) as opened:
                yield from _ods_boxes(opened)
        elif lower.startswith("xl/") and "sheet" in lower and not lower.startswith("xl/_rels"):
            with archive.open(part) as opened:
                if lower.endswith(".bin"):
                    yield _binary_box(opened.read())
                    continue
                near = _is_near(opened)
            if not near:
                with archive.open(part) as opened:
                    yield _xml_box(opened)


def _is_near(part: IO[bytes]) -> bool:
    """True where a quick look shows that a sheet of Excel spans no more than `MOST_CELLS` cells.

    Nothing stands in column AAA (703) or beyond, or in row 70,000 or beyond, and all rows and cells say where
    they stand. Reading a sheet element by element takes as long as loading it.
    """
    elements = places = 0
    rest = b""
    while block := part.read(BLOCK):
        text = rest + block
        if _FAR.search(text) or b":c" in text:
            return False
        elements += block.count(b"<c") + block.count(b"<row") - block.count(b"<col")
        places += block.count(b' r="')
        rest = text[-_LONGEST_PLACE:]
    return elements <= places + _CUT


def _xml_box(part: IO[bytes]) -> Box:
    """The rectangle of a sheet of Excel around the cells that hold something; empty ones are not loaded."""
    box = Box()
    row = column = 0

    def start(tag: str, attributes: list[str]) -> None:
        nonlocal row, column
        name = tag.rpartition(":")[2]
        if name == "c":
            # A cell without a reference stands behind the one before.
            reference = _REFERENCE.fullmatch(_value(attributes, "r"))
            column = _column(reference[1]) if reference else column + 1
            row = int(reference[2]) if reference else row
        elif name in ("v", "f", "is"):
            box.reach(row, column)
        elif name == "row":
            given = _value(attributes, "r")
            row, column = int(given) if given.isdigit() else row + 1, 0

    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    parser.StartElementHandler = start
    parser.ParseFile(part)
    return box


def _value(attributes: list[str], name: str) -> str:
    """The value of an attribute in a list of names and values; empty where there is none."""
    return attributes[attributes.index(name) + 1] if name in attributes[::2] else ""


@cache
def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _ods_boxes(part: IO[bytes]) -> list[Box]:
    """The rectangles of the sheets of an ODS file: rows and cells have a number of repeats."""
    boxes, place = [], {"row": 0, "last": 0, "column": 0}

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "table":
            boxes.append(Box())
            place.update(row=0, last=0)
        elif name == "table-row":
            repeats = int(attributes.get("table:number-rows-repeated", 1))
            place.update(row=place["last"] + 1, last=place["last"] + repeats, column=0)
        elif name in ("table-cell", "covered-table-cell"):
            repeats = int(attributes.get("table:number-columns-repeated", 1))
            if boxes and any(key.endswith(":value-type") for key in attributes):
                boxes[-1].reach(place["row"], place["column"] + 1, place["last"], place["column"] + repeats)
            place["column"] += repeats

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.ParseFile(part)
    return boxes


def _binary_box(data: bytes) -> Box:
    """The rectangle of a sheet in Excel's binary form: records with a number, a length and a body."""
    box, at, row = Box(), 0, 1
    while at < len(data):
        record, at = _number(data, at, 2)
        size, at = _number(data, at, 4)
        place = int.from_bytes(data[at : at + 4], "little") + 1
        if record == _ROW_RECORD:
            row = place
        elif record in _CELL_RECORDS:
            box.reach(row, place)
        at += size
    return box


def _number(data: bytes, at: int, longest: int) -> tuple[int, int]:
    """A number of up to `longest` bytes of seven bits, and where the next thing starts."""
    number = 0
    for place in range(longest):
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << (7 * place)
        if not byte & 0x80:
            break
    return number, at
