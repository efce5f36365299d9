# SPDX-License-Identifier: EUPL-1.2
"""Logging in by the organisation, against a small provider that tells the truth, or does not."""

from __future__ import annotations

import importlib.util
import time
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from gemengd.web.accounts.oidc.tokens import RefusedTokenError, verified
from gemengd.web.events.models import Event
from gemengd.web.membership.invitations import invite
from gemengd.web.organisations.models import Role, User
from gemengd.web.site.environment import read_environment

LOGIN, BACK = "/account/oidc/organisatie/login/", "/account/oidc/organisatie/login/callback/"
EMAIL = "ambtenaar@gemeente.example"


def _module():
    spec = importlib.util.spec_from_file_location("provider", Path(__file__).with_name("provider.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


provider_module = _module()


@pytest.fixture
def provider(settings, tmp_path, db):
    """The provider, and the site set up for it from the environment."""
    with provider_module.running() as running:
        environment = read_environment(
            {
                "GEMENGD_OIDC_ISSUER": running.address,
                "GEMENGD_OIDC_CLIENT_ID": provider_module.CLIENT,
                "GEMENGD_OIDC_CLIENT_SECRET": provider_module.SECRET,
                "GEMENGD_OIDC_NAME": "Gemeente",
                "GEMENGD_SITE_DATA": str(tmp_path),
            }
        )
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": environment.oidc.apps}}
        yield running


@pytest.fixture
def invited(board):
    """An invitation for the person of the provider."""
    return invite(EMAIL, organisation=board, role=Role.READER)[0]


def log_in(provider, client=None, **back):
    client = client or Client()
    there = client.post(LOGIN)
    assert there["Location"].startswith(f"{provider.address}/auth?")
    return client, client.get(BACK, {**provider.authorize(there["Location"]), **back})


def refusals():
    return Event.objects.filter(kind="login_refused").count()


def test_who_was_invited_gets_an_account_and_the_role(provider, invited, board):
    client, response = log_in(provider)
    assert response["Location"] == "/organisatie/"
    user = User.objects.get(email=EMAIL)
    assert user.memberships.get().organisation == board
    assert not user.has_usable_password()
    assert client.get("/organisatie/").status_code == 200


def test_the_second_time_the_same_account_is_used(provider, invited):
    log_in(provider)
    _, response = log_in(provider)
    assert response["Location"] == "/organisatie/"
    assert User.objects.count() == 1


def test_pkce_state_and_nonce_go_along(provider, invited):
    log_in(provider)
    assert provider.asked["code_challenge_method"] == "S256"
    assert len(provider.asked["nonce"]) >= 40
    assert set(provider.asked["scope"].split()) == {"openid", "profile", "email"}


def test_the_address_of_the_login_page_cannot_add_to_what_is_asked(provider, invited):
    there = Client().post(LOGIN + "?auth_params=nonce%3Dx%26prompt%3Dnone&scope=admin")
    provider.authorize(there["Location"])
    assert provider.asked["nonce"] != "x"
    assert "prompt" not in provider.asked
    assert "admin" not in provider.asked["scope"]


@pytest.mark.parametrize(
    "spoil",
    [
        {"nonce": "of-another-login"},
        {"nonce": None},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"iss": "https://kwaad.example"},
        {"aud": "another-site"},
        {"aud": ["gemengd", "x"], "azp": "x"},
        {"sub": None},
    ],
    ids=["nonce", "no nonce", "expired", "no end", "issuer", "audience", "party", "nobody"],
)
def test_a_token_that_proves_nothing_is_refused(provider, invited, spoil):
    provider.spoil = spoil
    client, response = log_in(provider)
    assert response.status_code == 401
    assert "_auth_user_id" not in client.session
    assert not User.objects.exists()
    assert refusals() == 1


def test_a_token_signed_by_somebody_else_is_refused(provider, invited):
    provider.sign_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert log_in(provider)[1].status_code == 401
    assert not User.objects.exists()


def test_what_the_provider_tells_of_another_person_is_refused(provider, invited):
    provider.userinfo = {"sub": "p-2"}
    assert log_in(provider)[1].status_code == 401


def test_an_answer_to_another_browser_is_refused(provider, invited):
    there = Client().post(LOGIN)
    response = Client().get(BACK, provider.authorize(there["Location"]))
    assert response.status_code == 401
    assert not User.objects.exists()


def test_an_answer_works_once(provider, invited):
    client = Client()
    answer = provider.authorize(client.post(LOGIN)["Location"])
    assert client.get(BACK, answer).status_code == 302
    client.post("/account/logout/")
    assert client.get(BACK, answer).status_code == 401


def test_who_was_not_invited_gets_no_account(provider):
    _, response = log_in(provider)
    assert response.status_code == 403
    assert "uitnodiging" in response.content.decode()
    assert not User.objects.exists()
    assert refusals() == 1


@pytest.mark.parametrize("claim", [False, None, "true"])
def test_an_address_for_which_the_provider_does_not_vouch_is_no_invitation(provider, invited, claim):
    provider.person["email_verified"] = claim
    assert log_in(provider)[1].status_code == 403
    assert not User.objects.exists()


def test_the_provider_cannot_take_an_account_that_was_made_here(provider, user_of):
    user_of(EMAIL, is_superuser=True)
    client, response = log_in(provider)
    assert response.status_code == 403
    assert "_auth_user_id" not in client.session


def test_somebody_signed_in_connects_their_own_account(provider, people, browser):
    provider.person["email"] = "elders@gemeente.example"
    client = browser(people.reader)
    there = client.post(LOGIN + "?process=connect")
    client.get(BACK, provider.authorize(there["Location"]))
    other, response = log_in(provider)
    assert response["Location"] == "/organisatie/"
    assert int(other.session["_auth_user_id"]) == people.reader.pk


@pytest.mark.parametrize(
    ("code", "status"), [("GM9901", 302), ("GM9902", 403), (["x", "GM9901"], 302), (None, 403)]
)
def test_a_claim_lets_people_of_an_allowed_organisation_in_as_readers(
    provider, settings, municipality, code, status
):
    settings.GEMENGD_OIDC_CLAIM, settings.GEMENGD_OIDC_ORGANISATIONS = "organisatie", ("GM9901",)
    provider.person["organisatie"] = code
    assert log_in(provider)[1].status_code == status
    found = [one.memberships.get().role for one in User.objects.all()]
    assert found == ([Role.READER] if status == 302 else [])


def test_a_provider_that_does_not_answer_gives_a_page(provider, settings):
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = "http://127.0.0.1:1"
    assert Client().post(LOGIN).status_code == 401


def test_a_provider_that_says_it_is_somebody_else_is_refused(provider, monkeypatch):
    true = provider.answer
    monkeypatch.setattr(provider, "answer", lambda *args: {**true(*args), "issuer": "https://kwaad.example"})
    assert Client().post(LOGIN).status_code == 401


def test_the_login_page_has_its_button(provider):
    assert "Log in met Gemeente" in Client().get("/account/login/").content.decode()


def test_a_token_without_signature_or_with_the_secret_as_key_is_refused():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    now = int(time.time())
    claims = {"iss": "i", "aud": "c", "sub": "s", "nonce": "n", "iat": now, "exp": now + 60}
    given = {"keys": {"keys": [{**public, "kid": "k"}]}, "issuer": "i", "client_id": "c", "nonce": "n"}
    good = jwt.encode(claims, key, algorithm="RS256", headers={"kid": "k"})
    assert verified(good, **given)["sub"] == "s"
    unsigned = jwt.encode(claims, "", algorithm="none", headers={"kid": "k"})
    shared = jwt.encode(claims, "x" * 64, algorithm="HS256", headers={"kid": "k"})
    other_key = jwt.encode(claims, key, algorithm="RS256", headers={"kid": "z"})
    for bad in (unsigned, shared, other_key, "", "a.b.c"):
        with pytest.raises(RefusedTokenError):
            verified(bad, **given)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"GEMENGD_OIDC_ISSUER": "http://example.org"}, "GEMENGD_OIDC_ISSUER"),
        ({"GEMENGD_OIDC_ISSUER": "https://example.org"}, "GEMENGD_OIDC_CLIENT_ID"),
    ],
)
def test_settings_that_cannot_be_right_are_named(given, named, tmp_path):
    with pytest.raises(ValueError, match=named):
        read_environment({**given, "GEMENGD_SITE_DATA": str(tmp_path)})


def test_the_policy_of_forms_names_the_provider_and_no_other(tmp_path):
    given = {
        "GEMENGD_OIDC_ISSUER": "https://login.example.org/realm",
        "GEMENGD_OIDC_CLIENT_ID": "a",
        "GEMENGD_OIDC_CLIENT_SECRET": "b",
        "GEMENGD_SITE_DATA": str(tmp_path),
    }
    assert read_environment(given).oidc.origins == ["https://login.example.org"]
    assert read_environment({"GEMENGD_SITE_DATA": str(tmp_path)}).oidc.origins == []
