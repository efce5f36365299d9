# SPDX-License-Identifier: EUPL-1.2
"""One's own data: all of it to download, none of it after deletion."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.test import Client

from explaining import say
from gemengd.web.events.chain import check
from gemengd.web.events.models import Event
from gemengd.web.membership.invitations import invite
from gemengd.web.organisations.models import Role, User
from gemengd.web.versions.models import Revision

PASSWORD = "een-lang-wachtwoord-8"


@pytest.fixture
def person(board, member_of):
    """A reader who is about to leave, and who once wrote something."""
    user = member_of(board, Role.READER, second_factor=False)
    user.last_name = "Achternaam"
    user.save()
    say(board, by=user.pk, text="Onze uitleg.")
    return user


@pytest.fixture
def client(person):
    """Signed in by the login page, so that everything that is kept of a login is there."""
    client = Client(headers={"user-agent": "Browser van Persoon"})
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    return client


def delete(client):
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client.post("/organisatie/account/verwijderen/", {"sure": "on"})


def test_the_download_holds_everything(client, person, board):
    response = client.post("/organisatie/account/gegevens.json")
    assert response["Content-Disposition"] == 'attachment; filename="gemengd-account.json"'
    data = response.json()
    assert data["account"]["email"] == person.email
    assert data["addresses"] == [{"email": person.email, "verified": True, "primary": True}]
    assert data["memberships"][0]["organisation__name"] == board.name
    [said] = data["explanations"]
    assert (said["school_id"], said["text"]) == ("99AA00", "Onze uitleg.")
    assert data["sessions"][0]["user_agent"] == "Browser van Persoon"
    assert {event["kind"] for event in data["events"]} == {"logged_in", "account_exported"}


def test_nothing_secret_is_in_the_download(client, person):
    text = client.post("/organisatie/account/gegevens.json").content.decode()
    assert person.password not in text
    assert client.session.session_key not in text


def test_deletion_asks_the_password_once_more(client, person):
    assert client.get("/organisatie/account/verwijderen/")["Location"].startswith("/account/reauthenticate/")
    client.post("/organisatie/account/verwijderen/", {"sure": "on"})
    person.refresh_from_db()
    assert person.is_active


def test_deletion_takes_a_sign_that_it_is_meant(client, person):
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert client.post("/organisatie/account/verwijderen/", {}).status_code == 422
    person.refresh_from_db()
    assert person.is_active


def test_after_deletion_no_table_holds_who_it_was(client, person, board):
    email, name = person.email, person.first_name
    invite(email, organisation=None, role="")
    assert delete(client)["Location"] == "/account/login/"
    kept = "".join(str(list(model.objects.values())) for model in apps.get_models())
    for secret in (email, name, "Achternaam", "Browser van Persoon"):
        assert secret not in kept


def test_what_happened_keeps_the_number_and_the_chain_holds(client, person):
    delete(client)
    kinds = list(Event.objects.filter(actor=person.pk).order_by("id").values_list("kind", flat=True))
    assert kinds == ["logged_in", "account_deleted", "logged_out"]
    assert check(Event.objects.order_by("id")).events == Event.objects.count()


def test_what_a_board_said_stays(client, person):
    delete(client)
    assert Revision.objects.get().author == person.pk


def test_every_session_ends(client, person):
    other = Client()
    other.post("/account/login/", {"login": person.email, "password": PASSWORD})
    delete(client)
    for browser in (client, other):
        assert browser.get("/organisatie/").status_code == 302


def test_who_deleted_an_account_can_be_invited_again(client, person, board):
    email = person.email
    delete(client)
    _, link = invite(email, organisation=board, role=Role.READER)
    path = link.split("/", 3)[3]
    Client().post(f"/{path}", {"name": "Terug", "password": "een-heel-goed-wachtwoord"})
    assert User.objects.get(email=email).pk != person.pk
