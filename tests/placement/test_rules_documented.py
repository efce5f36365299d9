# SPDX-License-Identifier: EUPL-1.2
"""The page on rules: it names everything the schema and the tables hold, and its example runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gemengd.placement.rules import ROUND_TABLES, rules_schema

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "rules.md"


@pytest.fixture(scope="module")
def page():
    return PAGE.read_text(encoding="utf-8")


def named():
    schema = rules_schema()
    parts = schema["$defs"]
    words = {*schema["properties"], *parts["condition"]["properties"], *parts["seats"]["properties"]}
    words |= set(parts["seat_type"]["properties"]) - {"id", "title"}
    words |= set(parts["seat_split"]["properties"]["walk"]["enum"])
    words |= set(parts["mechanism"]["properties"]["name"]["enum"])
    return words | set(parts["lottery"]["properties"]["numbers"]["enum"])


def test_every_key_of_the_schema_is_explained(page):
    assert [word for word in sorted(named()) if f"`{word}`" not in page] == []


def test_every_column_of_the_tables_is_explained(page):
    columns = {column for table in ROUND_TABLES.values() for column in table.columns}
    assert [column for column in sorted(columns) if f"`{column}`" not in page] == []


def test_the_example_runs(page, capsys):
    (example,) = re.findall(r"^```python\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    found: dict[str, object] = {}
    exec(compile(example, str(PAGE), "exec"), found)
    placed = {row["applicant"]: row["programme"] for row in found["placed"].to_dicts()}
    assert placed == {"a": None, "b": "North", "c": "South"}
    assert "Guarantees: 1 of 1 can be kept at once." in capsys.readouterr().out
