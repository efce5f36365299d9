# SPDX-License-Identifier: EUPL-1.2
"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("GEMENGD_SHARED", REPOSITORY.parent / "shared"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with the real open data; the test is skipped where that folder is absent."""
    return _shared("data")


@pytest.fixture(scope="session")
def golden() -> Path:
    """The folder with the reference results; the test is skipped where that folder is absent."""
    return _shared("golden")


def _shared(name: str) -> Path:
    folder = SHARED / name
    if not folder.is_dir():
        reason = f"the shared folder '{name}' is not beside this checkout (set GEMENGD_SHARED)"
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must not skip: {reason}")
        pytest.skip(reason)
    return folder
