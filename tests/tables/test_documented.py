# SPDX-License-Identifier: EUPL-1.2
"""The reference page of the tables names every table and every column."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gemengd.tables import TABLES

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "tables.md"


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_documented_and_none_is_invented(name: str) -> None:
    section = re.search(
        rf"^## {name}$(.*?)(?=^## |\Z)", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    assert section is not None
    rows = re.findall(r"^\| (`.*?) \|", section[1], re.MULTILINE)
    documented = [column for row in rows for column in re.findall(r"`(\w+)`", row)]
    assert documented == list(TABLES[name].columns)
