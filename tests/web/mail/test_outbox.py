# SPDX-License-Identifier: EUPL-1.2
"""Mails are written in the transaction of what they are about, and no request speaks to a mail server."""

from __future__ import annotations

import email
import time
from email.policy import default

import pytest
from django.core.exceptions import ValidationError
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts import make_member
from gemengd.web.events.models import Event
from gemengd.web.mail import services
from gemengd.web.mail.delivery import Delivered, claim, deliver
from gemengd.web.mail.models import Message
from gemengd.web.mail.sealing import unseal
from gemengd.web.mail.selectors import standing
from gemengd.web.organisations.models import Invitation, Kind, Organisation, Role
from letters import letters


class Sleeping(BaseEmailBackend):
    """A mail server that must not be asked."""

    asked = 0

    def send_messages(self, email_messages):  # noqa: ARG002
        Sleeping.asked += 1
        time.sleep(2)


@pytest.fixture
def sleeping(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Sleeping"
    Sleeping.asked = 0
    yield
    assert Sleeping.asked == 0


@pytest.fixture
def administrator(db):
    board = Organisation.objects.create(kind=Kind.BOARD, name="Stichting Oost", code="99101")
    return make_member(board, Role.ADMINISTRATOR)


def _waiting():
    return list(Message.objects.filter(state="waiting").order_by("id").values_list("to", "about"))


def test_what_is_rolled_back_sends_nothing(written):
    with transaction.atomic():
        written()
        transaction.set_rollback(True)
    assert _waiting() == []


@pytest.mark.parametrize(
    ("address", "about"),
    [("lezer@example.org", ["account/email/password_reset_key"]), ("niemand@example.org", [])],
    ids=["known", "unknown"],
)
def test_asking_for_a_new_password_speaks_to_no_mail_server(sleeping, reader, address, about):
    answer = Client().post("/account/password/reset/", {"email": address})
    assert answer["Location"] == "/account/password/reset/done/"
    assert _waiting() == [(address, one) for one in about]


def test_asking_for_a_new_password_does_as_much_for_an_unknown_address(reader):
    def work(address):
        with CaptureQueriesContext(connection) as queries:
            Client().post("/account/password/reset/", {"email": address})
        written = [query["sql"].split("(")[0] for query in queries if query["sql"].startswith("INSERT")]
        return [one for one in written if "mail_message" in one]

    assert work("niemand@example.org") == work("lezer@example.org") != []
    known, unknown = Message.objects.get(state="waiting"), Message.objects.get(state="discarded")
    assert unknown.to == ""
    assert abs(len(known.sealed) - len(unknown.sealed)) < 200
    deliver()
    assert not Message.objects.filter(state="discarded").exists()


def test_no_mail_of_an_account_is_sent_in_a_request(sleeping, reader, browser):
    client = browser(reader)
    client.post("/account/reauthenticate/", {"password": "een-lang-wachtwoord-8"})
    new = "een-ander-goed-wachtwoord"
    given = {"oldpassword": "een-lang-wachtwoord-8", "password1": new, "password2": new}
    client.post("/account/password/change/", given)
    client.post("/account/email/", {"action_add": "1", "email": "nieuw@example.org"})
    assert _waiting() == [
        ("lezer@example.org", "account/email/password_changed"),
        ("nieuw@example.org", "account/email/email_confirmation"),
    ]
    assert Message.objects.get(to="nieuw@example.org").until is not None


def test_an_invitation_is_made_and_mailed_in_one(sleeping, administrator, browser, monkeypatch):
    organisation = administrator.memberships.get().organisation
    invite = reverse("organisations:invite", args=[organisation.pk])
    browser(administrator).post(invite, {"email": "Nieuw@Example.org", "role": "reader"})
    assert _waiting() == [("nieuw@example.org", "organisations/email/invitation")]
    assert Message.objects.get().until == Invitation.objects.get().expires

    def full(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr(services, "send", full)
    with pytest.raises(RuntimeError):
        browser(administrator).post(invite, {"email": "tweede@example.org", "role": "reader"})
    assert not Invitation.objects.filter(email="tweede@example.org").exists()


def test_an_invitation_speaks_the_language_of_who_invites(administrator, browser):
    organisation = administrator.memberships.get().organisation
    with translation.override("en"):
        invite = reverse("organisations:invite", args=[organisation.pk])
    browser(administrator).post(invite, {"email": "new@example.org", "role": "reader"})
    [sent] = letters()
    assert sent.subject == "Gemengd: you are invited"
    assert sent.extra_headers["Content-Language"] == "en"


def test_the_command_line_puts_an_invitation_in_the_outbox(db, capsys):
    call_command("invite", "a@example.org", "--mail")
    assert [to for to, _ in _waiting()] == ["a@example.org"]
    call_command("deliver_mail")
    assert "1 sent, 0 later, 0 given up" in capsys.readouterr().out


@pytest.mark.parametrize(
    "to", ["jan@example.org\nBcc: piet@example.org", "a@example.org,b@example.org", "Jan <a@example.org>", ""]
)
def test_what_is_not_one_address_is_refused(written, to):
    with pytest.raises(ValidationError):
        written(to)


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x85", "\x00"])
def test_a_subject_cannot_add_a_header(server, written, sign):
    written(subject=f"Hallo{sign}Bcc: piet@example.org{sign}{sign}Tekst")
    assert deliver() == Delivered(sent=1)
    mail = email.message_from_bytes(server.taken[0], policy=default)
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Hallo Bcc: piet@example.org Tekst"
    assert "Tekst" not in mail.get_content()


def test_signs_that_steer_a_terminal_are_left_out(written):
    assert unseal(written(body="a\x1b[31m\x00b\r\nc\td").sealed).body == "a[31mb\nc\td\n"


def test_what_failed_is_sent_again_when_the_administrator_asks(server, written, keeper, browser):
    server.behaviour = "refuses"
    message = written()
    deliver()
    page = browser(keeper).get(reverse("mail:outbox")).text
    assert "De mailserver weigert deze e-mail. (550)" in page
    assert "jan@example.org" in page
    server.behaviour = ""
    browser(keeper).post(reverse("mail:retry", args=[message.pk]))
    assert deliver() == Delivered(sent=1)
    assert Event.objects.get(kind="mail_retried").subject == str(message.pk)


def test_what_is_thrown_away_is_not_sent_and_forgotten(server, written, keeper, browser):
    message = written()
    browser(keeper).post(reverse("mail:discard", args=[message.pk]))
    message.refresh_from_db()
    assert (message.to, message.sealed, message.state) == ("", "", "discarded")
    assert deliver() == Delivered()
    assert server.taken == []


@pytest.mark.parametrize("act", ["retry", "discard"])
def test_what_is_being_sent_is_left_alone(written, keeper, browser, act):
    message = written()
    assert claim() == message
    answer = browser(keeper).post(reverse(f"mail:{act}", args=[message.pk]), follow=True)
    assert "al verstuurd of weggegooid" in answer.text
    message.refresh_from_db()
    assert message.state == "sending"
    assert not Event.objects.filter(kind__startswith="mail_").exists()


def test_the_administrator_sees_that_nothing_is_sent(written, keeper, browser):
    message = written()
    address = reverse("mail:outbox")
    assert "staat stil" not in browser(keeper).get(address).text
    Message.objects.update(due=message.due.replace(year=2020))
    assert standing().unseen
    assert "staat stil" in browser(keeper).get(address).text


def test_who_looks_after_the_site_is_told_once_that_mail_fails(server, written, keeper, browser):
    server.behaviour = "refuses"
    written()
    written("piet@example.org")
    deliver()
    assert "1 nieuwe melding" in browser(keeper).get("/organisatie/").text
    notice = keeper.notices.get()
    to = browser(keeper).post(reverse("mail:open", args=[notice.pk]))["Location"]
    assert to == reverse("mail:outbox")


def test_an_account_that_is_deleted_leaves_no_mail_behind(written, reader):
    from gemengd.web.accounts.accounts import delete, personal_data

    written(reader.email, about="test")
    assert [one["about"] for one in personal_data(reader)["mails"]] == ["test"]
    delete(reader)
    assert not Message.objects.exists()
