# SPDX-License-Identifier: EUPL-1.2
"""Microdata through the mapping of a file of one's own, counted where they stand.

Gives what `gemengd.sources.own.read` gives. The engine reads the rows up to three times: to look whether all
can be counted, to count, and to see what they say of the schools. Only counts come to Python.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gemengd.sources.counting.categories import Categories
from gemengd.sources.counting.collect import collect
from gemengd.sources.counting.expression import count
from gemengd.sources.counting.fetch import fetched, guarded
from gemengd.sources.counting.tables import read_table
from gemengd.sources.counting.translation import Key, groups, keys, untranslatable, without_group
from gemengd.sources.opening.file import OwnFile, cell_text, look
from gemengd.sources.own import mapping as mappings
from gemengd.sources.own.columns import check_columns
from gemengd.sources.own.mapping import Mapping
from gemengd.sources.own.reading import canonical_tables, source_file
from gemengd.tables.contribution import Contribution, Refusal
from gemengd.tables.findings import Finding, InvalidTable

if TYPE_CHECKING:
    import ibis
    import polars as pl
    from ibis.backends import BaseBackend


def read_microdata(connection: BaseBackend, source: str | Path, mapping: Path) -> Contribution:
    """Count rows about pupils on an engine, through the same mapping file as `own.read`.

    Args:
        connection: from `connect`.
        source: as for `read_table`: a Parquet or CSV file, a folder or pattern of them, or a table.
        mapping: the mapping file (TOML), with the layout `pupils`.

    Returns:
        The pupils by year, school, home area and group; schools and areas as far as the rows tell of them.

    Raises:
        InvalidTable: the mapping says what an engine cannot do, or rows cannot be counted: how many, and
            never what stands in them.
        FileNotFoundError: there is no such file.
    """
    meant = mappings.load(mapping)
    if meant.layout != "pupils":
        raise untranslatable(meant.name, "layout", f"'{meant.layout}'", "'pupils'")
    name = Path(str(source)).name
    table = guarded(name, lambda: _table(connection, source, meant))
    check_columns(Path(name), table.columns, meant.columns, 1)
    reading = _Reading(name, table, meant, keys(table, meant), groups(table, meant))
    rows, empty = _looked(reading)
    tables = canonical_tables(meant, name, _pupils(reading), _said(reading))
    return _contribution(meant, source, tables, (rows, empty), connection.name)


@dataclass(frozen=True)
class _Reading:
    """The rows, and what the mapping makes of them."""

    name: str
    table: ibis.Table
    mapping: Mapping
    keys: list[Key]
    groups: dict[str, Categories]

    @property
    def blank(self) -> Any:
        """True for a row without any value in the mapped columns: it is left out."""
        import ibis

        columns = [self.table[column] for column in self.mapping.columns]
        empty = [
            one.isnull() | (one.strip() == "") if one.type().is_string() else one.isnull() for one in columns
        ]
        return ibis.and_(*empty)

    @property
    def filled(self) -> ibis.Table:
        """The rows that count."""
        return self.table.filter(~self.blank)


def _table(connection: BaseBackend, source: str | Path, meant: Mapping) -> ibis.Table:
    path = Path(str(source))
    if connection.name == "postgres" or not path.is_file():
        return read_table(connection, source, delimiter=meant.file.delimiter)
    file = look(path, meant.file)
    _check_form(file, meant)
    return read_table(connection, path, delimiter=file.delimiter or None)


def _check_form(file: OwnFile, meant: Mapping) -> None:
    if file.kind == "sheet":
        raise untranslatable(meant.name, "file.sheet", "a workbook", "a Parquet or CSV file")
    if file.kind == "csv" and file.header_row != 1:
        raise untranslatable(meant.name, "file.header_row", f"row {file.header_row}", "row 1")
    if file.kind == "csv" and file.encoding not in ("utf-8", "utf-8-sig"):
        raise untranslatable(meant.name, "file.encoding", file.encoding, "utf-8")


def _looked(reading: _Reading) -> tuple[int, int]:
    """The number of rows and of blank ones; refuses rows that cannot be counted."""
    conditions = [key.wrong for key in reading.keys]
    conditions += [without_group(one) for one in reading.groups.values()]
    measures: dict[str, Any] = {"rows": reading.table.count(), "empty": _times(reading.blank)}
    for place, condition in enumerate(conditions):
        measures[f"wrong_{place}"] = _times(condition & ~reading.blank)
    rows, empty, *wrong = fetched(reading.table.aggregate(**measures), ["rows"], reading.name).row(0)
    findings = [_finding(reading, place, times) for place, times in enumerate(wrong) if times]
    if rows == empty:
        findings.append(Finding("", "no rows with data", "at least one row", file=reading.name))
    if findings:
        raise InvalidTable(reading.name, findings)
    return rows, empty


def _times(condition: Any) -> Any:
    # Whole numbers up to 2**53 are exact, and every engine gives this sum the same type.
    return condition.cast("int32").cast("float64").sum().fill_null(0).cast("int64")


def _finding(reading: _Reading, place: int, times: int) -> Finding:
    if place < len(reading.keys):
        return _unread(reading.keys[place].rule, times, reading.name)
    group = reading.mapping.groups[place - len(reading.keys)]
    assert group.field is not None
    expected = f"one of {', '.join(group.field.values)}"
    mend = f'Name them in [characteristics.{group.name}] values, or write otherwise = "unknown" there.'
    return Finding(" + ".join(group.field.columns), _rows(times), expected, file=reading.name, mend=mend)


def _unread(rule: Any, times: int, name: str) -> Finding:
    return Finding(rule.column, _rows(times), rule.expected, file=name, mend=rule.mend)


def _rows(times: int) -> str:
    return f"{times:,} row{'s' if times != 1 else ''} with something else (not shown: about persons)"


def _pupils(reading: _Reading) -> pl.DataFrame:
    place = {key.rule.name: key.value for key in reading.keys}
    counts = count(
        reading.filled,
        year=place["year"],
        school=place["school_id"],
        area=place.get("area_id"),
        track=place.get("track"),
        stage=place.get("stage"),
        characteristics=reading.groups,
    )
    return collect(counts, what=reading.name)


def _said(reading: _Reading) -> pl.DataFrame:
    """Per school, year and particulars the number of rows that say so, as `own` takes them."""
    from gemengd.sources.own.count import Counts
    from gemengd.sources.own.keys import school_rules

    particulars = school_rules(reading.mapping)
    names = [rule.name for rule in particulars]
    frame = _spoken(reading, [column for rule in particulars for column in rule.columns])
    findings = []
    for rule in particulars:
        frame = frame.with_columns(rule.value.alias(rule.name), rule.wrong.alias("_wrong"))
        if times := int(frame.filter("_wrong")["rows"].sum()):
            findings.append(_unread(rule, times, reading.name))
    if findings:
        raise InvalidTable(reading.name, findings)
    counts = Counts(["school_id", "year", *names], ["rows"])
    counts.add(frame.select("school_id", "year", *names, "rows"))
    return counts.total()


def _spoken(reading: _Reading, columns: list[str]) -> pl.DataFrame:
    """The same with the columns as they stand in the file: a few rows for every school."""
    import ibis

    from gemengd.sources.own.keys import RAW

    columns = list(dict.fromkeys(columns))
    place = {key.rule.name: key.value for key in reading.keys}
    named = {f"p{at}": reading.table[column] for at, column in enumerate(columns)}
    chosen = {"school_id": place["school_id"], "year": place["year"], **named}
    grouped = reading.filled.select(**chosen).group_by(list(chosen)).agg(rows=ibis._.count())
    frame = fetched(grouped, list(chosen), reading.name)
    return frame.select(
        "school_id",
        "year",
        "rows",
        *(
            cell_text(f"p{at}", frame.schema[f"p{at}"]).alias(f"{RAW}{column}")
            for at, column in enumerate(columns)
        ),
    )


def _contribution(
    meant: Mapping, source: str | Path, tables: dict[str, pl.DataFrame], rows: tuple[int, int], engine: str
) -> Contribution:
    from gemengd.sources.own.schools import NO_SCHOOLS

    said, (read, empty) = meant.source, rows
    notes = [f"Read with mapping {meant.name}."]
    notes.append(f"Counted on {engine} from rows about single pupils; those rows were not stored.")
    notes += [] if "schools" in tables else [NO_SCHOOLS]
    return Contribution(
        source_id=said.source_id,
        title=said.title,
        publisher=said.publisher,
        licence=said.licence,
        attribution=said.attribution,
        reference_date=said.reference_date,
        tables=tables,
        files=tuple(source_file(path) for path in _files(source)) if engine != "postgres" else (),
        rows_read=read,
        refused=(Refusal("rows without any value in the mapped columns", empty),) if empty else (),
        notes=tuple(notes),
        characteristics={one.name: one.definition for one in meant.groups if one.definition},
    )


def _files(source: str | Path) -> list[Path]:
    """The files of this computer that were read; none for a table and for files elsewhere."""
    path = Path(str(source))
    if path.is_dir():
        return sorted(path.glob("*.parquet"))
    return [path] if path.is_file() else sorted(path.parent.glob(path.name) if "*" in path.name else [])
