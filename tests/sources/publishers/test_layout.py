# SPDX-License-Identifier: EUPL-1.2
"""The frame for readers, tried with the layout that the page on adding one declares."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from gemengd.sources.opening.archive import members
from gemengd.sources.opening.content import look
from gemengd.sources.publishers.dating import GIVEN, IN_YEAR
from gemengd.tables import PUPILS, SCHOOLS, InvalidTable, validate

PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "change" / "add-a-layout.md"
HEADER = "Teldatum;Schoolcode;Schoolnaam;Gemeentenummer;Gemeentenaam;Aantal kinderen"
ROW = "20241001;99AA00;De Regenboog;9901;Voorbeeldstad;12"


@pytest.fixture(scope="module")
def kind():
    (program,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    names = {}
    exec(compile(program, PAGE.name, "exec"), names)
    return names["KIND"]


@pytest.fixture
def read(kind, tmp_path):
    def read(*rows, year=None):
        path = tmp_path / "kinderen.csv"
        path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        contents = [look(member) for member in members([path])]
        assert not kind.missing(contents[0])
        return kind.read(contents, year)

    return read


def test_a_declaration_is_enough_for_tables_title_and_source(read):
    (found,) = read(ROW, ROW.replace("99AA00", "99BB00").replace(";12", ";<5"))
    assert (found.source_id, found.title) == (
        "example-children-2024",
        "Example, children per school, 2024-2025",
    )
    assert found.reference_date == date(2024, 10, 1)
    pupils = validate(PUPILS, found.tables["pupils"])
    assert pupils.select("year", "school_id", "low", "high").rows() == [
        (2024, "99AA00", 12, 12),
        (2024, "99BB00", 0, 4),
    ]
    schools = validate(SCHOOLS, found.tables["schools"])
    assert schools.select("school_id", "municipality_id", "first_year").row(0) == ("99AA00", "GM9901", 2024)
    assert found.tables["areas"].row(0) == ("GM9901", "gemeente", "Voorbeeldstad", "GM9901")


def test_each_year_in_a_file_is_a_source_of_its_own_in_order(read):
    found = read(ROW, ROW.replace("2024", "2023"))
    assert [one.source_id for one in found] == ["example-children-2023", "example-children-2024"]
    assert [one.rows_read for one in found] == [1, 1]


@pytest.mark.parametrize(
    ("old", "new", "column", "said"),
    [
        ("99AA00", "AA", "SCHOOLCODE", "'AA'"),
        (";9901;", ";x;", "GEMEENTENUMMER", "'x'"),
        ("20241001", "1 oktober", "TELDATUM", "'1 oktober'"),
        ("De Regenboog", "", "SCHOOLNAAM", "nothing"),
        (";12", ";twaalf", "AANTAL_KINDEREN", "'twaalf'"),
        (";12", ";-1", "AANTAL_KINDEREN", "'-1'"),
    ],
)
def test_every_step_refuses_with_row_column_and_what_was_found(read, old, new, column, said):
    with pytest.raises(InvalidTable) as refusal:
        read(ROW.replace("99AA00", "99BB00"), ROW.replace(old, new))
    (finding,) = refusal.value.findings
    assert (finding.row, finding.column, finding.found) == (3, column, said)


def test_a_row_that_returns_is_refused(read):
    with pytest.raises(InvalidTable) as refusal:
        read(ROW, ROW)
    assert [(one.row, one.expected) for one in refusal.value.findings] == [(3, "each school once")]


def test_all_that_is_wrong_is_told_at_once(read):
    with pytest.raises(InvalidTable) as refusal:
        read(ROW.replace("99AA00", "AA").replace(";12", ";twaalf"))
    assert [one.column for one in refusal.value.findings] == ["SCHOOLCODE", "AANTAL_KINDEREN"]


def test_a_year_in_the_rows_is_not_asked_for_and_one_that_is_given_is():
    assert GIVEN.is_given
    assert not IN_YEAR.is_given
