# SPDX-License-Identifier: EUPL-1.2
"""The open data of the example region, asked the way a stranger would."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

NOW = datetime(2026, 1, 1, tzinfo=UTC)
COUNTRY = (
    "duo/leerlingen-po-per-gemeente-postcode-2017-2018.tar.gz",
    "schools/bo_jan2013.csv.gz",
    "schools/so_jan2013.csv.gz",
    "cbs/cbs_pc4_2020_v1.xlsx",
    "geo/nl_postcode4.geojson.gz",
    "municipalities/gm_changes_before_2018.csv",
)
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


@pytest.fixture(scope="session")
def country_folder(shared_data, tmp_path_factory) -> Path:
    """The built and protected monitor of the whole country, on real open data, as version 2."""
    from gemengd import sources
    from gemengd.monitor import Settings, build
    from gemengd.monitor.safety.protecting import store_protected
    from gemengd.tables import Workspace
    from gemengd.web.published.storing import stored_folder

    workspace = Workspace(tmp_path_factory.mktemp("country"))
    workspace.add(sources.read([shared_data / name for name in COUNTRY]), now=NOW)
    workspace.store_monitor(build(workspace), settings=Settings().as_dict(), now=NOW)
    store_protected(workspace.folder, 2, stored_folder(workspace.folder, 2))
    return workspace.folder
