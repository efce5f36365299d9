# SPDX-License-Identifier: EUPL-1.2
"""Objects of organisations and of people: who sees which, in lists and one by one."""

from __future__ import annotations

from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from accounts import make_user
from gemengd.web.accounts import accounts
from gemengd.web.events.models import Event
from gemengd.web.organisations.checks import check_personal
from gemengd.web.organisations.models import Kind, Membership, Organisation, Role
from gemengd.web.organisations.permissions import may
from gemengd.web.site import registry
from gemengd.web.site.matrix import as_csv, as_page
from gemengd.web.site.registry import UndeclaredError
from web.organisations.tried import allowed, differing_for_member, differing_for_person

HERE, THERE = "GM0001", "GM0002"
STATES = ("draft", "agreed", "shown")


@pytest.fixture
def organisations(db):
    """An organisation of every kind that matters here."""

    def made(kind, code="", scope=()):
        return Organisation.objects.create(kind=kind, name=f"{kind} {code}", code=code, scope=list(scope))

    return {
        "here": made(Kind.MUNICIPALITY, HERE),
        "there": made(Kind.MUNICIPALITY, THERE),
        "board": made(Kind.BOARD, "99101"),
        "country": made(Kind.INSPECTORATE),
        "region": made(Kind.PARTNERSHIP, scope=[HERE, "GM0009"]),
        "nowhere": made(Kind.PARTNERSHIP),
    }


@pytest.fixture
def person(organisations):
    """Makes somebody with a role in one of the organisations."""

    def make(organisation, role=Role.READER):
        user = make_user(f"{organisation}-{role}@example.org")
        Membership.objects.create(user=user, organisation=organisations[organisation], role=role)
        return user

    return make


@pytest.fixture
def leaflet(leaflets, organisations):
    """Makes a leaflet of the first municipality."""

    def make(state="draft", parties=(), names=(), owner="here", **fields):
        made = leaflets.Leaflet.objects.create(owner=organisations[owner], state=state, **fields)
        for party in parties:
            leaflets.LeafletParty.objects.create(to=made, organisation=organisations[party])
        for name in names:
            leaflets.LeafletParty.objects.create(to=made, name=name)
        return made

    return make


@pytest.mark.parametrize(
    ("who", "states"),
    [
        ("here", {"draft", "agreed", "shown"}),
        ("there", {"shown"}),
        ("board", {"draft", "agreed", "shown"}),
        ("country", {"agreed", "shown"}),
        ("region", {"agreed", "shown"}),
        ("nowhere", {"shown"}),
    ],
)
def test_owner_party_and_scope_see_what_is_theirs(leaflets, leaflet, person, who, states):
    for state in STATES:
        leaflet(state, parties=["board"])
    seen = leaflets.Leaflet.objects.visible_to(person(who))
    assert {one.state for one in seen} == states


def test_a_list_and_the_question_about_each_object_agree(leaflets, leaflet, person, organisations):
    placed = product(STATES, [(), ("board",), ("there", "region")], ["here", "there", "board"])
    made = [leaflet(state, parties, owner=owner) for state, parties, owner in placed]
    people = [person(one, role) for one, role in product(organisations, Role)]
    keeper = make_user("keeper@example.org", is_superuser=True)
    closed = make_user("closed@example.org", is_active=False, is_superuser=True)
    for user in (*people, keeper, closed, AnonymousUser()):
        for action in (leaflets.actions.SEE_LEAFLET, leaflets.actions.AGREE_LEAFLET):
            listed = set(leaflets.Leaflet.objects.allowing(user, action))
            assert listed == {one for one in made if may(user, action, one)}


def test_an_object_stands_once_in_a_list_however_many_parties_match(leaflets, leaflet, person, organisations):
    leaflet("draft", parties=["board", "there"])
    user = person("board")
    Membership.objects.create(user=user, organisation=organisations["there"], role=Role.READER)
    assert leaflets.Leaflet.objects.visible_to(user).count() == 1


