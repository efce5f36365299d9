# SPDX-License-Identifier: EUPL-1.2
"""Own files as programs write them: CSV of any kind, Parquet, Excel, ODS, and damaged ones."""

from __future__ import annotations

import datetime as dt
import zipfile
from xml.sax.saxutils import escape

import polars as pl
import pytest
import xlsxwriter

from gemengd.sources import own
from gemengd.sources.opening.text import blocks, last_record_end
from gemengd.tables import InvalidTable

HEAD = """
layout = "pupils"
[source]
id = "own"
title = "Leerlingen"
publisher = "Gemeente"
licence = "not public"
attribution = "Source: gemeente"
[pupils]
year = "jaar"
[school]
id = "school"
name = "naam"
sector = { value = "po" }
municipality = { value = "GM9901" }
[characteristics.parental_education]
column = "opleiding"
values = { laag = "low", hoog = "high" }
"""
HEADER = ["school", "naam", "opleiding", "jaar"]
ROWS = [
    ["99AA00", "‘t Nest", "laag", "2023"],
    ["99AA01", "Één Reünie", "hoog", "2023"],
    ["99AA02", "Daniël, René & Zoë’s", "laag", "2023"],
]
EXPECTED = [("99AA00", "‘t Nest"), ("99AA01", "Één Reünie"), ("99AA02", "Daniël, René & Zoë’s")]


def text(delimiter=";", end="\r\n", rows=ROWS, header=HEADER):
    def cell(value):
        return f'"{value}"' if delimiter in value or "\n" in value else value

    return "".join(delimiter.join(map(cell, row)) + end for row in [header, *rows])


def read(tmp_path, content, mapping=HEAD, name="leerlingen.csv"):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    (tmp_path / "m.toml").write_text(mapping, encoding="utf-8")
    return own.read(tmp_path / name, tmp_path / "m.toml")


def refused(tmp_path, content, mapping=HEAD, name="leerlingen.csv"):
    with pytest.raises(InvalidTable) as refusal:
        read(tmp_path, content, mapping, name)
    return refusal.value


def schools(found):
    return found.tables["schools"].select("school_id", "name").rows()


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_any_delimiter_and_line_end(tmp_path, delimiter, end):
    assert schools(read(tmp_path, text(delimiter, end).encode())) == EXPECTED


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"]
)
def test_the_encoding_is_found(tmp_path, encoding):
    assert schools(read(tmp_path, text().encode(encoding))) == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252", "mac_roman"])
def test_the_encoding_may_be_declared(tmp_path, encoding):
    mapping = HEAD + f'[file]\nencoding = "{encoding}"\n'
    assert schools(read(tmp_path, text().encode(encoding), mapping)) == EXPECTED


def test_an_encoding_that_shows_late_in_the_file_is_found(tmp_path):
    rows = [["99AA09", "Plain", "laag", "2023"]] * 100_000 + [["99AA01", "Reünie", "hoog", "2023"]]
    assert schools(read(tmp_path, text(rows=rows).encode("cp1252")))[0] == ("99AA01", "Reünie")


@pytest.mark.parametrize(
    ("declared", "real"),
    [("utf-8", "cp1252"), ("cp1252", "utf-8"), ("utf-8", "utf-16"), ("cp1252", "mac_roman")],
)
def test_a_wrong_encoding_is_refused_with_the_right_one(tmp_path, declared, real):
    mapping = HEAD + f'[file]\nencoding = "{declared}"\n'
    message = str(refused(tmp_path, text().encode(real), mapping))
    assert f"found text that is not in {declared}" in message
    assert f'encoding = "{real}"' in message


def test_an_encoding_that_does_not_exist_is_refused(tmp_path):
    assert "'utf-9'" in str(refused(tmp_path, text().encode(), HEAD + '[file]\nencoding = "utf-9"\n'))


