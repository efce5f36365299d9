# SPDX-License-Identifier: EUPL-1.2
"""The table of who may do what, and the question asked of it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from gemengd.web.organisations.models import Kind, Role
from gemengd.web.organisations.permissions import SITE, TABLE, Action, allowed, may, needs_second_factor

EXPECTED = {
    # action: roles that may, in a board; roles that may, in a municipality; and on the site as a whole
    Action.SEE_ORGANISATION: ({"reader", "editor", "administrator", "site"},) * 2 + ({"site"},),
    Action.SEE_LOG: ({"administrator", "site"},) * 2 + ({"site"},),
    Action.MANAGE_MEMBERS: ({"administrator", "site"},) * 2 + ({"site"},),
    Action.EXPLAIN_SCHOOLS: ({"editor", "administrator"}, set(), set()),
    Action.MANAGE_ORGANISATIONS: ({"site"},) * 2 + ({"site"},),
    Action.MANAGE_DATA: ({"site"},) * 2 + ({"site"},),
}


@pytest.mark.parametrize("action", Action)
def test_the_table_says_what_was_agreed(action):
    found = tuple(
        {str(role) for role in [*Role, SITE] if allowed(role, action, kind)}
        for kind in (Kind.BOARD, Kind.MUNICIPALITY, None)
    )
    assert found == EXPECTED[action]


def test_every_action_stands_in_the_table():
    assert set(TABLE) == set(Action)


def test_a_role_counts_in_its_own_organisation_only(people, board, other_board):
    assert may(people.administrator, Action.MANAGE_MEMBERS, board)
    assert not may(people.administrator, Action.MANAGE_MEMBERS, other_board)


def test_who_has_no_account_may_nothing(board):
    assert not any(may(AnonymousUser(), action, board) for action in Action)


def test_an_account_that_was_closed_may_nothing(people, board):
    people.site.is_active = False
    assert not any(may(people.site, action, board) for action in Action)


def test_who_looks_after_the_site_does_not_speak_for_a_board(people, board):
    assert not may(people.site, Action.EXPLAIN_SCHOOLS, board)


def test_who_may_change_something_needs_the_second_step(people):
    needing = {name for name, user in vars(people).items() if user is not None and needs_second_factor(user)}
    assert needing == {"editor", "administrator", "stranger", "site"}
