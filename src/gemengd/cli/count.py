# SPDX-License-Identifier: EUPL-1.2
"""`gemengd sources count`: count microdata where they stand, and store the counts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gemengd.cli.options import DEFAULT_FOLDER, WorkspaceFolder
from gemengd.cli.outcome import REFUSED, UNREACHABLE, stop
from gemengd.cli.store import store

if TYPE_CHECKING:
    from ibis.backends import BaseBackend


class Engine(StrEnum):
    """The engines that can count."""

    duckdb = "duckdb"
    postgres = "postgres"
    spark = "spark"


def count(
    source: Annotated[
        str, typer.Argument(help="Parquet or CSV file, folder or pattern of Parquet files, or a table.")
    ],
    mapping: Annotated[
        Path,
        typer.Option(
            help="Mapping (TOML); `gemengd sources map FILE` drafts it.", exists=True, dir_okay=False
        ),
    ],
    engine: Annotated[Engine, typer.Option(help="What counts the rows.")] = Engine.duckdb,
    url: Annotated[
        str | None,
        typer.Option(help="Where the engine is; it is written nowhere, but do keep passwords in PGPASSWORD."),
    ] = None,
    memory_limit: Annotated[
        str | None, typer.Option(help="DuckDB and local Spark: the most memory, such as 1GB.")
    ] = None,
    threads: Annotated[
        int | None, typer.Option(min=1, help="DuckDB and local Spark: the number of threads; default all.")
    ] = None,
    workspace: WorkspaceFolder = DEFAULT_FOLDER,
) -> None:
    """Count rows about pupils inside an engine, through a mapping, and store only the counts."""
    from gemengd.sources.counting import read_microdata

    connection = _connected(engine, url, memory_limit, threads)
    path = Path(source)
    here = path if engine is not Engine.postgres and path.exists() else source
    with _engine_kept_quiet(engine):
        contribution = read_microdata(connection, here, mapping)
    store(workspace, [contribution])


def _connected(engine: Engine, url: str | None, memory_limit: str | None, threads: int | None) -> BaseBackend:
    from gemengd.sources.counting import EngineMissing, connect

    if engine is Engine.postgres and (memory_limit or threads):
        stop("--memory-limit and --threads: PostgreSQL's own configuration decides on these.", REFUSED)
    connection, kind = None, ""
    try:
        connection = connect(engine.value, memory_limit=memory_limit, threads=threads, url=url)
    except EngineMissing:
        raise
    except Exception as error:  # noqa: BLE001 - its text, whatever it is, may hold the address
        kind = type(error).__name__
    if connection is None:
        stop(
            f"No connection to {engine.value} ({kind}; its words are not shown: they may hold a password). "
            "See whether --url, --memory-limit and --threads are right, and whether another program gets an "
            "answer there. Nothing was changed.",
            UNREACHABLE,
        )
    return connection


@contextmanager
def _engine_kept_quiet(engine: Engine) -> Iterator[None]:
    """End with the name of an engine's own error, and not with its text: that may quote a row."""
    try:
        yield
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in _ENGINES:
            raise
        kind = type(error).__name__
    else:
        return
    stop(
        f"{engine.value} stopped ({kind}; what it said is not shown, as it may be about persons). "
        "See whether SOURCE is there, may be read and is whole, and whether memory and disk suffice. "
        "Nothing was changed.",
        REFUSED,
    )


_ENGINES = frozenset({"duckdb", "_duckdb", "ibis", "psycopg", "pyspark", "py4j"})
