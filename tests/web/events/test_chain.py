# SPDX-License-Identifier: EUPL-1.2
"""The chain of the log shows every change that was made outside the site."""

from __future__ import annotations

import hashlib
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from gemengd.web.events.append_only import lifted
from gemengd.web.events.chain import START, BrokenChainError, check
from gemengd.web.events.models import Event
from gemengd.web.events.services import record

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    """Three events."""
    return [record("published", subject=str(version)) for version in (1, 2, 3)]


def all_events():
    return Event.objects.order_by("id")


def tampered(**change):
    """What somebody with the password of the database could do."""
    with lifted(connection):
        Event.objects.filter(subject="2").update(**change)


def test_every_event_names_the_one_before(three):
    assert [event.previous for event in three] == [START, three[0].hash, three[1].hash]


def test_the_hash_can_be_computed_by_anybody(three):
    event = three[0]
    said = {
        "actor": None,
        "detail": {},
        "kind": "published",
        "moment": event.moment.isoformat(timespec="microseconds"),
        "organisation": None,
        "previous": "0" * 64,
        "subject": "1",
    }
    assert event.hash == hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()


def test_an_untouched_log_is_found_in_order(three):
    found = check(all_events())
    assert (found.events, found.head) == (3, three[-1].hash)


@pytest.mark.parametrize(
    "change",
    [{"kind": "refused"}, {"actor": 7}, {"organisation": 7}, {"detail": {"a": 1}}, {"hash": "0" * 64}],
)
def test_a_changed_event_is_found(three, change):
    tampered(**change)
    with pytest.raises(BrokenChainError, match=f"event {three[1].pk}"):
        check(all_events())


def test_a_removed_event_is_found(three):
    with lifted(connection):
        Event.objects.filter(pk=three[1].pk).delete()
    with pytest.raises(BrokenChainError, match=f"event {three[2].pk}: does not follow"):
        check(all_events())


def test_events_that_were_cut_off_are_found_with_a_head_noted_before(three):
    with lifted(connection):
        Event.objects.filter(pk=three[2].pk).delete()
    assert check(all_events()).events == 2
    with pytest.raises(BrokenChainError, match="cut off"):
        check(all_events(), known=three[2].hash)


def test_the_command_says_the_head(three, capsys):
    call_command("check_events", known=three[1].hash)
    assert capsys.readouterr().out == f"3 events, unchanged. Head: {three[2].hash}\n"


def test_the_command_fails_on_a_changed_log(three):
    tampered(subject="9")
    with pytest.raises(CommandError, match="restore from a back-up"):
        call_command("check_events")


def test_an_event_reads_back_with_the_hash_it_was_stored_with(three):
    record("refused", detail_number=3, wording="Ménsen – ü", nothing=None)
    assert check(all_events()).events == 4
