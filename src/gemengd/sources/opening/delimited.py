# SPDX-License-Identifier: EUPL-1.2
"""Delimited text to columns: the one place where records are split into fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

SEPARATORS = (";", ",", "\t", "|")

END, BLANK = "\x1e", "\x1f"
"""Put at the end of every row (of every blank line), so that a row with a field too few or too many shows."""


class Unsplit(ValueError):  # noqa: N818 - says what the text is
    """Text that cannot be split into records: quotes that do not stand around a whole field."""


def split(text: str, separator: str, width: int, columns: Mapping[int, str]) -> pl.DataFrame:
    """Whole records to text columns.

    Args:
        text: records that end with a newline (the last one may lack it), without a header.
        separator: what stands between fields.
        width: the number of fields that a record should have.
        columns: place (from 0) to the name of each column that is wanted; the others are not read.

    Returns:
        The columns, null where empty, with `_end`: `END` for a record of the right number of fields, `BLANK`
        for a blank line, null for a field too few and something else for a field too many.

    Raises:
        Unsplit: quotes stand where they cannot.
    """
    import polars as pl

    names = [f"column_{at}" for at in range(1, width + 2)]
    wanted = {names[at]: name for at, name in columns.items()} | {names[width]: "_end"}
    try:
        frame = pl.read_csv(
            _marked(text, separator, width).encode(),
            has_header=False,
            separator=separator,
            schema=dict.fromkeys(names, pl.String),
            columns=list(wanted),
            truncate_ragged_lines=True,
        )
    except pl.exceptions.PolarsError:
        # The message of polars may quote the row; it is not passed on.
        raise Unsplit from None
    frame = frame.slice(1).rename(wanted)
    if '"' in text:
        # A line end inside quotes was marked too.
        inside = f"{separator}{END}\n"
        frame = frame.with_columns(pl.col(columns.values()).str.replace_all(inside, " ", literal=True))
    return frame


def _marked(text: str, separator: str, width: int) -> str:
    body = text if text.endswith("\n") else text + "\n"
    marked = "\n" + body.replace("\n", f"{separator}{END}\n")
    blank, whole = f"\n{separator}{END}\n", f"\n{separator * width}{BLANK}\n"
    while blank in marked:
        marked = marked.replace(blank, whole)
    # An empty row of full width goes first: from it the number of columns is taken.
    return f"{separator * width}{END}{marked}"
