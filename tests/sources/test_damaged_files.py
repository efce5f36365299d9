# SPDX-License-Identifier: EUPL-1.2
"""Files that are damaged or altered: refused as a whole, with file, row, column, value and mend."""

from __future__ import annotations

import gzip

import pytest

from gemengd import sources
from gemengd.tables import InvalidTable


def _refused(*paths, year=None):
    with pytest.raises(InvalidTable) as caught:
        sources.read(paths, year=year)
    return caught.value


def test_a_cut_off_last_line(flow_files):
    path = flow_files.write(flow_files.row(), flow_files.row(POSTCODE_LEERLING="9002"))
    path.write_bytes(path.read_bytes()[:-20])
    (finding,) = _refused(path).findings
    assert (finding.file, finding.row) == ("Voorbeeldstad.csv", 3)
    assert finding.found.endswith("fields")
    assert finding.expected == "38 fields as in the header"
    assert "cut off" in finding.mend


def test_a_number_cut_in_two(flow_files):
    path = flow_files.write(flow_files.row({"LEEFTIJD_6": 12}))
    path.write_bytes(path.read_bytes()[:-3])
    (finding,) = _refused(path).findings
    assert (finding.row, finding.column) == (2, "TOTAAL")
    assert finding.found == "1 where the ages add up to 12"


def test_a_total_cut_off(flow_files):
    path = flow_files.write(flow_files.row())
    path.write_bytes(path.read_bytes()[:-3])
    (finding,) = _refused(path).findings
    assert (finding.row, finding.column, finding.found) == (2, "TOTAAL", "nothing")


def test_every_cut_in_the_last_line_is_noticed(flow_files):
    path = flow_files.write(flow_files.row(), flow_files.row({"LEEFTIJD_6": 12}, POSTCODE_LEERLING="9002"))
    whole = path.read_bytes()
    start = whole.rindex(b"20171001")
    for end in range(start + 1, len(whole) - 2):
        path.write_bytes(whole[:end])
        assert _refused(path).findings[0].row == 3


def test_a_line_with_a_separator_too_many(flow_files):
    path = flow_files.write(
        flow_files.row(INSTELLINGSNAAM_VESTIGING="De; Regenboog"), flow_files.row(BRIN_NUMMER="99BB")
    )
    (finding,) = _refused(path).findings
    assert (finding.row, finding.found) == (2, "39 fields")