def test_quotes_may_hold_delimiters_line_ends_and_quotes(tmp_path):
    body = 'school;naam;opleiding;jaar\n99AA00;"De ""Maas""; en\nmeer";laag;2023\n99AA01;B;hoog;2023\n'
    assert schools(read(tmp_path, body.encode())) == [("99AA00", 'De "Maas"; en meer'), ("99AA01", "B")]


def test_a_file_cut_off_in_its_last_line_is_refused(tmp_path):
    cut = text().encode()[:-12]
    (finding,) = refused(tmp_path, cut).findings
    assert (finding.row, finding.found) == (4, "fewer fields than the header")
    assert "cut off" in finding.mend


def test_a_file_cut_off_inside_quotes_is_refused(tmp_path):
    message = str(refused(tmp_path, b'school;naam;opleiding;jaar\n99AA00;"De Ma'))
    assert "never closed" in message
    assert "cut off" in message


def test_a_file_cut_off_inside_a_character_is_refused(tmp_path):
    cut = "school;opleiding;jaar;naam\n99AA00;laag;2023;Re\u00fcnie\n99AA00;laag;2023;Re\u00fc".encode()[:-1]
    message = str(refused(tmp_path, cut, HEAD + '[file]\nencoding = "utf-8"\n'))
    assert "utf-8" in message


def test_the_last_line_without_a_line_end_is_read_and_noted(tmp_path):
    found = read(tmp_path, text().encode().rstrip())
    assert schools(found) == EXPECTED
    assert any("no line end" in note for note in found.notes)


def test_a_field_too_many_is_refused_with_its_row(tmp_path):
    body = text().replace("99AA01;", "99AA01;extra;")
    (finding,) = refused(tmp_path, body.encode()).findings
    assert (finding.row, finding.found) == (3, "more fields than the header")


def test_rows_are_numbered_across_blocks(tmp_path):
    body = text(rows=[["99AA00", "A" * 500, "laag", "2023"]] * 20_000 + [["99AA00", "B", "?!", "2023"]])
    (finding,) = refused(tmp_path, body.encode()).findings
    assert finding.row == 20_002


def test_a_missing_column_names_the_nearest(tmp_path):
    body = text(header=["school", "naam", "opleidng", "jaar"])
    (finding,) = refused(tmp_path, body.encode()).findings
    assert (finding.column, finding.found) == ("opleiding", "no such column")
    assert "opleidng" in finding.mend


def test_a_column_that_stands_there_twice_is_refused(tmp_path):
    body = text(header=["school", "naam", "jaar", "jaar"])
    assert "2 columns of this name" in str(
        refused(tmp_path, body.encode(), HEAD.replace('"opleiding"', '"naam"'))
    )


def test_a_file_without_a_header_is_refused_without_showing_its_first_row(tmp_path):
    message = str(refused(tmp_path, b"123456782;Sanne;12-03-2015;laag\n987654321;Daan;1-1-2014;hoog\n"))
    assert "a row with data where the header should be" in message
    assert "Sanne" not in message


def test_an_empty_file_and_one_with_only_a_header_are_refused(tmp_path):
    assert "an empty file" in str(refused(tmp_path, b""))
    assert "no rows with data" in str(refused(tmp_path, text(rows=[]).encode()))


@pytest.mark.parametrize(
    "content", [bytes(range(256)) * 2000, b"%PDF-1.7\n" + b"\x80" * 300_000, b'"' * 9, b"x" * 400_000]
)
def test_what_is_no_table_is_refused(tmp_path, content):
    refused(tmp_path, content)


def test_title_lines_above_the_header_are_passed_over(tmp_path):
    body = "Leerlingen 2023\n\n" + text(end="\n")
    assert schools(read(tmp_path, body.encode())) == EXPECTED


def frame():
    return pl.DataFrame(ROWS, schema=HEADER, orient="row")


def test_parquet_is_read(tmp_path):
    frame().with_columns(
        jaar=pl.lit(dt.date(2023, 10, 1)), opleiding=pl.col("opleiding").cast(pl.Categorical)
    ).write_parquet(tmp_path / "l.parquet")
    found = read(tmp_path, None, name="l.parquet")
    assert schools(found) == EXPECTED
    assert found.tables["pupils"]["year"].unique().to_list() == [2023]


