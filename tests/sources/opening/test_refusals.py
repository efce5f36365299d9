# SPDX-License-Identifier: EUPL-1.2
"""Damage that once ended in a traceback is a refusal that says what to do."""

from __future__ import annotations

import random
import zipfile

import polars as pl
import pytest

from gemengd import sources
from gemengd.sources.opening.delimited import BLANK, END, Unsplit, split
from gemengd.sources.opening.encoding import check_declared
from gemengd.sources.opening.file import batches, kind_of, look
from gemengd.sources.opening.form import form_of
from gemengd.tables import InvalidTable


def test_a_quote_that_does_not_close_is_refused_with_its_row(flow_files):
    odd = flow_files.row(BRIN_NUMMER="99BB", INSTELLINGSNAAM_VESTIGING='De "Maas')
    with pytest.raises(InvalidTable) as refusal:
        sources.read([flow_files.write(flow_files.row(), odd, flow_files.row(BRIN_NUMMER="99CC"))])
    (finding,) = refusal.value.findings
    assert (finding.file, finding.row) == ("Voorbeeldstad.csv", 3)
    assert finding.found == "quotes that do not close"


def test_every_byte_of_damage_in_parquet_is_read_or_refused(tmp_path):
    whole = tmp_path / "whole.parquet"
    pl.DataFrame({"school": [f"99AA{at:02}" for at in range(60)]}).write_parquet(whole)
    data, chance = whole.read_bytes(), random.Random(1)
    refused = 0
    for _ in range(60):
        at = chance.randrange(len(data))
        path = tmp_path / "l.parquet"
        path.write_bytes(data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :])
        try:
            if look(path).columns == ("school",):
                list(batches(look(path), ["school"]))
        except InvalidTable:
            refused += 1
    assert refused


def test_a_zip_archive_that_is_cut_in_its_list_is_refused(flow_files, tmp_path):
    path = tmp_path / "flows.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("flows.csv", flow_files.write(flow_files.row()).read_bytes())
    data = path.read_bytes()
    path.write_bytes(data[:8] + data[9:])
    with pytest.raises(InvalidTable, match="a damaged archive or one that ends early"):
        sources.read([path])


def test_utf_16_without_its_mark_is_read_as_declared(tmp_path):
    (tmp_path / "l.csv").write_bytes("school;naam\n1;Reünie\n".encode("utf-16-le"))
    assert check_declared(tmp_path / "l.csv", "utf-16") == "utf-16-le"


@pytest.mark.parametrize(
    ("start", "form"),
    [
        (b" \r\n", "empty"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"PK\x03\x04", "zip"),
        (b"PK;naam\n", "text"),
        (b"\xd0\xcf\x11\xe0", "xls"),
        (b"PAR1", "parquet"),
        (b"\xff\xfea\x00", "utf-16"),
        (b"a\x00b", "binary"),
        (b"\xef\xbb\xbf {", "json"),
        (b"a;b\n", "text"),
        (bytes(257) + b"ustar", "tar"),
    ],
)
def test_the_form_is_told_from_the_bytes(start, form):
    assert form_of(start) == form


def test_blank_lines_at_the_top_do_not_make_a_file_empty(tmp_path):
    (tmp_path / "l.csv").write_bytes(b"\r\n" * 8 + b"a;b\r\n1;2\r\n")
    assert kind_of(tmp_path / "l.csv") == "csv"
    assert look(tmp_path / "l.csv").columns == ("a", "b")


def test_records_show_a_field_too_few_and_too_many():
    frame = split('1;2\n\n3\n4;5;6\n"7;\n8";9', ";", 2, {0: "a", 1: "b"})
    assert frame.get_column("_end").to_list() == [END, BLANK, None, "6", END]
    assert frame.get_column("a").to_list() == ["1", None, "3", "4", "7; 8"]


def test_text_that_cannot_be_split_is_not_quoted():
    with pytest.raises(Unsplit) as refusal:
        split('"geheim"x;2\n"', ";", 2, {0: "a"})
    assert "geheim" not in str(refusal.value)
