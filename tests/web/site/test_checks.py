# SPDX-License-Identifier: EUPL-1.2
"""What no app declared, and declarations that cannot be right, are refused before the site starts."""

from __future__ import annotations

from types import ModuleType

import pytest
from django.core.checks import run_checks
from django.http import HttpResponse
from django.urls import get_resolver, path

from gemengd.web.organisations.actions import SEE_LOG
from gemengd.web.organisations.permissions import for_object, for_organisation, for_site, signed_in
from gemengd.web.organisations.scope import Owned
from gemengd.web.site import registry
from gemengd.web.site.access import Access, Guard, access_of, public
from gemengd.web.site.declarations import BY_SITE, Action, Declared, Link, Searched, Work

MADE_UP = Action("made_up", "Make up", (BY_SITE,))


@pytest.fixture
def view():
    """A view without a mark."""

    def view(request, *args, **kwargs):
        return HttpResponse()

    return view


@pytest.fixture
def declare(monkeypatch):
    """Adds a declaration to those of the installed apps."""

    def add(**fields):
        there = registry.declared()
        monkeypatch.setattr(registry, "declared", lambda: (*there, Declared(**{"app": "control", **fields})))
        for collected in (registry.actions, registry.events):
            collected.cache_clear()

    yield add
    monkeypatch.undo()
    registry.forget()


@pytest.fixture
def at(settings):
    """Adds a view to the addresses of the site."""

    def add(view, name="added"):
        urls = ModuleType("urls_with_one_more")
        urls.urlpatterns = [path("added/", view, name=name), *get_resolver("gemengd.web.urls").url_patterns]
        settings.ROOT_URLCONF = urls

    return add


def found():
    return [(problem.id, problem.msg) for problem in run_checks() if problem.id.startswith("gemengd.")]


def test_the_site_itself_has_no_problems():
    assert found() == []


def test_a_view_of_which_nobody_said_who_may_ask_for_it(at, view):
    at(view)
    ((number, words),) = found()
    assert number == "gemengd.E001"
    assert words.startswith("added (")
    assert words.endswith(".view): nothing says who may ask for this view")


@pytest.mark.parametrize(
    "mark", [public, signed_in, for_site(SEE_LOG), for_organisation(SEE_LOG), for_object(SEE_LOG, Owned)]
)
def test_a_view_that_says_it_is_fine(at, view, mark):
    at(mark(view))
    assert found() == []


@pytest.mark.parametrize("mark", [for_site, for_organisation, lambda action: for_object(action, Owned)])
def test_a_view_that_asks_for_an_action_that_no_app_declares(at, view, mark):
    at(mark(MADE_UP)(view))
    ((number, words),) = found()
    assert number == "gemengd.E006"
    assert "asks for 'made_up', which no app declares" in words


@pytest.mark.parametrize(
    ("fields", "name", "sort"),
    [
        ({"actions": (Action("see_log", "Again", (BY_SITE,)),)}, "see_log", "actions"),
        ({"events": {"joined": "Again"}}, "joined", "events"),
        ({"searched": (Searched("a", "A", list), Searched("a", "B", list))}, "a", "searched"),
        ({"work": (Work("a", "A", "a.b"), Work("a", "B", "a.c"))}, "a", "work"),
    ],
)
def test_a_name_that_is_declared_twice(declare, fields, name, sort):
    declare(**fields)
    assert ("gemengd.E002", f"{name!r} is declared 2 times in {sort}") in found()


def test_a_declaration_by_what_is_no_app(declare):
    declare(app="controle")
    assert found() == [("gemengd.E003", "'controle' declares, and is no app")]


def test_a_table_of_another_app_cannot_be_held(declare):
    declare(append_only=("events_event",))
    assert ("gemengd.E004", "control has no table 'events_event' to hold append-only") in found()


@pytest.mark.parametrize("place", ["navigation", "tiles", "people"])
def test_a_link_that_leads_nowhere(declare, place):
    declare(**{place: (Link("Away", "control:away"),)})
    assert found() == [("gemengd.E005", "control links to 'control:away', which is no address")]


def test_a_link_for_an_action_that_no_app_declares(declare):
    declare(people=(Link("Data", "control:home", MADE_UP),))
    assert found() == [
        ("gemengd.E006", "control links to 'control:home' and asks for 'made_up', which no app declares")
    ]


def test_an_object_of_an_organisation_says_who_may_see_it(monkeypatch):
    from gemengd.web.explanations.models import Explanation

    monkeypatch.delattr(Explanation, "unscoped")
    ((number, words),) = found()
    assert (number, words.split(",")[0]) == ("gemengd.E010", "Explanation refers to an organisation")


def test_decorators_of_django_keep_the_mark(view):
    from django.views.decorators.cache import never_cache
    from django.views.decorators.http import require_POST

    marked = require_POST(never_cache(for_site(SEE_LOG)(view)))
    assert access_of(marked) == Access(Guard.ACTION, SEE_LOG)
    assert access_of(require_POST(signed_in(view))) == Access(Guard.ACCOUNT)
    assert access_of(view) is None
