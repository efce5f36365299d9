# SPDX-License-Identifier: EUPL-1.2
"""What one source gives to a workspace: canonical tables and where they came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import polars as pl

PROVENANCE = ("_file", "_row")
"""Columns a table may carry so that findings can name file and line; they are dropped when stored."""


@dataclass(frozen=True)
class SourceFile:
    """A file that was read: its name without folder, SHA-256 in hex, and size in bytes."""

    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class Refusal:
    """Rows that were read and left out: why, how many, and one example that is no personal datum."""

    reason: str
    rows: int
    example: str = ""


@dataclass(frozen=True)
class Contribution:
    """Canonical tables from one source, with the source's particulars.

    Attributes:
        source_id: short stable name, for example `duo-po-flows-2017`; a later import with the same name
            takes the place of the earlier one.
        title: what it is, for a reader.
        publisher: who published it.
        licence: the terms, as an SPDX name or in words.
        attribution: the words that outputs must carry, for example `Source: DUO`.
        reference_date: the day that the data describe, None where the source does not say.
        tables: canonical table name to frame, possibly with the `PROVENANCE` columns.
        files: the files read.
        rows_read: data rows read from the files.
        refused: rows left out, by reason.
        notes: what a user of the data must know (breaks in series, gaps).
        fictional: True when the data are invented.
        characteristics: definitions of characteristics that the built-in list does not know, in the same
            form as `characteristics.toml`.
    """

    source_id: str
    title: str
    publisher: str
    licence: str
    attribution: str
    reference_date: date | None
    tables: dict[str, pl.DataFrame]
    files: tuple[SourceFile, ...] = ()
    rows_read: int = 0
    refused: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()
    fictional: bool = False
    characteristics: dict[str, dict[str, object]] = field(default_factory=dict)
