# SPDX-License-Identifier: EUPL-1.2
"""The table of who may do what, and the question asked of it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts import make_user
from gemengd.web.control.actions import MANAGE_DATA
from gemengd.web.explanations.actions import EXPLAIN_SCHOOLS
from gemengd.web.organisations.actions import (
    MANAGE_MEMBERS,
    MANAGE_ORGANISATIONS,
    SEE_LOG,
    SEE_ORGANISATION,
)
from gemengd.web.organisations.models import Membership, User
from gemengd.web.organisations.permissions import may, needs_second_factor
from gemengd.web.site.declarations import Action, Grant, Standing
from gemengd.web.site.registry import UndeclaredError, actions
from gemengd.web.site.roles import READERS, Role

EVERYBODY = {"reader", "editor", "administrator", "site"}
EXPECTED = [
    # action; who may in their board; who may in their municipality; who may on the site as a whole
    (SEE_ORGANISATION, EVERYBODY, EVERYBODY, {"site"}),
    (SEE_LOG, {"administrator", "site"}, {"administrator", "site"}, {"site"}),
    (MANAGE_MEMBERS, {"administrator", "site"}, {"administrator", "site"}, {"site"}),
    (EXPLAIN_SCHOOLS, {"editor", "administrator"}, set(), set()),
    (MANAGE_ORGANISATIONS, {"site"}, {"site"}, {"site"}),
    (MANAGE_DATA, {"site"}, {"site"}, {"site"}),
]


@pytest.mark.parametrize(("action", "in_board", "in_municipality", "on_site"), EXPECTED)
def test_the_apps_declare_what_was_agreed(
    board, municipality, keeper, action, in_board, in_municipality, on_site
):
    assert who_may(keeper, action, board, board) == in_board
    assert who_may(keeper, action, municipality, municipality) == in_municipality
    assert who_may(keeper, action, municipality, None) == on_site


@pytest.fixture
def keeper(db):
    """Who looks after the site."""
    return make_user("keeper@example.org", is_superuser=True)


def who_may(keeper, action, organisation, thing):
    people = {str(role): make_user(f"{role}-{len(User.objects.all())}@example.org") for role in Role}
    for role, user in people.items():
        Membership.objects.create(user=user, organisation=organisation, role=role)
    return {name for name, user in {**people, "site": keeper}.items() if may(user, action, thing)}


def test_an_action_that_no_app_declares_is_refused(people, board):
    unknown = Action("made_up", "Make up", (Grant(READERS),))
    with pytest.raises(UndeclaredError, match="'made_up'"):
        may(people.administrator, unknown, board)


def test_another_action_with_a_declared_name_is_refused(people, board):
    wider = Action("see_log", "See the log", (Grant(READERS),))
    with pytest.raises(UndeclaredError, match="'see_log'"):
        may(people.reader, wider, board)


@pytest.mark.parametrize(
    "given", [{"standing": Standing.PARTY}, {"roles": READERS, "standing": Standing.SITE}]
)
def test_a_grant_that_can_never_hold_is_refused(given):
    with pytest.raises(ValueError, match="roles"):
        Grant(**given)


@pytest.mark.parametrize(
    "given", [{"roles": frozenset({"boss"})}, {"roles": READERS, "kinds": frozenset({"x"})}]
)
def test_a_grant_to_an_unknown_role_or_kind_is_refused(given):
    with pytest.raises(ValueError, match="unknown in a grant"):
        Grant(**given)


def test_a_role_counts_in_its_own_organisation_only(people, board, other_board):
    assert may(people.administrator, MANAGE_MEMBERS, board)
    assert not may(people.administrator, MANAGE_MEMBERS, other_board)


def test_who_has_no_account_may_nothing(board):
    assert not any(may(AnonymousUser(), action, board) for action in actions().values())


def test_an_account_that_was_closed_may_nothing(people, board):
    people.site.is_active = False
    assert not any(may(people.site, action, board) for action in actions().values())


def test_who_looks_after_the_site_does_not_speak_for_a_board(people, board):
    assert not may(people.site, EXPLAIN_SCHOOLS, board)


def test_who_may_change_something_needs_the_second_step(people):
    needing = {name for name, user in vars(people).items() if user is not None and needs_second_factor(user)}
    assert needing == {"editor", "administrator", "stranger", "site"}
