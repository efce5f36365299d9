# SPDX-License-Identifier: EUPL-1.2
"""The list of pages is complete, and each answers in both languages, under a strict policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.urls import get_resolver, resolve
from django.utils import translation

from browser.site.listed import NO_PAGES, PAGES, Listed

MACHINES = ("api:", "files:")
"""Addresses for programs; they have tests of their own."""


@pytest.fixture(autouse=True)
def troubles(settings: Any) -> None:
    """The addresses of failures are there, and what an earlier test spoke is forgotten."""
    settings.ROOT_URLCONF = "browser.site.troubles"
    translation.activate("nl")


def test_every_address_with_a_name_is_listed():
    there = {name for name in _names(get_resolver("gemengd.web.urls")) if not name.startswith(MACHINES)}
    listed = {page.name for page in PAGES} - {""}
    assert listed | set(NO_PAGES) == there
    assert not listed & set(NO_PAGES)


def test_the_path_of_a_page_is_that_of_its_name():
    for page in PAGES:
        path = page.path.split("?")[0].replace("{reset}", "1-1").replace("{invitation}", "x")
        filled = re.sub(r"\{\w+\}", "1", path)
        if page.name:
            assert resolve(filled, "gemengd.web.urls").view_name == page.name


def test_what_is_not_listed_shows_no_page_to_anybody(visitors):
    for name, path in NO_PAGES.items():
        assert resolve(path.split("?")[0], "gemengd.web.urls").view_name == name
        for role in ("visitor", "reader", "coded", "keeper"):
            response = getattr(visitors, role).get(path)
            translation.activate("nl")
            assert response.status_code != 200 or "html" not in response["Content-Type"], (name, role)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_says_what_it_is_for_in_both_languages_under_a_strict_policy(visitors, page: Listed):
    path, client = visitors.path(page.path), getattr(visitors, page.role)
    client.raise_request_exception = False
    for prefix, words in (("", page.dutch), ("/en", page.english)):
        response = client.get(f"{prefix}{path}", follow="{reset}" in page.path)
        assert response.status_code == page.status
        [heading] = re.findall(r"<h1[^>]*>\s*([^<]*)", unescape(response.content.decode()))
        assert heading.strip() == words
        policy = response["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert not re.search(r"unsafe|script-src[^;]*(\*|data:)", policy)
        assert ("frame-ancestors *" in policy) is page.name.endswith("-embed")


def _names(resolver: Any, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _names(pattern, before + space)
        elif pattern.name:
            yield before + pattern.name
