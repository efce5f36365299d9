# SPDX-License-Identifier: EUPL-1.2
"""A board, its people, and files of which one tells who may read them."""

from __future__ import annotations

import pytest

from accounts import make_member, signed_in
from gemengd.web.documents.purposes import Purpose
from gemengd.web.organisations.models import Kind, Organisation, Role
from gemengd.web.site import registry


@pytest.fixture
def board(db):
    """A board."""
    return Organisation.objects.create(kind=Kind.BOARD, name="Stichting Oost", code="99101")


@pytest.fixture
def editor(board):
    """Somebody who writes for the board."""
    return make_member(board, Role.EDITOR)


@pytest.fixture
def browser():
    """Gives a browser in which a person is signed in (None: nobody)."""
    return signed_in


@pytest.fixture
def alive():
    """The owners that exist; a test takes them away."""
    return {"1"}


@pytest.fixture(autouse=True)
def purpose(monkeypatch, alive, settings, tmp_path):
    """Files of an invented app, for who is in the organisation of the file."""

    def may_read(user, upload):
        return user.is_authenticated and user.memberships.filter(organisation=upload.organisation).exists()

    settings.MEDIA_ROOT = tmp_path / "uploads"
    one = Purpose("test", may_read, alive.intersection)
    monkeypatch.setattr(registry, "further", lambda kind: (one,) if kind is Purpose else ())
    return one
