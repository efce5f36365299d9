# SPDX-License-Identifier: EUPL-1.2
"""People are told on the site what changed for them, each in their own language, until they have read it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from accounts import make_member, make_user
from gemengd.web.mail import notices
from gemengd.web.mail.models import Notice
from gemengd.web.membership import invitations, memberships
from gemengd.web.organisations.models import Kind, Organisation, Role

ADDRESS = "/berichten/"


@pytest.fixture
def board(db):
    return Organisation.objects.create(kind=Kind.BOARD, name="Stichting <Oost>", code="99101")


@pytest.fixture
def administrator(board):
    return make_member(board, Role.ADMINISTRATOR)


@pytest.fixture
def told(board, administrator):
    """A reader whose role was changed."""
    reader = make_member(board, Role.READER)
    memberships.change_role(reader.memberships.get(), Role.EDITOR, by=administrator)
    return reader


def test_who_gets_another_role_is_told_in_the_header_and_on_the_page(told, browser):
    client = browser(told)
    assert "1 nieuwe melding" in client.get("/organisatie/").text
    page = client.get(ADDRESS).text
    assert "U hebt nu een andere rol in Stichting &lt;Oost&gt;." in page


def test_a_notice_is_in_the_language_of_who_reads_it(told, browser):
    assert "You have another role in" in browser(told).get("/en" + ADDRESS).text


def test_reading_a_notice_leads_to_what_it_is_about_and_counts_it_no_more(told, board, browser):
    client = browser(told)
    answer = client.post(reverse("mail:open", args=[told.notices.get().pk]))
    assert answer["Location"] == reverse("organisations:organisation", args=[board.pk])
    assert "nieuwe melding" not in client.get("/organisatie/").text
    assert "andere rol" in client.get(ADDRESS).text


def test_all_can_be_read_at_once(told, browser):
    browser(told).post(reverse("mail:read_all"))
    assert notices.unread(told) == 0


def test_nobody_reads_the_notices_of_another(told, administrator, browser):
    client = browser(administrator)
    assert "andere rol" not in client.get(ADDRESS).text
    assert client.post(reverse("mail:open", args=[told.notices.get().pk])).status_code == 404
    client.post(reverse("mail:read_all"))
    assert notices.unread(told) == 1


def test_who_invited_hears_that_it_was_accepted(board, administrator):
    made, _link = invitations.invite("a@example.org", organisation=board, role=Role.READER, by=administrator)
    invitations.accept(made, make_user("a@example.org"))
    [notice] = notices.told(notices.of(administrator))
    assert notice.text == "Iemand heeft uw uitnodiging voor Stichting <Oost> aangenomen."
    assert (notice.organisation, notice.unread) == (board.pk, True)


def test_who_is_taken_out_of_an_organisation_keeps_no_notices_of_it(told, administrator):
    memberships.remove(told.memberships.get(), by=administrator)
    assert notices.unread(told) == 0


def test_a_notice_is_written_with_what_it_is_about_or_not_at_all(told, administrator, monkeypatch):
    monkeypatch.setattr(notices, "notify", lambda *_args, **_blanks: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        memberships.change_role(told.memberships.get(), Role.READER, by=administrator)
    assert told.memberships.get().role == "editor"


def test_a_kind_that_nobody_declared_is_refused(told):
    with pytest.raises(notices.UnknownKindError):
        notices.notify([told], "nonsense")


def test_a_notice_whose_blanks_or_page_are_gone_still_says_something(told):
    Notice.objects.update(detail={}, page="no:such")
    [notice] = notices.told(notices.of(told))
    assert "andere rol" in notice.text
    assert notice.address == ""


def test_a_page_without_a_reader_counts_nothing(site, browser, django_assert_max_num_queries):
    browser(None).get("/methode/")
    with django_assert_max_num_queries(10) as queries:
        browser(None).get("/methode/")
    assert "mail_notice" not in str(queries.captured_queries)


def test_what_was_read_long_ago_is_forgotten(told):
    notices.mark_read(told)
    assert notices.sweep(timezone.now() + notices.READ_KEPT - timedelta(minutes=1)) == 0
    assert notices.sweep(timezone.now() + notices.READ_KEPT) == 1


def test_english_addresses_stay_english(told, browser):
    with translation.override("en"):
        address = reverse("mail:open", args=[told.notices.get().pk])
    assert browser(told).post(address)["Location"].startswith("/en/organisatie/")