def test_a_cut_off_archive(flow_files, tmp_path):
    packed = gzip.compress(flow_files.write(*[flow_files.row()] * 50).read_bytes())
    (tmp_path / "half.csv.gz").write_bytes(packed[: len(packed) // 2])
    (finding,) = _refused(tmp_path / "half.csv.gz").findings
    assert finding.file == "half.csv.gz"
    assert "Download" in finding.mend


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
def test_letters_of_another_encoding(flow_files, encoding):
    path = flow_files.write(flow_files.row(INSTELLINGSNAAM_VESTIGING="Het Café"), encoding=encoding)
    (finding,) = _refused(path).findings
    assert (finding.file, finding.row) == ("Voorbeeldstad.csv", 2)
    assert "no letter in latin-1" in finding.found


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_utf_16(flow_files, encoding):
    (finding,) = _refused(flow_files.write(flow_files.row(), encoding=encoding)).findings
    assert finding.file == "Voorbeeldstad.csv"
    assert "CSV UTF-8" in finding.mend


def test_letters_lost_before(flow_files):
    row = flow_files.row(INSTELLINGSNAAM_VESTIGING="Het Caf\ufffd")
    (finding,) = _refused(flow_files.write(row, encoding="utf-8")).findings
    assert (finding.row, finding.found[:22]) == (2, "letters that were lost")


def test_letters_encoded_twice_are_put_right(flow_files):
    twice = "Het Café".encode().decode("latin-1")
    path = flow_files.write(flow_files.row(INSTELLINGSNAAM_VESTIGING=twice), encoding="utf-8")
    assert sources.read([path])[0].tables["schools"].item(0, "name") == "Het Café"


def test_a_binary_file(tmp_path):
    (tmp_path / "x.csv").write_bytes(bytes(range(256)))
    (finding,) = _refused(tmp_path / "x.csv").findings
    assert finding.found == "bytes that are no text"


def test_an_empty_file(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"")
    (finding,) = _refused(tmp_path / "x.csv").findings
    assert finding.found == "an empty file"


def test_a_spreadsheet_that_is_none(tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"\xd0\xcf\x11\xe0 and then nothing")
    (finding,) = _refused(tmp_path / "x.xlsx").findings
    assert finding.found == "a sheet that cannot be opened as Excel or ODS"


def test_half_a_geojson(tmp_path):
    (tmp_path / "x.geojson").write_text('{"type": "FeatureCollection", "features": [{"type": "Feat')
    (finding,) = _refused(tmp_path / "x.geojson").findings
    assert "cut off" in finding.mend


def test_an_empty_folder(tmp_path):
    assert "no data file" in str(_refused(tmp_path))


def test_a_path_that_does_not_exist(tmp_path):
    with pytest.raises(FileNotFoundError, match="Check the spelling"):
        sources.read([tmp_path / "nothing.csv"])


def test_a_row_twice(flow_files):
    (finding,) = _refused(flow_files.write(flow_files.row(), flow_files.row())).findings
    assert (finding.file, finding.row) == ("Voorbeeldstad.csv", 3)
    assert finding.found == "20171001, 99AA, 00, 9001, Voorbeeldstad, Bo a second time"


def test_the_same_file_twice(flow_files):
    one = flow_files.write(flow_files.row(), name="a.csv")
    two = flow_files.write(flow_files.row(), name="copy of a.csv")
    (finding,) = _refused(one, two).findings
    assert (finding.file, finding.row) == ("copy of a.csv", 2)
    assert "given twice" in finding.mend


def test_a_negative_count(flow_files):
    path = flow_files.write(flow_files.row({"LEEFTIJD_6": -2, "LEEFTIJD_7": 5}))
    (finding,) = _refused(path).findings
    assert (finding.row, finding.column, finding.found) == (2, "LEEFTIJD_6", "'-2'")


def test_a_word_for_a_count(flow_files):
    (finding,) = _refused(flow_files.write(flow_files.row(LEEFTIJD_6="drie"))).findings
    assert (finding.row, finding.column, finding.found) == (2, "LEEFTIJD_6", "'drie'")


@pytest.mark.parametrize(
    ("column", "value", "other"),
    [
        ("GEMEENTENUMMER", "9902", "9901"),
        ("INSTELLINGSNAAM_VESTIGING", "De Zon", "De Regenboog"),
        ("POSTCODE_VESTIGING", "9002CD", "9001AB"),
    ],
)
def test_a_school_that_occurs_twice(flow_files, column, value, other):
    one = flow_files.write(flow_files.row(), name="a.csv")
    two = flow_files.write(flow_files.row(POSTCODE_LEERLING="9002", **{column: value}), name="b.csv")
    (finding,) = _refused(one, two).findings
    assert (finding.file, finding.row, finding.column) == ("b.csv", 2, column)
    assert finding.found == f"{value} for school 99AA00"
    assert finding.expected == f"{other} as in a.csv, row 2"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("PEILDATUM", "oktober"),
        ("GEMEENTENUMMER", "Amsterdam"),
        ("POSTCODE_LEERLING", "50"),
        ("POSTCODE_VESTIGING", "0012"),
        ("SOORT_PO", "Vo"),
        ("INSTELLINGSNAAM_VESTIGING", ""),
        ("VESTIGINGSNUMMER", "000"),
    ],
)
def test_a_code_that_cannot_be(flow_files, column, value):
    (finding,) = _refused(flow_files.write(flow_files.row(**{column: value}))).findings
    assert (finding.row, finding.column) == (2, column)


def test_all_findings_come_at_once(flow_files):
    rows = [flow_files.row(POSTCODE_LEERLING=str(9000 + place), TOTAAL="99") for place in range(30)]
    refusal = _refused(flow_files.write(*rows))
    assert (len(refusal.findings), refusal.total) == (20, 30)
    assert "and 10 more" in str(refusal)


def test_the_wrong_file_of_many_is_named(flow_files):
    good = flow_files.write(flow_files.row(), name="good.csv")
    bad = flow_files.write(flow_files.row(BRIN_NUMMER="99BB", TOTAAL="4"), name="bad.csv")
    (finding,) = _refused(good, bad).findings
    assert finding.file == "bad.csv"


def test_two_files_of_one_year_are_not_mixed(tmp_path):
    header = (
        '"BEVOEGD GEZAG NUMMER";"INSTELLINGSCODE";"VESTIGINGSCODE";"INSTELLINGSNAAM VESTIGING";'
        '"GEMEENTENUMMER";"GEMEENTENAAM";"AANTAL LEERLINGEN";"AANTAL VO LEERLINGEN UITBESTEED AAN VAVO"'
    )
    row = '"99001";"99AA";"99AA00";"Het Lyceum";"9901";"Voorbeeldstad";10;"0"'
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(f"{header}\n{row}\n")
    (finding,) = _refused(tmp_path, year=2025).findings
    assert (finding.file, finding.column) == ("b.csv", "VESTIGINGSCODE")
