# SPDX-License-Identifier: EUPL-1.2
"""Delimited text to a frame of strings that knows file and line of every row."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import polars as pl

from gemengd.sources.content import Content
from gemengd.tables import Finding, InvalidTable

_TYPOGRAPHIC = set("‘’“”–—…€•™ŠšŽžŒœŸ")
"""What the bytes 0x80-0x9F stand for in Windows-1252 and are likely to mean in Dutch text."""

_TWICE = re.compile("[\u00c2\u00c3][\u0080-\u00bf]")
"""UTF-8 that was read as latin-1 and saved as UTF-8 again: `Ã©` for `é`."""


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
    frames = [_parse_one(content, encoding) for content in contents]
    return pl.concat(frames, how="diagonal", rechunk=True)


def decode(name: str, data: bytes, encoding: str) -> str:
    """The text of a file: UTF-8 where that is possible, otherwise the encoding of its kind.

    Raises:
        InvalidTable: letters were lost or read in a wrong encoding.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decode_old(name, data, encoding)
    for sign, meaning in (("\ufffd", "letters that were lost"), (_TWICE, "letters that were encoded twice")):
        place = re.search(sign, text)
        if place:
            raise _wrong_letters(name, text, place.start(), meaning)
    return text.replace("\ufeff", "")


def _decode_old(name: str, data: bytes, encoding: str) -> str:
    text = data.decode(encoding, errors="replace")
    control = re.search("[\u0080-\u009f]", text)
    if control is None:
        return text
    windows = data.decode("cp1252", errors="replace")
    if set(re.findall("[\u0080-\u009f]", text)) and _typographic(text, windows):
        return windows
    raise _wrong_letters(name, text, control.start(), f"a byte that is no letter in {encoding}")


def _typographic(text: str, windows: str) -> bool:
    return all(new in _TYPOGRAPHIC for old, new in zip(text, windows, strict=True) if "\u0080" <= old <= "\u009f")


def _wrong_letters(name: str, text: str, place: int, meaning: str) -> InvalidTable:
    row = len(re.findall(r"\r\n|\r|\n", text[:place])) + 1
    around = text[max(0, place - 10) : place + 10].splitlines()
    shown = next((part for part in around if text[place] in part), "")
    finding = Finding(
        "",
        f"{meaning} in {shown!r}",
        "text in UTF-8 or in the encoding of the publisher",
        row=row,
        file=name,
        mend="Download the file again and do not save it from a spreadsheet program, or save it as 'CSV UTF-8'.",
    )
    return InvalidTable(name, [finding])


def _parse_one(content: Content, encoding: str) -> pl.DataFrame:
    text = decode(content.member.name, content.member.data, encoding)
    lines = pl.DataFrame({"line": text.replace("\r\n", "\n").replace("\r", "\n").split("\n")})
    lines = lines.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("_row"))
    filled = lines.filter(pl.col("line").str.contains(f'[^"\\s{re.escape(content.separator)}]'))
    rows = filled.filter(pl.col("line") != filled.item(0, "line"))
    _check_fields(content, rows)
    return _split(content, rows).with_columns(
        pl.lit(content.member.name).alias("_file"), rows.get_column("_row")
    )


def _check_fields(content: Content, rows: pl.DataFrame) -> None:
    bare = pl.when(pl.col("line").str.contains('"', literal=True))
    bare = bare.then(pl.col("line").str.replace_all('"[^"]*"', "")).otherwise(pl.col("line"))
    counted = rows.with_columns(bare.str.count_matches(content.separator, literal=True).alias("fields") + 1)
    wrong = counted.filter(pl.col("fields") != len(content.header))
    if not wrong.height:
        return
    last = counted.item(-1, "_row")
    findings = [
        _field_finding(content, row["_row"], row["fields"], row["_row"] == last) for row in wrong.iter_rows(named=True)
    ]
    raise InvalidTable(content.member.name, findings)


def _field_finding(content: Content, row: int, fields: int, is_last: bool) -> Finding:
    cut = is_last and fields < len(content.header)
    mend = "The file was cut off: download or copy it again." if cut else "Check the separators and quotes here."
    found = f"{fields} field{'s' if fields != 1 else ''}"
    return Finding("", found, f"{len(content.header)} fields as in the header", row, content.member.name, mend)


def _split(content: Content, rows: pl.DataFrame) -> pl.DataFrame:
    if not rows.height:
        return pl.DataFrame(schema=dict.fromkeys(content.names, pl.String))
    try:
        frame = pl.read_csv(
            io.BytesIO("\n".join(rows.get_column("line")).encode()),
            separator=content.separator,
            has_header=False,
            new_columns=list(content.names),
            infer_schema=False,
            missing_utf8_is_empty_string=True,
        )
    except pl.exceptions.ComputeError as error:
        mend = "Check the quotes: a quote inside a quoted text is written twice."
        finding = Finding("", "quotes that do not close", "text in pairs of quotes", None, content.member.name, mend)
        raise InvalidTable(content.member.name, [finding]) from error
    return frame.with_columns(pl.all().str.strip_chars())
