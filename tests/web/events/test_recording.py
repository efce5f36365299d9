# SPDX-License-Identifier: EUPL-1.2
"""What may stand in the log, and that every kind of event is explained."""

from __future__ import annotations

import ast
from pathlib import Path
from types import SimpleNamespace

import pytest

import gemengd.web
from gemengd.web.events.models import Event
from gemengd.web.events.selectors import by_person, of_organisations
from gemengd.web.events.services import PersonalDataError, record
from gemengd.web.site.registry import UndeclaredError, declared, events

SOURCE = Path(gemengd.web.__file__).parent


@pytest.mark.django_db
@pytest.mark.parametrize(
    "given",
    [
        {"subject": "jan@gemeente.nl"},
        {"file": "lijst van jan@gemeente.nl.csv"},
        {"email": "x"},
        {"Name": "Jan"},
        {"username": "jan"},
        {"ip_address": "127.0.0.1"},
    ],
)
def test_what_looks_like_a_personal_datum_is_refused(given):
    with pytest.raises(PersonalDataError) as refused:
        record("refused", **given)
    assert not Event.objects.exists()
    assert "jan@" not in str(refused.value)


@pytest.mark.django_db
def test_codes_and_numbers_are_kept():
    event = record("refused", subject="99AA00", action="explain_schools", rows=12, nothing=None)
    kept = Event.objects.get(pk=event.pk)
    assert (kept.subject, kept.detail) == (
        "99AA00",
        {"action": "explain_schools", "rows": 12, "nothing": None},
    )


def recorded_kinds():
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    yield first.value


def test_every_event_that_is_recorded_is_declared():
    assert set(recorded_kinds()) - set(events()) == set()


def test_every_declared_event_has_words():
    assert all(str(words).strip() for one in declared() for words in one.events.values())


@pytest.mark.django_db
def test_an_event_that_no_app_declares_is_refused():
    with pytest.raises(UndeclaredError, match="no app declares the event 'made_up'"):
        record("made_up")
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_a_row_and_its_number_are_recorded_alike():
    row = SimpleNamespace(pk=7)
    assert record("refused", actor=row, organisation=row).actor == 7
    event = record("refused", actor=7, organisation=8)
    assert (event.actor, event.organisation) == (7, 8)


@pytest.mark.django_db
def test_what_a_person_did_is_found_by_the_account_and_by_its_number():
    record("refused", actor=7)
    record("refused", actor=8)
    assert by_person(7).count() == by_person(SimpleNamespace(pk=7)).count() == 1
    assert of_organisations([7]).count() == 0


def test_the_log_knows_no_other_app():
    imported = {
        node.module
        for path in (SOURCE / "events").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("gemengd.web.")
    }
    assert {name.split(".")[2] for name in imported} <= {"events", "site"}
