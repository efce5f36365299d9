# SPDX-License-Identifier: EUPL-1.2
"""A mail server, and mails that wait for it."""

from __future__ import annotations

import pytest

from accounts import make_user, signed_in
from gemengd.web.mail.services import send
from mail_server import mail_server


@pytest.fixture
def server(settings):
    """A mail server to which the site sends."""
    with mail_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", running.port, 20
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.DEFAULT_FROM_EMAIL = "gemengd@example.org"
        yield running


@pytest.fixture
def written(db):
    """Puts a mail in the outbox."""

    def write(to="jan@example.org", subject="Hallo", body="Beste Jan", **fields):
        return send(to, subject, body, **{"language": "nl", "about": "test", **fields})

    return write


@pytest.fixture
def reader(db):
    """Somebody with an account."""
    return make_user("lezer@example.org", second_factor=False)


@pytest.fixture
def keeper(db):
    """Who looks after the site."""
    return make_user("site@example.org", is_superuser=True, is_staff=True)


@pytest.fixture
def browser():
    """Gives a browser in which a person is signed in (None: nobody)."""
    return signed_in
