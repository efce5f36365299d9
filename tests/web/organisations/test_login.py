# SPDX-License-Identifier: EUPL-1.2
"""Signing in: with password and code, blocked after five tries, and without telling who has an account."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from gemengd.web.events.models import Event
from letters import letters

LOGIN = "/account/login/"
PASSWORD = "een-lang-wachtwoord-8"


def sign_in(client, email="reader-99101@example.org", password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def test_a_reader_signs_in_with_a_password(people):
    response = sign_in(Client())
    assert response["Location"] == "/organisatie/"


def test_who_has_the_second_step_fills_in_a_code(people, totp):
    client = Client()
    assert sign_in(client, "editor-99101@example.org")["Location"] == "/account/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    assert client.get("/account/2fa/authenticate/").content.count(b"one-time-code") == 1
    assert client.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    client.post("/account/2fa/authenticate/", {"code": totp()})
    assert int(client.session["_auth_user_id"]) == people.editor.pk


def test_a_recovery_code_works_once(people):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    code = RecoveryCodes.activate(people.editor).get_unused_codes()[0]
    for expected in (True, False):
        client = Client()
        sign_in(client, "editor-99101@example.org")
        client.post("/account/2fa/authenticate/", {"code": code})
        assert ("_auth_user_id" in client.session) is expected


def test_codes_can_be_guessed_five_times(people, totp):
    client = Client()
    sign_in(client, "editor-99101@example.org")
    for _ in range(5):
        client.post("/account/2fa/authenticate/", {"code": "000000"})
    client.post("/account/2fa/authenticate/", {"code": totp()})
    assert "_auth_user_id" not in client.session


def test_the_session_gets_another_number_at_login(people):
    client = Client()
    session = client.session
    session["before"] = 1
    session.save()
    before = client.cookies["sessionid"].value
    sign_in(client)
    assert client.cookies["sessionid"].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_session_lasts_eight_hours(people):
    client = Client()
    sign_in(client)
    assert client.session.get_expiry_age() == 8 * 3600
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_the_sixth_try_is_blocked_even_with_the_right_password(people):
    for _ in range(4):
        assert sign_in(Client(), password="verkeerd").status_code == 200
    fifth = sign_in(Client(), password="verkeerd")
    assert fifth.status_code == 429
    assert fifth["Retry-After"] == "900"
    assert "15 minuten" in fifth.content.decode()
    assert sign_in(Client()).status_code == 429


def test_another_account_is_not_blocked(people):
    for _ in range(5):
        sign_in(Client(), password="verkeerd")
    assert sign_in(Client(), "editor-99101@example.org").status_code == 302


def test_the_block_ends_after_a_quarter_of_an_hour(people):
    for _ in range(5):
        sign_in(Client(), password="verkeerd")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(Client()).status_code == 302


def test_the_block_is_recorded_and_no_table_holds_the_address_that_was_typed(people):
    for _ in range(5):
        sign_in(Client(), "Onbekend@example.org", "verkeerd")
    assert Event.objects.filter(kind="login_locked").exists()
    kept = str(list(AccessAttempt.objects.values())) + str(list(Event.objects.values()))
    assert "onbekend" not in kept.lower()
    assert "verkeerd" not in kept


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(people):
    pages = []
    for email in ("reader-99101@example.org", "niemand-99101@example.org"):
        page = sign_in(Client(), email, "verkeerd").content.decode()
        pages.append(re.sub(r'csrfmiddlewaretoken" value="\w+', "", page.replace(email, "…")))
    assert pages[0] == pages[1]
    assert "horen niet bij elkaar" in pages[0]


@pytest.mark.parametrize(
    ("email", "sent"), [("reader-99101@example.org", 1), ("niemand@example.org", 0)], ids=["known", "unknown"]
)
def test_asking_for_a_new_password_does_not_tell_who_has_an_account(people, email, sent):
    response = Client().post("/account/password/reset/", {"email": email})
    assert response["Location"] == "/account/password/reset/done/"
    assert len(letters()) == sent


def test_a_new_password_by_mail(people):
    client = Client()
    client.post("/account/password/reset/", {"email": people.reader.email})
    link = next(word for word in letters()[0].body.split() if "/password/reset/key/" in word)
    page = client.get(link.split("testserver", 1)[1], follow=True)
    new = "een-ander-goed-wachtwoord"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert sign_in(Client(), password=new).status_code == 302
    assert sign_in(Client()).status_code == 200
    assert Event.objects.filter(kind="password_changed", actor=people.reader.pk).count() == 1
    assert Client().get(link.split("testserver", 1)[1]).status_code == 200


def test_changing_the_password_ends_other_sessions_and_keeps_this_one(people, browser):
    here, there = browser(people.reader), browser(people.reader)
    new = "een-ander-goed-wachtwoord"
    here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert here.get("/organisatie/").status_code == 200
    assert there.get("/organisatie/").status_code == 302


def test_a_new_mail_address_counts_after_its_code(people):
    client = Client()
    sign_in(client)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/email/", {"action_add": "1", "email": "nieuw@example.org"})
    people.reader.refresh_from_db()
    assert people.reader.email == "reader-99101@example.org"
    code = letters()[0].body.split("\n\n")[1].strip()
    client.post("/account/confirm-email/", {"code": code})
    people.reader.refresh_from_db()
    assert people.reader.email == "nieuw@example.org"
    assert Event.objects.filter(kind="email_changed", actor=people.reader.pk).exists()


def test_signing_out_takes_a_form(people, browser):
    client = browser(people.reader)
    client.get("/account/logout/")
    assert client.get("/organisatie/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/organisatie/").status_code == 302


def test_an_ended_session_says_so_and_comes_back_to_the_page(people, browser):
    client = browser(people.reader)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    to = client.get("/organisatie/account/?a=1")["Location"]
    assert to == "/account/login/?next=%2Forganisatie%2Faccount%2F%3Fa%3D1&reden=verlopen"
    assert "sessie is voorbij" in client.get(to).content.decode()
    assert sign_in(client, next="/organisatie/account/?a=1")["Location"] == "/organisatie/account/?a=1"


def test_a_first_visit_says_nothing_about_a_session(db):
    assert "reden" not in Client().get("/organisatie/")["Location"]


@pytest.mark.parametrize(
    "to", ["https://kwaad.example", "//kwaad.example/x", "javascript:alert(1)", "/\\kwaad.example"]
)
def test_nobody_is_sent_to_another_site(people, to):
    assert sign_in(Client(), next=to)["Location"] == "/organisatie/"


def test_other_sessions_are_listed_and_ended(people):
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    assert here.get("/account/sessions/").content.decode().count("127.0.0.1") == 2
    here.post("/account/sessions/")
    assert here.get("/organisatie/").status_code == 200
    assert there.get("/organisatie/").status_code == 302


def test_nobody_signs_up_by_themselves(db):
    new = {"email": "x@example.org", "password1": "een-heel-goed-wachtwoord"}
    assert "uitnodiging" in Client().post("/account/signup/", new).content.decode()
    from gemengd.web.organisations.models import User

    assert not User.objects.exists()


def test_a_form_from_elsewhere_is_refused_and_recorded(people):
    client = Client(enforce_csrf_checks=True)
    response = sign_in(client)
    assert response.status_code == 403
    assert "formulier" in response.content.decode()
    assert Event.objects.filter(kind="form_refused").count() == 1


def test_the_form_works_with_a_browser_that_fills_in_passwords(db):
    page = Client().get(LOGIN).content.decode()
    assert 'autocomplete="email"' in page
    assert 'autocomplete="current-password"' in page
    assert "placeholder" not in page.split("<main")[1]
