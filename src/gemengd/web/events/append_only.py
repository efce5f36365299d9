# SPDX-License-Identifier: EUPL-1.2
"""Tables to which the database lets rows be added and nothing else; each app declares its own.

On SQLite, a later migration that rebuilds such a table drops its triggers with it: install them again at
its end (a test holds the tables to it).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps.registry import Apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

from gemengd.web.site.registry import append_only_tables

_REFUSAL = "rows of {table} are never changed or deleted"
_SQLITE = """CREATE TRIGGER {table}_no_{word} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{refusal}'); END"""
_FUNCTION = """CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END $$"""
_POSTGRESQL = """CREATE TRIGGER {table}_no_{word} BEFORE {verb} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"""


def append_only(table: str) -> RunPython:
    """A step of a migration after which a table only grows."""

    def forwards(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        _run(editor.connection, protection(table, editor.connection.vendor))

    def backwards(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        _run(editor.connection, removal(table, editor.connection.vendor))

    return RunPython(forwards, backwards)


def discard(table: str) -> RunPython:
    """A step of a migration that clears up after a table that is gone; its triggers went with it."""

    def forwards(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            _run(editor.connection, [f"DROP FUNCTION IF EXISTS {table}_refuse()"])

    return RunPython(forwards)


def protection(table: str, vendor: str) -> list[str]:
    """The statements that protect a table.

    Raises:
        NotImplementedError: this database cannot be told to.
    """
    refusal = _REFUSAL.format(table=table)
    if vendor == "sqlite":
        return [
            _SQLITE.format(table=table, word=verb.lower(), verb=verb, refusal=refusal)
            for verb in _verbs(vendor)
        ]
    if vendor != "postgresql":
        raise NotImplementedError(f"{vendor}: the log needs SQLite or PostgreSQL, which can refuse changes")
    triggers = [_POSTGRESQL.format(table=table, word=verb.lower(), verb=verb) for verb in _verbs(vendor)]
    return [_FUNCTION.format(table=table, refusal=refusal), *triggers]


def removal(table: str, vendor: str) -> list[str]:
    """The statements that take the protection of a table away."""
    on = f" ON {table}" if vendor == "postgresql" else ""
    return [f"DROP TRIGGER IF EXISTS {table}_no_{verb.lower()}{on}" for verb in _verbs(vendor)]


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the protection for a while; for tests that empty the database between them."""
    there = [table for table in append_only_tables() if table in connection.introspection.table_names()]
    for table in there:
        _run(connection, removal(table, connection.vendor))
    yield
    for table in there:
        _run(connection, protection(table, connection.vendor))


def _verbs(vendor: str) -> tuple[str, ...]:
    # SQLite has no TRUNCATE, and empties a table by deleting its rows.
    return ("UPDATE", "DELETE") if vendor == "sqlite" else ("UPDATE", "DELETE", "TRUNCATE")


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
