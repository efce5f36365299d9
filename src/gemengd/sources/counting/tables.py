# SPDX-License-Identifier: EUPL-1.2
"""Microdata where they stand: Parquet or CSV files, or a table in a database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gemengd.sources.counting.fetch import guarded

if TYPE_CHECKING:
    import ibis
    from ibis.backends import BaseBackend

_TEXT = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz")


def read_table(connection: BaseBackend, source: str | Path, *, delimiter: str | None = None) -> ibis.Table:
    """The microdata as a table expression; no row is read yet.

    Columns of text files stay text, so that the zeros in front of a code are kept.

    Args:
        connection: from `connect`.
        source: DuckDB and Spark: a `.parquet` or `.csv` file, a pattern (`pupils/*.parquet`) or a folder of
            Parquet files; for every engine: the name of a table, or `schema.table`.
        delimiter: between the cells of a text file; DuckDB finds it by itself, for Spark it is a comma.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: a file was given, and the engine reads tables only.
    """
    given = str(source)
    is_text = given.lower().endswith(_TEXT)
    if not (is_text or given.lower().endswith(".parquet") or isinstance(source, Path)):
        return _named(connection, given)
    if connection.name == "postgres":
        raise ValueError(f"source: found the file {given!r}, expected the name of a table in PostgreSQL")
    _check_there(given)
    if is_text:
        return guarded(Path(given).name, lambda: _text(connection, given, delimiter))
    return _parquet(connection, given)


def _named(connection: BaseBackend, name: str) -> ibis.Table:
    schema, _, table = name.rpartition(".")
    return connection.table(table, database=schema or None)


def _check_there(given: str) -> None:
    path = Path(given)
    if not (path.exists() or any(path.parent.glob(path.name)) or "://" in given):
        raise FileNotFoundError(f"source: there is no file {given}")


def _parquet(connection: BaseBackend, given: str) -> ibis.Table:
    inside = connection.name == "duckdb" and Path(given).is_dir()
    return connection.read_parquet(f"{given}/*.parquet" if inside else given)


def _text(connection: BaseBackend, given: str, delimiter: str | None) -> ibis.Table:
    chosen = {"sep": delimiter} if delimiter else {}
    if connection.name == "duckdb":
        return connection.read_csv(given, all_varchar=True, header=True, **chosen)
    # Quotes and line ends inside cells as everybody else writes them, and no silent nulls for broken rows.
    spark = {"inferSchema": False, "escape": '"', "multiLine": True, "mode": "FAILFAST"}
    return connection.read_csv(given, header=True, **spark, **chosen)
