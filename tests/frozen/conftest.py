# SPDX-License-Identifier: EUPL-1.2
"""The site at a moment that does not pass."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from frozen.visiting import publish
from gemengd.tables import Workspace

MOMENT = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)


@pytest.fixture
def still_time(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The moment that Django finds on the clock."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: MOMENT)
    return MOMENT


@pytest.fixture
def site(db: None, plain_site: None, still_time: datetime, settings: Any, example_workspace: Path) -> Path:
    """The example region, published on an installation with an address and a contact."""
    settings.GEMENGD_WORKSPACE = example_workspace
    settings.GEMENGD_ADDRESS, settings.GEMENGD_CONTACT = "https://gemengd.example", "open-data@example.org"
    settings.GEMENGD_API_RATE = "1000000/min"
    settings.MEDIA_ROOT = Path(settings.GEMENGD_SITE_DATA) / "uploads"
    publish(Workspace(example_workspace).version or 0)
    return example_workspace
