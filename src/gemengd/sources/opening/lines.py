# SPDX-License-Identifier: EUPL-1.2
"""The text files of a publisher to one frame of strings that knows file and line of every row."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from gemengd.sources.opening.content import Content
from gemengd.sources.opening.delimited import END, Unsplit, split
from gemengd.sources.opening.encoding import decode
from gemengd.tables import Finding, InvalidTable
from gemengd.tables.findings import MOST_SHOWN

_CUT = "The file was cut off: download or copy it again."
_CHECK = "Check the separators and quotes."


def parse(contents: Sequence[Content], encoding: str) -> pl.DataFrame:
    """Delimited files of one kind, below each other.

    Line ends may be CRLF, LF or CR. Blank lines, and headers that return in the middle (files put behind each
    other), are left out. Names of columns come in one spelling (capitals, underscores).

    Args:
        contents: the files; columns that only some have are null in the others.
        encoding: used for a file that is no UTF-8.

    Returns:
        All columns as stripped text ("" where empty), with `_file` and `_row` (line in the file, from 1).

    Raises:
        InvalidTable: letters that cannot be right, or a line with too few or too many fields.
    """
    groups: dict[tuple[str, ...], list[Content]] = {}
    for content in contents:
        groups.setdefault((content.separator, *content.header), []).append(content)
    frames = [_parse_group(group, encoding) for group in groups.values()]
    return pl.concat(frames, how="diagonal", rechunk=True)


def _parse_group(contents: Sequence[Content], encoding: str) -> pl.DataFrame:
    """Files with one header, together: many small files cost no more than one large one."""
    first = contents[0]
    lines = pl.concat([_lines(place, content, encoding) for place, content in enumerate(contents)])
    filled = lines.filter(pl.col("line").str.contains(f'[^"\\s{re.escape(first.separator)}]'))
    headers = filled.unique("_place", keep="first").get_column("line")
    rows = filled.filter(~pl.col("line").is_in(headers.implode()))
    return _columns(first, rows).with_columns(rows.get_column("_file"), rows.get_column("_row"))


def _lines(place: int, content: Content, encoding: str) -> pl.DataFrame:
    text = decode(content.member.name, content.member.data, encoding)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return pl.DataFrame({"line": lines}).with_columns(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("_row"),
        pl.lit(content.member.name).alias("_file"),
        pl.lit(place).alias("_place"),
    )


def _columns(content: Content, rows: pl.DataFrame) -> pl.DataFrame:
    """The fields of lines, each of which is one record."""
    names = dict(enumerate(content.names))
    if not rows.height:
        return pl.DataFrame(schema=dict.fromkeys(content.names, pl.String))
    try:
        frame = split("\n".join(rows.get_column("line")), content.separator, len(names), names)
    except Unsplit:
        raise _unclosed(content, rows) from None
    if frame.height != rows.height:
        raise _unclosed(content, rows)
    wrong = rows.filter(frame.get_column("_end").ne_missing(END))
    if wrong.height:
        raise _ragged(content, rows, wrong)
    return frame.select(pl.col(content.names).fill_null("").str.strip_chars())


def _unclosed(content: Content, rows: pl.DataFrame) -> InvalidTable:
    """The refusal of lines with a quoted text that does not end on its line."""
    wrong = rows.filter(_fields(content.separator) != len(content.header))
    if wrong.height:
        return _ragged(content, rows, wrong)
    odd = rows.filter(pl.col("line").str.count_matches('"', literal=True) % 2 == 1)
    file, row = odd.select("_file", "_row").row(0) if odd.height else (content.member.name, None)
    mend = "Check the quotes: a quote inside a quoted text is written twice."
    finding = Finding("", "quotes that do not close", "text in pairs of quotes", row, file, mend)
    return InvalidTable(file, [finding])


def _ragged(content: Content, rows: pl.DataFrame, wrong: pl.DataFrame) -> InvalidTable:
    last = dict(rows.group_by("_file").agg(pl.col("_row").max()).iter_rows())
    expected = f"{len(content.header)} fields as in the header"
    findings = []
    for row in wrong.head(MOST_SHOWN).with_columns(fields=_fields(content.separator)).iter_rows(named=True):
        cut = row["_row"] == last[row["_file"]] and row["fields"] < len(content.header)
        mend = _CUT if cut else _CHECK
        found = f"{row['fields']} field{'s' if row['fields'] != 1 else ''}"
        findings.append(Finding("", found, expected, row["_row"], row["_file"], mend))
    return InvalidTable(wrong.item(0, "_file"), findings, wrong.height)


def _fields(separator: str) -> pl.Expr:
    """The number of fields of a line; separators in quotes are none."""
    bare = pl.col("line").str.replace_all('"[^"]*"', "")
    return bare.str.count_matches(separator, literal=True) + 1
