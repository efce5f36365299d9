# SPDX-License-Identifier: EUPL-1.2
"""The site on the built example region."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from gemengd.tables import Workspace
from once import made_once

NOW = datetime(2026, 1, 1, tzinfo=UTC)
COUNTRY = (
    "duo/leerlingen-po-per-gemeente-postcode-2017-2018.tar.gz",
    "schools/bo_jan2013.csv.gz",
    "schools/so_jan2013.csv.gz",
    "cbs/cbs_pc4_2020_v1.xlsx",
    "geo/nl_postcode4.geojson.gz",
    "municipalities/gm_changes_before_2018.csv",
)


@pytest.fixture(autouse=True)
def plain(plain_site):
    """Every test of the site has the plain settings."""


@pytest.fixture
def workspace_folder(example_workspace):
    """The built example workspace; tests that write make a copy."""
    return example_workspace


@pytest.fixture
def site(db, settings, workspace_folder):
    """The site with the example region published."""
    from gemengd.web.published.services import publish

    settings.GEMENGD_WORKSPACE = workspace_folder
    return publish(Workspace(workspace_folder).version)


@pytest.fixture(scope="session")
def country_folder(shared_data, tmp_path_factory) -> Path:
    """The built and protected monitor of the whole country, on real open data, as version 2."""
    from gemengd import sources
    from gemengd.monitor import Settings, build
    from gemengd.monitor.safety.protecting import store_protected
    from gemengd.web.published.storing import stored_folder

    def make(folder):
        workspace = Workspace(folder)
        workspace.add(sources.read([shared_data / name for name in COUNTRY]), now=NOW)
        workspace.store_monitor(build(workspace), settings=Settings().as_dict(), now=NOW)
        store_protected(folder, 2, stored_folder(folder, 2))

    return made_once(tmp_path_factory, "country", make)
