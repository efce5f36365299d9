# SPDX-License-Identifier: EUPL-1.2
"""The site with the example region published, in Chromium."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from browsing import Visits
from gemengd.tables import Workspace

# Playwright runs an event loop in this thread, and Django then refuses the database without need.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture
def published_site(transactional_db: None, plain_site: None, settings: Any, example_workspace: Path) -> None:
    """The example region, published on the site that answers."""
    from gemengd.web.published.services import publish

    settings.GEMENGD_WORKSPACE = example_workspace
    publish(Workspace(example_workspace).version or 0)


@pytest.fixture
def visit(browser: Any, live_server: Any, published_site: None) -> Iterator[Callable[..., Any]]:
    """Open a page of the site; the test fails when the browser complains about anything."""
    with Visits(browser, live_server.url) as visits:
        yield visits.open
