# SPDX-License-Identifier: EUPL-1.2
"""Roles are read once per request, however much is asked, and again when they change."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts import make_member, make_user
from gemengd.web.organisations.actions import MANAGE_MEMBERS, SEE_LOG, SEE_ORGANISATION
from gemengd.web.organisations.held import held
from gemengd.web.organisations.models import Kind, Membership, Organisation, Role
from gemengd.web.organisations.permissions import may, needs_second_factor

MANY = 700


@pytest.fixture
def many(db):
    """As many boards as there are in the country."""
    boards = (Organisation(kind=Kind.BOARD, name=f"Stichting {n:03}", code=f"{n:05}") for n in range(MANY))
    return Organisation.objects.bulk_create(boards)


def test_one_query_answers_every_question_of_a_request(many, django_assert_num_queries):
    user = make_member(many[0], Role.EDITOR)
    with django_assert_num_queries(1):
        assert needs_second_factor(user)
        assert sum(may(user, SEE_ORGANISATION, one) for one in many) == 1
        assert not may(user, SEE_LOG)


def test_who_looks_after_seven_hundred_organisations_waits_for_few_queries(
    many, browser, django_assert_max_num_queries
):
    keeper = browser(make_user("keeper@example.org", is_superuser=True, is_staff=True))
    with django_assert_max_num_queries(12):
        page = keeper.get("/organisatie/").content.decode()
    assert page.count("Stichting ") == MANY
    with django_assert_max_num_queries(12):
        assert keeper.get("/organisatie/logboek/").status_code == 200


def test_who_is_in_seven_hundred_organisations_does_too(many, browser, django_assert_max_num_queries):
    user = make_user("everywhere@example.org")
    Membership.objects.bulk_create(
        Membership(user=user, organisation=one, role=Role.ADMINISTRATOR) for one in many
    )
    member = browser(user)
    with django_assert_max_num_queries(12):
        page = member.get("/organisatie/").content.decode()
    assert page.count("/scholen/") == MANY


def test_a_role_that_is_given_or_taken_counts_at_once(board):
    user = make_user("new@example.org")
    assert not may(user, SEE_ORGANISATION, board)
    membership = Membership.objects.create(user=user, organisation=board, role=Role.ADMINISTRATOR)
    assert may(user, MANAGE_MEMBERS, board)
    membership.role = Role.READER
    membership.save()
    assert not may(user, MANAGE_MEMBERS, board)
    membership.delete()
    assert not may(user, SEE_ORGANISATION, board)


def test_an_organisation_that_changes_changes_what_its_members_hold(db):
    research = Organisation.objects.create(kind=Kind.RESEARCH, name="Instituut")
    user = make_member(research, Role.READER)
    assert [one.municipalities for one in held(user)] == [None]
    research.scope = ["GM0001"]
    research.save()
    assert [one.municipalities for one in held(user)] == [{"GM0001"}]


def test_who_has_no_account_or_a_closed_one_holds_nothing(board):
    assert held(AnonymousUser()) == ()
    member = make_member(board, Role.READER)
    member.is_active = False
    assert held(member) == ()


@pytest.mark.parametrize(
    ("kind", "code", "scope", "expected"),
    [
        (Kind.MUNICIPALITY, "GM0363", [], {"GM0363"}),
        (Kind.BOARD, "99101", [], set()),
        (Kind.BOARD, "99101", ["GM0363"], {"GM0363"}),
        (Kind.INSPECTORATE, "", [], None),
        (Kind.MINISTRY, "", [], None),
        (Kind.KNOWLEDGE_CENTRE, "", [], None),
        (Kind.RESEARCH, "", [], None),
        (Kind.RESEARCH, "", ["GM0363", "GM0014"], {"GM0014", "GM0363"}),
        (Kind.PARTNERSHIP, "", [], set()),
        (Kind.PARTNERSHIP, "", ["GM0363"], {"GM0363"}),
        (Kind.CHILDCARE, "", [], set()),
        (Kind.ASSOCIATION, "", [], set()),
        (Kind.PARTNER, "", [], set()),
    ],
)
def test_for_which_municipalities_an_organisation_works(kind, code, scope, expected):
    assert Organisation(kind=kind, code=code, scope=scope).municipalities == expected
