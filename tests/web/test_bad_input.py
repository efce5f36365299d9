# SPDX-License-Identifier: EUPL-1.2
"""What no visitor should send: refused with a clear page, never an error of ours, and not kept in the log."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from gemengd.web.site.discretion import Discreet, discreet

UNKNOWN = [
    "/gemeente/GM0000/",
    "/gemeente/GM9901/figuur/nothing/",
    "/gemeente/GM9901/?sector=ho",
    "/gemeente/GM9901/?sector=po&kenmerk=shoe_size",
    "/gemeente/GM9901/?jaar=1066",
    "/gemeente/GM9901/?jaar=twee",
    "/gemeente/GM9901/figuur/level.svg?kenmerk=%27%20OR%201=1",
    "/school/00XX00/",
    "/bestanden/users.csv",
    "/bestanden/gemeenten.exe",
]
HOSTILE = [
    "/gemeente/..%2f..%2fetc%2fpasswd/",
    "/gemeente/../../etc/passwd",
    "/bestanden/..%2f..%2fsecret-key",
    "/bestanden/%2e%2e/%2e%2e/site.sqlite3",
    "/static/..%2f..%2fsecret-key",
    "/gemeente/GM9901%00/",
    "/gemeente/%ff%fe/",
    "/zoeken/?q=%00",
    "/zoeken/?q=" + "a" * 10_000,
    "/gemeente/GM9901/?jaar=" + "9" * 5000,
    "/gemeente/GM9901/?sector[]=po&sector[$ne]=x",
    "/gemeente/<script>alert(1)</script>/",
]


@pytest.fixture
def visitor(site):
    """A browser that shows pages of errors as a visitor sees them."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("address", UNKNOWN)
def test_what_is_not_there_is_said_in_plain_words(visitor, address):
    answer = visitor.get(address)
    assert answer.status_code == 404
    assert "<h1" in answer.text
    assert 'lang="nl"' in answer.text


@pytest.mark.parametrize("address", HOSTILE)
def test_tricks_get_a_page_and_never_an_error_or_a_file(visitor, address):
    answer = visitor.get(address)
    assert answer.status_code in (200, 302, 400, 404)
    body = answer.getvalue() if answer.streaming else answer.content
    assert b"root:" not in body
    assert b"SQLite format" not in body
    assert b"<script>alert" not in body


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_public_pages_are_for_reading(visitor, method):
    assert getattr(visitor, method)("/gemeente/GM9901/").status_code == 405


def test_a_host_that_is_not_ours_is_refused(visitor):
    assert visitor.get("/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    ("address", "logged"),
    [
        ("/organisatie/uitnodiging/Kf3jd93kd02mdkw9sldk3mdk/", "/organisatie/uitnodiging/…/"),
        ("/zoeken/?q=1234AB", "/zoeken/?…"),
        ("/x/jan@example.org/", "/x/…/"),
        ("/gemeente/GM0363/figuur/level/", "/gemeente/GM0363/figuur/level/"),
    ],
)
def test_the_log_holds_no_keys_addresses_or_questions(address, logged):
    line = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Gone", address), None)
    assert Discreet().filter(line)
    assert line.getMessage() == f"Gone: {logged}"
    assert discreet(address) == logged
