# SPDX-License-Identifier: EUPL-1.2
"""A municipality's own file: pupils (counted while streaming, never stored) or counts, through a mapping."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gemengd.sources.opening.file import OwnFile, batches, look
from gemengd.sources.own import mapping as mappings
from gemengd.sources.own.columns import check_columns
from gemengd.sources.own.mapping import Mapping
from gemengd.tables import AREAS, PUPILS, SCHOOLS, Contribution, Refusal, SourceFile, validate

if TYPE_CHECKING:
    import polars as pl

    from gemengd.sources.own.count import Counting


def read(
    path: Path, mapping: Path, *, progress: Callable[[str, int, int], None] | None = None
) -> Contribution:
    """Count a municipality's own file.

    Only the columns that the mapping names are read. Rows about single pupils are decoded, counted and
    forgotten batch by batch; they are not written to disk and do not stand in the result or in an error.

    Args:
        path: CSV (any delimiter, encoding and line end), Parquet, Excel or ODS.
        mapping: the mapping file (TOML); `draft` writes a first version of one.
        progress: told (file name, bytes read, bytes in all).

    Returns:
        The pupils by year, school, home area and group; schools and areas as far as the file tells of them.

    Raises:
        InvalidTable: the mapping or the file is wrong, with findings that say where and how to mend it.
    """
    from gemengd.sources.own.count import Counting

    meant = mappings.load(mapping)
    file = look(path, meant.file)
    check_columns(path, file.columns, meant.columns, file.header_row or 1)
    counting = Counting(meant, path.name)
    size = path.stat().st_size
    told = (lambda done: progress(path.name, done, size)) if progress else None
    pupils, said = counting.read(batches(file, meant.columns, told))
    tables = canonical_tables(meant, path.name, pupils, said)
    return _contribution(meant, file, counting, tables)


def canonical_tables(
    meant: Mapping, name: str, pupils: pl.DataFrame, said: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """The counts with the schools and home areas, checked.

    Args:
        meant: the mapping.
        name: how findings call the file.
        pupils: the canonical `pupils`.
        said: per school, year and particulars the number of rows that say so.
    """
    from gemengd.sources.own.schools import areas, schools

    tables = {"pupils": validate(PUPILS, pupils, what=name)}
    if (found := schools(said, name)) is not None:
        tables["schools"] = validate(SCHOOLS, found, what=f"Schools of {name}")
    if (homes := areas(pupils, meant)) is not None:
        tables["areas"] = validate(AREAS, homes, what=f"Home areas of {name}")
    return tables


def _contribution(
    meant: Mapping, file: OwnFile, counting: Counting, tables: dict[str, pl.DataFrame]
) -> Contribution:
    source = meant.source
    empty = Refusal("rows without any value in the mapped columns", counting.empty)
    return Contribution(
        source_id=source.source_id,
        title=source.title,
        publisher=source.publisher,
        licence=source.licence,
        attribution=source.attribution,
        reference_date=source.reference_date,
        tables=tables,
        files=(source_file(file.path),),
        rows_read=counting.rows,
        refused=(empty,) if counting.empty else (),
        notes=tuple(_notes(meant, file, tables)),
        characteristics={one.name: one.definition for one in meant.groups if one.definition},
    )


def source_file(path: Path) -> SourceFile:
    """A file as the manifest names it: name, checksum and size."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return SourceFile(path.name, digest, path.stat().st_size)


def _notes(meant: Mapping, file: OwnFile, tables: dict[str, pl.DataFrame]) -> Sequence[str]:
    from gemengd.sources.own.schools import NO_SCHOOLS

    notes = [f"Read with mapping {meant.name}."]
    if meant.layout == "pupils":
        notes.append("Counted from rows about single pupils; those rows were not stored.")
    if len(file.sheets) > 1 and not meant.file.sheet:
        notes.append(f"Read from sheet '{file.sheet}' of {', '.join(file.sheets)}.")
    if "schools" not in tables:
        notes.append(NO_SCHOOLS)
    if file.kind == "csv" and not _ends_with_line_end(file):
        notes.append("The last line has no line end: if the export was cut off there, the last row is wrong.")
    return notes


def _ends_with_line_end(file: OwnFile) -> bool:
    with file.path.open("rb") as opened:
        opened.seek(max(0, file.path.stat().st_size - 4))
        # The zero bytes are those of UTF-16.
        return opened.read().rstrip(b"\x00").endswith((b"\n", b"\r"))
