# SPDX-License-Identifier: EUPL-1.2
"""The list of pages is complete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import get_resolver, resolve
from django.utils import translation

from browser.site.listed import NO_PAGES, PAGES

MACHINES = ("api:", "files:")
"""Addresses for programs; they have tests of their own."""


@pytest.fixture(autouse=True)
def in_dutch() -> None:
    """What an earlier test spoke is forgotten, as addresses depend on it."""
    translation.activate("nl")


def test_every_address_with_a_name_is_listed():
    there = {name for name in _names(get_resolver("gemengd.web.urls")) if not name.startswith(MACHINES)}
    listed = {page.name for page in PAGES} - {""}
    assert listed | set(NO_PAGES) == there
    assert not listed & set(NO_PAGES)


def test_a_path_is_that_of_its_name():
    for name, path in [*((page.name, page.path) for page in PAGES if page.name), *NO_PAGES.items()]:
        plain = path.split("?")[0].replace("{reset}", "1-1").replace("{invitation}", "x")
        assert resolve(re.sub(r"\{\w+\}", "1", plain), "gemengd.web.urls").view_name == name


def test_what_is_not_listed_shows_no_page_to_anybody(visitors):
    for name, path in NO_PAGES.items():
        for role in ("visitor", "coded", "keeper"):
            response = getattr(visitors, role).get(path)
            assert response.status_code != 200 or "html" not in response["Content-Type"], (name, role)


def _names(resolver: Any, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _names(pattern, before + space)
        elif pattern.name:
            yield before + pattern.name
