# SPDX-License-Identifier: EUPL-1.2
"""Delimited text to a frame of strings that knows file and line of every row."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import polars as pl

from gemengd.sources.opening.content import Content
from gemengd.tables import Finding, InvalidTable
from gemengd.tables.findings import MOST_SHOWN

_NO_LETTER = re.compile("(?<=[A-Za-z])\u0091|[\u0081-\u0090\u0093-\u0095\u0097-\u009f]")
"""Bytes that latin-1 has no letter for. Of Windows-1252 only quotes, dash and euro sign occur in Dutch names;
the others are accented letters of code page 850 or Mac Roman, as is an opening quote inside a word."""

_TWICE = re.compile("[\u00c2\u00c3][\u0080-\u00bf]")
"""UTF-8 that was once read as latin-1: `Ã©` for `é`. No Dutch word has these pairs; they are put right."""


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


def decode(name: str, data: bytes, encoding: str) -> str:
    """The text of a file: UTF-8 where that is possible, otherwise the encoding of its kind.

    Raises:
        InvalidTable: letters were lost, or the bytes are no letters in the encoding.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decode_old(name, data, encoding)
    lost = text.find("\ufffd")
    if lost >= 0:
        raise _wrong_letters(name, text, lost, "letters that were lost")
    return _TWICE.sub(lambda twice: twice[0].encode("latin-1").decode(), text).replace("\ufeff", "")


def _decode_old(name: str, data: bytes, encoding: str) -> str:
    text = data.decode(encoding, errors="replace")
    strange = _NO_LETTER.search(text)
    if strange is not None:
        raise _wrong_letters(name, text, strange.start(), f"a byte that is no letter in {encoding}")
    is_windows = encoding == "latin-1" and re.search("[\u0080-\u009f]", text) is not None
    return data.decode("cp1252") if is_windows else text


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
        mend="Download the file again; if you save it from a spreadsheet program, choose 'CSV UTF-8'.",
    )
    return InvalidTable(name, [finding])


def _parse_group(contents: Sequence[Content], encoding: str) -> pl.DataFrame:
    """Files with one header, together: many small files cost no more than one large one."""
    first = contents[0]
    lines = pl.concat([_lines(place, content, encoding) for place, content in enumerate(contents)])
    filled = lines.filter(pl.col("line").str.contains(f'[^"\\s{re.escape(first.separator)}]'))
    headers = filled.unique("_place", keep="first").get_column("line")
    rows = filled.filter(~pl.col("line").is_in(headers.implode()))
    _check_fields(contents, rows)
    return _split(first, rows).with_columns(rows.get_column("_file"), rows.get_column("_row"))


def _lines(place: int, content: Content, encoding: str) -> pl.DataFrame:
    text = decode(content.member.name, content.member.data, encoding)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return pl.DataFrame({"line": lines}).with_columns(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("_row"),
        pl.lit(content.member.name).alias("_file"),
        pl.lit(place).alias("_place"),
    )


def _check_fields(contents: Sequence[Content], rows: pl.DataFrame) -> None:
    first = contents[0]
    quoted = pl.when(pl.col("line").str.contains('"', literal=True))
    bare = quoted.then(pl.col("line").str.replace_all('"[^"]*"', "")).otherwise(pl.col("line"))
    fields = bare.str.count_matches(first.separator, literal=True) + 1
    counted = rows.with_columns(
        fields.alias("fields"), (pl.col("_row") == pl.col("_row").max().over("_place")).alias("last")
    )
    wrong = counted.filter(pl.col("fields") != len(first.header))
    if not wrong.height:
        return
    findings = [
        _field_finding(row["_file"], row["_row"], row["fields"], len(first.header), row["last"])
        for row in wrong.head(MOST_SHOWN).iter_rows(named=True)
    ]
    raise InvalidTable(wrong.item(0, "_file"), findings, wrong.height)


def _field_finding(file: str, row: int, fields: int, expected: int, is_last: bool) -> Finding:
    cut = is_last and fields < expected
    mend = "The file was cut off: download or copy it again." if cut else "Check the separators and quotes."
    found = f"{fields} field{'s' if fields != 1 else ''}"
    return Finding("", found, f"{expected} fields as in the header", row, file, mend)


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
            empty_string_is_null=False,
        )
    except pl.exceptions.ComputeError as error:
        mend = "Check the quotes: a quote inside a quoted text is written twice."
        finding = Finding(
            "", "quotes that do not close", "text in pairs of quotes", None, content.member.name, mend
        )
        raise InvalidTable(content.member.name, [finding]) from error
    return frame.with_columns(pl.all().str.strip_chars())