def test_a_list_can_be_narrowed_further(leaflets, leaflet, person):
    leaflet("draft")
    leaflet("shown")
    assert leaflets.Leaflet.objects.filter(state="shown").visible_to(person("here")).count() == 1


def test_a_new_object_concerns_the_municipalities_of_its_owner(leaflet, organisations):
    assert tuple(leaflet().municipalities) == (HERE,)
    assert tuple(leaflet(municipalities=[THERE, HERE, HERE]).municipalities) == (THERE, HERE, HERE)
    assert tuple(leaflet(owner="region").municipalities) == (HERE, "GM0009")
    assert tuple(leaflet(owner="country").municipalities) == ()


def test_codes_are_read_back_in_order_and_once(leaflets, leaflet):
    made = leaflet(municipalities=[THERE, HERE, HERE])
    assert leaflets.Leaflet.objects.get(pk=made.pk).municipalities == (HERE, THERE)


def test_a_code_is_not_found_in_a_longer_one(leaflets, leaflet, person):
    leaflet("agreed", owner="board", municipalities=["GM00011"])
    assert not leaflets.Leaflet.objects.visible_to(person("region")).exists()


def test_a_party_without_an_account_is_a_name_that_nobody_stands_behind(leaflets, leaflet, person):
    made = leaflet("draft", names=["Stichting Thuis"], parties=["board"])
    assert {party.called for party in made.parties.all()} == {"Stichting Thuis", "board 99101"}
    assert not leaflets.Leaflet.objects.visible_to(person("nowhere")).exists()


@pytest.mark.parametrize("both", [True, False])
def test_a_party_is_an_organisation_or_a_name(leaflets, leaflet, organisations, both):
    given = {"organisation": organisations["board"], "name": "Bestuur"} if both else {}
    made = leaflet()
    with pytest.raises(IntegrityError), transaction.atomic():
        leaflets.LeafletParty.objects.create(to=made, **given)


def test_an_organisation_that_owns_something_cannot_go(leaflet, organisations):
    leaflet()
    with pytest.raises(ProtectedError):
        organisations["here"].delete()


def test_what_is_of_a_person_only_they_see(leaflets, person):
    one, other = person("here"), person("there")
    kept = leaflets.Bookmark.objects.create(person=one, url="/kaart/")
    assert may(one, leaflets.actions.SEE_BOOKMARK, kept)
    assert not may(other, leaflets.actions.SEE_BOOKMARK, kept)
    assert list(leaflets.Bookmark.objects.visible_to(one)) == [kept]
    assert not leaflets.Bookmark.objects.visible_to(other)
    assert not leaflets.Bookmark.objects.visible_to(AnonymousUser())


def test_a_list_by_an_undeclared_action_is_refused(leaflets, person, monkeypatch):
    from gemengd.web.site.declarations import Action

    monkeypatch.setattr(leaflets.Leaflet, "SEE", Action("made_up", "", ()))
    with pytest.raises(UndeclaredError):
        leaflets.Leaflet.objects.visible_to(person("here"))


def test_parties_that_were_fetched_are_not_asked_again(leaflets, leaflet, person, django_assert_num_queries):
    for _ in range(3):
        leaflet("draft", parties=["board"])
    user = person("board")
    with django_assert_num_queries(3):  # the memberships, the leaflets, their parties
        seen = leaflets.Leaflet.objects.visible_to(user).prefetch_related("parties")
        assert all(may(user, leaflets.actions.AGREE_LEAFLET, one) is False for one in seen)


# The app as it stands on the site, of which no central file knows.


def test_a_page_is_for_who_may_see_the_object(leaflet, person, browser):
    address = f"/folders/{leaflet('draft').pk}/"
    assert browser(person("here")).get(address).status_code == 200
    assert browser(person("there")).get(address).status_code == 403
    assert browser(None).get(address)["Location"].startswith("/account/login/")


