# SPDX-License-Identifier: EUPL-1.2
"""Two boards of the example region, a municipality, and people in every role."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from accounts import code_of, make_member, make_user, signed_in
from gemengd.web.organisations.models import Kind, Organisation, Role
from gemengd.web.site import registry


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
    """Gives the code that an app shows now for a secret."""
    return code_of


@pytest.fixture(scope="module")
def leaflet_tables(django_db_setup, django_db_blocker):
    """The small app of `leaflets/` in the site, with its tables."""
    installed = [*settings.INSTALLED_APPS, "web.organisations.leaflets"]
    with override_settings(INSTALLED_APPS=installed, ROOT_URLCONF="web.organisations.leaflets.site_urls"):
        registry.forget()
        from web.organisations.leaflets.models import Bookmark, Leaflet, LeafletParty

        models = (Leaflet, LeafletParty, Bookmark)
        with django_db_blocker.unblock(), connection.schema_editor() as editor:
            for model in models:
                editor.create_model(model)
        yield
        with django_db_blocker.unblock(), connection.schema_editor() as editor:
            for model in reversed(models):
                editor.delete_model(model)
    registry.forget()


@pytest.fixture
def leaflets(leaflet_tables, db):
    """The small app, its models by name."""
    from web.organisations.leaflets import actions, models

    return SimpleNamespace(**vars(models), actions=actions)
