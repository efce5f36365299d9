# SPDX-License-Identifier: EUPL-1.2
"""Signs that no page can show, or that show something else than what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import name

import polars as pl

from gemengd.tables.findings import MOST_SHOWN, Finding
from gemengd.tables.schema import Column

UNSHOWABLE = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff"
"""Control signs but tab and ends of lines, and what is no sign: some break the drawing of pictures."""
TURNING = "\u202a-\u202e\u2066-\u2069"
"""Signs that turn the direction of what follows, so that a name reads as another one."""
INVISIBLE = "\u00ad\u200b-\u200f\u2060-\u2064\ufeff"
"""Signs without width; in a code they make two of what looks like one."""

_TEXT = f"[{UNSHOWABLE}{TURNING}]"
_CODE = f"[{UNSHOWABLE}{TURNING}{INVISIBLE}]"
_MEND = "Remove the sign; most programs do not show it, so type the text anew where you cannot find it."


def sign_findings(column_name: str, column: Column, frame: pl.DataFrame) -> Iterator[Finding]:
    """The texts of a column that hold a sign that may not stand there.

    Args:
        column_name: name of the column.
        column: its rule.
        frame: the table, optionally with the columns `_file` and `_row` that findings quote.

    Yields:
        The first `MOST_SHOWN` of them, each with the sign as U+XXXX.
    """
    refused = _CODE if column.code else _TEXT
    text = _text(column_name, frame.schema[column_name])
    if text is None:
        return
    wrong = frame.filter(text.str.contains(refused).fill_null(False))
    for row in wrong.head(MOST_SHOWN).with_columns(text.alias(column_name)).iter_rows(named=True):
        yield _finding(column_name, column, refused, row)


def _text(column_name: str, dtype: pl.DataType) -> pl.Expr | None:
    """A column as text; None for what holds none."""
    if dtype == pl.String:
        return pl.col(column_name)
    return pl.col(column_name).list.join(", ") if dtype == pl.List(pl.String) else None


def _finding(column_name: str, column: Column, refused: str, row: dict[str, object]) -> Finding:
    value = str(row[column_name])
    found = re.search(refused, value)
    assert found is not None
    sign = found.group()
    return Finding(
        column_name,
        f"the sign {_named(sign)} at place {found.start() + 1} of {value!r}",
        "a code of signs that one can see" if column.code else "a text that a page can show",
        row=row.get("_row"),  # type: ignore[arg-type]  # a whole number, by its name
        file=row.get("_file"),  # type: ignore[arg-type]  # a text, by its name
        mend=_MEND,
    )


def _named(sign: str) -> str:
    words = name(sign, "")
    return f"U+{ord(sign):04X}" + (f" ({words.lower()})" if words else "")
