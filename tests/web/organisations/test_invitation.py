# SPDX-License-Identifier: EUPL-1.2
"""Accounts come from an invitation: a link that works once, for a week."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gemengd.web.events.models import Event
from gemengd.web.membership.invitations import invite
from gemengd.web.organisations.models import Invitation, Organisation, Role, User
from letters import letters

NEW = {"name": "Nieuw Persoon", "password": "een-heel-goed-wachtwoord"}


@pytest.fixture
def link(board, settings):
    """The path of a link for an editor of the first board."""
    return invite("new@example.org", organisation=board, role=Role.EDITOR)[1].removeprefix(
        settings.GEMENGD_ADDRESS
    )


def test_an_administrator_sends_a_link_by_mail(people, board, browser):
    browser(people.administrator).post(
        reverse("organisations:invite", args=[board.pk]), {"email": "New@Example.org", "role": "reader"}
    )
    (sent,) = letters()
    assert sent.to == ["new@example.org"]
    assert re.search(r"/organisatie/uitnodiging/[\w-]{40,}/", sent.body)
    assert "Stichting Oost" in sent.body


def test_the_database_does_not_hold_the_link(link):
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert token not in str(list(Invitation.objects.values()))


def test_who_accepts_gets_an_account_a_role_and_is_signed_in(link, board):
    client = Client()
    assert client.get(link).status_code == 200
    assert client.post(link, NEW)["Location"] == "/organisatie/"
    user = User.objects.get(email="new@example.org")
    assert (user.get_full_name(), user.memberships.get().role) == ("Nieuw Persoon", "editor")
    assert int(client.session["_auth_user_id"]) == user.pk


def test_a_link_works_once(link):
    Client().post(link, NEW)
    again = Client().post(link, {**NEW, "name": "Ander"})
    assert again.status_code == 410
    assert User.objects.filter(first_name="Ander").count() == 0


def test_a_link_stops_after_a_week_and_the_address_is_forgotten(link):
    Invitation.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert Client().get(link).status_code == 410
    assert not Invitation.objects.exists()


def test_a_made_up_link_is_refused(db):
    assert Client().get(reverse("organisations:invitation", args=["x" * 43])).status_code == 410


def test_a_second_invitation_replaces_the_first(link, board):
    invite("new@example.org", organisation=board, role=Role.READER)
    assert Client().get(link).status_code == 410


def test_a_withdrawn_link_stops(link, people, board, browser):
    address = reverse("organisations:withdraw", args=[board.pk, Invitation.objects.get().pk])
    browser(people.administrator).post(address)
    assert Client().get(link).status_code == 410


@pytest.mark.parametrize("password", ["kort", "123456789012345", "wachtwoord"])
def test_a_weak_password_is_refused_with_the_reason(link, password):
    response = Client().post(link, {**NEW, "password": password})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not User.objects.exists()


def test_who_has_an_account_signs_in_and_accepts(link, user_of, browser):
    user = user_of("new@example.org")
    assert Client().get(link)["Location"].startswith("/account/login/?next=")
    client = browser(user)
    assert client.get(link).status_code == 200
    client.post(link)
    assert user.memberships.get().role == "editor"


def test_who_is_signed_in_as_somebody_else_cannot_take_it(link, people, browser):
    assert browser(people.stranger).post(link).status_code == 403
    assert Invitation.objects.exists()


def test_an_invitation_of_another_organisation_is_not_there(people, other_board, board, browser):
    invitation, _ = invite("new@example.org", organisation=board, role=Role.READER)
    address = reverse("organisations:withdraw", args=[other_board.pk, invitation.pk])
    assert browser(people.stranger).post(address).status_code == 404
    assert Invitation.objects.exists()


def test_the_log_holds_numbers_and_no_addresses(link):
    Client().post(link, NEW)
    kinds = list(Event.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["invited", "account_made", "joined", "logged_in"]
    assert "@" not in str(list(Event.objects.values()))


def test_the_first_administrator_comes_in_by_the_command_line(db, capsys, settings):
    call_command("invite", "eerste@example.org")
    link = capsys.readouterr().out.strip().removeprefix(settings.GEMENGD_ADDRESS)
    Client().post(link, NEW)
    assert User.objects.get().is_superuser


def test_the_command_line_names_an_organisation_that_is_not_there(db):
    with pytest.raises(CommandError, match="GM0000"):
        call_command("invite", "eerste@example.org", organisation="GM0000")
    assert not Organisation.objects.exists()


def test_the_command_line_refuses_what_is_no_address(db):
    with pytest.raises(CommandError, match="not a mail address"):
        call_command("invite", "eerste")
