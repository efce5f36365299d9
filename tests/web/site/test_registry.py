# SPDX-License-Identifier: EUPL-1.2
"""What the apps declare comes together, and nothing of it is lost or renamed on the way."""

from __future__ import annotations

from importlib import import_module

from django.urls import get_resolver

from gemengd.web.site import registry
from gemengd.web.site.access import Guard, access_of
from gemengd.web.site.addresses import patterns
from gemengd.web.site.declarations import Declared

EVENTS = {
    "account_deleted", "account_exported", "account_made", "email_changed", "explained", "form_refused",
    "invitation_withdrawn", "invited", "joined", "logged_in", "logged_out", "login_locked", "login_refused",
    "member_removed", "organisation_changed", "organisation_made", "password_changed", "published", "refused",
    "role_changed", "second_factor_removed", "second_factor_set", "sessions_ended", "work_asked", "work_done",
    "work_failed",
}  # fmt: skip
"""Names that stand in the logs of installations; their words are looked up by them for ever."""

LIBRARIES = ("account_", "mfa_", "openid_connect_", "social", "usersessions_")


def test_every_event_that_ever_stood_in_a_log_has_words():
    assert set(registry.events()) >= EVENTS


def test_every_app_declares_under_its_own_label():
    assert {one.app for one in registry.declared()} >= {
        "events", "organisations", "published", "monitor", "api", "control"
    }  # fmt: skip


def test_the_menu_has_its_order():
    places = [(link.view, link.section) for link in registry.navigation()]
    assert places == [
        ("monitor:home", "home"),
        ("monitor:map", "map"),
        ("monitor:compare", "compare"),
        ("monitor:method", "method"),
    ]


def test_the_first_page_after_logging_in_has_its_order():
    assert [link.view for link in registry.people()] == [
        "organisations:new",
        "control:home",
        "work:everything",
        "mail:outbox",
        "organisations:log",
        "accounts:account",
    ]


def test_work_names_functions_that_exist():
    for kind in registry.work().values():
        module, _, name = kind.run.rpartition(".")
        assert callable(getattr(import_module(module), name))


def test_the_api_and_the_public_pages_are_for_everybody_and_the_rest_is_not():
    guards = {}
    for name, pattern in patterns(get_resolver().url_patterns):
        guards.setdefault(access_of(pattern.callback).guard, set()).add(name.split(":")[0])
    assert guards[Guard.NOTHING] == {
        "api", "documents", "files", "health", "monitor", "organisations", "versions", "^.+$"
    }  # fmt: skip
    assert guards[Guard.ACCOUNT] == {"accounts", "mail", "organisations", "work"}
    assert guards[Guard.ACTION] == {"control", "explanations", "mail", "organisations", "work"}
    assert all(name.startswith(LIBRARIES) for name in guards[Guard.LIBRARY])


def test_an_app_asks_for_what_others_declared_for_it(monkeypatch):
    class Kind:
        """What the app that asks wants to know."""

    kinds = (Kind(), "another thing", Kind())
    monkeypatch.setattr(registry, "declared", lambda: (Declared("monitor", further=kinds),))
    assert registry.further(Kind) == (kinds[0], kinds[2])
