# SPDX-License-Identifier: EUPL-1.2
"""People with an account on the site, for tests that sign in."""

from __future__ import annotations

import base64
import hmac
import struct
import time
from typing import Any

PASSWORD = "een-lang-wachtwoord-8"
SECRET = "JBSWY3DPEHPK3PXP"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def make_user(email: str, *, second_factor: bool = True, **fields: Any) -> Any:
    """Somebody with an account, by default with the second step set up."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.totp.internal.auth import TOTP

    from gemengd.web.organisations.models import User

    user = User.objects.create_user(email, PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if second_factor:
        TOTP.activate(user, SECRET)
    return user


def make_member(organisation: Any, role: str, **fields: Any) -> Any:
    """Somebody with a role."""
    from gemengd.web.organisations.models import Membership

    name = f"{role} {organisation.code}"
    user = make_user(f"{role}-{organisation.code}@example.org", **{"first_name": name, **fields})
    Membership.objects.create(user=user, organisation=organisation, role=role)
    return user


def signed_in(user: Any) -> Any:
    """A client of Django in which this person (None: nobody) is signed in."""
    from django.test import Client

    client = Client()
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client


def code_of(secret: str = SECRET) -> str:
    """The code that an app shows now for a secret (RFC 6238, written down once more here to check theirs)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    mac = hmac.digest(base64.b32decode(secret), counter, "sha1")
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
