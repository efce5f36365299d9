# SPDX-License-Identifier: EUPL-1.2
"""Revisions are added, numbered, tied to each other, and never changed."""

from __future__ import annotations

import hashlib
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from gemengd.web.events.append_only import lifted
from gemengd.web.versions import selectors
from gemengd.web.versions.chain import START, BrokenSeriesError, Series, check, document_bytes
from gemengd.web.versions.models import Revision
from gemengd.web.versions.services import OvertakenError, save

pytestmark = pytest.mark.django_db
AGENDA = Series("agenda", "GM9901")
OTHER = Series("agenda", "GM9902")


@pytest.fixture
def three():
    """Three revisions of one agenda, with one of another agenda in between."""
    first = save(AGENDA, {"goal": "Een"}, started_from=0, by=1)
    second = save(AGENDA, {"goal": "Twee"}, started_from=1, by=2, note="after the meeting")
    save(OTHER, {"goal": "Een"}, started_from=0, by=1)
    return [first, second, save(AGENDA, {"goal": "Drie"}, started_from=2, by=None)]


def test_every_revision_has_the_next_number_and_names_the_one_before(three):
    assert [one.number for one in three] == [1, 2, 3]
    assert [one.previous for one in three] == [START, three[0].sha256, three[1].sha256]


def test_objects_have_numbers_of_their_own_and_equal_content_another_hash(three):
    other = selectors.latest(OTHER)
    assert (other.number, other.said) == (1, {"goal": "Een"})
    assert other.sha256 != three[0].sha256


def test_anybody_can_compute_the_hash(three):
    second = three[1]
    said = {
        "content": {"goal": "Twee"},
        "format": "gemengd-revision-1",
        "key": "GM9901",
        "kind": "agenda",
        "moment": second.moment.isoformat(timespec="microseconds"),
        "number": 2,
        "previous": three[0].sha256,
    }
    assert hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest() == second.sha256


def test_who_wrote_it_and_their_note_are_kept_and_not_in_the_document(three):
    kept = Revision.objects.get(sha256=three[1].sha256)
    assert (kept.author, kept.note) == (2, "after the meeting")
    assert "meeting" not in document_bytes(kept).decode()


def test_a_revision_reads_back_with_its_hash(three):
    odd = {
        "text": "Ménsen – “ü” \n 😀",
        "amount": "45.50",
        "year": 2025,
        "share": 0.1,
        "none": None,
        "l": [True],
    }
    save(AGENDA, odd, started_from=3, by=1)
    assert selectors.latest(AGENDA).said == odd
    assert check(Revision.objects.order_by("id")) == 5


def test_saving_the_same_again_adds_nothing(three):
    assert save(AGENDA, {"goal": "Drie"}, started_from=3, by=1) == three[2]
    assert selectors.history(AGENDA).count() == 3


def test_accents_typed_in_another_way_are_the_same_text():
    first = save(AGENDA, {"name": "Zo\u00eb"}, started_from=0, by=1)
    assert save(AGENDA, {"name": "Zoe\u0308"}, started_from=1, by=1) == first


def test_going_back_to_an_earlier_text_is_a_new_revision(three):
    back = save(AGENDA, {"goal": "Een"}, started_from=3, by=1)
    assert back.number == 4
    assert back.sha256 != three[0].sha256


@pytest.mark.parametrize("started_from", [0, 1, 2, 4])
def test_who_did_not_see_the_latest_text_is_refused_and_told_both(three, started_from):
    with pytest.raises(OvertakenError) as refused:
        save(AGENDA, {"goal": "Vier"}, started_from=started_from, by=1)
    assert refused.value.latest == three[2]
    assert refused.value.ours == {"goal": "Vier"}
    assert selectors.history(AGENDA).count() == 3


def test_of_two_who_save_at_the_very_same_moment_one_is_refused(three, monkeypatch):
    latest = selectors.latest
    stale = iter([three[1]])
    monkeypatch.setattr(selectors, "latest", lambda series: next(stale, None) or latest(series))
    with pytest.raises(OvertakenError) as refused:
        save(AGENDA, {"goal": "Vier"}, started_from=2, by=1)
    assert refused.value.latest == three[2]
    # The transaction of the caller goes on.
    assert selectors.history(AGENDA).count() == 3


@pytest.mark.parametrize("series", [Series("agenda", "a/b"), Series("", "a"), Series("agenda", "Zoë")])
def test_what_cannot_stand_in_an_address_is_refused(series):
    with pytest.raises(ValueError, match="expected a kind and key"):
        save(series, {}, started_from=0, by=1)


def test_what_json_cannot_hold_is_refused():
    with pytest.raises(ValueError, match="found"):
        save(AGENDA, {"a": object()}, started_from=0, by=1)


@pytest.mark.parametrize(
    "statement", ["UPDATE versions_revision SET content = '{}'", "DELETE FROM versions_revision"]
)
def test_the_database_refuses_changes(three, statement):
    with (
        pytest.raises(DatabaseError, match="never changed or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_saving_a_revision_again_is_refused(three):
    with pytest.raises(ValueError, match="never changed"):
        three[0].save()


def test_a_number_is_given_once(three):
    twin = Revision(kind="agenda", key="GM9901", number=2, sha256="a" * 64, moment=three[0].moment)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


@pytest.mark.parametrize(
    "change",
    [{"content": "{}"}, {"number": 7}, {"previous": "a" * 64}, {"sha256": "b" * 64}, {"key": "GM9902"}],
)
def test_a_change_past_the_site_is_found(three, change):
    with lifted(connection):
        Revision.objects.filter(pk=three[1].pk).update(**change)
    with pytest.raises(BrokenSeriesError):
        check(Revision.objects.order_by("id"))


def test_a_revision_that_was_taken_away_is_found(three):
    with lifted(connection):
        Revision.objects.filter(pk=three[1].pk).delete()
    with pytest.raises(BrokenSeriesError, match="does not follow"):
        check(Revision.objects.order_by("id"))


def test_the_command_says_what_it_found(three, capsys):
    call_command("check_versions")
    assert capsys.readouterr().out == "4 revisions, unchanged.\n"
    with lifted(connection):
        Revision.objects.filter(pk=three[0].pk).update(content="{}")
    with pytest.raises(CommandError, match="agenda GM9901, 1: is not what was saved"):
        call_command("check_versions")
