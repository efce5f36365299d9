# SPDX-License-Identifier: EUPL-1.2
"""A table as a reader sees it and as a program reads it."""

from __future__ import annotations

import csv
import io

import pytest

from gemengd.figures.table import Column, Table, shown
from gemengd.monitor.speech import language

NL, EN = language("nl"), language("en")
COLUMNS = (Column("name", "school"), Column("share", "aandeel", "share"))


def read(table):
    return list(csv.DictReader(io.StringIO(table.csv())))


def test_a_reader_sees_words_and_a_program_numbers():
    table = Table(COLUMNS, ({"name": "De Ark", "share": 0.31456},))
    assert table.cells(NL) == [["De Ark", "31%"]]
    assert read(table) == [{"name": "De Ark", "share": "0.3146"}]


def test_what_is_not_known_is_a_dash_for_a_reader_and_nothing_for_a_program():
    table = Table(COLUMNS, ({"name": "De Ark", "share": None},))
    assert table.cells(NL) == [["De Ark", "–"]]
    assert read(table) == [{"name": "De Ark", "share": ""}]


def test_the_file_may_hold_more_than_is_seen():
    table = Table(COLUMNS, ({"name": "De Ark", "share": 0.5},), ({"school_id": "00AA00", "name": "De Ark"},))
    assert read(table) == [{"school_id": "00AA00", "name": "De Ark"}]


@pytest.mark.parametrize("name", ["=1+1", "+31", "-1", "@SUM(A1)"])
def test_no_name_becomes_a_formula(name):
    assert read(Table(COLUMNS, ({"name": name, "share": None},)))[0]["name"] == f"'{name}"


def test_an_empty_table_still_names_its_columns():
    assert Table(COLUMNS, ()).csv() == "name,share\r\n"


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        (1234, "count", "1.234"),
        (0.1234, "index", "0,123"),
        (0.84, "km", "0,8"),
        (-0.055, "points", "−6"),
        (2025, "year", "2025/26"),
        ("text", "text", "text"),
        (None, "text", "–"),
    ],
)
def test_every_kind_of_value_has_its_form(value, kind, words):
    assert shown(value, kind, NL) == words


def test_a_language_writes_its_own_numbers():
    assert shown(1234, "count", EN) == "1,234"


def test_the_file_tells_a_spreadsheet_its_encoding():
    assert (
        Table(COLUMNS, ({"name": "Één", "share": None},)).csv_file().decode("utf-8-sig").endswith("Één,\r\n")
    )