def test_a_page_that_everybody_may_see_asks_for_no_account(leaflet, browser):
    assert browser(None).get(f"/folders/{leaflet('shown').pk}/").status_code == 200


def test_a_refusal_stands_in_the_log_of_the_owner(leaflet, person, browser, organisations):
    made, user = leaflet("draft"), person("there")
    browser(user).get(f"/folders/{made.pk}/")
    event = Event.objects.get(kind="refused")
    assert (event.actor, event.organisation) == (user.pk, organisations["here"].pk)
    assert (event.subject, event.detail) == (f"leaflets.leaflet {made.pk}", {"action": "see_leaflet"})


def test_an_object_that_is_not_there(leaflets, person, browser):
    assert browser(person("here")).get("/folders/999/").status_code == 404


def test_its_links_stand_in_the_menu_and_on_the_first_page(leaflets, person, browser, organisations):
    page = browser(person("here")).get("/organisatie/").content.decode()
    assert page.count('href="/folders/bladwijzers/"') == 2
    assert f'href="/folders/van/{organisations["here"].pk}/"' in page
    assert 'href="/folders/' not in browser(None).get("/toegankelijkheid/").content.decode()


def test_its_tile_stands_on_the_page_of_an_organisation(leaflets, person, browser, organisations):
    own = organisations["here"].pk
    page = browser(person("here")).get(f"/organisatie/{own}/").content.decode()
    assert f'href="/folders/van/{own}/"' in page
    assert browser(person("here", Role.EDITOR)).get(f"/folders/van/{own}/").content == b"0"


def test_it_passes_the_checks(leaflets):
    call_command("check", fail_level="WARNING")


def test_the_lines_that_are_written_down_are_right_for_every_standing(leaflets):
    lines = allowed(as_csv())
    assert {line[2] for line in lines} == {"owner", "party", "scope", "site", "self", "account", "everyone"}
    assert [differing_for_member(lines, kind, role) for kind in Kind for role in Role] == [[]] * 30
    assert [differing_for_person(lines, who, own=True) for who in ("anonymous", "account", "site")] == [
        []
    ] * 3


def test_the_lines_name_states_and_kinds(leaflets):
    lines = as_csv().splitlines()
    assert "see_leaflet,agreed,scope,reader,inspectorate partnership" in lines
    assert "see_leaflet,any,owner,reader,municipality" in lines
    assert "see_leaflet,shown,everyone,," in lines
    assert {line for line in lines if line.startswith("agree_leaflet")} == {
        "agree_leaflet,draft,owner,administrator,all",
        "agree_leaflet,draft,party,administrator,all",
        "agree_leaflet,draft,party,editor,all",
    }


def test_the_page_says_them_in_words(leaflets):
    page = as_page()
    assert (
        "| `agree_leaflet` | Agree to a leaflet; only in state draft | owner: administrator<br>party: "
        in page
    )
    assert (
        "scope: reader, editor, administrator of: inspectorate; partnership for special support, in st"
        in page
    )
    assert "<br>everyone, in state shown<br>site | no |" in page


def test_what_an_app_holds_about_a_person_is_downloaded_and_deleted(leaflets, person):
    one, other = person("here"), person("there")
    for user in (one, other):
        leaflets.Bookmark.objects.create(person=user, url=f"/{user.pk}/")
    assert accounts.personal_data(one)["bookmarks"] == [{"url": f"/{one.pk}/"}]
    accounts.delete(one)
    assert [kept.person for kept in leaflets.Bookmark.objects.all()] == [other]


def test_an_app_that_does_not_say_how_is_refused(leaflets, monkeypatch):
    without = [one for one in registry.declared() if one.app != "leaflets"]
    monkeypatch.setattr("gemengd.web.organisations.checks.declared", lambda: without)
    ((number, words),) = [(problem.id, problem.msg) for problem in check_personal(None)]
    assert (number, words.split(",")[0]) == ("gemengd.E011", "Bookmark is of people")
