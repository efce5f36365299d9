# SPDX-License-Identifier: EUPL-1.2
"""What may stand in the log, and that every kind of event is explained."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import gemengd.web
from gemengd.web.events.kinds import KINDS
from gemengd.web.events.models import Event
from gemengd.web.events.services import PersonalDataError, record

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


def test_every_kind_that_is_recorded_is_explained():
    assert set(recorded_kinds()) - set(KINDS) == set()
