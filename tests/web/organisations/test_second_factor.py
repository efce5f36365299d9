# SPDX-License-Identifier: EUPL-1.2
"""Who may change something sets up the second step first, and reaches nothing else until then."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from gemengd.web.events.models import Event
from gemengd.web.organisations.models import Role

SET_UP = "/account/2fa/totp/activate/"
PASSWORD = "een-lang-wachtwoord-8"


@pytest.fixture
def editor(board, member_of):
    """An editor who has not set up the second step."""
    return member_of(board, Role.EDITOR, second_factor=False)


@pytest.fixture
def client(editor):
    """Signed in with a password, which was asked once more."""
    client = Client()
    client.post("/account/login/", {"login": editor.email, "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.mark.parametrize(
    "address", ["/organisatie/", "/organisatie/account/", "/account/email/", "/account/2fa/"]
)
def test_every_page_leads_to_the_set_up(client, address):
    assert client.get(address)["Location"] == SET_UP
    assert client.post(address)["Location"] == SET_UP


def test_signing_out_stays_possible(client):
    assert client.post("/account/logout/")["Location"] == "/"


@pytest.mark.django_db(transaction=True)  # what happened is recorded when the transaction is done
def test_after_the_set_up_come_the_recovery_codes_and_then_everything(client, editor, totp):
    page = client.get(SET_UP).content.decode()
    assert 'src="data:image/svg+xml' in page
    secret = re.search(r"<code>(\w+)</code>", page)[1]
    to = client.post(SET_UP, {"code": totp(secret)})["Location"]
    codes = re.findall(r"<li><code>(\d+)</code>", client.get(to).content.decode())
    assert len(codes) == 10
    assert client.get("/organisatie/").status_code == 200
    assert Event.objects.filter(kind="second_factor_set", actor=editor.pk).count() == 2


def test_a_wrong_code_sets_nothing_up(client, editor):
    client.get(SET_UP)
    assert client.post(SET_UP, {"code": "000000"}).status_code == 200
    assert not Authenticator.objects.exists()


def test_the_secret_is_not_readable_in_the_database(people):
    stored = Authenticator.objects.get(user=people.editor).data["secret"]
    assert "JBSWY3DPEHPK3PXP" not in stored


def test_who_removes_it_has_to_set_it_up_again(people, totp):
    client = Client()
    client.post("/account/login/", {"login": people.editor.email, "password": PASSWORD})
    client.post("/account/2fa/authenticate/", {"code": totp()})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/2fa/totp/deactivate/")
    assert client.get("/organisatie/")["Location"] == SET_UP
    assert Event.objects.filter(kind="second_factor_removed", actor=people.editor.pk).exists()


def test_a_reader_needs_none(people, browser):
    assert browser(people.reader).get("/organisatie/").status_code == 200


def test_a_reader_who_is_made_editor_needs_it_at_once(people, board, browser):
    client = browser(people.reader)
    people.reader.memberships.update(role=Role.EDITOR)
    assert client.get("/organisatie/")["Location"] == SET_UP
