# SPDX-License-Identifier: EUPL-1.2
"""Organisations, their members, and what others may not do with them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gemengd.web.events.models import Event
from gemengd.web.organisations.models import Membership, Organisation, Role


def address(name, organisation, *rest):
    return reverse(f"organisations:{name}", args=[organisation.pk, *rest])


def test_the_page_names_the_members_and_their_roles(people, board, browser):
    page = browser(people.reader).get(address("organisation", board)).content.decode()
    assert "administrator 99101" in page
    assert "Beheerder" in page
    assert people.editor.email not in page


def test_an_administrator_also_sees_addresses_and_what_can_be_done(people, board, browser):
    page = browser(people.administrator).get(address("organisation", board)).content.decode()
    assert people.editor.email in page
    assert "Nodig iemand uit" in page


def test_a_role_is_changed(people, board, browser):
    member = people.reader.memberships.get()
    browser(people.administrator).post(address("change_role", board, member.pk), {"role": "editor"})
    member.refresh_from_db()
    assert member.role == Role.EDITOR
    event = Event.objects.get(kind="role_changed")
    assert (event.actor, event.organisation, event.subject) == (
        people.administrator.pk,
        board.pk,
        str(people.reader.pk),
    )


def test_a_role_that_is_none_changes_nothing(people, board, browser):
    member = people.reader.memberships.get()
    browser(people.administrator).post(address("change_role", board, member.pk), {"role": "site"})
    member.refresh_from_db()
    assert member.role == Role.READER


def test_a_member_is_removed_and_keeps_the_account(people, board, browser):
    member = people.reader.memberships.get()
    browser(people.administrator).post(address("remove", board, member.pk))
    assert not people.reader.memberships.exists()
    people.reader.refresh_from_db()
    assert people.reader.is_active


@pytest.mark.parametrize(("name", "sent"), [("remove", {}), ("change_role", {"role": "reader"})])
def test_the_last_administrator_stays(people, board, browser, name, sent):
    member = people.administrator.memberships.get()
    page = browser(people.administrator).post(address(name, board, member.pk), sent, follow=True)
    assert "laatste beheerder" in page.content.decode()
    member.refresh_from_db()
    assert member.role == Role.ADMINISTRATOR


def test_who_leaves_does_not_end_on_a_page_that_is_closed_to_them(people, board, browser, user_of):
    Membership.objects.create(user=user_of("b@example.org"), organisation=board, role=Role.ADMINISTRATOR)
    member = people.administrator.memberships.get()
    response = browser(people.administrator).post(address("remove", board, member.pk), follow=True)
    assert response.redirect_chain == [("/organisatie/", 302)]


def test_another_organisation_is_refused_and_that_is_recorded(people, board, browser):
    response = browser(people.stranger).get(address("organisation", board))
    assert response.status_code == 403
    event = Event.objects.get(kind="refused")
    assert (event.actor, event.organisation) == (people.stranger.pk, board.pk)
    assert event.detail == {"action": "see_organisation"}


def test_a_member_of_another_organisation_cannot_be_reached_by_its_number(people, other_board, browser):
    member = people.reader.memberships.get()
    assert browser(people.stranger).post(address("remove", other_board, member.pk)).status_code == 404
    assert people.reader.memberships.exists()


def test_an_organisation_that_is_not_there(people, browser):
    assert browser(people.site).get("/organisatie/999999/").status_code == 404


def test_everybody_sees_their_own_organisations_only(people, browser):
    page = browser(people.reader).get("/organisatie/").content.decode()
    assert "Stichting Oost" in page
    assert "Stichting West" not in page


def test_who_is_in_no_organisation_is_told_whom_to_ask(db, user_of, browser):
    page = browser(user_of("alone@example.org")).get("/organisatie/").content.decode()
    assert page.index("U bent nog van geen organisatie lid") < page.index("gm-steps")


def test_who_looks_after_the_site_starts_with_what_they_do(db, user_of, browser):
    keeper = user_of("site@example.org", is_superuser=True, is_staff=True)
    page = browser(keeper).get("/organisatie/").content.decode()
    assert reverse("control:home") in page
    assert "nog van geen organisatie lid" not in page


def test_the_links_of_who_looks_after_the_site_stand_above_the_organisations(people, browser):
    page = browser(people.site).get("/organisatie/").content.decode()
    assert page.index(f'href="{reverse("control:home")}"') < page.index("Stichting Oost")
    page = browser(people.administrator).get("/organisatie/").content.decode()
    assert page.index("Stichting Oost") < page.index(f'href="{reverse("organisations:log")}"')


@pytest.mark.parametrize(
    ("kind", "code", "scope", "status"),
    [
        ("municipality", "gm0363", "", 302),
        ("municipality", "0363", "", 422),
        ("municipality", "GM0363", "GM0014", 422),
        ("board", "41516", "", 302),
        ("board", "GM0363", "", 422),
        ("board", "", "", 422),
        ("research", "", "GM0363, gm0014", 302),
        ("research", "X1", "", 422),
        ("ministry", "", "Amsterdam", 422),
        ("board", "41516", "GM0363", 302),
        ("childcare", "", "GM0363", 302),
        ("association", "", "", 302),
        ("partnership", "", "GM0363, GM0384", 302),
        ("partnership", "PO2705", "", 422),
        ("partner", "", "", 302),
    ],
)
def test_a_code_suits_the_kind(people, browser, kind, code, scope, status):
    sent = {"kind": kind, "name": "Nieuw", "code": code, "scope": scope}
    assert browser(people.site).post("/organisatie/nieuw/", sent).status_code == status
    made = Organisation.objects.filter(name="Nieuw").first()
    assert (made is not None) is (status == 302)
    if made:
        assert (made.code, made.scope) == (code.upper(), sorted(scope.upper().split(", ")) if scope else [])


def test_two_organisations_cannot_have_one_code(people, board, browser):
    sent = {"kind": "board", "name": "Nog een", "code": board.code, "scope": ""}
    assert browser(people.site).post("/organisatie/nieuw/", sent).status_code == 422
    assert Organisation.objects.filter(code=board.code).count() == 1


def test_changing_an_organisation_with_an_error_keeps_its_name_above_the_form(people, board, browser):
    sent = {"kind": "board", "name": "", "code": board.code, "scope": ""}
    response = browser(people.site).post(address("change", board), sent)
    assert response.status_code == 422
    assert "Stichting Oost" in response.content.decode()
    board.refresh_from_db()
    assert board.name == "Stichting Oost"


def test_an_administrator_reads_the_log_of_the_own_organisation_only(people, board, other_board, browser):
    browser(people.administrator).post(address("invite", board), {"email": "a@example.org", "role": "reader"})
    browser(people.stranger).post(
        address("invite", other_board), {"email": "b@example.org", "role": "reader"}
    )
    page = browser(people.administrator).get("/organisatie/logboek/").content.decode()
    assert page.count("Iemand is uitgenodigd") == 1
    assert "Stichting West" not in page


def test_who_looks_after_the_site_reads_all_of_it(people, board, other_board, browser):
    for person, organisation in ((people.administrator, board), (people.stranger, other_board)):
        browser(person).post(address("invite", organisation), {"email": "a@example.org", "role": "reader"})
    page = browser(people.site).get("/organisatie/logboek/").content.decode()
    assert page.count("Iemand is uitgenodigd") == 2


def test_a_log_of_many_events_has_pages(people, browser):
    from gemengd.web.events.services import record

    for number in range(60):
        record("published", subject=str(number))
    client = browser(people.site)
    first = client.get("/organisatie/logboek/").content.decode()
    assert first.count("Een versie is gepubliceerd") < 60
    assert client.get("/organisatie/logboek/?pagina=2").content.decode() != first
    assert client.get("/organisatie/logboek/?pagina=x").status_code == 200
