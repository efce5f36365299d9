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


@pytest.fixture(scope="session", autouse=True)
def static_folder() -> None:
    """WhiteNoise warns where the folder is absent, and the server starts before any test sets its own."""
    from django.conf import settings

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture
def published_site(
    transactional_db: None,
    plain_site: None,
    settings: Any,
    example_workspace: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The example region, published on the site that answers; pictures are drawn once for all tests."""
    from gemengd.web.monitor import searching
    from gemengd.web.published.services import publish

    # A test that searches makes the index itself; for all others it would be made in vain.
    monkeypatch.setattr(searching, "rebuild", lambda _names: None)

    settings.GEMENGD_WORKSPACE = example_workspace
    pictures = settings.CACHES["pictures"] | {"LOCATION": "pictures of browser tests", "TIMEOUT": None}
    settings.CACHES = settings.CACHES | {"pictures": pictures}
    publish(Workspace(example_workspace).version or 0)


@pytest.fixture
def visitors(live_server: Any, published_site: None) -> Any:
    """Who visits; each is made when asked for."""
    from browser.site.visitors import Visitors

    return Visitors(live_server.url)


@pytest.fixture
def visit(browser: Any, live_server: Any, published_site: None) -> Iterator[Callable[..., Any]]:
    """Open a page of the site; the test fails when the browser complains about anything."""
    with Visits(browser, live_server.url) as visits:
        yield visits.open
