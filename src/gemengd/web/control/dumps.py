# SPDX-License-Identifier: EUPL-1.2
"""The whole database as one file, by the database's own means: triggers come back with it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection


class DumpError(RuntimeError):
    """The database could not be written to a file, or read back."""


def dump(target: Path) -> None:
    """Write the database as it is at one moment; the site may go on meanwhile.

    Args:
        target: the file to make.

    Raises:
        DumpError: a program of PostgreSQL is not there or failed; its own words are repeated.
    """
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(target)])
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def restore(source: Path) -> None:
    """Fill an empty database; when it fails the database is as empty as before.

    Args:
        source: a file that `dump` made with the same kind of database.

    Raises:
        DumpError: the database is not empty, or cannot be filled.
    """
    if not is_empty():
        raise DumpError("the database is not empty; make an empty one, and give its address as DATABASE_URL")
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(source)) as kept:
            kept.backup(connection.connection)
    else:
        database = f"--dbname={connection.connection.info.dbname}"
        how = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
        _run("pg_restore", *how, database, str(source))
    # What this process knew of the tables is of the database before.
    connection.close()


def is_empty() -> bool:
    """True for a database without tables."""
    return not connection.introspection.table_names()


def _run(program: str, *arguments: str) -> None:
    try:
        done = subprocess.run(  # noqa: S603 - a program of PostgreSQL with our own arguments
            [program, *arguments],
            env={**os.environ, **_address()},
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise DumpError(
            f"{program} is not installed; on Debian: apt-get install postgresql-client"
        ) from error
    if done.returncode:
        raise DumpError(f"{program} failed: {done.stderr.strip()}")


def _address() -> dict[str, str]:
    """Where the database is, as variables: everybody on a machine can read the arguments of a program."""
    from psycopg import pq

    info = connection.connection.info
    given = info.get_parameters() | {"host": info.host, "port": str(info.port), "password": info.password}
    variables = {
        option.keyword.decode(): option.envvar.decode()
        for option in pq.Conninfo.get_defaults()
        if option.envvar
    }
    return {variables[name]: value for name, value in given.items() if value and name in variables}
