# SPDX-License-Identifier: EUPL-1.2
"""The reference page names everything that the build can produce."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from gemengd.monitor.building.building import BY_HOME, BY_SCHOOL, OVER_TIME
from gemengd.monitor.building.flows import SHARES
from gemengd.monitor.frames import FRAMES
from gemengd.monitor.settings import Settings
from gemengd.monitor.statuses import STATUSES

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "indicators.md"
NAMES = {
    "indicators": (*BY_SCHOOL, *BY_HOME, *OVER_TIME, *SHARES, "distance"),
    "frames": tuple(FRAMES),
    "settings": tuple(field.name for field in fields(Settings)),
    "statuses": tuple(STATUSES),
}


@pytest.mark.parametrize("what", NAMES)
def test_every_name_is_explained(what):
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in NAMES[what] if f"`{name}`" not in text] == []
