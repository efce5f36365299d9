# SPDX-License-Identifier: EUPL-1.2
"""A running Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from browsing import FLAGS, chromium


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One browser for all tests; each page gets a context of its own."""
    path = chromium()
    with sync_playwright() as running:
        opened = running.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()
