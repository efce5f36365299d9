# SPDX-License-Identifier: EUPL-1.2
"""A document as plain text: for an e-mail, or for who reads with a program of their own."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext, override

from gemengd.web.documents.writing.blocks import Block, Document, Figure, Heading, List, Paragraph, Run, Table

WIDTH = 72
"""Signs in a line."""
_WIDEST_TABLE = 100
_UNDERLINES = {1: "=", 2: "-"}


def plain_text(document: Document) -> str:
    """The document as lines of text.

    Args:
        document: what it says.
    """
    with override(document.language):
        parts = [_title(document.title, 1), *(_block(block) for block in document.blocks)]
    return "\n\n".join(parts) + "\n"


def shown_width(text: str) -> int:
    """Places that a text takes in a line: wide signs two, signs on top of another none."""
    return sum(_places(sign) for sign in text)


def _places(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _block(block: Block) -> str:
    match block:
        case Heading():
            return _title(block.text, block.level)
        case Paragraph():
            return _wrapped(_said(block.runs))
        case List():
            return "\n".join(_items(block))
        case Table():
            return _table(block)
        case Figure():
            return _figure(block)


def _title(text: str, level: int) -> str:
    line = _UNDERLINES.get(level)
    return f"{text}\n{line * min(shown_width(text), WIDTH)}" if line else f"{'#' * level} {text}"


def _said(runs: tuple[Run, ...]) -> str:
    return "".join(
        f"{run.text} ({run.link})" if run.link and run.link != run.text else run.text for run in runs
    )


def _wrapped(text: str, first: str = "", further: str = "") -> str:
    lines = textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines)


def _items(block: List) -> Iterator[str]:
    for number, runs in enumerate(block.item_runs, start=1):
        mark = f"{number}. " if block.ordered else "- "
        yield _wrapped(_said(runs), mark, " " * len(mark))


def _figure(block: Figure) -> str:
    seen = gettext("Figure: %(alt)s") % {"alt": block.alt}
    return _wrapped(f"[{seen}]") + (f"\n{_wrapped(block.caption)}" if block.caption else "")


def _table(block: Table) -> str:
    headings = tuple(column.heading for column in block.columns)
    widths = [max(map(shown_width, column)) for column in zip(headings, *block.rows, strict=True)]
    if sum(widths) + 2 * (len(widths) - 1) > _WIDEST_TABLE:
        return "\n\n".join([block.caption, *_records(block)])
    rule = "  ".join("-" * width for width in widths)
    lines = [_line(block, headings, widths), rule, *(_line(block, row, widths) for row in block.rows)]
    return "\n".join([block.caption, "", *lines])


def _line(block: Table, cells: tuple[str, ...], widths: list[int]) -> str:
    filled = (
        _filled(cell, width, right=column.numeric)
        for column, cell, width in zip(block.columns, cells, widths, strict=True)
    )
    return "  ".join(filled).rstrip()


def _filled(cell: str, width: int, *, right: bool) -> str:
    room = " " * (width - shown_width(cell))
    return room + cell if right else cell + room


def _records(block: Table) -> Iterator[str]:
    """A table that is too wide for lines: each row as a list of what it says."""
    for row in block.cells:
        yield "\n".join(_wrapped(f"{column.heading}: {cell}", "", "  ") for column, cell in row)
