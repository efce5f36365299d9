# SPDX-License-Identifier: EUPL-1.2
"""The open data of the example region, asked the way a stranger would."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

CONTACT, ADDRESS = "open-data@example.org", "https://gemengd.example"


@pytest.fixture(autouse=True)
def known_publisher(settings, tmp_path):
    """An address and a contact, as an installation has them; and no limit unless a test sets one."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    settings.GEMENGD_ADDRESS, settings.GEMENGD_CONTACT = ADDRESS, CONTACT
    settings.GEMENGD_API_RATE = "1000000/min"


@pytest.fixture
def ask(client, site) -> Callable[..., Any]:
    """Ask the API and read its answer; the status has to be the one expected."""

    def ask(path: str, status: int = 200, **query: object) -> Any:
        response = client.get(f"/api/v1/{path}", query)
        assert response.status_code == status, response.content[:500]
        return json.loads(response.content)

    return ask


@pytest.fixture
def rows(ask) -> Callable[..., list[dict[str, Any]]]:
    """All rows of a table, page after page."""

    def rows(name: str, **query: object) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        number, last = 1, False
        while not last:
            answer = ask(name, page=number, pageSize=1000, **query)
            found += answer["results"]
            number, last = number + 1, answer["links"]["next"] is None
        assert len(found) == answer["count"]
        return found

    return rows
