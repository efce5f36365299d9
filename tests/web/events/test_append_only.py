# SPDX-License-Identifier: EUPL-1.2
"""The database itself refuses to change what happened."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from explaining import say
from gemengd.web.events.append_only import lifted, protection
from gemengd.web.events.models import Event
from gemengd.web.events.services import record
from gemengd.web.site.registry import append_only_tables


def run(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE events_event SET kind = 'x'", "DELETE FROM events_event"])
def test_the_database_refuses_to_change_the_log(statement):
    event = record("published", subject="1")
    with pytest.raises(DatabaseError, match="never changed or deleted"):
        run(statement)
    assert Event.objects.get().kind == event.kind


@pytest.mark.django_db
def test_the_database_refuses_to_change_what_boards_said(board_row):
    for statement in (
        "UPDATE versions_revision SET content = 'x'",
        "DELETE FROM versions_revision",
    ):
        with pytest.raises(DatabaseError, match="never changed or deleted"):
            run(statement)


@pytest.fixture
def board_row():
    """One row of a board."""
    from gemengd.web.organisations.models import Organisation

    board = Organisation.objects.create(kind="board", name="Stichting", code="99101")
    return say(board, text="Wij zijn er.")


@pytest.mark.django_db
def test_saving_an_event_again_is_refused():
    event = record("published")
    with pytest.raises(ValueError, match="never changed"):
        event.save()


@pytest.mark.django_db
def test_every_protected_table_has_its_triggers_after_all_migrations():
    names = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger",
    }
    with connection.cursor() as cursor:
        cursor.execute(names[connection.vendor])
        there = {row[0] for row in cursor.fetchall()}
    tables = append_only_tables()
    assert {"events_event", "versions_revision"} <= set(tables)
    assert {f"{table}_no_{word}" for table in tables for word in ("update", "delete")} <= there


@pytest.mark.django_db
def test_the_protection_is_back_after_it_was_lifted():
    record("published")
    with lifted(connection):
        Event.objects.all().delete()
    record("published")
    with pytest.raises(DatabaseError):
        run("DELETE FROM events_event")


def test_another_database_is_refused_rather_than_left_unprotected():
    with pytest.raises(NotImplementedError, match="SQLite or PostgreSQL"):
        protection("events_event", "mysql")


def test_postgresql_also_refuses_to_empty_a_table():
    statements = protection("events_event", "postgresql")
    assert any("BEFORE TRUNCATE" in statement for statement in statements)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_tests_can_empty_the_database_between_them(time):
    assert not Event.objects.exists()
    record("published", subject=time)
