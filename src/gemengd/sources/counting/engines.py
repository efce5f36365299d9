# SPDX-License-Identifier: EUPL-1.2
"""The engines that can count: DuckDB inside this process, or an existing PostgreSQL or Spark."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ibis.backends import BaseBackend

ENGINES = ("duckdb", "postgres", "spark")


class EngineMissing(ImportError):  # noqa: N818 - said as the reader would say it
    """The engine, or the package that speaks with it, is not installed."""


def connect(
    engine: str = "duckdb",
    *,
    memory_limit: str | None = None,
    threads: int | None = None,
    url: str | None = None,
) -> BaseBackend:
    """Connect to an engine; only its own packages are imported, and nothing is ever written to it.

    Args:
        engine: one of `ENGINES`.
        memory_limit: DuckDB and local Spark: the most memory, for example `400MB`; more goes to a temporary
            folder, readable by this user only, that disappears with the connection.
        threads: DuckDB and local Spark: the number of threads; all cores by default.
        url: DuckDB: a database file (opened for reading only); none for Parquet and CSV files. PostgreSQL:
            `postgresql://user@host:5432/database` or any libpq text (give the password through `PGPASSWORD`
            or `~/.pgpass`); without it, what `PGHOST`, `PGDATABASE` and so on say. Spark: a master such as
            `local[2]` or `spark://host:7077`, or Spark Connect as `sc://host`; without it the session that
            is active, or else a local one.

    Returns:
        An Ibis connection, for `read_table`.

    Raises:
        ValueError: an unknown engine, or an argument that this engine does not take.
        EngineMissing: a package or Java is absent; the message says how to get it.
    """
    if engine == "duckdb":
        return _duckdb(url, memory_limit, threads)
    if engine == "postgres":
        if memory_limit is not None or threads is not None:
            raise ValueError("memory_limit and threads: PostgreSQL's own configuration decides on these")
        return _postgres(url or "")
    if engine == "spark":
        return _spark(url, memory_limit, threads)
    raise ValueError(f"engine: found {engine!r}, expected one of {', '.join(ENGINES)}")


def _duckdb(url: str | None, memory_limit: str | None, threads: int | None) -> BaseBackend:
    import ibis

    spill = tempfile.TemporaryDirectory(prefix="gemengd-")
    settings: dict[str, Any] = {
        "temp_directory": spill.name,
        # Counts have no order; keeping that of the rows would take memory.
        "preserve_insertion_order": False,
        # Nothing is fetched from the network behind the user's back.
        "autoinstall_known_extensions": False,
    }
    settings |= {"memory_limit": memory_limit} if memory_limit else {}
    settings |= {"threads": threads} if threads else {}
    connection: BaseBackend = ibis.duckdb.connect(url or ":memory:", read_only=url is not None, **settings)
    weakref.finalize(connection, spill.cleanup)
    return connection


def _postgres(url: str) -> BaseBackend:
    try:
        import ibis.backends.postgres
        import psycopg
    except ImportError as error:
        raise _missing("postgres", error) from error
    connection = psycopg.connect(url, autocommit=True, application_name="gemengd")
    connection.execute("set default_transaction_read_only = on")
    backend: BaseBackend = ibis.postgres.from_connection(connection)
    return backend


def _spark(url: str | None, memory_limit: str | None, threads: int | None) -> BaseBackend:
    try:
        import ibis.backends.pyspark
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise _missing("spark", error) from error
    session = SparkSession.getActiveSession()
    if session is not None and (url or memory_limit or threads):
        raise ValueError("url, memory_limit and threads: a Spark session is active, and is what it is")
    if session is None:
        session = _session(SparkSession.builder, url, memory_limit, threads)
    backend: BaseBackend = ibis.pyspark.from_connection(session)
    return backend


def _session(builder: Any, url: str | None, memory_limit: str | None, threads: int | None) -> Any:
    builder = builder.appName("gemengd")
    if url and url.startswith("sc://"):
        return builder.remote(url).getOrCreate()
    master = url or f"local[{threads or '*'}]"
    if not master.startswith("local"):
        return builder.master(master).getOrCreate()
    _check_java()
    for key, value in _local_settings(memory_limit, threads).items():
        builder = builder.config(key, value)
    return builder.master(master).getOrCreate()


def _local_settings(memory_limit: str | None, threads: int | None) -> dict[str, str]:
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.log.level": "ERROR",
        # The default of 200 is for clusters: on one machine it only makes small tasks.
        "spark.sql.shuffle.partitions": str(threads or os.cpu_count() or 1),
    }
    return settings | ({"spark.driver.memory": memory_limit.removesuffix("B")} if memory_limit else {})


def _check_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not (home or shutil.which("java")):
        raise EngineMissing(
            "Spark on this machine needs Java 17 or 21, and there is no 'java' here. "
            "On Debian: sudo apt-get install default-jre-headless"
        )


def _missing(engine: str, error: ImportError) -> EngineMissing:
    return EngineMissing(
        f"engine {engine!r}: the package {error.name!r} is absent. "
        f"Install it with: pip install 'gemengd[{engine}]'"
    )
