# SPDX-License-Identifier: EUPL-1.2
"""The site on the built example region."""

from __future__ import annotations

import pytest

from gemengd.tables import Workspace


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
