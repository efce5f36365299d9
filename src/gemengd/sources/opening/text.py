# SPDX-License-Identifier: EUPL-1.2
"""A text file of any size, encoding and line end, in blocks of whole records.

Nothing is written to disk: a block is decoded in memory, handed on and forgotten, so that rows about single
pupils never outlive the count.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from pathlib import Path

from gemengd.tables.findings import Finding, InvalidTable

BLOCK = 1 << 22
"""Bytes per block: large enough to be quick, small enough to hold many times over."""

LONGEST_RECORD = 4 * BLOCK
CUT_OFF = "The file seems to be cut off: export or download it again."


def blocks(
    path: Path, encoding: str, progress: Callable[[int], None] | None = None, size: int = BLOCK
) -> Iterator[str]:
    """The text in pieces that end where a record ends, with a newline for every kind of line end.

    Args:
        path: the file.
        encoding: its codec.
        progress: told the bytes read so far.
        size: bytes per piece.

    Raises:
        InvalidTable: a byte that the encoding does not have, or a quoted text that is never closed.
    """
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(), translate=True)
    rest, lines, done = "", 0, 0
    with path.open("rb") as file:
        while data := file.read(size):
            rest += _decoded(decoder, data, path, encoding, lines + rest.count("\n"))
            cut = last_record_end(rest)
            if cut:
                yield rest[:cut]
                lines += rest.count("\n", 0, cut)
                rest = rest[cut:]
            elif len(rest) > LONGEST_RECORD:
                raise unclosed(path, lines + 1)
            done += len(data)
            if progress:
                progress(done)
    rest += _decoded(decoder, b"", path, encoding, lines + rest.count("\n"))
    if rest.count('"') % 2:
        raise unclosed(path, lines + 1)
    if rest:
        yield rest


def _decoded(
    decoder: io.IncrementalNewlineDecoder, data: bytes, path: Path, encoding: str, lines: int
) -> str:
    try:
        return str(decoder.decode(data, final=not data))
    except UnicodeDecodeError as error:
        before = bytes(error.object[: error.start])
        row = lines + 1 + max(before.count(b"\n"), before.count(b"\r"))
        raise _undecodable(path, encoding, row, bytes(error.object), error.start) from None


def _undecodable(path: Path, encoding: str, row: int, data: bytes, at: int) -> InvalidTable:
    if at >= len(data) - 4:
        found, mend = "a character of which a part is missing", CUT_OFF
    else:
        found = f"byte {data[at]:#04x}, which {encoding} does not have"
        mend = 'Say the encoding in the mapping: [file] encoding = "cp1252" (Windows) or "mac_roman".'
    return InvalidTable(path.name, [Finding("", found, f"text in {encoding}", row, path.name, mend)])


def unclosed(path: Path, row: int) -> InvalidTable:
    """The refusal of a file with a quoted text that does not end, in the record that starts after `row`."""
    found = 'a text in quotes (") that is never closed, in this record or a later one'
    return InvalidTable(path.name, [Finding("", found, "a closing quote", row, path.name, CUT_OFF)])


def last_record_end(text: str) -> int:
    """Where the last whole record ends: after a line end that does not stand in quotes; 0 when nowhere."""
    cut = text.rfind("\n") + 1
    if '"' not in text:
        return cut
    odd = text.count('"', 0, cut) % 2
    while cut and odd:
        earlier = text.rfind("\n", 0, cut - 1) + 1
        odd ^= text.count('"', earlier, cut) % 2
        cut = earlier
    return cut
