# SPDX-License-Identifier: EUPL-1.2
"""Workbooks that span more cells than can be loaded are refused before they are."""

from __future__ import annotations

import zipfile

import pytest
import xlsxwriter

from gemengd import sources
from gemengd.sources import own
from gemengd.sources.opening import extent
from gemengd.sources.opening.extent import refuse_too_wide
from gemengd.sources.opening.sheets import Workbook
from gemengd.tables import InvalidTable

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
A1 = '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
FAR = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>y</t></is></c></row>'
ODS = (
    '<office:document-content xmlns:office="urn:o" xmlns:table="urn:t"><table:table>{}</table:table>'
    "</office:document-content>"
)


@pytest.fixture
def xlsx(tmp_path):
    """A workbook with one sheet, and the content of that sheet replaced."""

    def made(rows):
        whole = tmp_path / "whole.xlsx"
        with xlsxwriter.Workbook(whole) as book:
            book.add_worksheet("a").write(0, 0, "x")
        path = tmp_path / "wide.xlsx"
        with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
            for part in old.namelist():
                is_sheet = part == "xl/worksheets/sheet1.xml"
                new.writestr(part, SHEET.format(rows) if is_sheet else old.read(part))
        return path

    return made


def refused(path):
    with pytest.raises(InvalidTable) as refusal:
        refuse_too_wide(path.name, path)
    (finding,) = refusal.value.findings
    return finding.found


def test_two_cells_in_the_outermost_corners_are_refused_before_they_are_loaded(xlsx, monkeypatch):
    path = xlsx(A1 + FAR)
    monkeypatch.setattr("fastexcel.read_excel", lambda _source: pytest.fail("the workbook was loaded"))
    with pytest.raises(InvalidTable, match=r"last cell is XFD1048576: 17,179,869,184 cells") as refusal:
        sources.read([path])
    with pytest.raises(InvalidTable, match="XFD1048576"):
        own.draft(path)
    assert "Ctrl+End" in str(refusal.value)


@pytest.mark.parametrize(
    "rows",
    [
        A1 + FAR.replace('"', "'"),
        A1 + FAR.replace("XFD", "xfd"),
        A1 + FAR.replace(' r="XFD1048576"', "\n r = 'XFD1048576' "),
        FAR + A1,
        A1.replace("A1", "XFD1") + FAR.replace("XFD", "A"),
        A1 + '<row r="100000"><c r="AAA100000"><v>1</v></c></row>',
    ],
)
def test_however_it_is_written(xlsx, rows):
    assert "last cell is" in refused(xlsx(rows))


def test_cells_that_do_not_say_where_they_stand_are_counted(xlsx):
    row = "<row>" + "<c><v>1</v></c>" * 800 + "</row>"
    assert "last cell is ADT99999" in refused(xlsx(A1 + '<row r="99998"/>' + row))


def test_formatted_cells_without_content_do_not_count(xlsx):
    path = xlsx(A1 + '<row r="1048576" s="1"><c r="XFD1048576" s="1"/></row>')
    refuse_too_wide(path.name, path)
    assert Workbook(path.name, path).load("a").shape == (1, 1)


def test_a_long_narrow_table_is_read(xlsx):
    path = xlsx(A1 + '<row r="1048576"><c r="B1048576"><v>1</v></c></row>')
    refuse_too_wide(path.name, path)


@pytest.mark.parametrize("repeats", [(1_048_576, 16_384), (70_000, 1_000)])
def test_an_ods_file_that_repeats_a_cell_too_often_is_refused(tmp_path, repeats):
    cell = f'<table:table-cell table:number-columns-repeated="{repeats[1]}" office:value-type="float"/>'
    row = f'<table:table-row table:number-rows-repeated="{repeats[0]}">{cell}</table:table-row>'
    path = tmp_path / "wide.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.format(row))
    assert f"{repeats[0] * repeats[1]:,} cells" in refused(path)


def test_the_empty_rest_of_an_ods_sheet_does_not_count(tmp_path):
    filled = '<table:table-row><table:table-cell office:value-type="float"/></table:table-row>'
    empty = (
        '<table:table-row table:number-rows-repeated="1048575">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    with zipfile.ZipFile(tmp_path / "l.ods", "w") as archive:
        archive.writestr("content.xml", ODS.format(filled + empty))
    refuse_too_wide("l.ods", tmp_path / "l.ods")


def record(number, body):
    return bytes([number, len(body)]) + body


def test_a_binary_workbook_is_looked_through_too(tmp_path):
    places = [(0, 0), (1_048_575, 16_383)]
    data = b"".join(
        record(0, row.to_bytes(4, "little")) + record(5, column.to_bytes(4, "little") + bytes(12))
        for row, column in places
    )
    with zipfile.ZipFile(tmp_path / "l.xlsb", "w") as archive:
        archive.writestr("xl/worksheets/sheet1.bin", data)
    assert "XFD1048576" in refused(tmp_path / "l.xlsb")


def test_what_is_no_workbook_is_left_to_what_opens_it(tmp_path):
    (tmp_path / "l.xlsx").write_bytes(b"PK\x03\x04 and then nothing")
    refuse_too_wide("l.xlsx", tmp_path / "l.xlsx")


def test_a_sheet_is_looked_through_across_blocks(xlsx, monkeypatch):
    monkeypatch.setattr(extent, "BLOCK", 64)
    assert "XFD1048576" in refused(xlsx(A1 + FAR))
