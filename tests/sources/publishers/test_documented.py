# SPDX-License-Identifier: EUPL-1.2
"""The page about sources names every kind that is read, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gemengd.sources import KINDS
from gemengd.sources.publishers import terms

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "sources.md"
TERMS = [value for value in vars(terms).values() if isinstance(value, terms.Terms)]


def section(title):
    text = PAGE.read_text(encoding="utf-8")
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def first_cells(text):
    """The names in the first column of a table."""
    rows = re.findall(r"^\|([^|]*)\|", text, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


def test_the_page_names_the_kinds_that_are_read_and_no_other():
    assert first_cells(section("Kinds")) == {kind.name for kind in KINDS}


def test_what_is_said_of_where_layouts_are_known_from_is_of_kinds_that_are_read():
    named = first_cells(section("What happens to the peculiarities of each"))
    assert named
    assert named <= {kind.name for kind in KINDS}


@pytest.mark.parametrize("one", TERMS, ids=lambda one: one.publisher)
def test_the_page_gives_the_attribution_of_every_publisher(one):
    assert f"{one.attribution} |" in section("Licences")


def test_a_kind_has_a_description_in_both_languages_and_columns_in_one_spelling():
    for kind in KINDS:
        assert set(kind.description) == {"nl", "en"}
        assert all(column == column.upper() and " " not in column for column in kind.columns)


def test_no_kind_hides_another():
    """A file with just the columns of a kind is of that kind: no other asks for the same ones."""
    asked = [(kind.form, frozenset(kind.columns)) for kind in KINDS]
    assert len(set(asked)) == len(asked)
