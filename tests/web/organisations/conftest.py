# SPDX-License-Identifier: EUPL-1.2
"""Two boards of the example region, a municipality, and people in every role."""

from __future__ import annotations

import base64
import hmac
import struct
import time
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from gemengd.web.organisations.models import Kind, Membership, Organisation, Role, User

PASSWORD = "een-lang-wachtwoord-8"
SECRET = "JBSWY3DPEHPK3PXP"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def make_user(email, *, second_factor=True, **fields):
    """Somebody with an account, by default with the second step set up."""
    user = User.objects.create_user(email, PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if second_factor:
        TOTP.activate(user, SECRET)
    return user


def make_member(organisation, role, **fields):
    """Somebody with a role."""
    user = make_user(
        f"{role}-{organisation.code}@example.org", first_name=f"{role} {organisation.code}", **fields
    )
    Membership.objects.create(user=user, organisation=organisation, role=role)
    return user


def signed_in(user):
    """A browser in which this person is signed in."""
    client = Client()
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def browser():
    """Gives a browser in which a person is signed in (None: nobody)."""
    return signed_in


@pytest.fixture
def user_of():
    """Makes an account: mail address, whether the second step is set up, fields."""
    return make_user


@pytest.fixture
def member_of():
    """Makes a member: organisation, role, whether the second step is set up."""
    return make_member


@pytest.fixture
def board(db):
    """A board of the example region."""
    return Organisation.objects.create(kind=Kind.BOARD, name="Stichting Oost", code="99101")


@pytest.fixture
def other_board(db):
    """Another board of the example region."""
    return Organisation.objects.create(kind=Kind.BOARD, name="Stichting West", code="99102")


@pytest.fixture
def municipality(db):
    """A municipality of the example region."""
    return Organisation.objects.create(kind=Kind.MUNICIPALITY, name="Oosterhaven", code="GM9901")


@pytest.fixture
def people(board, other_board):
    """One person per role in the first board, an administrator of the other one, and the site's."""
    return SimpleNamespace(
        anonymous=None,
        reader=make_member(board, Role.READER, second_factor=False),
        editor=make_member(board, Role.EDITOR),
        administrator=make_member(board, Role.ADMINISTRATOR),
        stranger=make_member(other_board, Role.ADMINISTRATOR),
        site=make_user("site@example.org", is_superuser=True, is_staff=True),
    )


@pytest.fixture
def totp():
    """The code that an app shows now for a secret (RFC 6238, written down once more here to check theirs)."""

    def code(secret=SECRET):
        counter = struct.pack(">Q", int(time.time()) // 30)
        mac = hmac.digest(base64.b32decode(secret), counter, "sha1")
        at = mac[-1] & 15
        return f"{(struct.unpack('>I', mac[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"

    return code