def test_whole_numbers_in_a_parquet_column_of_fractions_are_whole(tmp_path):
    frame().with_columns(jaar=pl.lit(2023.0)).write_parquet(tmp_path / "l.parquet")
    assert read(tmp_path, None, name="l.parquet").rows_read == 3


def test_a_damaged_parquet_file_is_refused(tmp_path):
    frame().write_parquet(tmp_path / "l.parquet")
    whole = (tmp_path / "l.parquet").read_bytes()
    assert "damaged or cut-off Parquet" in str(refused(tmp_path, whole[:-40], name="l.parquet"))


def workbook(path, *, top=0, left=0, sheets=("Blad1",)):
    with xlsxwriter.Workbook(path) as book:
        for name in sheets:
            sheet = book.add_worksheet(name)
            for row, cells in enumerate([HEADER, *ROWS] if name == sheets[-1] else []):
                for column, cell in enumerate(cells):
                    number = cell.isdigit()
                    sheet.write(top + row, left + column, int(cell) if number else cell)


@pytest.mark.parametrize(("top", "left"), [(0, 0), (3, 2)])
def test_excel_is_read_wherever_the_table_stands(tmp_path, top, left):
    workbook(tmp_path / "l.xlsx", top=top, left=left)
    assert schools(read(tmp_path, None, name="l.xlsx")) == EXPECTED


def test_row_numbers_of_a_sheet_are_those_of_the_spreadsheet_program(tmp_path):
    workbook(tmp_path / "l.xlsx", top=3)
    message = refused(tmp_path, None, HEAD.replace("hoog", "hooog"), "l.xlsx")
    assert message.findings[0].row == 6


def test_the_first_sheet_with_rows_is_read_or_the_one_that_is_named(tmp_path):
    workbook(tmp_path / "l.xlsx", sheets=("Leeg", "Data"))
    found = read(tmp_path, None, name="l.xlsx")
    assert schools(found) == EXPECTED
    assert any("Read from sheet 'Data'" in note for note in found.notes)
    assert schools(read(tmp_path, None, HEAD + '[file]\nsheet = "Data"\n', "l.xlsx")) == EXPECTED
    assert "Did you mean 'Data'?" in str(refused(tmp_path, None, HEAD + '[file]\nsheet = "Dta"\n', "l.xlsx"))


def test_a_damaged_workbook_is_refused(tmp_path):
    workbook(tmp_path / "l.xlsx")
    whole = (tmp_path / "l.xlsx").read_bytes()
    assert "cannot be opened as Excel or ODS" in str(
        refused(tmp_path, whole[: len(whole) // 2], name="l.xlsx")
    )


def test_ods_is_read(tmp_path):
    def cell(value):
        inside = f"<text:p>{escape(value)}</text:p>"
        return f'<table:table-cell office:value-type="string">{inside}</table:table-cell>'

    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in [HEADER, *ROWS])
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    table = f'<table:table table:name="Blad1">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f"<office:document-content {spaces}>{body}</office:document-content>"
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    with zipfile.ZipFile(tmp_path / "l.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    assert schools(read(tmp_path, None, name="l.ods")) == EXPECTED


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_blocks_end_where_records_end_whatever_their_size(tmp_path, size):
    body = 'a;b\r\n1;"x\r\ny"\r\n2;é\r\n'
    (tmp_path / "t.csv").write_bytes(body.encode())
    found = list(blocks(tmp_path / "t.csv", "utf-8", size=size))
    assert "".join(found) == body.replace("\r\n", "\n")
    assert all(block.count('"') % 2 == 0 and block.endswith("\n") for block in found)


def test_a_line_end_in_quotes_ends_no_record():
    assert last_record_end('a;b\n1;"x\n') == 4
    assert last_record_end('"x\n') == 0
    assert last_record_end("a;b") == 0
