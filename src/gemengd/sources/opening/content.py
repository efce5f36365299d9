# SPDX-License-Identifier: EUPL-1.2
"""A first look into a data file: which form it has and which columns it names."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from gemengd.sources.opening.archive import Member
from gemengd.sources.opening.delimited import SEPARATORS
from gemengd.sources.opening.form import FIRST_BYTES, form_of
from gemengd.sources.opening.sheets import Workbook
from gemengd.tables import Finding, InvalidTable

_NOT_READ = {
    "empty": "an empty file",
    "utf-16": "text in the encoding UTF-16",
    "binary": "bytes that are no text",
    "parquet": "bytes that are no text",
}
"""Forms that no publisher's file has, as findings name them."""


@dataclass(frozen=True)
class Content:
    """A data file of which the form and the columns are known.

    Attributes:
        member: the file.
        form: `text` (delimited), `sheet` (Excel, ODS) or `geojson`.
        header: the column names as they stand in the file (for GeoJSON the properties of the first feature).
        separator: what stands between the fields of a text.
        cells: the sheet as text, with the columns `column_0`, `column_1`, ...
        sheet: the name of the sheet.
        document: the GeoJSON object.
    """

    member: Member
    form: str
    header: tuple[str, ...]
    separator: str = ""
    cells: pl.DataFrame | None = None
    sheet: str = ""
    document: dict[str, Any] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in one spelling: capitals, underscores for spaces, each once."""
        return column_names(self.header)


def column_name(text: str) -> str:
    """A column name in one spelling: `BRIN NUMMER`, `BRIN_NUMMER` and `brin-nummer` are the same."""
    return re.sub(r"[\s_\-]+", "_", text.strip().strip('"\ufeff')).strip("_").upper()


@cache
def column_names(header: tuple[str, ...]) -> tuple[str, ...]:
    """All names of a header in one spelling; a name that occurs again gets a number."""
    seen: dict[str, int] = {}
    names = []
    for text in header:
        name = column_name(text)
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return tuple(names)


def look(member: Member) -> Content:
    """The form and the columns of a data file, found in its bytes and not in its name.

    Raises:
        InvalidTable: the bytes are no text, sheet or GeoJSON.
    """
    start = member.data[:FIRST_BYTES]
    form = form_of(start)
    if form in _NOT_READ:
        raise _not_read(member.name, _NOT_READ[form])
    if form == "json":
        document = _geojson(member)
        return Content(member, "geojson", _properties(document), document=document)
    if form == "text":
        return _text(member, start)
    sheet, header, cells = Workbook(member.name, member.data).widest()
    return Content(member, "sheet", header, cells=cells, sheet=sheet)


def _text(member: Member, start: bytes) -> Content:
    line = re.split(r"[\r\n]", start.decode("utf-8-sig", errors="replace").lstrip("\r\n"), maxsplit=1)[0]
    separator = max(SEPARATORS, key=line.count)
    return Content(member, "text", tuple(next(csv.reader([line], delimiter=separator), [])), separator)


def _not_read(name: str, found: str) -> InvalidTable:
    finding = Finding(
        "",
        found,
        "text in UTF-8 or latin-1, an Excel or ODS sheet, or GeoJSON",
        file=name,
        mend="Open the file in a spreadsheet program and save it as 'CSV UTF-8', or download it again.",
    )
    return InvalidTable(name, [finding])


def _geojson(member: Member) -> dict[str, Any]:
    try:
        document = json.loads(member.data.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        row = getattr(error, "lineno", None)
        mend = "Download or copy the file again; it may have been cut off."
        finding = Finding("", f"JSON that cannot be read ({error})", "complete JSON", row, member.name, mend)
        raise InvalidTable(member.name, [finding]) from error
    if not isinstance(document, dict) or not isinstance(document.get("features"), list):
        finding = Finding("", "JSON without features", "a GeoJSON FeatureCollection", file=member.name)
        raise InvalidTable(member.name, [finding])
    return document


def _properties(document: dict[str, Any]) -> tuple[str, ...]:
    features = document["features"]
    return tuple((features[0].get("properties") or {}) if features else ())
